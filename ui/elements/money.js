// An amount, or the reason why there is none. Unknown is an en dash with a word, never zero.

/** @import { MoneyView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { exactMoney, money } from "../lib/money.js";
import { words } from "../lib/text.js";

/**
 * @param {{ value: MoneyView | null; why?: string; class?: string }} props `why` is said where the amount is not known
 */
export function Money({ value, why, class: extra = "" }) {
  return value
    ? html`<data class=${`money ${extra}`} value=${value.amount} title=${exactMoney(value)}>${money(value)}</data>`
    : Unknown({ why });
}

/**
 * @param {{ why?: string }} props
 */
export function Unknown({ why = words.unknown }) {
  return html`<span class="unknown"><span aria-hidden="true">–</span> <span class="unknown__why">${why}</span></span>`;
}
