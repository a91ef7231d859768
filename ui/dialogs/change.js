// Renames an account, gives it another colour, or says how it is paid. Its secret is not touched.

/** @import { AccountView, ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { ColourField, focusFirst, PaymentField } from "./account-fields.js";

/**
 * @param {{ account: AccountView }} props
 */
export default function ChangeDialog({ account }) {
  const said = words.change;
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const [label, setLabel] = useState(account.label);
  const [colour, setColour] = useState(account.colour);
  const [payment, setPayment] = useState(account.payment);
  const [wrong, setWrong] = useState(false);
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const bad = label.trim() === "" || label.trim().length > 60;
    setWrong(bad);
    setFailure(null);
    if (bad || busy) {
      focusFirst(form.current);
      return;
    }
    setBusy(true);
    try {
      await call("change_account", { request: { account: account.id, label: label.trim(), colour, payment } });
      await reload();
      closeDialog();
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  return html`<${Dialog}
    title=${said.title}
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${said.saving}</p>`}
      <${Button} press=${closeDialog} off=${busy}>${said.cancel}<//>
      <${Button} look="primary" press=${save} off=${busy}>${said.save}<//>
    `}
  >
    <form
      class="lost"
      ref=${form}
      noValidate
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        save();
      }}
    >
      <${TextField} label=${words.connect.label} name="label" value=${label} change=${setLabel} hint=${words.connect.labelHint} error=${wrong ? words.connect.labelWrong : null} autoFocus />
      <${ColourField} value=${colour} change=${setColour} />
      ${account.vendor === "cloudidr" && html`<${PaymentField} value=${payment} change=${setPayment} />`}
      ${failure && html`<${ErrorNote} error=${failure} retry=${save} />`}
      <button type="submit" hidden></button>
    </form>
  <//>`;
}
