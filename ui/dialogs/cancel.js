// The cancellation: says what is lost and what may be charged before, and shows the vendor's words after.

/** @import { CancelReceiptView, CancelReviewView, PastFeeView } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { nameOf, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Age, LocalTime, Moment } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { CancelFee, Raw } from "../elements/panel.js";
import { call } from "../ipc.js";
import { money, number } from "../lib/money.js";
import { words } from "../lib/text.js";
import { instant } from "../lib/time.js";
import { announce, notify } from "../state/announcements.js";
import { now } from "../state/clock.js";
import { desk } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import { ErrorWords, FreeWindow, OutcomeNote, Payer, SendingStatus, useReview } from "./review.js";

const said = words.give;

/** @typedef {Phase<CancelReviewView, CancelReceiptView>} CancelPhase */

/**
 * @param {{ account: string; policy: string; outcome?: CancelPhase }} props `outcome` shows an answer that came late
 */
export default function CancelDialog({ account, policy, outcome }) {
  const { phase, open, send } = useReview({
    begin: () => call("begin_cancel", { account, policy }),
    start: outcome,
    late: (late) => tellLate(late, { account, policy }),
  });
  const typed = useSignal("");
  const cancel = () =>
    send((review) => call("confirm_cancel", { request: { attempt: review.attempt, typedId: typed.peek() } }));

  const current = phase.value;
  useEffect(() => {
    if (current.at === "done" || current.at === "refused" || current.at === "unknown" || current.at === "applied") {
      announce(titleOf(current));
    }
  }, [current.at]);

  switch (current.at) {
    case "opening":
      return html`<${Dialog} title=${said.opening(knownName(account, policy))} role="alertdialog" kind="destroy" busy stage="opening"
        actions=${html`<${Button} safe press=${closeDialog}>${said.keep}<//>`}>
        <p role="status">${words.loading}</p>
      <//>`;
    case "failed":
      return html`<${Dialog} title=${said.refusedTitle} role="alertdialog" stage="failed"
        actions=${html`<${Button} safe press=${closeDialog}>${words.buy.done}<//>`}>
        <${ErrorNote} error=${current.error} effects=${words.error.cancelEffect} retry=${open} />
      <//>`;
    case "review":
    case "sending":
      return html`<${Review} review=${current.review} sending=${current.at === "sending"} cancel=${cancel} typed=${typed} again=${open} />`;
    case "done":
      return html`<${Cancelled} receipt=${current.receipt} />`;
    default:
      return html`<${NotCancelled} phase=${current} account=${account} policy=${policy} again=${open} />`;
  }
}

/**
 * @param {object} props
 * @param {CancelReviewView} props.review
 * @param {boolean} props.sending
 * @param {() => void} props.cancel
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {() => void} props.again
 */
function Review({ review, sending, cancel, typed, again }) {
  const { policy, account, freeCancel } = review;
  const idMissing = useComputed(() => review.typeId && typed.value.trim() !== policy.id);
  // MONEY: who decided on "free" must not be charged because the clock ran out while the dialog stood open.
  const expired = useComputed(() => freeCancel.kind === "open" && now.value >= instant(freeCancel.until));
  const actions = html`
    <${SendingStatus} sending=${sending} text=${said.sending} />
    <${Button} safe off=${sending} press=${closeDialog}>${said.keep}<//>
    ${
      expired.value && !sending
        ? html`<${Button} press=${again}>${words.buy.again}<//>`
        : html`<${DecidingButton} look="danger" icon="ban" press=${cancel} off=${sending || idMissing.value} about=${idMissing.value ? "cancel-id-missing" : undefined}>
          ${verbOf(review)}
        <//>`
    }
  `;
  return html`<${Dialog}
    title=${policy.bought && policy.price ? said.title(nameOf(policy), money(policy.price)) : policy.bought ? `${said.opening(nameOf(policy))}?` : said.titleUnbought(nameOf(policy))}
    role="alertdialog"
    kind="destroy"
    about="cancel-about"
    busy=${sending}
    stage="review"
    actions=${actions}
  >
    <div class="review" id="cancel-about">
      <${Payer} account=${account} label=${words.review.whose} />
      ${expired.value ? html`<${OutcomeNote} tone="bad" title=${words.review.free.passed}><p>${said.expired}</p><//>` : html`<${FreeWindow} free=${freeCancel} />`}
      <${Loss} review=${review} />
      <${PastFees} fees=${review.pastFees} />
    </div>
    ${
      review.typeId &&
      html`<${TextField}
        label=${words.review.typeId}
        hint=${words.review.typeIdHint(policy.id)}
        name="typed-id"
        mono
        value=${typed.value}
        change=${(/** @type {string} */ text) => {
          typed.value = text;
        }}
      />
      <p class="visually-hidden" id="cancel-id-missing">${words.review.idMissing}</p>`
    }
  <//>`;
}

/**
 * @param {CancelReviewView} review
 */
function verbOf({ policy, freeCancel }) {
  if (freeCancel.kind === "open") {
    return said.actFree;
  }
  if (!policy.bought && !policy.open) {
    return said.actUnbought;
  }
  return freeCancel.kind === "passed" ? said.actFee : said.actMaybe;
}

/**
 * @param {{ review: CancelReviewView }} props
 */
function Loss({ review: { policy, hoursLeft, freeCancel } }) {
  const { window } = policy;
  return html`<${Facts} dense>
    <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi>, <${What} policy=${policy} /><//>
    ${window && html`<${Fact} name=${words.review.starts}><${Moment} moment=${window.start} /><//>`}
    ${window && html`<${Fact} name=${words.review.ends}><${Moment} moment=${window.end} /><//>`}
    <${Fact} name=${said.lost}>
      ${hoursLeft === null ? html`<${Unknown} />` : /[1-9]/.test(hoursLeft) ? html`${said.hoursLost(number(hoursLeft))}. ${said.capacity}` : said.noHours}
    <//>
    <${Fact} name=${said.paid}>${policy.bought || policy.open ? html`<${Money} value=${policy.priceCharged ?? policy.price} />` : said.notPaid}<//>
    <${Fact} name=${said.fee}>${freeCancel.kind === "open" ? said.feeFree : said.feeLater}<//>
  <//>`;
}

/**
 * @param {{ fees: PastFeeView[] }} props
 */
function PastFees({ fees }) {
  return html`<section class="past-fees">
    <h3 class="field__label">${said.past}</h3>
    ${
      fees.length === 0
        ? html`<p class="field__hint">${said.noPast}</p>`
        : html`<ul class="past-fees__list">
          ${fees.map(
            ({ policy, name, cancelled }) => html`<li class="past-fees__fee" key=${policy}>
              <span><bdi>${name ?? policy}</bdi>, <${Age} at=${cancelled.at} /></span>
              <q><bdi>${cancelled.message}</bdi></q>
            </li>`,
          )}
        </ul>`
    }
  </section>`;
}

/**
 * @param {{ receipt: CancelReceiptView }} props
 */
function Cancelled({ receipt: { attempt, policy, already } }) {
  const { cancelled } = policy;
  return html`<${Dialog} title=${already ? said.alreadyTitle : `${said.doneTitle}: ${nameOf(policy)}`} role="alertdialog" kind="good" about="cancel-outcome" stage="done"
    actions=${html`<${Button} safe press=${closeDialog}>${words.buy.done}<//>`}>
    <div id="cancel-outcome" class="review">
      <${OutcomeNote} tone="good" title=${already ? said.alreadyTitle : said.doneTitle}>
        ${already && html`<p>${said.alreadyWords}</p>`}
        ${cancelled?.free && html`<p>${said.feeFree}</p>`}
      <//>
      <div>
        <p class="field__label">${said.vendorWords}</p>
        <p class="receipt-words">${cancelled?.message ? html`<q><bdi>${cancelled.message}</bdi></q>` : words.card.cancelledSilent}</p>
      </div>
    </div>
    <${Facts} dense>
      ${cancelled && html`<${Fact} name=${words.details.cancelFee}><${CancelFee} cancelled=${cancelled} /><//>`}
      ${cancelled && html`<${Fact} name=${words.details.cancelled}><${LocalTime} at=${cancelled.at} /><//>`}
      <${Fact} name=${words.details.id}><${Copy} text=${policy.id} label=${words.details.id} /><//>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    ${attempt.answer && html`<${Raw} title=${`${words.details.answer} (HTTP ${attempt.answer.status})`} text=${attempt.answer.body} />`}
  <//>`;
}

/**
 * @param {object} props
 * @param {Extract<CancelPhase, { at: "refused" | "unknown" | "applied" }>} props.phase
 * @param {string} props.account
 * @param {string} props.policy
 * @param {() => void} props.again
 */
function NotCancelled({ phase, account, policy, again }) {
  const doubt = phase.at === "unknown";
  const held = desk.value?.policies.find((one) => one.account === account && one.id === policy);
  const actions = html`
    ${phase.error.code === "price_changed" && html`<${Button} press=${again}>${words.buy.again}<//>`}
    ${doubt && held?.open && html`<${Button} press=${() => replaceDialog("settle", { attempt: held.open, policy: held })}>${words.buy.settle}<//>`}
    <${Button} safe press=${closeDialog}>${doubt ? words.buy.leave : words.buy.done}<//>
  `;
  return html`<${Dialog} title=${titleOf(phase)} role="alertdialog" kind=${doubt ? "doubt" : "destroy"} about="cancel-outcome" stage=${phase.at} actions=${actions}>
    <div id="cancel-outcome">
      <${OutcomeNote} tone=${doubt ? "doubt" : "bad"} title=${words.error.title[phase.error.code]}>
        <${ErrorWords} error=${phase.error} effects=${words.error.cancelEffect} />
        ${doubt && html`<p>${said.unknownWords}</p>`}
      <//>
    </div>
  <//>`;
}

/**
 * @param {CancelPhase} phase
 */
function titleOf(phase) {
  switch (phase.at) {
    case "done":
      return phase.receipt.already ? said.alreadyTitle : said.doneTitle;
    case "unknown":
      return said.unknownTitle;
    case "applied":
      return said.appliedTitle;
    default:
      return said.refusedTitle;
  }
}

/**
 * @param {string} account
 * @param {string} id
 */
function knownName(account, id) {
  const policy = desk.peek()?.policies.find((one) => one.account === account && one.id === id);
  return policy ? nameOf(policy) : id;
}

/**
 * @param {CancelPhase} outcome
 * @param {{ account: string; policy: string }} subject
 */
function tellLate(outcome, subject) {
  const [tone, text] = {
    done: /** @type {const} */ (["good", said.noticeDone]),
    unknown: /** @type {const} */ (["doubt", said.noticeUnknown]),
    refused: /** @type {const} */ (["bad", said.noticeRefused]),
    applied: /** @type {const} */ (["bad", said.appliedTitle]),
  }[/** @type {"done" | "unknown" | "refused" | "applied"} */ (outcome.at)];
  notify({ tone, text, action: words.buy.show, act: () => openDialog("cancel", { ...subject, outcome }) });
}
