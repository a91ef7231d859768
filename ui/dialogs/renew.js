// Auto-renewal: a purchase that repeats, so it asks like one and says what it will spend if nobody acts.

/** @import { ExposureView, Renewal, RenewReviewView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { nameOf } from "../elements/card.js";
import { Fact, Facts } from "../elements/facts.js";
import { ChoiceField } from "../elements/field.js";
import { Money } from "../elements/money.js";
import { RenewalWords } from "../elements/panel.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { policyOf } from "../state/desk.js";
import { PolicyChange } from "./policy-change.js";
import { Anew, Payer, TypedId } from "./review.js";

const said = words.renew;

/** @type {Renewal[]} */
const CHOICES = ["off", "one-day", "one-week", "one-month"];

/**
 * @param {{ account: string; policy: string; outcome?: any }} props `outcome` shows an answer that came late
 */
export default function RenewDialog({ account, policy, outcome }) {
  const known = policyOf(account, policy);
  const renewal = useSignal(/** @type {Renewal} */ (CHOICES.find((choice) => choice === known?.frequency) ?? "off"));
  const typed = useSignal("");
  return html`<${PolicyChange}
    dialog="renew"
    subject=${{ account, policy }}
    outcome=${outcome}
    titles=${{ form: said.title(known ? nameOf(known) : policy), done: said.doneTitle, question: questionOf }}
    begin=${() => call("begin_renew", { account, policy, renewal: renewal.peek() })}
    confirm=${(/** @type {RenewReviewView} */ { attempt }) => call("confirm_renew", { request: { attempt, typedId: typed.peek() } })}
    form=${() => html`<p>${said.intro}</p>
      <${ChoiceField}
        label=${said.often}
        name="renewal"
        value=${renewal.value}
        change=${(/** @type {Renewal} */ choice) => {
          renewal.value = choice;
        }}
        options=${CHOICES.map((choice) => ({ value: choice, label: said.choices[choice] }))}
      />`}
    review=${(/** @type {RenewReviewView} */ review, /** @type {RenewReviewView | null} */ was) => html`<${Review} review=${review} was=${was} />`}
    entries=${(/** @type {RenewReviewView} */ review) => review.typeId && html`<${TypedId} id=${review.policy.id} typed=${typed} />`}
    doneWords=${(/** @type {import("../ipc.d.ts").ChangeReceiptView} */ receipt) => (receipt.policy.autoRenewal ? said.doneOn : said.doneOff)}
    act=${(/** @type {RenewReviewView} */ review) => ({ label: review.renewal === "off" ? said.actOff : said.act(said.every[review.renewal]), look: "primary" })}
    missing=${(/** @type {RenewReviewView} */ review) => review.typeId && typed.value.trim() !== review.policy.id}
    sending=${said.sending}
    stale=${said.stale}
  />`;
}

/**
 * @param {RenewReviewView} review
 */
function questionOf({ policy, renewal }) {
  const name = nameOf(policy);
  return renewal === "off" ? said.questionOff(name) : said.question(name, said.every[renewal]);
}

/**
 * @param {{ review: RenewReviewView; was: RenewReviewView | null }} props
 */
function Review({ review: { account, policy, renewal, exposure, limit }, was }) {
  const on = renewal !== "off";
  return html`
    ${was && html`<${Anew} />`}
    <${Payer} account=${account} label=${on ? words.review.whoPays : words.review.whose} how=${on} />
    <${Facts} dense>
      <${Fact} name=${said.now}><${RenewalWords} policy=${policy} /><//>
      <${Fact} name=${said.next}><strong>${said.choices[renewal]}</strong><//>
      ${on && html`<${Fact} name=${words.details.price}><${Money} value=${policy.price} why=${words.card.noPrice} /><//>`}
      ${limit && html`<${Fact} name=${words.buy.limits[limit.limit]}><${Money} value=${limit.left} /> ${words.buy.limitBefore}<//>`}
    <//>
    ${on ? html`<${Exposed} exposure=${exposure} priced=${policy.price !== null} />` : html`<p>${said.stays}</p>`}
  `;
}

/**
 * @param {{ exposure: ExposureView[]; priced: boolean }} props
 */
function Exposed({ exposure, priced }) {
  if (exposure.length === 0) {
    return html`<p>${said.noStart}</p>`;
  }
  return html`
    <div class="figures-frame">
      <table class="figures">
        <caption>${said.exposure}</caption>
        <thead>
          <tr>
            <th scope="col">${said.ahead}</th>
            <th scope="col">${said.bought}</th>
            <th scope="col">${said.spent}</th>
          </tr>
        </thead>
        <tbody>
          ${exposure.map(
            ({ days, renewals, amount }) => html`<tr key=${days}>
              <th scope="row">${said.days(days)}</th>
              <td>${said.windows(renewals)}</td>
              <td><strong><${Money} value=${amount} /></strong></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p>${said.reckoned}</p>
    ${!priced && html`<p><strong>${said.noPrice}</strong></p>`}
    <p>${said.limit}</p>
  `;
}
