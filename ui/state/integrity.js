// Whether the activity log is as it was written: looked at once after the start, in the background, and on demand.

/** @import { BrokenView, ErrorView, IntegrityView } from "../ipc.d.ts" */

import { effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { userZone } from "../lib/time.js";
import { desk } from "./desk.js";

/** After the start, in milliseconds: when the desk stands and nobody waits for anything. */
const QUIET = 3000;

/** @type {import("@preact/signals").Signal<IntegrityView | null>} */
export const integrity = signal(null);

/** @type {import("@preact/signals").Signal<ErrorView | null>} */
export const integrityError = signal(null);

/** How many times it was looked at: the last look counts, in whatever order their answers come. */
let looks = 0;

export async function verify() {
  looks += 1;
  const look = looks;
  let found = integrity.peek();
  let failure = null;
  try {
    found = await call("verify_activity", {});
  } catch (error) {
    failure = /** @type {ErrorView} */ (error);
  }
  if (look === looks) {
    integrity.value = found;
    integrityError.value = failure;
  }
}

/**
 * Looks at it once, a while after the desk first stands, if nobody did before: of a ledger that does not open, enough is
 * said, and what was just told is not told otherwise by itself.
 */
export function verifyInQuiet() {
  let begun = false;
  effect(() => {
    if (desk.value && !begun) {
      begun = true;
      setTimeout(() => looks === 0 && verify(), QUIET);
    }
  });
}

/**
 * What is wrong, in a sentence.
 *
 * @param {BrokenView} broken
 */
export function brokenLine({ number, kind, at, former }) {
  const said = words.integrity;
  /** @type {Record<string, string>} */
  const kinds = words.details.kinds;
  const when = at ? userZone(at).date : said.noDate;
  return (former ? said.brokenFormer : said.broken)(number, kinds[kind] ?? kind, when);
}
