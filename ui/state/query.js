// What is looked for on the wall: the search, the chip, the filters, the order. Kept while the user looks elsewhere.

/** @import { Group, Vendor, WallBy, WallRequest, WallSort } from "../ipc.d.ts" */

import { batch, computed, signal } from "@preact/signals";

/** @typedef {Exclude<Group, "lapsed" | "ended" | "cancelled"> | "over"} Chip */
/**
 * @typedef {{ accounts: string[]; vendors: Vendor[]; regions: (string | null)[];
 *   families: (string | null)[]; owners: (string | null)[]; from: string; until: string }} Filters dates are days, or empty
 * @typedef {{ sort: WallSort; descending: boolean; by: WallBy | null }} Order
 */

export const search = signal("");

/** @type {import("@preact/signals").Signal<Chip | null>} */
export const shownChip = signal(null);

/** @type {Filters} */
export const NO_FILTERS = { accounts: [], vendors: [], regions: [], families: [], owners: [], from: "", until: "" };

/** @type {import("@preact/signals").Signal<Filters>} */
export const filters = signal(NO_FILTERS);

/** @type {Order} */
export const BY_URGENCY = { sort: "urgency", descending: false, by: null };

/** @type {import("@preact/signals").Signal<Order>} */
export const order = signal(BY_URGENCY);

/** What the wall can be ordered by. @type {WallSort[]} */
export const SORTS = ["urgency", "name", "start", "end", "price", "saving", "created"];

/** What its cards can be put together by. @type {WallBy[]} */
export const BYS = ["status", "account", "vendor", "region", "family", "owner"];

/**
 * An order that was kept, if it still is one.
 *
 * @param {unknown} found
 * @returns {Order | null}
 */
export function orderOf(found) {
  const { sort, descending, by = null } = /** @type {Partial<Order>} */ (found ?? {});
  const known = sort && SORTS.includes(sort) && typeof descending === "boolean" && (by === null || BYS.includes(by));
  return known ? { sort, descending, by } : null;
}

/** What can be chosen, in the order of the wall. @type {Chip[]} */
export const CHIPS = ["doubt", "underway", "attention", "ready", "running", "scheduled", "unknown", "over"];

/** @type {Group[]} */
const OVER = ["lapsed", "ended", "cancelled"];

/**
 * The chip that shows a group: what is over in any way is one.
 *
 * @param {Group} group
 * @returns {Chip}
 */
export function chipOf(group) {
  return OVER.includes(group) ? "over" : /** @type {Chip} */ (group);
}

/**
 * @param {Chip | null} chip
 * @returns {Group[]}
 */
export function groupsOf(chip) {
  return chip === null ? [] : chip === "over" ? OVER : [chip];
}

/** How many filters are set beside the search and the chip. */
export const filterCount = computed(() => filtersSet(filters.value));

/**
 * @param {Filters} set
 */
export function filtersSet({ from, until, ...lists }) {
  const days = [from, until].filter(Boolean).length;
  return Object.values(lists).filter((list) => list.length > 0).length + days;
}

/** Whether anything narrows what is shown. */
export const narrowed = computed(() => search.value.trim() !== "" || shownChip.value !== null || filterCount.value > 0);

/** What Rust is asked. */
export const wanted = computed(() => requestOf(search.value, shownChip.value, filters.value, order.value));

/**
 * @param {string} text
 * @param {Chip | null} chip
 * @param {Filters} set
 * @param {Order} sorted
 * @returns {WallRequest}
 */
export function requestOf(text, chip, { from, until, ...lists }, sorted) {
  return {
    text: text.trim(),
    groups: groupsOf(chip),
    ...lists,
    from: dayStart(from, 0),
    until: dayStart(until, 1),
    ...sorted,
  };
}

/**
 * Where a day begins on the user's clock, or one after it.
 *
 * @param {string} day `YYYY-MM-DD`, or empty
 * @param {number} after
 */
function dayStart(day, after) {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) {
    return null;
  }
  const at = new Date(year, month - 1, date + after);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Shows everything again, in the order that is chosen. */
export function clearNarrowing() {
  batch(() => {
    search.value = "";
    shownChip.value = null;
    filters.value = NO_FILTERS;
  });
}

/**
 * A filter's list with a value more or less.
 *
 * @param {"accounts" | "vendors" | "regions" | "families" | "owners"} name
 * @param {string | null} value
 */
export function toggleFilter(name, value) {
  const before = /** @type {(string | null)[]} */ (filters.peek()[name]);
  const next = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  filters.value = { ...filters.peek(), [name]: next };
}
