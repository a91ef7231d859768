// What is said aloud to people who cannot see it happen, and the notices: what asks for something or went
// badly stays until it is dismissed.

import { signal } from "@preact/signals";

/** The sentence in the polite live region. */
export const spoken = signal("");

/**
 * @typedef {object} Notice
 * @property {number} id
 * @property {"good" | "bad" | "doubt" | "due" | "plain"} tone
 * @property {string} text
 * @property {string} [action] the word on its button
 * @property {() => void} [act]
 * @property {number} [lasts] how long it holds, in milliseconds: then it goes by itself
 */

/** @type {import("@preact/signals").Signal<Notice[]>} */
export const notices = signal([]);

let last = 0;

/**
 * Says a sentence without moving focus. A repeated sentence is said again.
 *
 * @param {string} sentence
 */
export function announce(sentence) {
  // A live region speaks when its text changes; the no-break space makes a repeated sentence a different text.
  spoken.value = spoken.peek() === sentence ? `${sentence}\u00a0` : sentence;
}

/** Empties the live region, so that nobody finds an old sentence in it. */
export function hush() {
  spoken.value = "";
}

/**
 * @param {Omit<Notice, "id">} notice
 * @returns {number} by which it can be amended or dismissed
 */
export function notify(notice) {
  last += 1;
  const id = last;
  notices.value = [...notices.peek(), { ...notice, id }];
  announce(notice.text);
  const lasts = notice.lasts ?? (passes(notice) ? PASSING : null);
  if (lasts !== null) {
    setTimeout(() => dismiss(id), lasts);
  }
  return id;
}

/**
 * Changes what a notice says, without saying it aloud. One that was put away stays away.
 *
 * @param {number} id
 * @param {string} text
 */
export function amend(id, text) {
  notices.value = notices.peek().map((notice) => (notice.id === id ? { ...notice, text } : notice));
}

/** How long a notice stays that asks for nothing, in milliseconds. What it says also stands where it happened. */
const PASSING = 8000;

/**
 * @param {Omit<Notice, "id">} notice
 */
function passes({ tone, act }) {
  return !act && (tone === "good" || tone === "plain");
}

/**
 * @param {number} id
 */
export function dismiss(id) {
  notices.value = notices.peek().filter((notice) => notice.id !== id);
}
