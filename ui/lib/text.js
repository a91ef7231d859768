// The words of the language in use.
//
// Modules hold on to branches of the tree, such as `words.savings`. So a branch stays the same object in every language and
// its leaves change: no module has to ask again, and English costs the start nothing. A leaf must not be held on to.

/** @import { Texts } from "../text/languages.js" */

import { signal } from "@preact/signals";
import { en } from "../text/en/index.js";

/** @typedef {{ [key: string]: unknown }} Branch */

/** English as it was written, of every tree that was changed. @type {Map<keyof Texts, Branch>} */
const english = new Map();
/** @type {Map<keyof Texts, Branch>} */
const trees = new Map([["words", en]]);
/** What is spoken instead of English. @type {Texts | null} */
let spoken = null;

export const words = en;

/**
 * The words for whoever keeps what is made of them: it is made anew in another language. `turn` counts the changes.
 */
export const language = signal({ turn: 0, words });

/** @type {Map<string, Intl.ListFormat>} */
const lists = new Map();

/**
 * Texts one after the other, as the language strings them together.
 *
 * @param {readonly (string | false | null | undefined)[]} texts what there is nothing to say of is left out
 */
export function listed(texts) {
  const { tag } = language.value.words.locale;
  const format = lists.get(tag) ?? new Intl.ListFormat(tag, { type: "unit", style: "short" });
  lists.set(tag, format);
  return format.format(texts.flatMap((text) => text || []));
}

/**
 * A tree that is fetched later than the first view, in the language that is spoken by then.
 *
 * @template {Branch} T
 * @param {keyof Texts} name
 * @param {T} inEnglish
 * @returns {T}
 */
export function planted(name, inEnglish) {
  trees.set(name, inEnglish);
  speakTree(name, inEnglish);
  return inEnglish;
}

/**
 * From here on every text is this language's.
 *
 * @param {Texts | null} texts nothing for English
 */
export function speakTexts(texts) {
  spoken = texts;
  for (const [name, tree] of trees) {
    speakTree(name, tree);
  }
  language.value = { turn: language.peek().turn + 1, words };
}

/**
 * @param {keyof Texts} name
 * @param {Branch} tree
 */
function speakTree(name, tree) {
  if (spoken && !english.has(name)) {
    english.set(name, branches(tree));
  }
  const texts = spoken?.[name] ?? english.get(name);
  if (texts) {
    fill(tree, texts);
  }
}

/**
 * @param {Branch} tree
 * @param {Branch} texts
 */
function fill(tree, texts) {
  for (const [key, text] of Object.entries(texts)) {
    const branch = tree[key];
    if (isBranch(text) && isBranch(branch)) {
      fill(branch, text);
    } else {
      tree[key] = text;
    }
  }
}

/**
 * The same tree in branches of its own, with the same leaves.
 *
 * @param {Branch} tree
 * @returns {Branch}
 */
function branches(tree) {
  return Object.fromEntries(Object.entries(tree).map(([key, text]) => [key, isBranch(text) ? branches(text) : text]));
}

/**
 * A list is a leaf: how long it is, is the language's own affair.
 *
 * @param {unknown} text
 * @returns {text is Branch}
 */
function isBranch(text) {
  return typeof text === "object" && text !== null && !Array.isArray(text);
}
