// The cancellation: says what is lost and what may be charged before, and shows the vendor's words after.

/** @import { CancelReceiptView, CancelReviewView, PastFeeView, WorthView } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { nameOf, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Age, LocalTime, Moment } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { CancelFee } from "../elements/panel.js";
import { call } from "../ipc.js";
import { isNegative, money, number } from "../lib/money.js";
import { words } from "../lib/text.js";
import { instant } from "../lib/time.js";
import { announce } from "../state/announcements.js";
import { now } from "../state/clock.js";
import { policyOf, readOnly } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import {
  About,
  Anew,
  AttemptAnswer,
  FreeWindow,
  OutcomeNote,
  Payer,
  SendingStatus,
  TypedId,
  tellOutcome,
  useReview,
} from "./review.js";

const said = words.give;

/**
 * @param {CancelReviewView} review
 * @param {CancelReviewView | null} was
 */
const showReview = (review, was) => html`<${Review} review=${review} was=${was} />`;
/** @param {CancelReceiptView} receipt */
const showReceipt = (receipt) => html`<${Cancelled} receipt=${receipt} />`;

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
  const expired = useComputed(() => phase.value.at === "review" && hasExpired(phase.value.review));
  const typed = useSignal("");
  const cancel = () =>
    send((review) => call("confirm_cancel", { request: { attempt: review.attempt, typedId: typed.peek() } }));

  const current = phase.value;
  useEffect(() => {
    if (current.at === "done" || current.at === "refused" || current.at === "unknown" || current.at === "applied") {
      announce(titleOf(current));
    }
  }, [current.at]);

  return html`<${Dialog}
    ...${frameOf(current, account, policy)}
    role="alertdialog"
    about="cancel-about"
    busy=${current.at === "opening" || current.at === "sending"}
    stage=${current.at === "sending" ? "review" : current.at}
    actions=${html`<${Actions} phase=${current} account=${account} policy=${policy} typed=${typed} cancel=${cancel} again=${open} expired=${expired.value} />`}
  >
    <div class="review" id="cancel-about"><${About}
        phase=${current}
        again=${open}
        effects=${words.error.cancelEffect}
        unknownWords=${said.unknownWords}
        review=${showReview}
        receipt=${showReceipt}
      /></div>
    ${(current.at === "review" || current.at === "sending") && html`<${Worth} review=${current.review} key=${current.review.attempt} />`}
    ${
      (current.at === "review" || current.at === "sending") &&
      current.review.typeId &&
      html`<${TypedId} id=${current.review.policy.id} typed=${typed} />`
    }
  <//>`;
}

/**
 * The dialog's title and kind at each phase. The frame itself stays, so that focus and the reader's place do too.
 *
 * @param {CancelPhase} phase
 * @param {string} account
 * @param {string} policy
 */
function frameOf(phase, account, policy) {
  switch (phase.at) {
    case "opening":
      return { title: said.opening(knownName(account, policy)), kind: "destroy" };
    case "review":
    case "sending":
      return { title: questionOf(phase.review), kind: "destroy" };
    case "done":
      return { title: titleOf(phase), kind: "good" };
    case "unknown":
      return { title: titleOf(phase), kind: "doubt" };
    default:
      return { title: titleOf(phase), kind: "destroy" };
  }
}

/**
 * @param {CancelReviewView} review
 */
function questionOf({ policy }) {
  const name = nameOf(policy);
  if (!policy.bought && !policy.open) {
    return said.titleUnbought(name);
  }
  return policy.bought && policy.price ? said.title(name, money(policy.price)) : `${said.opening(name)}?`;
}

/**
 * The buttons of each phase, the safe one marked.
 *
 * @param {object} props
 * @param {CancelPhase} props.phase
 * @param {string} props.account
 * @param {string} props.policy
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {() => void} props.cancel
 * @param {() => void} props.again
 * @param {boolean} props.expired
 */
function Actions({ phase, account, policy, typed, cancel, again, expired }) {
  switch (phase.at) {
    case "opening":
      return html`<${Button} safe press=${closeDialog}>${said.keep}<//>`;
    case "review":
    case "sending":
      return html`<${Decision} review=${phase.review} sending=${phase.at === "sending"} typed=${typed} cancel=${cancel} again=${again} expired=${expired} />`;
    case "unknown": {
      const held = policyOf(account, policy);
      return html`
        ${
          held?.open &&
          html`<${Button} whyNot=${readOnly.value} press=${() => replaceDialog("settle", { attempt: held.open, policy: held })}>${words.buy.settle}<//>`
        }
        <${Button} safe press=${closeDialog}>${words.buy.leave}<//>
      `;
    }
    case "refused":
      return html`
        ${phase.error.code === "price_changed" && html`<${Button} press=${again}>${words.buy.again}<//>`}
        <${Button} safe press=${closeDialog}>${words.buy.done}<//>
      `;
    default:
      return html`<${Button} safe press=${closeDialog}>${words.buy.done}<//>`;
  }
}

/**
 * @param {object} props
 * @param {CancelReviewView} props.review
 * @param {boolean} props.sending
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {() => void} props.cancel
 * @param {() => void} props.again
 * @param {boolean} props.expired
 */
function Decision({ review, sending, typed, cancel, again, expired }) {
  const idMissing = review.typeId && typed.value.trim() !== review.policy.id;
  return html`
    <${SendingStatus} sending=${sending} text=${said.sending} />
    <${Button} safe off=${sending} press=${closeDialog}>${said.keep}<//>
    ${
      expired
        ? html`<${Button} press=${again}>${words.buy.again}<//>`
        : html`<${DecidingButton} key=${review.attempt} look="danger" icon="ban" press=${cancel} off=${sending || idMissing} about=${idMissing ? "id-missing" : undefined}>
            ${verbOf(review)}
          <//>`
    }
  `;
}

/**
 * What would be given up, and what that may cost.
 *
 * @param {{ review: CancelReviewView; was: CancelReviewView | null }} props
 */
function Review({ review, was }) {
  const expired = useComputed(() => hasExpired(review));
  return html`
    ${was && html`<${Anew} />`}
    <${Payer} account=${review.account} label=${words.review.whose} />
    ${
      expired.value
        ? html`<${OutcomeNote} tone="bad" title=${words.review.free.passed}><p>${said.expired}</p><//>`
        : html`<${FreeWindow} free=${review.freeCancel} />`
    }
    <${Loss} review=${review} />
    <${PastFees} fees=${review.pastFees} />
  `;
}

/**
 * MONEY: whoever decided on "free" must not be charged because the clock ran out while the dialog stood open.
 *
 * @param {CancelReviewView} review
 */
function hasExpired({ freeCancel }) {
  return freeCancel.kind === "open" && now.value >= instant(freeCancel.until);
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
      ${hoursLeft === null ? html`<${Unknown} />` : /[1-9]/.test(hoursLeft) ? html`${said.hoursLost(number(hoursLeft), hoursLeft)}. ${said.capacity}` : said.noHours}
    <//>
    <${Fact} name=${said.paid}>${policy.bought || policy.open ? html`<${Money} value=${policy.priceCharged ?? policy.price} />` : said.notPaid}<//>
    <${Fact} name=${said.fee}>${freeCancel.kind === "open" ? said.feeFree : said.feeLater}<//>
  <//>`;
}

/** How long typing may pause before it is weighed, in milliseconds. */
const PAUSE = 150;

/**
 * What keeping it is worth. The fee is told only afterwards, so this says below which one cancelling would pay, given how
 * much of it is still needed.
 *
 * @param {{ review: CancelReviewView }} props
 */
function Worth({ review: { attempt, policy, freeCancel, hoursLeft } }) {
  const hours = useSignal("0");
  const worth = useSignal(/** @type {WorthView | null} */ (null));
  const asked = hours.value.trim();
  const wrong = !/^\d+(\.\d+)?$/.test(asked);
  const matters = policy.bought && freeCancel.kind !== "open" && hoursLeft !== null && /[1-9]/.test(hoursLeft);
  useEffect(() => {
    if (wrong || !matters) {
      worth.value = null;
      return;
    }
    let wanted = true;
    const timer = setTimeout(async () => {
      // A help beside the decision: without it the decision stands as it is.
      const weighed = await call("weigh_cancel", { attempt, hours: asked }).catch(() => null);
      if (wanted) {
        worth.value = weighed;
      }
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked, matters]);
  if (!matters) {
    return null;
  }
  return html`<div class="worth">
    <${TextField}
      label=${said.needed}
      hint=${said.neededHint(number(hoursLeft))}
      error=${wrong ? said.neededWrong : null}
      value=${hours.value}
      inputMode="decimal"
      change=${(/** @type {string} */ value) => (hours.value = value)}
    />
    <p class="worth__words" role="status">
      ${worth.value && worthWords(worth.value)}
    </p>
  </div>`;
}

/**
 * @param {WorthView} worth
 */
function worthWords({ kept, highestFee }) {
  const some = /[1-9]/.test(kept.amount);
  const verdict = isNegative(highestFee.amount) ? said.worthKeeping : said.worth(money(highestFee), some);
  return some ? `${said.kept(money(kept))} ${verdict}` : verdict;
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
 * The receipt: the vendor's sentence word for word, and the figure in it apart.
 *
 * @param {{ receipt: CancelReceiptView }} props
 */
function Cancelled({ receipt: { attempt, policy, already } }) {
  const { cancelled } = policy;
  return html`
    <${OutcomeNote} tone="good" title=${already ? said.alreadyTitle : said.doneTitle}>
      ${already && html`<p>${said.alreadyWords}</p>`}
      ${cancelled?.free && html`<p>${said.feeFree}</p>`}
    <//>
    <div>
      <p class="field__label">${said.vendorWords}</p>
      <p class="receipt-words">${cancelled?.message ? html`<q><bdi>${cancelled.message}</bdi></q>` : words.card.cancelledSilent}</p>
    </div>
    <${Facts} dense>
      <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi><br /><${What} policy=${policy} /><//>
      ${cancelled && html`<${Fact} name=${words.details.cancelFee}><${CancelFee} cancelled=${cancelled} /><//>`}
      ${cancelled && html`<${Fact} name=${words.details.cancelled}><${LocalTime} at=${cancelled.at} /><//>`}
      <${Fact} name=${words.details.id}><${Copy} text=${policy.id} label=${words.details.id} /><//>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    <${AttemptAnswer} attempt=${attempt} />
  `;
}

/**
 * @param {CancelPhase} phase
 */
function titleOf(phase) {
  switch (phase.at) {
    case "done":
      return phase.receipt.already ? said.alreadyTitle : said.doneTitleOf(nameOf(phase.receipt.policy));
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
  const policy = policyOf(account, id);
  return policy ? nameOf(policy) : id;
}

/**
 * @param {CancelPhase} outcome
 * @param {{ account: string; policy: string }} subject
 */
function tellLate(outcome, subject) {
  tellOutcome(outcome, said, () => openDialog("cancel", { ...subject, outcome }));
}
