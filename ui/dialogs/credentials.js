// Replaces an account's credentials, or enters them again after they were removed, and tests the new ones.

/** @import { AccountView, ErrorView, Keep } from "../ipc.d.ts" */
/** @import { How } from "./account-fields.js" */

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { call } from "../ipc.js";
import { isolated } from "../lib/isolated.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import {
  anyError,
  CredentialFields,
  credentialErrors,
  credentialsOf,
  empty,
  Failure,
  focusFirst,
  KeepField,
} from "./account-fields.js";

/**
 * @param {{ account: AccountView }} props
 */
export default function CredentialsDialog({ account }) {
  const said = words.credentials;
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const secret = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [how, setHow] = useState(/** @type {How} */ (account.user === null ? "token" : "password"));
  const [user, setUser] = useState(account.user ?? "");
  const [keep, setKeep] = useState(account.keep);
  const [errors, setErrors] = useState(/** @type {Record<string, string | undefined>} */ ({}));
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [stored, setStored] = useState(false);
  const [busy, setBusy] = useState(false);

  const store = async (/** @type {Keep} */ kept) => {
    if (busy) {
      return;
    }
    const typed = { vendor: account.vendor, how, user, secret: secret.current };
    const wrong = credentialErrors(typed);
    setErrors(wrong);
    setFailure(null);
    if (anyError(wrong)) {
      focusFirst(form.current);
      return;
    }
    setBusy(true);
    let done = false;
    try {
      await call("replace_credentials", {
        request: { account: account.id, credentials: credentialsOf(typed), keep: kept },
      });
      empty(secret.current);
      done = true;
      setStored(true);
      await reload();
      const { message } = await call("test_account", { account: account.id });
      notify({ tone: "good", text: words.pair(isolated(account.label), told(message)) });
      await reload();
      closeDialog();
    } catch (error) {
      if (done) {
        await reload();
      }
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  const untilQuit = () => {
    setKeep("until_quit");
    store("until_quit");
  };

  return html`<${Dialog}
    title=${account.forgotten ? said.titleAgain(account.label) : said.title(account.label)}
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${stored ? words.connect.testing : said.saving}</p>`}
      <${Button} press=${closeDialog} off=${busy}>${stored ? words.connect.done : words.connect.cancel}<//>
      <${Button} look="primary" press=${() => store(keep)} off=${busy}>${said.save}<//>
    `}
  >
    <form
      class="lost"
      ref=${form}
      noValidate
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        store(keep);
      }}
    >
      <div class=${`payer account-mark--${account.colour}`}><${AccountMark} account=${account} vendor /></div>
      ${!account.forgotten && html`<p>${said.text}</p>`}
      <${CredentialFields} vendor=${account.vendor} how=${how} chooseHow=${setHow} user=${user} changeUser=${setUser} secret=${secret} errors=${errors} />
      <${KeepField} value=${keep} change=${setKeep} />
      ${failure && html`<${Failure} error=${failure} keep=${keep} untilQuit=${untilQuit} effects=${stored ? undefined : said.effect} />`}
      ${failure && stored && html`<p>${said.storedUntested}</p>`}
      <button type="submit" hidden></button>
    </form>
  <//>`;
}
