// The parts that the dialogs about accounts share: colour, payment, where a secret is kept, and the secret itself.
//
// SECURITY: a secret lives in its input and nowhere else in the page. It is read once, as it is handed to Rust, and the
// input is emptied as soon as it was taken, and when the dialog closes.

/** @import { Colour, CredentialsRequest, ErrorView, Keep, Payment, Vendor } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { ChoiceField, Field, SelectField, TextField } from "../elements/field.js";
import { words } from "../lib/text.js";

/** @type {Colour[]} */
export const COLOURS = ["blue", "teal", "green", "amber", "orange", "red", "pink", "violet"];

/** @type {Payment[]} */
const PAYMENTS = ["unknown", "card", "bank"];

/** @typedef {"password" | "token"} How */

/**
 * @param {{ value: Colour; change: (colour: Colour) => void }} props
 */
export function ColourField({ value, change }) {
  const said = words.connect;
  return html`<fieldset class="colours">
    <legend class="field__label">${said.colour}</legend>
    ${COLOURS.map(
      (colour) => html`<label class=${`colours__colour account-mark--${colour}`} key=${colour}>
        <input class="visually-hidden" type="radio" name="colour" value=${colour} checked=${colour === value} onChange=${() => change(colour)} />
        <span class="account-mark__colour" aria-hidden="true"></span>${said.colours[colour]}
      </label>`,
    )}
  </fieldset>`;
}

/**
 * @param {{ value: Payment; change: (payment: Payment) => void }} props
 */
export function PaymentField({ value, change }) {
  const said = words.connect;
  return html`<${SelectField}
    label=${said.payment}
    name="payment"
    value=${value}
    change=${change}
    hint=${said.paymentHint}
    options=${PAYMENTS.map((payment) => ({ value: payment, label: said.payments[payment] }))}
  />`;
}

/**
 * @param {{ value: Keep; change: (keep: Keep) => void }} props
 */
export function KeepField({ value, change }) {
  const said = words.connect;
  const options = /** @type {Keep[]} */ (["keychain", "until_quit"]).map((keep) => ({
    value: keep,
    ...said.keeps[keep],
  }));
  return html`<div class="side-by-side"><${ChoiceField} label=${said.keep} name="keep" value=${value} change=${change} options=${options} /></div>`;
}

/**
 * User name and secret, as the vendor takes them.
 *
 * @param {object} props
 * @param {Vendor} props.vendor
 * @param {How} props.how
 * @param {(how: How) => void} props.chooseHow
 * @param {string} props.user
 * @param {(user: string) => void} props.changeUser
 * @param {{ current: HTMLInputElement | null }} props.secret
 * @param {Record<string, string | undefined>} props.errors
 */
export function CredentialFields({ vendor, how, chooseHow, user, changeUser, secret, errors }) {
  const said = words.connect;
  if (vendor === "gcore") {
    return html`<${SecretField} label=${said.apiToken} hint=${said.apiTokenHint} name="token" secret=${secret} error=${errors.secret} key="api" />`;
  }
  const options = /** @type {How[]} */ (["password", "token"]).map((way) => ({ value: way, label: said.hows[way] }));
  return html`<div class="side-by-side"><${ChoiceField} label=${said.how} name="how" value=${how} change=${chooseHow} options=${options} /></div>
    ${
      how === "password"
        ? html`<div class="pair">
          <${TextField} label=${said.user} name="user" value=${user} change=${changeUser} error=${errors.user} />
          <${SecretField} label=${said.password} name="password" secret=${secret} error=${errors.secret} key="password" />
        </div>`
        : html`<${SecretField} label=${said.token} hint=${said.tokenHint} name="token" secret=${secret} error=${errors.secret} key="token" />`
    }`;
}

/**
 * Why nothing was stored, brought into view. Where the keychain is why, there is a way around it.
 *
 * @param {object} props
 * @param {ErrorView} props.error
 * @param {Keep} [props.keep]
 * @param {() => void} [props.untilQuit] stores the same in memory instead
 * @param {() => void} [props.retry]
 * @param {Record<import("../ipc.d.ts").ErrorEffect, string>} [props.effects]
 */
export function Failure({ error, keep, untilQuit, retry, effects }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    frame.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  const around = untilQuit && error.code.startsWith("vault_") && keep === "keychain";
  return html`<div ref=${frame}>
    <${ErrorNote} error=${error} retry=${retry} effects=${effects}>
      ${around && html`<${Button} small press=${untilQuit}>${words.connect.keepUntilQuit}<//>`}
    <//>
  </div>`;
}

/**
 * @param {{ label: string; hint?: string; name: string; error?: string; secret: { current: HTMLInputElement | null } }} props
 */
function SecretField({ label, hint, name, error, secret }) {
  useLayoutEffect(() => {
    const input = secret.current;
    return () => empty(input);
  }, []);
  return html`<${Field}
    label=${label}
    hint=${hint}
    error=${error}
    control=${(/** @type {{ id: string }} */ ids) =>
      html`<input ...${ids} ref=${secret} class="input" type="password" name=${name} autocomplete="off" spellcheck=${false} />`}
  />`;
}

/**
 * @param {HTMLInputElement | null} input
 */
export function empty(input) {
  if (input) {
    input.value = "";
  }
}

/**
 * What is missing, beside its field.
 *
 * @param {{ vendor: Vendor; how: How; user: string; secret: HTMLInputElement | null }} typed
 * @returns {Record<string, string | undefined>}
 */
export function credentialErrors({ vendor, how, user, secret }) {
  const said = words.connect;
  const signsIn = vendor === "cloudidr" && how === "password";
  return {
    user: signsIn && user.trim() === "" ? said.userWrong : undefined,
    secret: secret?.value.trim() ? undefined : signsIn ? said.passwordWrong : said.tokenWrong,
  };
}

/**
 * @param {{ vendor: Vendor; how: How; user: string; secret: HTMLInputElement | null }} typed
 * @returns {CredentialsRequest}
 */
export function credentialsOf({ vendor, how, user, secret }) {
  const text = secret?.value ?? "";
  return vendor === "cloudidr" && how === "password"
    ? { kind: "password", user, password: text }
    : { kind: "token", token: text };
}

/**
 * Whether there is anything to be said beside a field.
 *
 * @param {Record<string, string | undefined>} errors
 */
export function anyError(errors) {
  return Object.values(errors).some((error) => error !== undefined);
}

/**
 * After the complaints are drawn: focus goes to the first.
 *
 * @param {HTMLElement | null} form
 */
export function focusFirst(form) {
  requestAnimationFrame(() => {
    const wrong = form?.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) {
      wrong.focus();
    }
  });
}
