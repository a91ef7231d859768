// A quote: both terms beside having no commitment. A status other than a price is said in words, never as a zero, and a
// base that cannot be believed is marked where it is used.

/** @import { OfferView, QuoteView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Badge } from "../elements/badge.js";
import { Button, IconButton } from "../elements/button.js";
import { Fact, Facts } from "../elements/facts.js";
import { Icon } from "../elements/icon.js";
import { Age, LocalTime } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { isNegative, money, number, percent, withoutSign } from "../lib/money.js";
import { words } from "../lib/text.js";
import { accounts } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { whyNotAsked } from "../state/partly-documented.js";
import { basketWords, saved, shownQuote } from "./price-basket.js";
import { QuoteHistory } from "./price-history.js";

/**
 * @param {{ quote: QuoteView }} props
 */
export function QuoteSheet({ quote }) {
  const said = words.price.quote;
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    frame.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const hide = () => {
    shownQuote.value = null;
    document.getElementById("price-basket")?.focus();
  };
  return html`<section class="sheet quote" aria-labelledby="quote-title" ref=${frame}>
    <header class="quote__head">
      <div>
        <h2 class="sheet__title" id="quote-title"><bdi>${basketWords(quote)}</bdi></h2>
        <p class="quote__when">
          <${AccountMark} account=${accounts.value.get(quote.account)} />
          <span>${said.taken} <${Age} at=${quote.takenAt} />, <${LocalTime} at=${quote.takenAt} /></span>
        </p>
      </div>
      <${IconButton} icon="x" label=${said.hide} press=${hide} />
    </header>
    <div class="offers">
      <${PayAsYouGo} offers=${quote.offers} />
      ${quote.offers.map((offer) => html`<${Offer} offer=${offer} quote=${quote} key=${offer.months} />`)}
    </div>
    <${QuoteHistory} quotes=${sameBasket(quote)} />
  </section>`;
}

/**
 * All quotes for a quote's basket, newest first.
 *
 * @param {QuoteView} quote
 */
function sameBasket(quote) {
  const group = saved.value.find(
    ({ latest, earlier }) => latest.id === quote.id || earlier.some(({ id }) => id === quote.id),
  );
  return group ? [group.latest, ...group.earlier] : [quote];
}

/**
 * The base of both savings, if Gcore named one and the same.
 *
 * @param {{ offers: OfferView[] }} props
 */
function PayAsYouGo({ offers }) {
  const said = words.price.quote;
  const bases = offers.map(({ overcommit }) => overcommit).filter((tariff) => tariff !== null);
  const [base] = bases;
  const agree = bases.every(({ perMonth }) => perMonth.amount === base?.perMonth.amount);
  return html`<article class="offer offer--base" aria-labelledby="offer-base">
    <h3 class="offer__term" id="offer-base">${said.payAsYouGo}</h3>
    ${
      base && agree
        ? html`<p class="offer__amount"><${Money} value=${base.perMonth} /> <span class="offer__unit">${said.perMonth}</span></p>
            <p class="offer__text">${said.payAsYouGoText}</p>
            <${Facts} dense><${Fact} name=${said.perHour}><${Money} value=${base.perHour} /><//><${Hours} offers=${offers} /><//>`
        : html`<p class="offer__text">${base ? said.payAsYouGoDiffers : said.payAsYouGoNone}</p>`
    }
  </article>`;
}

/**
 * @param {{ offers: OfferView[] }} props
 */
function Hours({ offers }) {
  const hours = offers.find(({ hoursPerMonth, commit }) => hoursPerMonth !== null && commit)?.hoursPerMonth;
  return html`<${Fact} name=${words.price.quote.hours}>${hours ? number(hours) : html`<${Unknown} />`}<//>`;
}

/**
 * @param {{ offer: OfferView; quote: QuoteView }} props
 */
function Offer({ offer, quote }) {
  const said = words.price.quote;
  const { months, commit, overcommit, breakEvenMonths, baseline, hoursPerMonth } = offer;
  const id = `offer-${months}`;
  if (!commit || !overcommit) {
    return html`<article class="offer offer--none" aria-labelledby=${id}>
      <h3 class="offer__term" id=${id}>${said.term(months)}</h3>
      <p class="offer__missing"><span aria-hidden="true">–</span> ${said.noPrice}</p>
      <p class="offer__text"><bdi>${statusWords(offer.status)}</bdi></p>
    </article>`;
  }
  const shaky = isShaky(offer);
  return html`<article class=${`offer ${shaky ? "offer--shaky" : ""}`} aria-labelledby=${id}>
    <h3 class="offer__term" id=${id}>${said.term(months)}</h3>
    <p class="offer__amount"><${Money} value=${commit.perMonth} /> <span class="offer__unit">${said.perMonth}</span></p>
    <p class="offer__saving"><${OfferSaving} offer=${offer} /></p>
    <${Shaky} offer=${offer} />
    <${Facts} dense>
      <${Fact} name=${said.total} strong><${Money} value=${commit.total} /><//>
      <${Fact} name=${said.perHour}><${Money} value=${commit.perHour} /> <span class="fact-note">${said.baseAmount(money(overcommit.perHour))}</span><//>
      <${Fact} name=${said.breakEven}>
        ${breakEvenMonths === null ? html`<${Unknown} />` : baseline === "below" ? said.never : said.breakEvenMonths(number(breakEvenMonths))}
        ${shaky && baseline !== "below" && html`<span class="fact-note">${said.unverified}</span>`}
      <//>
      <${Fact} name=${said.hours}>${hoursPerMonth === null ? html`<${Unknown} />` : number(hoursPerMonth)}<//>
    <//>
    <p class="offer__act">
      <${Button}
        small
        id=${`commit-${months}`}
        label=${words.create.openOne(months, basketWords(quote))}
        whyNot=${whyNotAsked(quote.account, true)}
        press=${() => openDialog("create", { account: quote.account, quote: quote.id, months })}
        >${words.create.open(months)}<//
      >
    </p>
  </article>`;
}

/**
 * Whether the base of a saving cannot be believed.
 *
 * @param {OfferView} offer
 */
function isShaky({ baseline }) {
  return baseline !== null && baseline !== "plausible";
}

/**
 * Why not, in words.
 *
 * @param {{ offer: OfferView }} props
 */
export function Shaky({ offer }) {
  return isShaky(offer) && html`<${Warning} text=${words.price.quote.baseline[offer.baseline ?? "plausible"]} />`;
}

/**
 * @param {{ text: string }} props
 */
export function Warning({ text }) {
  return html`<p class="offer__warning"><${Icon} name="triangle-alert" /><span>${text}</span></p>`;
}

/**
 * @param {{ offer: OfferView }} props
 */
export function OfferSaving({ offer }) {
  const { savingPerMonth, discountPercent, overcommit } = offer;
  const said = words.price.quote;
  if (!savingPerMonth || discountPercent === null) {
    return html`<${Unknown} why=${words.card.noSaving} />`;
  }
  const loss = isNegative(savingPerMonth.amount);
  const shaky = isShaky(offer);
  const part = percent(withoutSign(discountPercent));
  return html`<span class=${loss || shaky ? "saving saving--shaky" : "saving"}>
    ${loss ? said.costsMore : said.saves} <${Money} value=${withoutSign(savingPerMonth)} /> ${said.aMonth}
    <span class="saving__base">
      ${loss ? said.above(part) : said.below(part)}${overcommit && html` (<${Money} value=${overcommit.perMonth} />)`}
      ${shaky && html` <${Badge} tone="warn" icon="circle-alert">${said.unverified}<//>`}
    </span>
  </span>`;
}

/**
 * Why there is no price, which a 200 alone does not say.
 *
 * @param {string} status
 */
export function statusWords(status) {
  const said = words.price.quote;
  switch (status) {
    case "hide":
      return said.hidden;
    case "error":
      return said.failed;
    case "show":
      return said.empty;
    default:
      return said.other(status);
  }
}
