// Savings: what the kept windows saved, net of the fees that are known, by account and by the policies that make it.
// Every figure is reckoned in Rust; two currencies are never added.

/** @import { ErrorView, SavedRowView, SavingsView, TotalsView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { Money, Unknown } from "../elements/money.js";
import { committedNotes, savedNotes } from "../elements/summary.js";
import { call } from "../ipc.js";
import { isNegative, percent } from "../lib/money.js";
import { words } from "../lib/text.js";
import { accounts, desk } from "../state/desk.js";
import { goTo, openPanel } from "../state/route.js";

const said = words.savings;

/** The answer shown. @type {import("@preact/signals").Signal<SavingsView | null>} */
const answer = signal(null);

const failure = signal(/** @type {ErrorView | null} */ (null));

let asked = 0;

/** Asks, and shows the answer unless it was overtaken by a later question. */
async function ask() {
  const view = desk.peek();
  if (!view) {
    return;
  }
  asked += 1;
  const turn = asked;
  try {
    const found = await call("show_savings", { realm: view.realm });
    if (turn === asked) {
      answer.value = found;
      failure.value = null;
    }
  } catch (error) {
    if (turn === asked) {
      failure.value = /** @type {ErrorView} */ (error);
    }
  }
}

export default function SavingsPlace() {
  const { value: shown } = desk;
  // Again whenever the desk was read anew.
  useEffect(() => {
    ask();
  }, [shown]);
  const view = answer.value?.realm === shown?.realm ? answer.value : null;
  return html`<div class="view">
    <div class="view__head"><h1 class="view__title">${said.title}</h1></div>
    ${failure.value && html`<${ErrorNote} error=${failure.value} retry=${ask} />`}
    ${view ? html`<${Found} view=${view} />` : !failure.value && html`<p class="view-loading" role="status">${words.loading}</p>`}
  </div>`;
}

/**
 * @param {{ view: SavingsView }} props
 */
function Found({ view: { currencies } }) {
  if (currencies.length === 0) {
    return html`<${Empty} icon="receipt-text" title=${said.noneTitle} text=${said.none}>
      <${Button} look="primary" press=${() => goTo("price")}>${said.price}<//>
    <//>`;
  }
  const many = currencies.length > 1;
  return currencies.map(
    ({
      totals,
      accounts: owners,
      rows,
      more,
    }) => html`<section class="sheet" aria-labelledby=${`saved-${totals.currency}`} key=${totals.currency}>
      <div>
        <h2 class="sheet__title" id=${`saved-${totals.currency}`}>${many ? said.inCurrency(totals.currency) : said.soFar}</h2>
        <p class="sheet__text">${said.how}</p>
      </div>
      <${Sums} totals=${totals} />
      ${owners.length > 1 && html`<${ByAccount} owners=${owners} />`}
      ${rows.length === 0 ? html`<p>${said.noRows}</p>` : html`<${ByPolicy} rows=${rows} more=${more} />`}
    </section>`,
  );
}

/**
 * @param {{ totals: TotalsView }} props
 */
function Sums({ totals }) {
  return html`<${Facts} dense columns>
    <${Fact} name=${said.net} strong><${Net} value=${totals.realised} /><span class="fact-note">${savedNotes(totals).join(", ")}</span><//>
    <${Fact} name=${said.ahead}><${Money} value=${totals.committed} /><span class="fact-note">${committedNotes(totals).join(", ")}</span><//>
  <//>`;
}

/**
 * What was saved, or lost.
 *
 * @param {{ value: TotalsView["realised"] }} props
 */
function Net({ value }) {
  return html`<span class=${isNegative(value.amount) ? "saving saving--shaky" : "saving"}><${Money} value=${value} /></span>`;
}

/**
 * @param {{ owners: { account: string; totals: TotalsView }[] }} props
 */
function ByAccount({ owners }) {
  return html`<div class="figures-frame" tabindex="0" role="region" aria-label=${said.byAccount}>
    <table class="figures">
      <caption>${said.byAccount}</caption>
      <thead><tr><th scope="col">${said.account}</th><th scope="col">${said.list}</th><th scope="col">${said.net}</th><th scope="col">${said.share}</th><th scope="col">${said.ahead}</th></tr></thead>
      <tbody>
        ${owners.map(
          ({ account, totals }) => html`<tr key=${account}>
            <th scope="row"><${AccountMark} account=${accounts.value.get(account)} /></th>
            <td><${Money} value=${totals.realisedList} /></td>
            <td><${Net} value=${totals.realised} /></td>
            <td><${Share} share=${totals.realisedPercent} /></td>
            <td><${Money} value=${totals.committed} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * @param {{ rows: SavedRowView[]; more: number }} props
 */
function ByPolicy({ rows, more }) {
  return html`<div class="figures-frame" tabindex="0" role="region" aria-label=${said.byPolicy}>
      <table class="figures">
        <caption>${said.byPolicy}</caption>
        <thead><tr><th scope="col">${said.policy}</th><th scope="col">${said.paid}</th><th scope="col">${said.list}</th><th scope="col">${said.fees}</th><th scope="col">${said.net}</th><th scope="col">${said.share}</th></tr></thead>
        <tbody>${rows.map((row) => html`<${Row} row=${row} key=${`${row.account} ${row.policy}`} />`)}</tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="sheet__text">${said.more(more)}</p>`}`;
}

/**
 * @param {{ row: SavedRowView }} props
 */
function Row({ row: { account, policy, name, stage, price, list, fee, net, share } }) {
  // What was given up has no price to be set against a base: only its fee counts.
  const gone = stage === "cancelled" ? said.givenUp : null;
  return html`<tr>
    <th scope="row">
      <button type="button" class="figures__open" onClick=${() => openPanel({ account, policy })}><bdi>${name ?? policy}</bdi></button>
      <span class="fact-note">${words.stage[stage]}</span>
    </th>
    <td><${Money} value=${price} why=${gone ?? words.card.noPrice} /></td>
    <td><${Money} value=${list} why=${gone ?? words.card.noSaving} /></td>
    <td><${Money} value=${fee} /></td>
    <td>${net ? html`<${Net} value=${net} />` : html`<${Unknown} why=${said.netUnknown} />`}</td>
    <td><${Share} share=${share} why=${gone} /></td>
  </tr>`;
}

/**
 * @param {{ share: string | null; why?: string | null }} props
 */
function Share({ share, why = null }) {
  return share === null ? html`<${Unknown} why=${why ?? words.card.noSaving} />` : percent(share);
}
