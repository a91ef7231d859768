// How a stretch of time in a series is called. Rust cuts them in UTC and names each by its first day.

/** @import { Bucket } from "../ipc.d.ts" */

import { words } from "./text.js";
import { named } from "./time.js";

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" };
/** @type {Intl.DateTimeFormatOptions} */
const MONTH = { timeZone: "UTC", month: "long", year: "numeric" };
/** @type {Intl.DateTimeFormatOptions} */
const BRIEF_DAY = { timeZone: "UTC", day: "numeric", month: "short" };
/** @type {Intl.DateTimeFormatOptions} */
const BRIEF_MONTH = { timeZone: "UTC", month: "short", year: "2-digit" };

/**
 * In a sentence or a row of a table.
 *
 * @param {Bucket} bucket
 * @param {string} first such as 2026-01-05
 */
export function bucketName(bucket, first) {
  const date = startOf(first);
  switch (bucket) {
    case "day":
      return named(DAY).format(date);
    case "week":
      return words.savings.time.week(named(DAY).format(date));
    case "month":
      return named(MONTH).format(date);
  }
}

/**
 * Below an axis, where room is short.
 *
 * @param {Bucket} bucket
 * @param {string} first
 */
export function bucketMark(bucket, first) {
  return named(bucket === "month" ? BRIEF_MONTH : BRIEF_DAY).format(startOf(first));
}

/**
 * @param {string} first
 */
function startOf(first) {
  return new Date(`${first}T00:00:00Z`);
}
