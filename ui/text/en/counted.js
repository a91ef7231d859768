import { pluralsOf } from "../plural.js";

const english = pluralsOf("en");

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return english.counted(count, { one, other: many });
}
