// Launch details: what a policy's machines start with. Checked as they are typed, then shown as a difference.

/** @import { ConfigureReviewView, LaunchField, LaunchRequest } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { nameOf } from "../elements/card.js";
import { TextField } from "../elements/field.js";
import { Unknown } from "../elements/money.js";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { policyOf } from "../state/desk.js";
import { Invalid } from "./decision.js";
import { PolicyChange } from "./policy-change.js";
import { Anew, Payer } from "./review.js";

const said = words.configure;

/** @type {LaunchField[]} */
const FIELDS = ["vpc", "securityGroup", "image", "keyPair", "disk"];

/** How long typing may pause before it is checked, in milliseconds. */
const PAUSE = 150;

/**
 * @param {{ account: string; policy: string; outcome?: any }} props `outcome` shows an answer that came late
 */
export default function ConfigureDialog({ account, policy, outcome }) {
  const known = policyOf(account, policy);
  const launch = useSignal(EMPTY);
  const errors = useSignal(/** @type {Partial<Record<LaunchField, string>>} */ ({}));
  useKnown({ account, policy }, launch);
  useChecked(launch, errors);
  return html`<${PolicyChange}
    dialog="configure"
    subject=${{ account, policy }}
    outcome=${outcome}
    titles=${{
      form: said.title(known ? nameOf(known) : policy),
      done: said.doneTitle,
      question: (/** @type {ConfigureReviewView} */ review) => said.question(nameOf(review.policy)),
    }}
    begin=${async () => {
      const begun = await call("begin_configure", { account, policy, launch: launch.peek() });
      if (begun.kind === "invalid") {
        errors.value = byField(begun.errors);
        throw new Invalid();
      }
      return begun.review;
    }}
    confirm=${(/** @type {ConfigureReviewView} */ { attempt }) => call("confirm_configure", { attempt })}
    form=${() => html`<${Fields} launch=${launch} errors=${errors} />`}
    review=${(/** @type {ConfigureReviewView} */ review, /** @type {ConfigureReviewView | null} */ was) => html`<${Difference} review=${review} was=${was} />`}
    doneWords=${() => said.doneWords}
    act=${() => ({ label: said.act, look: "primary" })}
    sending=${said.sending}
  />`;
}

/** @type {LaunchRequest} */
const EMPTY = { vpc: "", securityGroup: "", image: "", keyPair: "", disk: "" };

/**
 * Begins with what is known, unless the user was faster.
 *
 * @param {{ account: string; policy: string }} subject
 * @param {import("@preact/signals").Signal<LaunchRequest>} launch
 */
function useKnown(subject, launch) {
  useEffect(() => {
    call("known_launch", subject).then(
      (known) => {
        if (launch.peek() === EMPTY) {
          launch.value = known;
        }
      },
      // Without it the form begins empty, which asks for nothing.
      () => undefined,
    );
  }, []);
}

/**
 * Complains of a field once typing pauses. That all are empty is no complaint before anything was asked for.
 *
 * @param {import("@preact/signals").Signal<LaunchRequest>} launch
 * @param {import("@preact/signals").Signal<Partial<Record<LaunchField, string>>>} errors
 */
function useChecked(launch, errors) {
  const typed = launch.value;
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      // A help while typing: what is asked for is checked again.
      const found = await call("check_launch", { launch: typed }).catch(() => []);
      if (wanted) {
        errors.value = byField(found.filter(({ field }) => typed[field].trim() !== ""));
      }
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [typed]);
}

/**
 * @param {import("../ipc.d.ts").LaunchErrorView[]} errors
 * @returns {Partial<Record<LaunchField, string>>}
 */
function byField(errors) {
  return Object.fromEntries(errors.map(({ field, message }) => [field, told(message)]));
}

/**
 * @param {object} props
 * @param {import("@preact/signals").Signal<LaunchRequest>} props.launch
 * @param {import("@preact/signals").Signal<Partial<Record<LaunchField, string>>>} props.errors
 */
function Fields({ launch, errors }) {
  return html`<p>${said.intro}</p>
    ${FIELDS.map(
      (field, place) => html`<${TextField}
        key=${field}
        name=${field}
        label=${words.details[field]}
        hint=${said.hints[field]}
        error=${errors.value[field] ?? null}
        mono
        autoFocus=${place === 0}
        inputMode=${field === "disk" ? "numeric" : "text"}
        value=${launch.value[field]}
        change=${(/** @type {string} */ text) => {
          launch.value = { ...launch.peek(), [field]: text };
        }}
      />`,
    )}`;
}

/**
 * What is known beside what would be sent.
 *
 * @param {{ review: ConfigureReviewView; was: ConfigureReviewView | null }} props
 */
function Difference({ review: { account, changes }, was }) {
  return html`
    ${was && html`<${Anew} />`}
    <${Payer} account=${account} label=${words.review.whose} />
    <div class="figures-frame">
      <table class="figures figures--words">
        <thead>
          <tr>
            <th scope="col">${said.change}</th>
            <th scope="col">${said.before}</th>
            <th scope="col">${said.sent}</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            ({ field, before, sent }) => html`<tr key=${field}>
              <th scope="row">${words.details[field]}</th>
              <td>${before === null ? html`<${Unknown} />` : html`<bdi translate=${false}>${before}</bdi>`}</td>
              <td>${sent === null ? html`<em>${said.notSent}</em>` : html`<strong><bdi translate=${false}>${sent}</bdi></strong>${sent === before && ` (${said.same})`}`}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${changes.some(({ sent }) => sent === null) && html`<p>${said.lost}</p>`}
  `;
}
