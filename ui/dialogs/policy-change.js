// What the two dialogs have in common that change a policy which is there.

/** @import { ChangeReceiptView } from "../ipc.d.ts" */
/** @import { Phase } from "./review.js" */

import { html } from "htm/preact";
import { nameOf, What } from "../elements/card.js";
import { Copy } from "../elements/copy.js";
import { Fact, Facts } from "../elements/facts.js";
import { words } from "../lib/text.js";
import { policyOf } from "../state/desk.js";
import { Decision } from "./decision.js";
import { AttemptAnswer, OutcomeNote } from "./review.js";

const said = words.policyChange;

/**
 * @template {{ attempt: string }} Review
 * @typedef {object} Change
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
 * @param {Change<Review>} change
 */
export function PolicyChange({ titles, doneWords, sending, stale, ...way }) {
  const { account, policy } = way.subject;
  return html`<${Decision}
    ...${way}
    said=${{ ...said, sending, stale }}
    titles=${{ ...titles, done: (/** @type {ChangeReceiptView} */ receipt) => titles.done(nameOf(receipt.policy)) }}
    receipt=${(/** @type {ChangeReceiptView} */ receipt) => html`<${Changed} receipt=${receipt} text=${doneWords(receipt)} />`}
    held=${() => {
      const held = policyOf(account, policy);
      return held?.open ? { attempt: held.open, policy: held } : null;
    }}
  />`;
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
    <${AttemptAnswer} attempt=${attempt} />
  `;
}
