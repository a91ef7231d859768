// Saved views of the wall: a search, filters and an order under a name, kept for the next start.

/** @import { Chip, Filters, Order } from "./query.js" */

import { batch, signal } from "@preact/signals";
import { keep } from "./kept.js";
import { CHIPS, filters, NO_FILTERS, order, orderOf, search, shownChip } from "./query.js";

/** @typedef {{ name: string; text: string; chip: Chip | null; filters: Filters; order: Order }} SavedView */

/** As many as a menu can hold. */
export const MOST_VIEWS = 20;

/** @type {import("@preact/signals").Signal<SavedView[]>} */
export const savedViews = signal([]);

keep("wall-views", savedViews, viewsOf);

/**
 * Keeps what is shown now under a name; a view of that name gives way.
 *
 * @param {string} name
 */
export function saveView(name) {
  const view = { name, text: search.peek(), chip: shownChip.peek(), filters: filters.peek(), order: order.peek() };
  const others = savedViews.peek().filter((other) => other.name !== name);
  savedViews.value = [...others, view].slice(-MOST_VIEWS);
}

/**
 * @param {SavedView} view
 */
export function applyView(view) {
  batch(() => {
    search.value = view.text;
    shownChip.value = view.chip;
    filters.value = view.filters;
    order.value = view.order;
  });
}

/**
 * @param {string} name
 */
export function removeView(name) {
  savedViews.value = savedViews.peek().filter((other) => other.name !== name);
}

/**
 * What an earlier start kept, as far as it still is a view.
 *
 * @param {unknown} found
 * @returns {SavedView[] | null}
 */
export function viewsOf(found) {
  return Array.isArray(found) ? found.flatMap((one) => viewOf(one) ?? []).slice(-MOST_VIEWS) : null;
}

const LISTS = /** @type {const} */ (["accounts", "vendors", "regions", "families", "owners"]);

/**
 * @param {unknown} found
 * @returns {SavedView | null}
 */
function viewOf(found) {
  const { name, text, chip, filters: set, order: by } = /** @type {Partial<SavedView>} */ (found ?? {});
  const sorted = orderOf(by);
  const known = typeof name === "string" && name !== "" && typeof text === "string";
  const listed = LISTS.every(
    (list) => Array.isArray(set?.[list]) && set[list].every((one) => one === null || typeof one === "string"),
  );
  const days = typeof set?.from === "string" && typeof set?.until === "string";
  const chipped = chip === null || CHIPS.includes(/** @type {Chip} */ (chip));
  return known && listed && days && sorted && chipped
    ? {
        name,
        text,
        chip: /** @type {Chip | null} */ (chip),
        filters: { ...NO_FILTERS, .../** @type {Filters} */ (set) },
        order: sorted,
      }
    : null;
}
