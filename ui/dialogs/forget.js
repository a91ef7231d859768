// Forgets an account's credentials. The ledger keeps everything else: it is the only record of what was bought.

/** @import { AccountView, ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Icon } from "../elements/icon.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { desk, reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";

/**
 * @param {{ account: AccountView }} props
 */
export default function ForgetDialog({ account }) {
  const said = words.forget;
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const open = stillOpen(account.id);
  const forget = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await call("forget_account", { account: account.id });
      await reload();
      closeDialog();
      notify({ tone: "plain", text: said.done(account.label) });
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  return html`<${Dialog}
    title=${said.title(account.label)}
    role="alertdialog"
    kind="destroy"
    about="forget-about"
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${said.forgetting}</p>`}
      <${Button} safe press=${closeDialog} off=${busy}>${said.keep}<//>
      <${DecidingButton} look="danger" icon="key-round" press=${forget} off=${busy}>${said.forget}<//>
    `}
  >
    <div class=${`payer account-mark--${account.colour}`}><${AccountMark} account=${account} vendor /></div>
    <dl class="lost" id="forget-about">
      <div class="lost__what"><${Icon} name="trash-2" /><dt>${said.removes}</dt><dd>${said.removesWhat}</dd></div>
      <div class="lost__what"><${Icon} name="receipt-text" /><dt>${said.keeps}</dt><dd>${said.keepsWhat}</dd></div>
    </dl>
    <p>${said.vendor}</p>
    ${open > 0 && html`<div class="outcome outcome--doubt"><${Icon} name="triangle-alert" /><p>${said.open(open)}</p></div>`}
    ${failure && html`<${ErrorNote} error=${failure} />`}
  <//>`;
}

/**
 * Policies of the account that still run, wait, or are in doubt.
 *
 * @param {string} id
 */
function stillOpen(id) {
  return desk.value?.unfinished[id] ?? 0;
}
