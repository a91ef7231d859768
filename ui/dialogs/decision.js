// What the dialogs have in common that ask for something beside a purchase or a cancellation: a form, where there is
// something to fill in, then the frozen review of what would be sent, then what came of it. The form can be gone back to
// until it is sent.

/** @import { AttemptView, ErrorEffect, PolicyView } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { readOnly } from "../state/desk.js";
import { closeDialog, openDialog, replaceDialog } from "../state/dialogs.js";
import { About, SendingStatus, tellOutcome, useReview, useStale } from "./review.js";

const said = words.decision;

/**
 * What the form's fields do not hold; thrown by `begin`, so that the form is shown again.
 */
export class Invalid extends Error {}

/**
 * The words of one decision.
 *
 * @typedef {object} Words
 * @property {string} keep the choice that changes nothing
 * @property {Record<ErrorEffect, string>} effects
 * @property {string} sending
 * @property {string} [stale] said when the price that was looked at is too old; without it a review does not grow old
 * @property {string} refusedTitle
 * @property {string} unknownTitle
 * @property {string} unknownWords
 * @property {string} appliedTitle
 * @property {string} noticeDone
 * @property {string} noticeRefused
 * @property {string} noticeUnknown
 */

/**
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @typedef {object} Way
 * @property {"configure" | "renew" | "create" | "withdraw"} dialog
 * @property {Record<string, unknown>} subject what the dialog was opened with
 * @property {Phase<Review, Receipt>} [outcome] an answer that came late
 * @property {Words} said
 * @property {{ form: string; question: (review: Review) => string; done: (receipt: Receipt) => string }} titles
 * @property {"spend" | "destroy"} [kind]
 * @property {"small" | "wide"} [size]
 * @property {() => Promise<Review>} begin opens the review of what the form holds
 * @property {(review: Review) => Promise<Receipt>} confirm
 * @property {() => any} [form] without it the review opens at once
 * @property {(review: Review, was: Review | null) => any} review
 * @property {(review: Review, was: Review) => string | null} [change] what differs from what was decided on, to be heard
 * @property {(review: Review) => any} [entries] what is still to be filled in beside the review
 * @property {(receipt: Receipt) => any} receipt
 * @property {(receipt: Receipt) => any} [next] a button beside the one that puts the receipt away
 * @property {(review: Review) => { label: string; look: "primary" | "danger"; icon?: string }} act
 * @property {(review: Review) => boolean} [missing] whether something is still to be typed
 * @property {(attempt: string) => { attempt: AttemptView; policy: PolicyView | null } | null} held what is in doubt, as the desk has it now
 */

/**
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {Way<Review, Receipt>} way
 */
export function Decision(way) {
  const editing = useSignal(way.form !== undefined && way.outcome === undefined);
  const { phase, open, send } = useReview({
    begin: async () => {
      try {
        return await way.begin();
      } catch (thrown) {
        editing.value = thrown instanceof Invalid;
        throw thrown;
      }
    },
    start: way.outcome ?? (way.form && { at: "opening" }),
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
    if (current.at === "review" && current.was && way.change) {
      announce(way.change(current.review, current.was) ?? words.error.title.price_changed);
    }
  }, [current.at]);
  const form = editing.value;
  return html`<${Dialog}
    title=${form ? way.titles.form : titleOf(way, current)}
    kind=${form ? undefined : kindOf(way, current)}
    role=${form ? "dialog" : "alertdialog"}
    size=${way.size}
    about=${form ? undefined : "decision-about"}
    busy=${!form && (current.at === "opening" || current.at === "sending")}
    stage=${form ? "form" : current.at === "sending" ? "review" : current.at}
    actions=${
      form
        ? html`<${Button} press=${closeDialog}>${way.said.keep}<//><${Button} look="primary" press=${go}>${said.go}<//>`
        : html`<${Actions} way=${way} phase=${current} send=${() => send(way.confirm)} again=${open} edit=${way.form && edit} stale=${Boolean(way.said.stale) && stale.value} />`
    }
  >
    ${
      form
        ? html`<form class="lost" noValidate onSubmit=${(/** @type {Event} */ event) => {
            event.preventDefault();
            go();
          }}>${way.form?.()}<button type="submit" hidden></button></form>`
        : html`<div class="review" id="decision-about"><${About}
            phase=${current}
            again=${open}
            effects=${way.said.effects}
            unknownWords=${way.said.unknownWords}
            review=${way.review}
            receipt=${way.receipt}
          /></div>
          ${(current.at === "review" || current.at === "sending") && way.entries?.(current.review)}`
    }
  <//>`;
}

/**
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {object} props
 * @param {Way<Review, Receipt>} props.way
 * @param {Phase<Review, Receipt>} props.phase
 * @param {() => void} props.send
 * @param {() => void} props.again
 * @param {(() => void) | undefined} props.edit
 * @param {boolean} props.stale
 */
function Actions({ way, phase, send, again, edit, stale }) {
  const back = (/** @type {boolean} */ off) => edit && html`<${Button} off=${off} press=${edit}>${said.edit}<//>`;
  switch (phase.at) {
    case "opening":
      return html`<${Button} safe press=${closeDialog}>${way.said.keep}<//>`;
    case "failed":
      return html`${back(false)}<${Button} safe press=${closeDialog}>${said.done}<//>`;
    case "review":
    case "sending": {
      const sending = phase.at === "sending";
      const missing = Boolean(way.missing?.(phase.review));
      const { label, look, icon } = way.act(phase.review);
      return html`
        <${SendingStatus} sending=${sending} text=${way.said.sending} stale=${stale ? way.said.stale : null} />
        ${back(sending)}
        <${Button} safe off=${sending} press=${closeDialog}>${way.said.keep}<//>
        ${
          stale
            ? html`<${Button} press=${again}>${said.again}<//>`
            : html`<${DecidingButton} key=${phase.review.attempt} look=${look} icon=${icon} press=${send} off=${sending || missing} about=${missing ? "id-missing" : undefined}>${label}<//>`
        }
      `;
    }
    case "done":
      return html`${way.next?.(phase.receipt)}<${Button} safe press=${closeDialog}>${said.done}<//>`;
    case "unknown": {
      const held = way.held(phase.attempt);
      return html`
        ${held && html`<${Button} whyNot=${readOnly.value} press=${() => replaceDialog("settle", held)}>${said.settle}<//>`}
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
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {Way<Review, Receipt>} way
 * @param {Phase<Review, Receipt>} phase
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
      return way.titles.done(phase.receipt);
    case "unknown":
      return way.said.unknownTitle;
    case "applied":
      return way.said.appliedTitle;
    default:
      return way.said.refusedTitle;
  }
}

/**
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {Way<Review, Receipt>} way
 * @param {Phase<Review, Receipt>} phase
 */
function kindOf(way, phase) {
  /** @type {Partial<Record<Phase<Review, Receipt>["at"], string>>} */
  const kinds = { done: "good", unknown: "doubt", refused: "destroy", applied: "destroy" };
  return kinds[phase.at] ?? way.kind ?? "spend";
}

/**
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {Way<Review, Receipt>} way
 * @param {Phase<Review, Receipt>} outcome
 */
function tellLate({ dialog, subject, said: texts }, outcome) {
  tellOutcome(outcome, texts, () => openDialog(dialog, { ...subject, outcome }));
}
