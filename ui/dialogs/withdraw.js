// The withdrawal of a reservation at Gcore: what it is now, by the vendor's own word, and what nobody documents.

/** @import { WithdrawReceiptView, WithdrawReviewView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { Copy } from "../elements/copy.js";
import { Fact, Facts } from "../elements/facts.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { asking, MachinesAndStatus, NextSteps, nameOfReservation, ReservationFacts } from "../views/reservations.js";
import { Decision } from "./decision.js";
import { Anew, AttemptAnswer, Caution, heldLoose, OutcomeNote, Payer, TypedId } from "./review.js";

const said = words.withdraw;

/** @typedef {import("./review.js").Phase<WithdrawReviewView, WithdrawReceiptView>} WithdrawPhase */

/**
 * @param {{ account: string; reservation: string; name: string; outcome?: WithdrawPhase }} props `outcome` shows an answer
 *   that came late
 */
export default function WithdrawDialog({ account, reservation, name, outcome }) {
  const typed = useSignal("");
  return html`<${Decision}
    dialog="withdraw"
    subject=${{ account, reservation, name }}
    outcome=${outcome}
    kind="destroy"
    size="wide"
    said=${said}
    titles=${{
      form: said.title(name),
      question: (/** @type {WithdrawReviewView} */ review) => said.question(nameOfReservation(review.reservation)),
      done: (/** @type {WithdrawReceiptView} */ receipt) => said.doneTitle(nameOfReservation(receipt.reservation)),
    }}
    begin=${() => call("begin_withdraw", { account, reservation })}
    confirm=${(/** @type {WithdrawReviewView} */ { attempt }) => asking(account, call("confirm_withdraw", { attempt, typedNumber: typed.peek() }))}
    review=${(/** @type {WithdrawReviewView} */ review, /** @type {WithdrawReviewView | null} */ was) => html`<${Review} review=${review} was=${was} />`}
    entries=${(/** @type {WithdrawReviewView} */ review) => html`<${TypedId} id=${review.reservation.id} typed=${typed} label=${said.typeNumber} missing=${said.typeMissing} />`}
    missing=${(/** @type {WithdrawReviewView} */ review) => typed.value.trim() !== review.reservation.id}
    act=${() => ({ label: said.act, look: "danger", icon: "ban" })}
    receipt=${(/** @type {WithdrawReceiptView} */ receipt) => html`<${Withdrawn} receipt=${receipt} />`}
    held=${heldLoose}
  />`;
}

/**
 * @param {{ review: WithdrawReviewView; was: WithdrawReviewView | null }} props
 */
function Review({ review: { account, reservation }, was }) {
  return html`
    ${was && html`<${Anew} title=${said.anew} />`}
    <${Payer} account=${account} label=${words.review.whose} />
    <${Caution} title=${said.owedTitle} text=${said.owed} />
    <${MachinesAndStatus} of=${reservation} />
    <${NextSteps} of=${reservation} />
    <${ReservationFacts} of=${reservation} />
  `;
}

/**
 * @param {{ receipt: WithdrawReceiptView }} props
 */
function Withdrawn({ receipt: { attempt, reservation } }) {
  return html`
    <${OutcomeNote} tone="good" title=${said.done}><p>${said.doneOwed}</p><//>
    <p class="field__label">${said.was}</p>
    <${MachinesAndStatus} of=${reservation} />
    <${ReservationFacts} of=${reservation} />
    <${Facts} dense>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    <${AttemptAnswer} attempt=${attempt} />
  `;
}
