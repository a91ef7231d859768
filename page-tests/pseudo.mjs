// A language that nobody speaks: English with an accent on every letter, half as long again, and each text in brackets. What
// is on the page without brackets came from no language's file. The stories give this to the page of the real program
// (src-tauri/tests/e2e/page.rs) as it stands, so it imports nothing. Without its marks it is English again, by which the
// stories find their way.

/** What is not said, but typed to look for something. */
const KEPT = ["verbs"];

const [OPEN, CLOSE, ACCENT, PAD] = ["\u27e6", "\u27e7", "\u0301", "\u02c9"];

/**
 * Texts in pseudo-language, in the same form.
 *
 * @param {any} texts
 * @param {string} [key]
 * @returns {any}
 */
export function pseudo(texts, key = "") {
  if (KEPT.includes(key)) {
    return texts;
  }
  if (key === "locale") {
    // Formatted as in English, and no English otherwise: `qps` is what BCP 47 leaves to private use.
    return { ...texts, tag: "qps" };
  }
  if (key === "sentences") {
    // Whatever is said below the page: it is known by its English.
    const say = (english) => (values) => strange(english.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""));
    return new Proxy({}, { get: (_, english) => say(String(english)) });
  }
  if (typeof texts === "string") {
    return strange(texts);
  }
  if (typeof texts === "function") {
    return (...given) => pseudo(texts(...given));
  }
  if (Array.isArray(texts)) {
    // What is in a list is told apart by its id.
    return texts.map((text) => ("id" in Object(text) ? { ...pseudo(text), id: text.id } : pseudo(text)));
  }
  if (typeof texts === "object" && texts !== null) {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, pseudo(text, name)]));
  }
  return texts;
}

/**
 * Every text of a tree that is no function.
 *
 * @param {any} texts
 * @returns {string[]}
 */
export function leaves(texts) {
  if (typeof texts === "string") {
    return [texts];
  }
  return typeof texts === "object" && texts !== null ? Object.values(texts).flatMap(leaves) : [];
}

/**
 * The last word is the longest there could be: it cannot be broken, and makes the text longer by two fifths.
 *
 * @param {string} text
 */
function strange(text) {
  if (text === "" || (text.startsWith(OPEN) && text.indexOf(CLOSE) === text.length - 1)) {
    return text;
  }
  const letters = text.replace(/\p{L}(?!\u0301)/gu, (letter) => letter + ACCENT);
  return OPEN + letters + PAD.repeat(Math.ceil(text.length * 0.4)) + CLOSE;
}
