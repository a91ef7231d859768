// Exact subtraction of decimal text. MONEY: whole units in BigInt, because a difference of two prices that went through
// floating numbers is a made-up figure.

/** @import { MoneyView } from "../ipc.d.ts" */

const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * What `now` is more than `before`, as the eye is shown both; nothing where the two cannot be compared.
 *
 * @param {MoneyView} now
 * @param {MoneyView} before
 * @returns {MoneyView | null}
 */
export function moneyDifference(now, before) {
  if (now.currency !== before.currency || !DECIMAL.test(now.shown) || !DECIMAL.test(before.shown)) {
    return null;
  }
  const shown = difference(now.shown, before.shown);
  return { amount: shown, shown, currency: now.currency };
}

/**
 * @param {string} decimal
 * @param {string} less
 */
export function difference(decimal, less) {
  const digits = Math.max(fractionDigits(decimal), fractionDigits(less));
  return withPoint(inUnits(decimal, digits) - inUnits(less, digits), digits);
}

/**
 * Less than nothing where `one` is less, more where it is more; nothing at all where either is no decimal.
 *
 * @param {string} one
 * @param {string} other
 */
export function compare(one, other) {
  if (!DECIMAL.test(one) || !DECIMAL.test(other)) {
    return null;
  }
  const more = difference(one, other);
  return isZero(more) ? 0 : more.startsWith("-") ? -1 : 1;
}

/**
 * Where a decimal lies between two others, in whole thousandths of the way: for a picture. Half way where they are one.
 *
 * @param {string} decimal
 * @param {string} from
 * @param {string} to
 */
export function placeBetween(decimal, from, to) {
  const digits = Math.max(fractionDigits(decimal), fractionDigits(from), fractionDigits(to));
  const [here, first, last] = [inUnits(decimal, digits), inUnits(from, digits), inUnits(to, digits)];
  return last === first ? 500 : Number(((here - first) * 1000n) / (last - first));
}

/**
 * @param {string} decimal
 */
export function isZero(decimal) {
  return !/[1-9]/.test(decimal);
}

/**
 * The decimal in units of its last digit: 8.48 with two digits is 848.
 *
 * @param {string} decimal
 * @param {number} digits
 */
function inUnits(decimal, digits) {
  const [whole, fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(digits, "0"));
}

/**
 * @param {bigint} units
 * @param {number} digits
 */
function withPoint(units, digits) {
  const sign = units < 0n ? "-" : "";
  const figures = String(units < 0n ? -units : units).padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${figures.slice(-digits)}`;
}

/**
 * @param {string} decimal
 */
function fractionDigits(decimal) {
  return decimal.split(".")[1]?.length ?? 0;
}
