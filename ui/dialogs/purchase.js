// The purchase, from the review that freezes what is seen to the receipt that stays until it is put away.

/** @import { PolicyView, PurchaseReceiptView, PurchaseReviewView, ReasonRequest } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { nameOf, Saving, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Age, Moment } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { RenewalWords } from "../elements/panel.js";
import { call } from "../ipc.js";
import { money, percent } from "../lib/money.js";
import { lengthOf } from "../lib/policy.js";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { now } from "../state/clock.js";
import { isFreeToCancel, policyOf, readOnly } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import {
  About,
  Anew,
  AttemptAnswer,
  FreeWindow,
  OutcomeNote,
  objectOf,
  Payer,
  SendingStatus,
  TypedId,
  useReview,
  useStale,
} from "./review.js";

const said = words.buy;

/**
 * @param {PurchaseReviewView} review
 * @param {PurchaseReviewView | null} was
 */
const showReview = (review, was) => html`<${Review} review=${review} was=${was} />`;
/** @param {PurchaseReceiptView} receipt */
const showReceipt = (receipt) => html`<${Bought} receipt=${receipt} />`;

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
  const stale = useStale(phase);
  const typed = useSignal("");
  const reason = useSignal(/** @type {Partial<ReasonRequest>} */ ({}));
  const buy = () =>
    send((review) =>
      call("confirm_purchase", {
        request: { attempt: review.attempt, typedId: typed.peek(), reason: reasonOf(review, reason.peek()) },
      }),
    );

  const current = phase.value;
  useEffect(() => {
    if (current.at === "done" || current.at === "refused" || current.at === "unknown" || current.at === "applied") {
      announce(titleOf(current));
    }
    if (current.at === "review" && current.was) {
      announce(changeOf(current.review, current.was) ?? words.error.title.price_changed);
    }
  }, [current.at]);

  return html`<${Dialog}
    ...${frameOf(current, account, policy)}
    role="alertdialog"
    about="purchase-about"
    busy=${current.at === "opening" || current.at === "sending"}
    stage=${current.at === "sending" ? "review" : current.at}
    actions=${html`<${Actions} phase=${current} account=${account} policy=${policy} typed=${typed} buy=${buy} again=${open} stale=${stale.value} />`}
  >
    <div class="review" id="purchase-about"><${About}
        phase=${current}
        again=${open}
        effects=${words.error.buyEffect}
        unknownWords=${said.unknownWords}
        review=${showReview}
        receipt=${showReceipt}
      /></div>
    ${(current.at === "review" || current.at === "sending") && html`<${Entries} review=${current.review} typed=${typed} reason=${reason} />`}
  <//>`;
}

/**
 * The dialog's title and kind at each phase. The frame itself stays, so that focus and the reader's place do too.
 *
 * @param {PurchasePhase} phase
 * @param {string} account
 * @param {string} policy
 */
function frameOf(phase, account, policy) {
  switch (phase.at) {
    case "opening":
      return { title: said.opening(knownName(account, policy)), kind: "spend", size: "wide" };
    case "review":
    case "sending": {
      const { price } = phase.review.policy;
      const what = objectOf(phase.review.policy);
      return { title: price ? said.title(what, money(price)) : said.titleUnknown(what), kind: "spend", size: "wide" };
    }
    case "done":
      return { title: titleOf(phase), kind: phase.receipt.policy.drift === "higher" ? "destroy" : "good" };
    case "unknown":
      return { title: titleOf(phase), kind: "doubt" };
    default:
      return { title: titleOf(phase), kind: "destroy" };
  }
}

/**
 * The buttons of each phase, the safe one marked.
 *
 * @param {object} props
 * @param {PurchasePhase} props.phase
 * @param {string} props.account
 * @param {string} props.policy
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {() => void} props.buy
 * @param {() => void} props.again
 * @param {boolean} props.stale
 */
function Actions({ phase, account, policy, typed, buy, again, stale }) {
  switch (phase.at) {
    case "opening":
      return html`<${Button} safe press=${closeDialog}>${said.keep}<//>`;
    case "review":
    case "sending": {
      const { review } = phase;
      const sending = phase.at === "sending";
      const idMissing = review.typeId && typed.value.trim() !== review.policy.id;
      return html`
        <${SendingStatus} sending=${sending} text=${said.sending} stale=${stale ? said.stale : null} />
        <${Button} safe off=${sending} press=${closeDialog}>${said.keep}<//>
        ${
          stale
            ? html`<${Button} press=${again}>${said.again}<//>`
            : html`<${DecidingButton} key=${review.attempt} look="primary" press=${buy} off=${sending || idMissing} about=${idMissing ? "id-missing" : undefined}>
                ${review.policy.price ? said.act(money(review.policy.price)) : said.actUnknown}
              <//>`
        }
      `;
    }
    case "done": {
      const bought = phase.receipt.policy;
      const subject = { account: bought.account, policy: bought.id };
      return html`
        ${
          bought.drift === "higher" &&
          bought.cancel.may &&
          html`<${Button} look="danger" whyNot=${readOnly.value} press=${() => replaceDialog("cancel", subject)}>
            ${isFreeToCancel(bought, now.peek()) ? said.cancelFree : words.card.cancel}
          <//>`
        }
        <${Button} safe press=${closeDialog}>${said.done}<//>
      `;
    }
    case "unknown": {
      const doubt = openAttempt(account, policy);
      return html`
        ${doubt && html`<${Button} whyNot=${readOnly.value} press=${() => replaceDialog("settle", doubt)}>${said.settle}<//>`}
        <${Button} safe press=${closeDialog}>${said.leave}<//>
      `;
    }
    default:
      return html`
        ${phase.error.code === "price_changed" && html`<${Button} press=${again}>${said.again}<//>`}
        <${Button} safe press=${closeDialog}>${said.done}<//>
      `;
  }
}

/**
 * The receipt before the fact.
 *
 * @param {{ review: PurchaseReviewView; was: PurchaseReviewView | null }} props
 */
function Review({ review, was }) {
  const { policy, account } = review;
  return html`
    ${was && html`<${Change} review=${review} was=${was} />`}
    <${Payer} account=${account} label=${words.review.whoPays} how />
    <div class="total">
      <p class="total__amount"><${Money} value=${policy.price} why=${words.card.noPrice} /></p>
      <p class="total__saving"><${Saving} policy=${policy} /></p>
    </div>
    ${!policy.price && html`<p>${said.noPrice}</p>`}
    <${FreeWindow} free=${review.freeCancel} />
    <${Terms} review=${review} />
  `;
}

/**
 * @param {{ review: PurchaseReviewView; was: PurchaseReviewView }} props
 */
function Change({ review, was }) {
  const change = changeOf(review, was);
  return change ? html`<${Anew} title=${said.priceChanged}><p><strong>${change}</strong></p><//>` : html`<${Anew} />`;
}

/**
 * The price that was decided on beside the one there is now, where they differ.
 *
 * @param {PurchaseReviewView} review
 * @param {PurchaseReviewView} was
 */
function changeOf(review, was) {
  const shown = (/** @type {PurchaseReviewView} */ { policy: { price } }) =>
    price ? money(price) : words.card.noPrice;
  return shown(was) === shown(review) ? null : said.wasNow(shown(was), shown(review));
}

/**
 * What the user may write down, and the id where it must be typed.
 *
 * @param {object} props
 * @param {PurchaseReviewView} props.review
 * @param {import("@preact/signals").Signal<string>} props.typed
 * @param {import("@preact/signals").Signal<Partial<ReasonRequest>>} props.reason what was typed
 */
function Entries({ review, typed, reason }) {
  return html`
    <${Reason} review=${review} reason=${reason} />
    ${review.typeId && html`<${TypedId} id=${review.policy.id} typed=${typed} />`}
  `;
}

/**
 * @param {{ review: PurchaseReviewView }} props
 */
function Terms({ review }) {
  const { policy, account, limit } = review;
  const { window } = policy;
  return html`<${Facts} dense columns>
    <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi><br /><${What} policy=${policy} /><//>
    <${Fact} name=${words.details.cloudAccount}>
      ${policy.cloudAccount === null ? html`<${Unknown} why=${said.noCloudAccount} />` : html`<bdi>${policy.cloudAccount}</bdi>`}
    <//>
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
    <${Fact} name=${words.details.renewal}><${RenewalWords} policy=${policy} /><//>
    <${Fact} name=${words.review.price}>
      ${policy.price ? html`${words.review.pricedAt(words.vendor[account.vendor])} <${Age} at=${review.pricedAt} />` : html`<${Unknown} />`}
    <//>
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
  return lengthOf(window);
}

/**
 * What is said of the policy already, but for what was typed instead.
 *
 * @param {PurchaseReviewView} review
 * @param {Partial<ReasonRequest>} typed
 * @returns {ReasonRequest}
 */
function reasonOf({ policy: { reason } }, typed) {
  const { owner, ticket, purpose } = reason;
  return { owner: owner ?? "", ticket: ticket ?? "", purpose: purpose ?? "", ...typed };
}

/**
 * @param {{ review: PurchaseReviewView; reason: import("@preact/signals").Signal<Partial<ReasonRequest>> }} props
 */
function Reason({ review, reason }) {
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
          value=${reasonOf(review, reason.value)[part]}
          change=${(/** @type {string} */ text) => {
            reason.value = { ...reason.peek(), [part]: text };
          }}
        />`,
      )}
    </div>
  </fieldset>`;
}

/**
 * The receipt. A price that differs from the one shown comes first.
 *
 * @param {{ receipt: PurchaseReceiptView }} props
 */
function Bought({ receipt: { attempt, account, policy } }) {
  const free = isFreeToCancel(policy, now.peek());
  return html`
    <${Charged} policy=${policy} />
    <${Payer} account=${account} label=${words.review.whoPays} how />
    ${free && policy.freeCancelUntil && html`<${FreeWindow} free=${{ kind: "open", until: policy.freeCancelUntil }} />`}
    <${Facts} dense>
      <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi><br /><${What} policy=${policy} /><//>
      ${policy.window && html`<${Fact} name=${words.review.starts}><${Moment} moment=${policy.window.start} /><//>`}
      ${policy.window && html`<${Fact} name=${words.review.ends}><${Moment} moment=${policy.window.end} /><//>`}
      <${Fact} name=${words.details.priceSeen}><${Money} value=${policy.priceSeen} /><//>
      <${Fact} name=${words.details.priceCharged}><${Money} value=${policy.priceCharged} /><//>
      <${Fact} name=${words.details.cardFee}><${Money} value=${policy.cardFee} why=${words.details.feeUnstated} /><//>
      <${Fact} name=${words.details.bankFee}><${Money} value=${policy.bankFee} why=${words.details.feeUnstated} /><//>
      <${Fact} name=${words.details.id}><${Copy} text=${policy.id} label=${words.details.id} /><//>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    <${AttemptAnswer} attempt=${attempt} />
  `;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Charged({ policy: { drift, price, priceCharged, priceSeen } }) {
  const paid = priceCharged ?? price;
  if (drift === "higher" && priceCharged && priceSeen) {
    return html`<${OutcomeNote} tone="bad" title=${said.boughtHigher}>
      <p>${words.card.higherWords(money(priceCharged), money(priceSeen))}</p>
    <//>`;
  }
  return html`<${OutcomeNote} tone="good" title=${paid ? said.boughtFor(money(paid)) : said.bought}>
    ${drift === "same" && html`<p>${said.asShown}</p>`}
    ${drift === "lower" && priceCharged && priceSeen && html`<p>${words.card.lowerWords(money(priceCharged), money(priceSeen))}</p>`}
  <//>`;
}

/**
 * How it ended, as a title.
 *
 * @param {PurchasePhase} phase
 */
function titleOf(phase) {
  switch (phase.at) {
    case "done":
      return said.boughtTitle(objectOf(phase.receipt.policy));
    case "unknown":
      return said.unknownTitle;
    case "applied":
      return said.appliedTitle;
    default:
      return said.refusedTitle;
  }
}

/**
 * The request in doubt on a policy, as the desk has it now.
 *
 * @param {string} account
 * @param {string} id
 */
function openAttempt(account, id) {
  const policy = policyOf(account, id);
  return policy?.open ? { attempt: policy.open, policy } : null;
}

/**
 * @param {string} account
 * @param {string} id
 */
function knownName(account, id) {
  const policy = policyOf(account, id);
  return policy ? objectOf(policy) : id;
}

/**
 * @param {PurchasePhase} outcome
 * @param {{ account: string; policy: string }} subject
 */
function tellLate(outcome, subject) {
  notify({ ...lateWords(outcome), action: said.show, act: () => openDialog("purchase", { ...subject, outcome }) });
}

/**
 * How it ended, for whoever has put the dialog away. More than was shown is no good news.
 *
 * @param {PurchasePhase} outcome
 * @returns {Pick<import("../state/announcements.js").Notice, "tone" | "text">}
 */
export function lateWords(outcome) {
  switch (outcome.at) {
    case "done": {
      const { drift, priceCharged, priceSeen } = outcome.receipt.policy;
      return drift === "higher" && priceCharged && priceSeen
        ? { tone: "bad", text: said.noticeBoughtHigher(money(priceCharged), money(priceSeen)) }
        : { tone: "good", text: said.noticeBought };
    }
    case "unknown":
      return { tone: "doubt", text: said.noticeUnknown };
    case "applied":
      return { tone: "bad", text: said.appliedTitle };
    default:
      return { tone: "bad", text: said.noticeRefused };
  }
}
