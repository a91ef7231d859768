// The purchase, from the review that freezes what is seen to the receipt that stays until it is put away.

/** @import { PolicyView, PurchaseReceiptView, PurchaseReviewView, ReasonRequest } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { nameOf, Saving, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Age, Moment } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { Raw } from "../elements/panel.js";
import { call } from "../ipc.js";
import { money, number, percent } from "../lib/money.js";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { now } from "../state/clock.js";
import { desk, isFreeToCancel } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import { ErrorWords, FreeWindow, OutcomeNote, objectOf, Payer, SendingStatus, useReview } from "./review.js";

const said = words.buy;

/** @typedef {Phase<PurchaseReviewView, PurchaseReceiptView>} PurchasePhase */

/**
 * @param {{ account: string; policy: string; outcome?: PurchasePhase }} props `outcome` shows an answer that came late
 */
export default function PurchaseDialog({ account, policy, outcome }) {
  const { phase, open, send } = useReview({
    begin: () => call("begin_purchase", { account, policy }),
    start: outcome,
    late: (late) => tellLate(late, { account, policy }),
  });
  const typed = useSignal("");
  const reason = useSignal({ owner: "", ticket: "", purpose: "" });
  const buy = () =>
    send((review) =>
      call("confirm_purchase", { request: { attempt: review.attempt, typedId: typed.peek(), reason: reason.peek() } }),
    );

  const current = phase.value;
  useEffect(() => {
    if (current.at === "done" || current.at === "refused" || current.at === "unknown" || current.at === "applied") {
      announce(titleOf(current, policy));
    }
  }, [current.at]);

  switch (current.at) {
    case "opening":
      return html`<${Dialog} title=${said.opening(knownName(account, policy))} role="alertdialog" kind="spend" busy stage="opening"
        actions=${html`<${Button} safe press=${closeDialog}>${said.keep}<//>`}>
        <p role="status">${words.loading}</p>
      <//>`;
    case "failed":
      return html`<${Dialog} title=${said.refusedTitle} role="alertdialog" stage="failed"
        actions=${html`<${Button} safe press=${closeDialog}>${said.done}<//>`}>
        <${ErrorNote} error=${current.error} effects=${words.error.buyEffect} retry=${open} />
      <//>`;
    case "review":
    case "sending":
      return html`<${Review} review=${current.review} sending=${current.at === "sending"} buy=${buy} typed=${typed} reason=${reason} />`;
    case "done":
      return html`<${Bought} receipt=${current.receipt} />`;
    default:
      return html`<${NotBought} phase=${current} account=${account} policy=${policy} again=${open} />`;
  }
}

/**
 * @param {object} props
 * @param {PurchaseReviewView} props.review
 * @param {boolean} props.sending
 * @param {() => void} props.buy
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {import("@preact/signals").Signal<ReasonRequest>} props.reason
 */
function Review({ review, sending, buy, typed, reason }) {
  const { policy, account } = review;
  const price = policy.price && money(policy.price);
  const idMissing = useComputed(() => review.typeId && typed.value.trim() !== policy.id);
  const actions = html`
    <${SendingStatus} sending=${sending} text=${said.sending} />
    <${Button} safe off=${sending} press=${closeDialog}>${said.keep}<//>
    <${DecidingButton} look="primary" press=${buy} off=${sending || idMissing.value} about=${idMissing.value ? "purchase-id-missing" : undefined}>
      ${price ? said.act(price) : said.actUnknown}
    <//>
  `;
  return html`<${Dialog}
    title=${price ? said.title(objectOf(policy), price) : said.titleUnknown(objectOf(policy))}
    role="alertdialog"
    kind="spend"
    size="wide"
    about="purchase-about"
    busy=${sending}
    stage="review"
    actions=${actions}
  >
    <div class="review" id="purchase-about">
      <${Payer} account=${account} label=${words.review.whoPays} />
      <div class="total">
        <p class="total__amount"><${Money} value=${policy.price} why=${words.card.noPrice} /></p>
        <p class="total__saving"><${Saving} policy=${policy} /></p>
      </div>
      ${!policy.price && html`<p>${said.noPrice}</p>`}
      <${FreeWindow} free=${review.freeCancel} />
      <${Terms} review=${review} />
    </div>
    <${Reason} reason=${reason} />
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
      <p class="visually-hidden" id="purchase-id-missing">${words.review.idMissing}</p>`
    }
  <//>`;
}

/**
 * @param {{ review: PurchaseReviewView }} props
 */
function Terms({ review }) {
  const { policy, account, limit } = review;
  const { window } = policy;
  return html`<${Facts} dense columns>
    <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi><br /><${What} policy=${policy} /><//>
    <${Fact} name=${words.review.starts}>${window ? html`<${Moment} moment=${window.start} />` : html`<${Unknown} />`}<//>
    <${Fact} name=${words.review.ends}>${window ? html`<${Moment} moment=${window.end} />` : html`<${Unknown} />`}<//>
    <${Fact} name=${words.review.length}><${Length} policy=${policy} /><//>
    <${Fact} name=${words.details.perHour}><${Money} value=${policy.perHour} /><//>
    <${Fact} name=${words.details.list}><${Money} value=${policy.list} /><//>
    <${Fact} name=${words.details.breakEven}>
      ${policy.breakEvenPercent === null ? html`<${Unknown} />` : `${percent(policy.breakEvenPercent)} ${words.details.breakEvenUse}`}
    <//>
    <${Fact} name=${words.details.cardFee}><${Money} value=${policy.cardFee} why=${words.details.feeUnstated} /><//>
    <${Fact} name=${words.details.bankFee}><${Money} value=${policy.bankFee} why=${words.details.feeUnstated} /><//>
    <${Fact} name=${words.details.renewal}><${Renewal} policy=${policy} /><//>
    <${Fact} name=${words.review.price}>${words.review.pricedAt(words.vendor[account.vendor])} <${Age} at=${review.pricedAt} /><//>
    ${limit && html`<${Fact} name=${said.limits[limit.limit]}><${Money} value=${limit.left} /> ${said.limitBefore}<//>`}
  <//>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Length({ policy: { window } }) {
  if (!window) {
    return html`<${Unknown} />`;
  }
  const each = `${number(window.hours)} ${words.details.hours}`;
  return window.instanceHours === null
    ? each
    : `${each}, ${number(window.instanceHours)} ${words.details.instanceHours}`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Renewal({ policy: { autoRenewal, frequency } }) {
  if (autoRenewal === null) {
    return html`<${Unknown} />`;
  }
  return autoRenewal ? html`<strong>${words.on}</strong>${frequency && html`, <bdi>${frequency}</bdi>`}` : words.off;
}

/**
 * @param {{ reason: import("@preact/signals").Signal<ReasonRequest> }} props
 */
function Reason({ reason }) {
  /** @type {("owner" | "ticket" | "purpose")[]} */
  const parts = ["owner", "ticket", "purpose"];
  return html`<fieldset class="reason">
    <legend class="field__label">${said.reasonTitle}</legend>
    <div class="reason__fields">
      ${parts.map(
        (part) => html`<${TextField}
          key=${part}
          name=${part}
          label=${words.details[part]}
          value=${reason.value[part]}
          change=${(/** @type {string} */ text) => {
            reason.value = { ...reason.peek(), [part]: text };
          }}
        />`,
      )}
    </div>
  </fieldset>`;
}

/**
 * @param {{ receipt: PurchaseReceiptView }} props
 */
function Bought({ receipt: { attempt, account, policy } }) {
  const higher = policy.drift === "higher";
  const charged = policy.priceCharged ?? policy.price;
  const free = isFreeToCancel(policy, now.peek());
  const actions = html`
    ${
      higher &&
      policy.cancel.may &&
      html`<${Button} look="danger" press=${() => replaceDialog("cancel", { account: policy.account, policy: policy.id })}>
      ${free ? said.cancelFree : words.card.cancel}
    <//>`
    }
    <${Button} safe press=${closeDialog}>${said.done}<//>
  `;
  return html`<${Dialog} title=${said.boughtTitle(objectOf(policy))} role="alertdialog" kind=${higher ? "destroy" : "good"} about="purchase-outcome" stage="done" actions=${actions}>
    <div id="purchase-outcome">
      ${
        higher
          ? html`<${OutcomeNote} tone="bad" title=${said.boughtHigher}>
            ${policy.priceCharged && policy.priceSeen && html`<p>${words.card.higherWords(money(policy.priceCharged), money(policy.priceSeen))}</p>`}
          <//>`
          : html`<${OutcomeNote} tone="good" title=${charged ? said.boughtFor(money(charged)) : said.bought}>
            ${policy.drift === "same" && html`<p>${said.asShown}</p>`}
            ${policy.drift === "lower" && policy.priceCharged && policy.priceSeen && html`<p>${words.card.lowerWords(money(policy.priceCharged), money(policy.priceSeen))}</p>`}
          <//>`
      }
    </div>
    <${Payer} account=${account} label=${words.review.whoPays} />
    ${free && policy.freeCancelUntil && html`<${FreeWindow} free=${{ kind: "open", until: policy.freeCancelUntil }} />`}
    <${Facts} dense>
      <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi>, <${What} policy=${policy} /><//>
      ${policy.window && html`<${Fact} name=${words.review.starts}><${Moment} moment=${policy.window.start} /><//>`}
      ${policy.window && html`<${Fact} name=${words.review.ends}><${Moment} moment=${policy.window.end} /><//>`}
      <${Fact} name=${words.details.priceSeen}><${Money} value=${policy.priceSeen} /><//>
      <${Fact} name=${words.details.priceCharged}><${Money} value=${policy.priceCharged} /><//>
      <${Fact} name=${words.details.cardFee}><${Money} value=${policy.cardFee} why=${words.details.feeUnstated} /><//>
      <${Fact} name=${words.details.bankFee}><${Money} value=${policy.bankFee} why=${words.details.feeUnstated} /><//>
      <${Fact} name=${words.details.id}><${Copy} text=${policy.id} label=${words.details.id} /><//>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    ${attempt.answer && html`<${Raw} title=${`${words.details.answer} (HTTP ${attempt.answer.status})`} text=${attempt.answer.body} />`}
  <//>`;
}

/**
 * Refused, in doubt, or done with something left undone: three different things, so three different forms.
 *
 * @param {object} props
 * @param {Extract<PurchasePhase, { at: "refused" | "unknown" | "applied" }>} props.phase
 * @param {string} props.account
 * @param {string} props.policy
 * @param {() => void} props.again
 */
function NotBought({ phase, account, policy, again }) {
  const doubt = phase.at === "unknown";
  const attempt = doubt ? openAttempt(account, policy) : null;
  const actions = html`
    ${phase.error.code === "price_changed" && html`<${Button} press=${again}>${said.again}<//>`}
    ${attempt && html`<${Button} press=${() => replaceDialog("settle", attempt)}>${said.settle}<//>`}
    <${Button} safe press=${closeDialog}>${doubt ? said.leave : said.done}<//>
  `;
  return html`<${Dialog} title=${titleOf(phase, policy)} role="alertdialog" kind=${doubt ? "doubt" : "destroy"} about="purchase-outcome" stage=${phase.at} actions=${actions}>
    <div id="purchase-outcome">
      <${OutcomeNote} tone=${doubt ? "doubt" : "bad"} title=${words.error.title[phase.error.code]}>
        <${ErrorWords} error=${phase.error} effects=${words.error.buyEffect} />
        ${doubt && html`<p>${said.unknownWords}</p>`}
      <//>
    </div>
  <//>`;
}

/**
 * @param {PurchasePhase} phase
 * @param {string} policy
 */
function titleOf(phase, policy) {
  switch (phase.at) {
    case "done":
      return said.boughtTitle(objectOf(phase.receipt.policy));
    case "unknown":
      return said.unknownTitle;
    case "applied":
      return said.appliedTitle;
    case "refused":
      return said.refusedTitle;
    default:
      return said.opening(policy);
  }
}

/**
 * The request in doubt on a policy, as the desk has it now.
 *
 * @param {string} account
 * @param {string} id
 */
function openAttempt(account, id) {
  const policy = desk.value?.policies.find((one) => one.account === account && one.id === id);
  return policy?.open ? { attempt: policy.open, policy } : null;
}

/**
 * @param {string} account
 * @param {string} id
 */
function knownName(account, id) {
  const policy = desk.peek()?.policies.find((one) => one.account === account && one.id === id);
  return policy ? objectOf(policy) : id;
}

/**
 * @param {PurchasePhase} outcome
 * @param {{ account: string; policy: string }} subject
 */
function tellLate(outcome, subject) {
  const [tone, text] = {
    done: /** @type {const} */ (["good", said.noticeBought]),
    unknown: /** @type {const} */ (["doubt", said.noticeUnknown]),
    refused: /** @type {const} */ (["bad", said.noticeRefused]),
    applied: /** @type {const} */ (["bad", said.appliedTitle]),
  }[/** @type {"done" | "unknown" | "refused" | "applied"} */ (outcome.at)];
  notify({ tone, text, action: said.show, act: () => openDialog("purchase", { ...subject, outcome }) });
}
