// What is asked of the savings, what was answered, and which figure is open. Every figure is reckoned in Rust.

/** @import { Bucket, Dimension, ErrorView, FigureRequest, SavedRowView, SavingsView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { call } from "../ipc.js";
import { desk, realm } from "../state/desk.js";
import { keep } from "../state/kept.js";

/** The steps of time that there are. @type {Bucket[]} */
export const BUCKETS = ["day", "week", "month"];

/** What the savings are broken down by. @type {Dimension[]} */
export const DIMENSIONS = ["account", "vendor", "family", "region", "owner"];

/** @type {import("@preact/signals").Signal<Bucket>} */
export const bucket = signal("month");

/** @type {import("@preact/signals").Signal<Dimension>} */
export const by = signal("account");

/** Settles when it is known how both were left. */
export const known = Promise.all([
  keep("savings-step", bucket, (found) => BUCKETS.find((one) => one === found) ?? null),
  keep("savings-by", by, (found) => DIMENSIONS.find((one) => one === found) ?? null),
]);

/** The answer shown. @type {import("@preact/signals").Signal<SavingsView | null>} */
export const answer = signal(null);

/** @type {import("@preact/signals").Signal<ErrorView | null>} */
export const failure = signal(null);

/**
 * A figure whose policies are listed, and where: the sections of the view each show their own.
 *
 * @typedef {{ currency: string; place: "sums" | "time" | "parts" | "months"; figure: FigureRequest; title: string }} Opened
 */

/** @type {import("@preact/signals").Signal<Opened | null>} */
export const opened = signal(null);

/** What the open figure's button was, so that focus can return to it. @type {Element | null} */
let opener = null;

let asked = 0;

/** Asks, and shows the answer unless it was overtaken by a later question. */
export async function ask() {
  if (!desk.peek()) {
    return;
  }
  asked += 1;
  const turn = asked;
  const request = { realm: realm.peek(), bucket: bucket.peek(), by: by.peek() };
  try {
    const found = await call("show_savings", { request });
    if (turn === asked) {
      answer.value = found;
      failure.value = null;
    }
  } catch (error) {
    if (turn === asked) {
      failure.value = /** @type {ErrorView} */ (error);
    }
  }
}

/**
 * Lists the policies of a figure; of the one that is listed already, it takes the list away.
 *
 * @param {Opened} next
 */
export function open(next) {
  const before = opened.peek();
  if (before && JSON.stringify(before) === JSON.stringify(next)) {
    close();
    return;
  }
  opener = document.activeElement;
  opened.value = next;
}

/** Takes the list away. */
export function close() {
  opened.value = null;
  if (opener instanceof HTMLElement && opener.isConnected) {
    opener.focus();
  }
  opener = null;
}

/**
 * Whether the policies of this very figure are listed.
 *
 * @param {string} currency
 * @param {FigureRequest} figure
 */
export function isOpen(currency, figure) {
  const { value } = opened;
  return value?.currency === currency && JSON.stringify(value.figure) === JSON.stringify(figure);
}

/**
 * Reads so many policies of a figure, or all if there are fewer: what was shown stays shown when it is read anew.
 *
 * @param {string} currency
 * @param {FigureRequest} figure
 * @param {number} wanted
 * @returns {Promise<{ rows: SavedRowView[]; more: number }>}
 */
export async function readRows(currency, figure, wanted) {
  /** @type {SavedRowView[]} */
  const rows = [];
  let more = 0;
  do {
    const request = { realm: realm.peek(), currency, figure, skip: rows.length };
    const found = await call("show_saved_rows", { request });
    rows.push(...found.rows);
    more = found.more;
  } while (more > 0 && rows.length < wanted);
  return { rows, more };
}
