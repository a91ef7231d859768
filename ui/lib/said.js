// What Berth says below the page. A sentence is known by its English, and comes with what stands at its places; a language
// that has words of its own for it makes it anew (docs/languages.md).

/** @import { MayView, Said, SaidTime, SaidValue } from "../ipc.d.ts" */

import { language } from "./text.js";
import { clockOf, until } from "./time.js";

/**
 * A sentence in the language that is spoken.
 *
 * @param {Said} said
 * @returns {string}
 */
export function told({ english, values }) {
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
  /** @type {Partial<Record<string, (values: any) => string>>} */
  const own = language.value.words.sentences ?? {};
  return own[english]?.(texts) ?? filled(english, texts);
}

/**
 * Why something cannot be done; nothing where it can.
 *
 * @param {MayView} may
 */
export function whyNot(may) {
  return may.whyNot && told(may.whyNot);
}

/**
 * @param {SaidValue | undefined} value
 */
function textOf(value) {
  if (value === undefined || typeof value === "string") {
    return value ?? "";
  }
  return "english" in value ? told(value) : timeOf(value);
}

/**
 * @param {SaidTime} time
 */
function timeOf({ at, form }) {
  return form === "clock" ? clockOf(at, Date.now()) : until(at, Date.now());
}

/**
 * @param {string} english
 * @param {Record<string, string>} texts
 */
function filled(english, texts) {
  return english.replace(/\{(\w+)\}/g, (_, name) => texts[name] ?? "");
}
