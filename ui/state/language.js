// Which language the page speaks: the one that was chosen, else the first of the system's that there is.

import { speakTexts, words } from "../lib/text.js";
import { LANGUAGES } from "../text/languages.js";

/** @import { Texts } from "../text/languages.js" */

/**
 * The language that is spoken where these are wanted: by a whole tag, else by its first part; English where there is none.
 *
 * @param {readonly string[]} wanted BCP 47, the dearest first
 * @param {readonly import("../text/languages.js").Language[]} [languages]
 */
export function bestOf(wanted, languages = LANGUAGES) {
  const [english] = LANGUAGES;
  for (const tag of wanted.map((one) => one.toLowerCase())) {
    const found =
      languages.find((language) => language.tag.toLowerCase() === tag) ??
      languages.find((language) => primary(language.tag) === primary(tag));
    if (found) {
      return found;
    }
  }
  return english;
}

/**
 * Speaks a language from here on. Where its texts cannot be fetched, everything stays as it was.
 *
 * @param {string} wanted a language's tag, or `system`
 */
export async function speak(wanted) {
  const { tag, load } = bestOf(wanted === "system" ? navigator.languages : [wanted]);
  if (tag !== words.locale.tag) {
    try {
      speakThis((await load?.()) ?? null);
    } catch {
      // Every word is there in the language that is spoken.
    }
  }
}

/**
 * Draws the page in these texts. What had the focus has it again, and what was scrolled stays where it was.
 *
 * @param {Texts | null} texts nothing for English
 */
export function speakThis(texts) {
  const { activeElement: held, body } = document;
  const scrolled = scrollY;
  speakTexts(texts);
  const { tag, direction } = words.locale;
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
  requestAnimationFrame(() => {
    scrollTo(0, scrolled);
    if (held && held !== body) {
      document.getElementById(held.id || "main")?.focus({ preventScroll: true });
    }
  });
}

/**
 * @param {string} tag
 */
function primary(tag) {
  return tag.toLowerCase().split("-")[0];
}
