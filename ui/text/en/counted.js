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

/**
 * A noun with a number that is written already.
 *
 * @param {string} figures as they are shown
 * @param {string} exact the number itself
 * @param {string} one
 * @param {string} [many]
 */
export function written(figures, exact, one, many = `${one}s`) {
  return `${figures} ${english.form(Number(exact), { one, other: many })}`;
}
