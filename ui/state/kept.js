// What was typed and not sent, kept for the next start. Rust keeps the text and looks at none of it; it holds no secret,
// for no secret ever stands in a signal.

import { effect } from "@preact/signals";
import { call } from "../ipc.js";

/** How long typing rests before it is kept, in milliseconds. */
const REST = 400;

/** @type {Promise<Record<string, unknown>> | null} */
let known = null;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function read() {
  known ??= call("kept_page", {})
    .then((text) => objectOf(text === null ? null : JSON.parse(text)))
    // What cannot be read is as good as nothing.
    .catch(() => ({}));
  return known;
}

/**
 * Keeps a signal under a name from now on. What an earlier start kept is put into it, if it is of the same shape and the
 * user was not faster.
 *
 * @template T
 * @param {string} name
 * @param {import("@preact/signals").Signal<T>} signal
 * @param {(found: unknown) => T | null} revive what was found, as it may be shown now; nothing if it may not
 */
export async function keep(name, signal, revive) {
  const first = signal.peek();
  const all = await read();
  const found = revive(all[name]);
  let last = first;
  if (found !== null && signal.peek() === first) {
    signal.value = found;
    last = found;
  }
  effect(() => {
    const { value } = signal;
    if (value !== last) {
      last = value;
      all[name] = value;
      clearTimeout(timer);
      // Only what was not sent hangs on it.
      timer = setTimeout(() => call("keep_page", { state: JSON.stringify(all) }).catch(() => {}), REST);
    }
  });
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function objectOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/**
 * An object whose parts of these names are texts, and that has no others.
 *
 * @template {string} Name
 * @param {unknown} value
 * @param {readonly Name[]} names
 * @returns {Record<Name, string> | null}
 */
export function textsOf(value, names) {
  const found = objectOf(value);
  const fits = Object.keys(found).length === names.length && names.every((name) => typeof found[name] === "string");
  return fits ? /** @type {Record<Name, string>} */ (found) : null;
}
