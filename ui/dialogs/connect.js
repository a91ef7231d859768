// Connects an account: who and how, then whether the vendor accepts it. A failed test leaves the account connected; a
// failed keychain leaves the form as it is, so that nothing has to be pasted again.

/** @import { AccountView, Colour, ErrorView, Keep, Payment, Vendor } from "../ipc.d.ts" */
/** @import { How } from "./account-fields.js" */

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { ChoiceField, TextField } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { accounts, desk, realm, reload, showRealm } from "../state/desk.js";
import { closeDialog, replaceDialog } from "../state/dialogs.js";
import { goTo } from "../state/route.js";
import { settings } from "../state/settings.js";
import {
  anyError,
  COLOURS,
  ColourField,
  CredentialFields,
  credentialErrors,
  credentialsOf,
  empty,
  Failure,
  focusFirst,
  KeepField,
  PaymentField,
} from "./account-fields.js";

const ENDPOINT = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\/?$/;

/** @typedef {{ state: "testing" | "done"; account: AccountView; message?: string } | { state: "failed"; account: AccountView; error: ErrorView }} Test */

/**
 * @param {{ vendor?: Vendor }} props the vendor to begin with
 */
export default function ConnectDialog({ vendor }) {
  const [test, setTest] = useState(/** @type {Test | null} */ (null));
  const connected = async (/** @type {AccountView} */ account) => {
    setTest({ state: "testing", account });
    await showRealm(account.realm);
    await run(account);
  };
  const run = async (/** @type {AccountView} */ account) => {
    setTest({ state: "testing", account });
    try {
      const answer = await call("test_account", { account: account.id });
      setTest({ state: "done", account: answer.account, message: told(answer.message) });
    } catch (error) {
      setTest({ state: "failed", account, error: /** @type {ErrorView} */ (error) });
    }
    await reload();
  };
  return test
    ? html`<${Tested} test=${test} again=${() => run(test.account)} />`
    : html`<${ConnectForm} vendor=${vendor} connected=${connected} />`;
}

/**
 * @param {{ vendor?: Vendor; connected: (account: AccountView) => void }} props
 */
function ConnectForm({ vendor: first = "cloudidr", connected }) {
  const said = words.connect;
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const secret = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [vendor, setVendor] = useState(first);
  const [label, setLabel] = useState("");
  const [colour, setColour] = useState(freeColour);
  const [how, setHow] = useState(/** @type {How} */ ("password"));
  const [user, setUser] = useState("");
  const [keep, setKeep] = useState(/** @type {Keep} */ ("keychain"));
  const [payment, setPayment] = useState(/** @type {Payment} */ ("unknown"));
  const [currency, setCurrency] = useState(settings.peek().currency);
  const [endpoint, setEndpoint] = useState("");
  const [errors, setErrors] = useState(/** @type {Record<string, string | undefined>} */ ({}));
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);

  const connect = async (/** @type {Keep} */ kept) => {
    if (busy) {
      return;
    }
    const typed = { vendor, how, user, secret: secret.current };
    const wrong = {
      label: label.trim() === "" || label.trim().length > 60 ? said.labelWrong : undefined,
      ...credentialErrors(typed),
      currency: vendor === "cloudidr" && !/^[A-Za-z]{3}$/.test(currency.trim()) ? said.currencyWrong : undefined,
      endpoint: endpoint.trim() !== "" && !ENDPOINT.test(endpoint.trim()) ? said.endpointWrong : undefined,
    };
    setErrors(wrong);
    setFailure(null);
    if (anyError(wrong)) {
      focusFirst(form.current);
      return;
    }
    setBusy(true);
    try {
      const account = await call("connect_account", {
        request: {
          vendor,
          label: label.trim(),
          colour,
          endpoint: endpoint.trim() || null,
          credentials: credentialsOf(typed),
          keep: kept,
          currency: vendor === "cloudidr" ? currency.trim().toUpperCase() : "EUR",
          payment,
        },
      });
      empty(secret.current);
      connected(account);
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  const untilQuit = () => {
    setKeep("until_quit");
    connect("until_quit");
  };

  return html`<${Dialog}
    title=${said.title}
    size="wide"
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${said.connecting}</p>`}
      <${Button} press=${closeDialog} off=${busy}>${said.cancel}<//>
      <${Button} look="primary" id="connect-now" press=${() => connect(keep)} off=${busy}>${said.connect}<//>
    `}
  >
    <form
      class="lost"
      ref=${form}
      noValidate
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        connect(keep);
      }}
    >
      <div class="side-by-side"><${Choices} label=${said.vendor} name="vendor" value=${vendor} change=${setVendor} words=${said.vendors} /></div>
      <div class=${vendor === "cloudidr" ? "identity" : ""}>
        <${TextField} label=${said.label} name="label" value=${label} change=${setLabel} hint=${said.labelHint} error=${errors.label} autoFocus />
        ${
          vendor === "cloudidr" &&
          html`<${TextField} label=${said.currency} name="currency" value=${currency} change=${setCurrency} hint=${said.currencyHint} error=${errors.currency} />
            <${PaymentField} value=${payment} change=${setPayment} />`
        }
      </div>
      <${ColourField} value=${colour} change=${setColour} />
      <${CredentialFields} vendor=${vendor} how=${how} chooseHow=${setHow} user=${user} changeUser=${setUser} secret=${secret} errors=${errors} />
      <${KeepField} value=${keep} change=${setKeep} />
      <details class="advanced" open=${errors.endpoint !== undefined || endpoint !== ""}>
        <summary>${said.advanced}</summary>
        <${TextField} label=${said.endpoint} name="endpoint" value=${endpoint} change=${setEndpoint} hint=${said.endpointHint} error=${errors.endpoint} mono />
      </details>
      <p class="aside-note"><${Icon} name="lock" /><span>${said.safe}</span></p>
      ${
        failure &&
        html`<${Failure} error=${failure} keep=${keep} untilQuit=${untilQuit} retry=${() => connect(keep)} effects=${said.effect} />`
      }
      <button type="submit" hidden></button>
    </form>
  <//>`;
}

/**
 * @param {{ label: string; name: string; value: string; change: (value: any) => void; words: Record<string, { label: string; hint: string }> }} props
 */
function Choices({ label, name, value, change, words: said }) {
  const options = Object.entries(said).map(([choice, text]) => ({ value: choice, ...text }));
  return html`<${ChoiceField} label=${label} name=${name} value=${value} change=${change} options=${options} />`;
}

/**
 * @param {{ test: Test; again: () => void }} props
 */
function Tested({ test, again }) {
  const said = words.connect;
  const { account, state } = test;
  const testing = state === "testing";
  const price = () => {
    closeDialog();
    goTo("price", account.vendor === "gcore" ? "gcore" : "window");
  };
  const replace = () => replaceDialog("credentials", { account });
  return html`<${Dialog}
    title=${said.doneTitle(account.label)}
    kind=${state === "done" ? "good" : undefined}
    busy=${testing}
    stage=${state}
    actions=${html`
      ${!testing && html`<${Button} press=${price}>${said.price}<//>`}
      <${Button} look="primary" safe id="connect-done" press=${closeDialog}>${said.done}<//>
    `}
  >
    <div class=${`payer account-mark--${account.colour}`}><${AccountMark} account=${account} vendor /></div>
    ${testing && html`<p role="status"><strong>${said.doneTestTitle}.</strong> ${said.testing}</p>`}
    ${
      test.state === "done" &&
      html`<div class=${`outcome ${account.testedAt === null ? "" : "outcome--good"}`} role="status">
        <${Icon} name=${account.testedAt === null ? "circle-help" : "circle-check"} />
        <div class="outcome__words">
          <p class="outcome__title">${account.testedAt === null ? said.untested : said.accepted}</p>
          <p>${test.message}</p>
        </div>
      </div>`
    }
    ${
      test.state === "failed" &&
      html`<${ErrorNote} error=${test.error} retry=${again}>
          ${test.error.code === "unauthorized" && html`<${Button} small press=${replace}>${said.again}<//>`}
        <//>
        <p>${said.testFailed}</p>`
    }
    <p class="aside-note"><${Icon} name="lock" /><span><strong>${said.safeTitle}.</strong> ${said.safeText}</span></p>
  <//>`;
}

/**
 * A colour that no connected account of the realm has yet, so that two are told apart at a glance. From the sandbox one
 * connects accounts of other realms, of which only the number is known here: then it is the next in line.
 */
function freeColour() {
  if (realm.peek() === "sandbox") {
    const elsewhere = desk.peek()?.realms.filter((one) => one.realm !== "sandbox") ?? [];
    const connected = elsewhere.reduce((sum, one) => sum + one.accounts, 0);
    return /** @type {Colour} */ (COLOURS[connected % COLOURS.length]);
  }
  const connected = [...accounts.peek().values()].filter(({ forgotten }) => !forgotten);
  const taken = new Set(connected.map(({ colour }) => colour));
  return COLOURS.find((colour) => !taken.has(colour)) ?? /** @type {Colour} */ ("blue");
}
