// Savings: what the kept windows saved, net of the fees that are known, over time and by what made it; what is paid ahead;
// and where a charge was not the price seen. Every figure is reckoned in Rust; two currencies are never added.

/** @import { CurrencySavingsView, SavingsView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Money } from "../elements/money.js";
import { committedNotes, savedNotes } from "../elements/summary.js";
import { Waiting } from "../elements/waiting.js";
import { isNegative } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { accounts, desk } from "../state/desk.js";
import { goTo } from "../state/route.js";
import { Nothing } from "./desk.js";
import { Ahead, PriceDrift } from "./savings-ahead.js";
import { answer, ask, failure, known, opened } from "./savings-asked.js";
import { Figure } from "./savings-figure.js";
import { ByPart } from "./savings-parts.js";
import { Opened } from "./savings-rows.js";
import { OverTime } from "./savings-time.js";

const said = words.savings;

export default function SavingsPlace() {
  const { value: shown } = desk;
  // Again whenever the desk was read anew.
  useEffect(() => {
    known.then(ask);
  }, [shown]);
  // A list of another realm's policies is none of this one's.
  useEffect(() => {
    opened.value = null;
  }, [shown?.realm]);
  const view = answer.value?.realm === shown?.realm ? answer.value : null;
  return html`<div class="view">
    <div class="view__head"><h1 class="view__title">${said.title}</h1></div>
    ${failure.value && html`<${ErrorNote} reads error=${failure.value} retry=${ask} />`}
    ${view ? html`<${Found} view=${view} />` : !failure.value && html`<${Coming} />`}
  </div>`;
}

/** The view before its first answer: the same sheets, with nothing in them yet. */
function Coming() {
  return html`<div class="sheet sheet--sums"><${Waiting} lines=${3} /></div><div class="sheet sheet--chart" aria-hidden="true"></div>`;
}

/**
 * @param {{ view: SavingsView }} props
 */
function Found({ view: { currencies } }) {
  if (accounts.value.size === 0) {
    return html`<${Nothing} />`;
  }
  if (currencies.length === 0) {
    return html`<${Empty} icon="receipt-text" title=${said.noneTitle} text=${said.none}>
      <${Button} look="primary" press=${() => goTo("price")}>${said.price}<//>
    <//>`;
  }
  const many = currencies.length > 1;
  return currencies.map((view) => html`<${Currency} view=${view} many=${many} key=${view.totals.currency} />`);
}

/**
 * @param {{ view: CurrencySavingsView; many: boolean }} props
 */
function Currency({ view, many }) {
  const { currency } = view.totals;
  return html`<div class="saved" role="group" aria-label=${currency}>
    <${Sums} view=${view} many=${many} />
    <${OverTime} view=${view} currency=${currency} />
    <${ByPart} view=${view} currency=${currency} />
    <div class="saved__pair">
      <${Ahead} view=${view} currency=${currency} />
      <${PriceDrift} view=${view} currency=${currency} />
    </div>
  </div>`;
}

/**
 * @param {{ view: CurrencySavingsView; many: boolean }} props
 */
function Sums({ view: { totals }, many }) {
  const { currency, realised, committed } = totals;
  const title = `saved-${currency}`;
  return html`<section class="sheet" aria-labelledby=${title}>
    <h2 class="sheet__title" id=${title}>${many ? said.inCurrency(currency) : said.soFar}</h2>
    <div class="sums">
      <div class="sums__sum">
        <h3 class="figure__label">${said.net}</h3>
        <p class=${`sums__amount ${isNegative(realised.amount) ? "" : "saving"}`}>
          <${Figure} currency=${currency} place="sums" figure=${REALISED} title=${said.net}><${Money} value=${realised} /><//>
        </p>
        <p class="sums__notes">${listed(savedNotes(totals))}</p>
      </div>
      <div class="sums__sum">
        <h3 class="figure__label">${said.ahead}</h3>
        <p class="sums__amount">
          <${Figure} currency=${currency} place="sums" figure=${COMMITTED} title=${said.ahead}><${Money} value=${committed} /><//>
        </p>
        <p class="sums__notes">${listed(committedNotes(totals))}</p>
      </div>
    </div>
    <p class="sheet__text sheet__text--small">${said.how}</p>
    <${Opened} place="sums" currency=${currency} />
  </section>`;
}

/** @type {{ kind: "realised" }} */
const REALISED = { kind: "realised" };

/** @type {{ kind: "committed" }} */
const COMMITTED = { kind: "committed" };
