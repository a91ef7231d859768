// Money for the eye. Amounts arrive as decimal text and stay text: MONEY: no figure is ever made a floating number here,
// because a price that was rounded twice is a wrong price. `Intl` formats decimal text exactly.

/** @import { MoneyView } from "../ipc.d.ts" */

import { words } from "./text.js";

const MINUS = "\u2212";
const DECIMAL = /^-?\d+(\.\d+)?$/;

// Rust reckons with 28 digits, and a quotient that does not end fills them; no price has so many.
const UNENDING = 20;
const DIGITS_OF_UNENDING = 10;

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * An amount with its currency: every digit of `shown`, no more and no less.
 *
 * @param {MoneyView} money
 */
export function money({ shown, currency }) {
  if (!DECIMAL.test(shown)) {
    return `${shown} ${currency}`;
  }
  const digits = fractionDigits(shown);
  const format = currencyFormat(currency, digits) ?? plainFormat(digits);
  const text = inFigures(format, shown);
  return format.resolvedOptions().style === "currency" ? text : `${text} ${currency}`;
}

/**
 * All digits that there are, where they say more than the eye is shown; else nothing. Of a quotient that does not end only the
 * first ones are told.
 *
 * @param {MoneyView} money
 */
export function exactMoney({ amount, shown, currency }) {
  const digits = fractionDigits(amount);
  const told = digits < UNENDING ? amount : `${amount.slice(0, DIGITS_OF_UNENDING - digits)}…`;
  return bare(amount) === bare(shown) ? undefined : `${told} ${currency}`;
}

/**
 * @param {string} decimal
 */
export function number(decimal) {
  return DECIMAL.test(decimal) ? inFigures(plainFormat(fractionDigits(decimal)), decimal) : decimal;
}

/**
 * @param {string} decimal such as `29.98`
 */
export function percent(decimal) {
  return words.locale.percent(number(decimal));
}

/**
 * @param {string} decimal
 */
export function isNegative(decimal) {
  return decimal.startsWith("-") && /[1-9]/.test(decimal);
}

/**
 * The same figure without its sign, for sentences that say the direction in words.
 *
 * @template {string | MoneyView} T
 * @param {T} figure
 * @returns {T}
 */
export function withoutSign(figure) {
  if (typeof figure === "string") {
    return /** @type {T} */ (figure.replace(/^-/, ""));
  }
  const { amount, shown, currency } = figure;
  return /** @type {T} */ ({ amount: amount.replace(/^-/, ""), shown: shown.replace(/^-/, ""), currency });
}

/**
 * @param {Intl.NumberFormat} format
 * @param {string} decimal
 */
function inFigures(format, decimal) {
  return format.format(/** @type {Intl.StringNumericLiteral} */ (decimal)).replace("-", MINUS);
}

/**
 * @param {string} currency
 * @param {number} digits
 */
function currencyFormat(currency, digits) {
  try {
    return cached(`${currency} ${digits}`, { style: "currency", currency, ...exactly(digits) });
  } catch {
    // A word that is no ISO 4217 code is shown as it is.
    return undefined;
  }
}

/**
 * @param {number} digits
 */
function plainFormat(digits) {
  return cached(String(digits), exactly(digits));
}

/**
 * @param {string} key
 * @param {Intl.NumberFormatOptions} options
 */
function cached(key, options) {
  const { numbers } = words.locale;
  const own = `${numbers} ${key}`;
  const format = formats.get(own) ?? new Intl.NumberFormat(numbers, options);
  formats.set(own, format);
  return format;
}

/**
 * @param {number} digits
 */
function exactly(digits) {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/**
 * @param {string} decimal
 */
function fractionDigits(decimal) {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

/**
 * @param {string} decimal
 */
function bare(decimal) {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
