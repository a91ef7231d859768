// What the sections of Savings share: a figure that opens its policies, an amount that was saved or lost, a share.

/** @import { FigureRequest, MoneyView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { Money, Unknown } from "../elements/money.js";
import { compare, isZero, placeBetween } from "../lib/decimal.js";
import { isNegative, withoutSign } from "../lib/money.js";
import { words } from "../lib/text.js";
import { isOpen, open } from "./savings-asked.js";

const said = words.savings;

/**
 * A word or an amount that opens the policies behind it.
 *
 * @param {object} props
 * @param {string} props.currency
 * @param {import("./savings-asked.js").Opened["place"]} props.place where the list is shown
 * @param {FigureRequest} props.figure
 * @param {string} props.title what the list is of
 * @param {boolean} [props.off] nothing is behind it
 * @param {any} props.children
 */
export function Figure({ currency, place, figure, title, off = false, children }) {
  if (off) {
    return children;
  }
  return html`<button
    type="button"
    class="figures__open"
    aria-expanded=${String(isOpen(currency, figure))}
    onClick=${() => open({ currency, place, figure, title })}
  >${children}</button>`;
}

/**
 * What was saved, or lost.
 *
 * @param {{ value: MoneyView }} props
 */
export function Net({ value }) {
  return html`<span class=${toneOf(value)}>
    <${Money} value=${value} />${isNegative(value.amount) && html` <span class="loss-word">${said.loss}</span>`}
  </span>`;
}

/**
 * How an amount that was saved is coloured: a gain, a loss, or neither.
 *
 * @param {MoneyView} value
 */
export function toneOf({ amount }) {
  return isZero(amount) ? "saving saving--none" : isNegative(amount) ? "saving saving--loss" : "saving";
}

/**
 * @param {{ share: string | null; why?: string | null }} props
 */
export function Share({ share, why = null }) {
  return share === null ? html`<${Unknown} why=${why ?? words.card.noSaving} />` : share;
}

/**
 * How much of the most an amount is, for the eye; what is less than nothing is an outline.
 *
 * @param {{ value: MoneyView; most: string; paid?: boolean }} props `most` without its sign; `paid` for what is no saving
 */
export function Bar({ value, most, paid = false }) {
  const length = placeBetween(withoutSign(value.amount), "0", most);
  return html`<svg class=${`bar ${paid ? "bar--paid" : isNegative(value.amount) ? "bar--loss" : ""}`} viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar__whole" width="1000" height="8" />
    <rect class="bar__part" width=${length} height="8" />
  </svg>`;
}

/**
 * The largest of some amounts, whatever their sign, as decimal text.
 *
 * @param {MoneyView[]} values
 */
export function mostOf(values) {
  const sizes = values.map(({ amount }) => withoutSign(amount));
  const most = sizes.reduce((most, size) => (compare(size, most) === 1 ? size : most), "0");
  return compare(most, "0") === 0 ? "1" : most;
}
