// Turns safe mode off, after saying what that allows.

/** @import { AccountView, ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { Limits } from "../views/accounts-sheet.js";

/**
 * @param {{ account: AccountView }} props
 */
export default function SafeModeDialog({ account }) {
  const said = words.safeMode;
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const turnOff = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await call("set_safe_mode", { account: account.id, on: false });
      await reload();
      closeDialog();
      notify({ tone: "plain", text: said.turnedOff(account.label) });
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  const live = account.realm === "live";
  const gcore = live ? said.allowsGcore : said.allowsGcoreHere;
  const allows = account.vendor === "gcore" ? gcore : live ? said.allows : said.allowsHere;
  return html`<${Dialog}
    title=${said.title(account.label)}
    role="alertdialog"
    kind="spend"
    about="safe-about"
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${said.saving}</p>`}
      <${Button} safe press=${closeDialog} off=${busy}>${said.keep}<//>
      <${DecidingButton} look="primary" icon="lock-open" press=${turnOff} off=${busy}>${said.off}<//>
    `}
  >
    <div class=${`payer account-mark--${account.colour}`}><${AccountMark} account=${account} vendor /></div>
    <div class="lost" id="safe-about">
      <p>${allows}</p>
      <p><strong>${said.still}</strong></p>
    </div>
    <${Facts} dense><${Fact} name=${said.limits}><${Limits} limits=${account.limits} currency=${account.currency} /><//><//>
    ${failure && html`<${ErrorNote} error=${failure} />`}
  <//>`;
}
