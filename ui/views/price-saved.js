// Saved quotes: what was asked, how old the answer is, and what has changed since the same was asked before.

/** @import { Change, Saved } from "./price-basket.js" */

import { html } from "htm/preact";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Age } from "../elements/moment.js";
import { Money } from "../elements/money.js";
import { isZero } from "../lib/decimal.js";
import { isNegative, money, withoutSign } from "../lib/money.js";
import { words } from "../lib/text.js";
import { accounts, readOnly } from "../state/desk.js";
import { basketWords, priceAgain, pricing, saved, shownQuote } from "./price-basket.js";

export function SavedQuotes() {
  const said = words.price.saved;
  const found = saved.value;
  return html`<section class="sheet" aria-labelledby="saved-title">
    <div>
      <h2 class="sheet__title" id="saved-title">${said.title}</h2>
      <p class="sheet__text">${found.length === 0 ? said.none : said.text}</p>
    </div>
    ${found.length > 0 && html`<ul class="saved" role="list">${found.map((one) => html`<${SavedQuote} saved=${one} key=${one.key} />`)}</ul>`}
  </section>`;
}

/**
 * @param {{ saved: Saved }} props
 */
function SavedQuote({ saved: { latest, earlier, changes } }) {
  const said = words.price.saved;
  const account = accounts.value.get(latest.account);
  const basket = basketWords(latest);
  return html`<li class="saved__quote">
    <div class="saved__what">
      <p class="saved__basket"><bdi>${basket}</bdi></p>
      <p class="saved__when">
        <${AccountMark} account=${account} />
        <span><${Age} at=${latest.takenAt} />${earlier.length > 0 && html`, ${said.earlier(earlier.length)}`}</span>
      </p>
    </div>
    ${changes.map((change) => html`<${Price} change=${change} before=${earlier[0]?.takenAt ?? null} key=${change.months} />`)}
    <div class="saved__actions">
      <${Button} small label=${said.showOne(basket)} pressed=${shownQuote.value === latest.id} press=${() => (shownQuote.value = latest.id)}>${said.show}<//>
      ${
        account &&
        !account.forgotten &&
        html`<${Button} small icon="refresh-cw" label=${said.againOne(basket)} off=${pricing.value !== null} whyNot=${readOnly.value} press=${() => priceAgain(latest)}>${said.again}<//>`
      }
    </div>
  </li>`;
}

/**
 * @param {{ change: Change; before: string | null }} props
 */
function Price({ change: { months, now, before: old, difference }, before }) {
  const said = words.price.saved;
  return html`<div class="saved__price">
    <p class="saved__months">${said.months(months)}</p>
    <p class="saved__amount">${now ? html`<${Money} value=${now} /> <span class="saved__unit">${said.aMonth}</span>` : html`<span aria-hidden="true">–</span> ${said.noPrice}`}</p>
    ${before !== null && html`<p class="saved__change">${changeWords(now, old, difference)}</p>`}
  </div>`;
}

/**
 * Old to new, the difference in words as well as in its sign.
 *
 * @param {Change["now"]} now
 * @param {Change["before"]} old
 * @param {Change["difference"]} difference
 */
export function changeWords(now, old, difference) {
  const said = words.price.saved;
  if (!difference) {
    return !now && !old ? "" : old ? `${said.was} ${money(old)}` : now ? `${said.was} – ${said.noPrice}` : "";
  }
  if (isZero(difference.shown)) {
    return said.unchanged;
  }
  const less = isNegative(difference.shown);
  return said.changed(money(withoutSign(difference)), less, old ? money(old) : "");
}
