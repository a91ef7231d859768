// A commitment at Gcore: its name, the review of what the whole term comes to, and what the vendor filed.

/** @import { CreateReceiptView, CreateReviewView, MoneyView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Copy } from "../elements/copy.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Money } from "../elements/money.js";
import { call } from "../ipc.js";
import { money } from "../lib/money.js";
import { words } from "../lib/text.js";
import { accounts, desk } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { goTo } from "../state/route.js";
import { basketWords } from "../views/price-basket.js";
import { OfferSaving, Shaky, Warning } from "../views/price-quote.js";
import { asking, chooseOwner, MachinesAndStatus, NextSteps, ReservationFacts } from "../views/reservations.js";
import { Decision, Invalid } from "./decision.js";
import { Anew, AttemptAnswer, Caution, heldLoose, OutcomeNote, Payer, TypedId } from "./review.js";

const said = words.create;

/** @typedef {import("./review.js").Phase<CreateReviewView, CreateReceiptView>} CreatePhase */

/**
 * @param {{ account: string; quote: string; months: number; outcome?: CreatePhase }} props `outcome` shows an answer that came late
 */
export default function CreateDialog({ account, quote, months, outcome }) {
  const name = useSignal("");
  const typed = useSignal("");
  const tried = useSignal(false);
  const basket = desk.peek()?.quotes.find(({ id }) => id === quote);
  const begin = async () => {
    tried.value = true;
    if (!name.peek().trim()) {
      throw new Invalid();
    }
    return call("begin_create", { request: { account, quote, months, name: name.peek() } });
  };
  return html`<${Decision}
    dialog="create"
    subject=${{ account, quote, months }}
    outcome=${outcome}
    size="wide"
    said=${{ ...said, effects: words.price.failed.effect }}
    titles=${{
      form: said.title(months, basket ? basketWords(basket) : quote),
      question: (/** @type {CreateReviewView} */ { offer, total }) => said.question(offer.months, money(total)),
      done: (/** @type {CreateReceiptView} */ { reservation }) => said.doneTitle(reservation.name ?? reservation.id),
    }}
    begin=${begin}
    confirm=${(/** @type {CreateReviewView} */ { attempt }) => asking(account, call("confirm_create", { attempt, typedName: typed.peek() }))}
    form=${() => html`<${Name} account=${account} name=${name} wrong=${tried.value && !name.value.trim()} />`}
    review=${(/** @type {CreateReviewView} */ review, /** @type {CreateReviewView | null} */ was) => html`<${Review} review=${review} was=${was} />`}
    change=${changeOf}
    entries=${(/** @type {CreateReviewView} */ review) => html`<${TypedId} id=${review.name} typed=${typed} label=${said.typeName} missing=${said.typeMissing} />`}
    missing=${(/** @type {CreateReviewView} */ review) => typed.value.trim() !== review.name}
    act=${(/** @type {CreateReviewView} */ { total }) => ({ label: said.act(money(total)), look: "primary" })}
    receipt=${(/** @type {CreateReceiptView} */ receipt) => html`<${Filed} receipt=${receipt} />`}
    next=${() => html`<${Button} press=${() => show(account)}>${said.show}<//>`}
    held=${heldLoose}
  />`;
}

/**
 * @param {string} account
 */
function show(account) {
  chooseOwner(account);
  closeDialog();
  goTo("reservations");
}

/**
 * @param {object} props
 * @param {string} props.account
 * @param {import("@preact/signals").Signal<string>} props.name
 * @param {boolean} props.wrong
 */
function Name({ account, name, wrong }) {
  const payer = accounts.value.get(account);
  return html`
    ${payer && html`<${Payer} account=${payer} label=${words.review.whoPays} />`}
    <p>${said.intro}</p>
    <${TextField}
      label=${said.name}
      hint=${said.nameHint}
      error=${wrong ? said.nameMissing : null}
      name="name"
      required
      autoFocus
      value=${name.value}
      change=${(/** @type {string} */ text) => {
        name.value = text;
      }}
    />
  `;
}

/**
 * The receipt before the fact: what is committed to is the whole term.
 *
 * @param {{ review: CreateReviewView; was: CreateReviewView | null }} props
 */
function Review({ review, was }) {
  const { account, offer, total, quoted, limit } = review;
  const { commit, overcommit, months } = offer;
  const change = was && changeOf(review, was);
  return html`
    ${was && (change ? html`<${Anew} title=${words.buy.priceChanged}><p><strong>${change}</strong></p><//>` : html`<${Anew} />`)}
    <${Payer} account=${account} label=${words.review.whoPays} />
    <div class="total">
      <p class="total__amount"><${Money} value=${total} /></p>
      <p class="total__saving">${said.over(months)}</p>
    </div>
    ${quoted && html`<${Warning} text=${said.moved(money(quoted), money(total))} />`}
    <p><${OfferSaving} offer=${offer} /></p>
    <${Shaky} offer=${offer} />
    <${Facts} dense columns>
      <${Fact} name=${said.name}><bdi>${review.name}</bdi><//>
      <${Fact} name=${said.machines}>
        <bdi>${review.machines.join(", ")}</bdi>${review.windowsLicences && html`<br />${words.price.quote.windows}`}
      <//>
      <${Fact} name=${words.reservations.region}><bdi>${review.region}</bdi><//>
      <${Fact} name=${words.reservations.term}>${words.reservations.months(months)}<//>
      <${Fact} name=${words.reservations.perMonth}><${Money} value=${commit?.perMonth ?? null} /><//>
      <${Fact} name=${said.ordinary}><${Money} value=${overcommit?.perMonth ?? null} /><//>
      <${Fact} name=${words.price.quote.perHour}><${Money} value=${commit?.perHour ?? null} /><//>
      ${limit && html`<${Fact} name=${words.buy.limits[limit.limit]}><${Money} value=${limit.left} /> ${words.buy.limitBefore}<//>`}
    <//>
    <${Caution} title=${said.partlyTitle} text=${said.partly} />
  `;
}

/**
 * The total that was decided on beside the one there is now, where they differ.
 *
 * @param {CreateReviewView} review
 * @param {CreateReviewView} was
 */
export function changeOf({ total }, was) {
  return money(was.total) === money(total) ? null : words.buy.wasNow(money(was.total), money(total));
}

/**
 * @param {{ receipt: CreateReceiptView }} props
 */
function Filed({ receipt }) {
  const { attempt, reservation } = receipt;
  const other = otherTotal(receipt);
  return html`
    <${OutcomeNote} tone="good" title=${said.filed(reservation.id)}>
      ${reservation.status?.kind === "created" && html`<p>${said.decides}</p>`}
    <//>
    ${other && html`<${OutcomeNote} tone="bad" title=${said.otherTotal}><p>${said.otherTotalWords(money(other.recorded), money(other.seen))}</p><//>`}
    <${MachinesAndStatus} of=${reservation} />
    <${NextSteps} of=${reservation} />
    <${ReservationFacts} of=${reservation} />
    <${Facts} dense>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    <${AttemptAnswer} attempt=${attempt} />
  `;
}

/**
 * MONEY: what the vendor wrote down beside what was confirmed, where they are not the same to the cent.
 *
 * @param {CreateReceiptView} receipt
 * @returns {{ recorded: MoneyView; seen: MoneyView } | null}
 */
export function otherTotal({ attempt: { priceSeen: seen }, reservation: { total: recorded } }) {
  return recorded && seen && money(recorded) !== money(seen) ? { recorded, seen } : null;
}
