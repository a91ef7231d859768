// Compare: what was picked of both vendors' offers, side by side on one unit, on terms that the user sets.

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Waiting } from "../elements/waiting.js";
import { words } from "../lib/text.js";
import { accounts, desk } from "../state/desk.js";
import { goTo } from "../state/route.js";
import { chosen, compare, compareError, comparison, offers, question } from "./compare-offers.js";
import { OfferPicker } from "./compare-picker.js";
import { Pictures } from "./compare-picture.js";
import { SideBySide } from "./compare-table.js";
import { Terms } from "./compare-terms.js";
import { Nothing } from "./desk.js";

export default function CompareView() {
  const said = words.compare;
  const asked = JSON.stringify(question.value);
  const { value: shown } = desk;
  // Again whenever the desk was read anew: a purchase may have been charged another price than was told.
  useEffect(() => {
    compare(question.peek());
  }, [asked, shown]);
  return html`<div class="view view--wide">
    <h1 class="visually-hidden">${said.title}</h1>
    <${Offers} />
  </div>`;
}

function Offers() {
  const said = words.compare;
  if (desk.value && accounts.value.size === 0) {
    return html`<${Nothing} />`;
  }
  if (desk.value?.total === 0 && offers.value.length === 0) {
    return html`<${Empty} icon="receipt-text" title=${said.noneTitle} text=${said.none}>
      <${Button} look="primary" press=${() => goTo("price")}>${said.price}<//>
    <//>`;
  }
  return html`<div class="comparing"><${OfferPicker} /><div class="comparing__result"><${Result} /></div></div>`;
}

function Result() {
  const said = words.compare;
  const { value: view } = comparison;
  if (chosen.value.length === 0) {
    return html`<section class="sheet"><${Empty} icon="receipt-text" title=${said.pickTitle} text=${said.pick} /></section>`;
  }
  return html`<${Terms} currencies=${view?.currencies ?? []} complaints=${view?.complaints ?? []} />
    ${compareError.value && html`<${ErrorNote} reads error=${compareError.value} retry=${() => compare(question.peek())} />`}
    ${view ? html`<${SideBySide} view=${view} /><${Pictures} view=${view} /><${Bases} />` : !compareError.value && html`<section class="sheet"><${Waiting} lines=${6} /></section>`}`;
}

function Bases() {
  const said = words.compare.bases;
  return html`<details class="sheet bases">
    <summary class="bases__title">${said.title}</summary>
    <ul class="bases__list">${said.list.map((base) => html`<li>${base}</li>`)}</ul>
  </details>`;
}
