// What the two dialogs have in common that change a policy which is there: a form, then the frozen review of what would be
// sent, then what came of it. The form can be gone back to until it is sent.

/** @import { ChangeReceiptView } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { nameOf, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { Fact, Facts } from "../elements/facts.js";
import { Raw } from "../elements/panel.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { desk, readOnly } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import { About, OutcomeNote, SendingStatus, tellOutcome, useReview, useStale } from "./review.js";

const said = words.policyChange;

/**
 * What the form's fields do not hold; thrown by `begin`, so that the form is shown again.
 */
export class Invalid extends Error {}

/**
 * @template {{ attempt: string }} Review
 * @typedef {object} Way
 * @property {"configure" | "renew"} dialog
 * @property {{ account: string; policy: string }} subject
 * @property {Phase<Review, ChangeReceiptView>} [outcome] an answer that came late
 * @property {{ form: string; done: (name: string) => string; question: (review: Review) => string }} titles
 * @property {() => Promise<Review>} begin opens the review of what the form holds
 * @property {(review: Review) => Promise<ChangeReceiptView>} confirm
 * @property {() => any} form
 * @property {(review: Review, was: Review | null) => any} review
 * @property {(review: Review) => any} [entries] what is still to be filled in beside the review
 * @property {(receipt: ChangeReceiptView) => string} doneWords
 * @property {(review: Review) => { label: string; look: "primary" | "danger" }} act
 * @property {(review: Review) => boolean} [missing] whether the id is still to be typed
 * @property {string} sending
 * @property {string} [stale] said when the price that was looked at is too old; without it a review does not grow old
 */

/**
 * @template {{ attempt: string }} Review
 * @param {Way<Review>} way
 */
export function PolicyChange(way) {
  const editing = useSignal(way.outcome === undefined);
  const { phase, open, send } = useReview({
    begin: async () => {
      try {
        return await way.begin();
      } catch (thrown) {
        editing.value = thrown instanceof Invalid;
        throw thrown;
      }
    },
    start: way.outcome ?? { at: "opening" },
    late: (late) => tellLate(way, late),
  });
  const stale = useStale(phase);
  const go = () => {
    editing.value = false;
    open();
  };
  const edit = () => {
    editing.value = true;
  };
  const current = phase.value;
  useEffect(() => {
    if (current.at === "done" || current.at === "refused" || current.at === "unknown" || current.at === "applied") {
      announce(titleOf(way, current));
    }
  }, [current.at]);
  const form = editing.value;
  return html`<${Dialog}
    title=${form ? way.titles.form : titleOf(way, current)}
    kind=${form ? undefined : kindOf(current)}
    role=${form ? "dialog" : "alertdialog"}
    about=${form ? undefined : "change-about"}
    busy=${!form && (current.at === "opening" || current.at === "sending")}
    stage=${form ? "form" : current.at === "sending" ? "review" : current.at}
    actions=${
      form
        ? html`<${Button} press=${closeDialog}>${said.keep}<//><${Button} look="primary" press=${go}>${said.go}<//>`
        : html`<${Actions} way=${way} phase=${current} send=${() => send(way.confirm)} again=${open} edit=${edit} stale=${Boolean(way.stale) && stale.value} />`
    }
  >
    ${
      form
        ? html`<form class="lost" noValidate onSubmit=${(/** @type {Event} */ event) => {
            event.preventDefault();
            go();
          }}>${way.form()}<button type="submit" hidden></button></form>`
        : html`<div class="review" id="change-about"><${About}
            phase=${current}
            again=${open}
            effects=${said.effects}
            unknownWords=${said.unknownWords}
            review=${way.review}
            receipt=${(/** @type {ChangeReceiptView} */ receipt) => html`<${Changed} receipt=${receipt} text=${way.doneWords(receipt)} />`}
          /></div>
          ${(current.at === "review" || current.at === "sending") && way.entries?.(current.review)}`
    }
  <//>`;
}

/**
 * @template {{ attempt: string }} Review
 * @param {object} props
 * @param {Way<Review>} props.way
 * @param {Phase<Review, ChangeReceiptView>} props.phase
 * @param {() => void} props.send
 * @param {() => void} props.again
 * @param {() => void} props.edit
 * @param {boolean} props.stale
 */
function Actions({ way, phase, send, again, edit, stale }) {
  switch (phase.at) {
    case "opening":
      return html`<${Button} safe press=${closeDialog}>${said.keep}<//>`;
    case "failed":
      return html`<${Button} press=${edit}>${said.edit}<//><${Button} safe press=${closeDialog}>${said.done}<//>`;
    case "review":
    case "sending": {
      const sending = phase.at === "sending";
      const missing = Boolean(way.missing?.(phase.review));
      const { label, look } = way.act(phase.review);
      return html`
        <${SendingStatus} sending=${sending} text=${way.sending} stale=${stale ? way.stale : null} />
        <${Button} off=${sending} press=${edit}>${said.edit}<//>
        <${Button} safe off=${sending} press=${closeDialog}>${said.keep}<//>
        ${
          stale
            ? html`<${Button} press=${again}>${said.again}<//>`
            : html`<${DecidingButton} key=${phase.review.attempt} look=${look} press=${send} off=${sending || missing} about=${missing ? "id-missing" : undefined}>${label}<//>`
        }
      `;
    }
    case "unknown": {
      const { account, policy } = way.subject;
      const held = desk.value?.policies.find((one) => one.account === account && one.id === policy);
      return html`
        ${
          held?.open &&
          html`<${Button} whyNot=${readOnly.value} press=${() => replaceDialog("settle", { attempt: held.open, policy: held })}>${said.settle}<//>`
        }
        <${Button} safe press=${closeDialog}>${said.leave}<//>
      `;
    }
    default:
      return html`
        ${phase.at === "refused" && phase.error.code === "price_changed" && html`<${Button} press=${again}>${said.again}<//>`}
        <${Button} safe press=${closeDialog}>${said.done}<//>
      `;
  }
}

/**
 * The receipt: what the vendor said, and what of it is known now.
 *
 * @param {{ receipt: ChangeReceiptView; text: string }} props
 */
function Changed({ receipt: { attempt, policy, message }, text }) {
  return html`
    <${OutcomeNote} tone="good" title=${text} />
    ${
      message &&
      html`<div>
        <p class="field__label">${said.vendorWords}</p>
        <p class="receipt-words"><q><bdi>${message}</bdi></q></p>
      </div>`
    }
    <${Facts} dense>
      <${Fact} name=${words.review.what}><bdi>${nameOf(policy)}</bdi><br /><${What} policy=${policy} /><//>
      <${Fact} name=${words.details.id}><${Copy} text=${policy.id} label=${words.details.id} /><//>
      <${Fact} name=${words.details.attempt}><${Copy} text=${attempt.id} label=${words.details.attempt} /><//>
    <//>
    ${attempt.answer && html`<${Raw} title=${`${words.details.answer} (HTTP ${attempt.answer.status})`} text=${attempt.answer.body} />`}
  `;
}

/**
 * @template {{ attempt: string }} Review
 * @param {Way<Review>} way
 * @param {Phase<Review, ChangeReceiptView>} phase
 */
function titleOf(way, phase) {
  switch (phase.at) {
    case "opening":
    case "failed":
      return way.titles.form;
    case "review":
    case "sending":
      return way.titles.question(phase.review);
    case "done":
      return way.titles.done(nameOf(phase.receipt.policy));
    case "unknown":
      return said.unknownTitle;
    case "applied":
      return said.appliedTitle;
    default:
      return said.refusedTitle;
  }
}

/**
 * @template Review
 * @param {Phase<Review, ChangeReceiptView>} phase
 */
function kindOf(phase) {
  /** @type {Partial<Record<Phase<Review, ChangeReceiptView>["at"], string>>} */
  const kinds = { done: "good", unknown: "doubt", refused: "destroy", applied: "destroy" };
  return kinds[phase.at] ?? "spend";
}

/**
 * @template {{ attempt: string }} Review
 * @param {Way<Review>} way
 * @param {Phase<Review, ChangeReceiptView>} outcome
 */
function tellLate({ dialog, subject }, outcome) {
  tellOutcome(outcome, said, () => openDialog(dialog, { ...subject, outcome }));
}
