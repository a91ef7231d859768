// What is paid for windows that have not ended, by month; and the charges that were not the price seen.

/** @import { AheadView, CurrencySavingsView, StartView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { Money } from "../elements/money.js";
import { bucketName } from "../lib/buckets.js";
import { isZero } from "../lib/decimal.js";
import { isNegative, money, withoutSign } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { Bar, Figure, mostOf } from "./savings-figure.js";
import { Opened, Rows } from "./savings-rows.js";

const said = words.savings.months;
const drifted = words.savings.drift;

/**
 * @param {{ view: CurrencySavingsView; currency: string }} props
 */
export function Ahead({ view: { ahead, totals }, currency }) {
  const title = `ahead-${currency}`;
  const most = mostOf(ahead.map(({ committed }) => committed.paid));
  return html`<section class="sheet" aria-labelledby=${title}>
    <div>
      <h2 class="sheet__title" id=${title}>${said.title}</h2>
      <p class="sheet__text">${said.text}</p>
    </div>
    ${
      ahead.length === 0
        ? html`<p>${said.none}</p>`
        : html`<div class="figures-frame" tabindex="0" role="region" aria-label=${said.table}>
          <table class="figures figures--parts">
            <caption class="visually-hidden">${said.table}</caption>
            <thead><tr><th scope="col">${said.start}</th><th scope="col">${said.paid}</th><th scope="col">${words.savings.parts.count}</th></tr></thead>
            <tbody>${ahead.map((part) => html`<${Month} part=${part} currency=${currency} most=${most} key=${JSON.stringify(part.start)} />`)}</tbody>
            <tfoot><tr><th scope="row">${said.whole}</th><td><${Money} value=${totals.committed} /></td><td></td></tr></tfoot>
          </table>
        </div>`
    }
    <${Opened} place="months" currency=${currency} />
  </section>`;
}

/**
 * @param {{ part: AheadView; currency: string; most: string }} props
 */
function Month({ part: { start, committed }, currency, most }) {
  const name = startName(start);
  return html`<tr>
    <th scope="row">
      <${Figure} currency=${currency} place="months" figure=${{ kind: "ahead", start }} title=${listed([said.title, name])}>${name}<//>
      ${committed.unknown > 0 && html`<span class="fact-note">${words.summary.committedUnknown(committed.unknown)}</span>`}
    </th>
    <td><${Money} value=${committed.paid} /><${Bar} value=${committed.paid} most=${most} paid /></td>
    <td>${committed.policies}</td>
  </tr>`;
}

/**
 * @param {StartView} start
 */
function startName(start) {
  return start.kind === "month" ? bucketName("month", start.first) : said[start.kind];
}

/**
 * @param {{ view: CurrencySavingsView; currency: string }} props
 */
export function PriceDrift({ view: { drift }, currency }) {
  const title = `drift-${currency}`;
  const moved = drift.higher + drift.lower;
  return html`<section class="sheet" aria-labelledby=${title}>
    <div>
      <h2 class="sheet__title" id=${title}>${drifted.title}</h2>
      <p class="sheet__text">${drifted.text}</p>
    </div>
    ${
      moved > 0 &&
      html`<p class="drift-sum">
        <strong><${Money} value=${withoutSign(drift.difference)} /></strong> ${driftWords(drift)}
      </p>`
    }
    ${moved === 0 && html`<p>${drift.same + drift.unknown === 0 ? drifted.nothing : drifted.none}</p>`}
    ${moved + drift.same + drift.unknown > 0 && html`<p class="sheet__text">${listed(countsOf(drift))}</p>`}
    ${moved > 0 && html`<${Rows} currency=${currency} figure=${DRIFT} title=${drifted.table} />`}
  </section>`;
}

/** @type {{ kind: "drift" }} */
const DRIFT = { kind: "drift" };

/**
 * Which way the charges went in all.
 *
 * @param {CurrencySavingsView["drift"]} drift
 */
export function driftWords({ difference, seen, charged }) {
  if (isZero(difference.amount)) {
    return drifted.even;
  }
  return `${isNegative(difference.amount) ? drifted.less : drifted.more} (${money(seen)} → ${money(charged)})`;
}

/**
 * @param {CurrencySavingsView["drift"]} drift
 */
export function countsOf({ higher, lower, same, unknown }) {
  return [
    higher > 0 && drifted.higher(higher),
    lower > 0 && drifted.lower(lower),
    same > 0 && drifted.same(same),
    unknown > 0 && drifted.unknown(unknown),
  ].filter((note) => note !== false);
}
