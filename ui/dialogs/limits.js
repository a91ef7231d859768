// Sets what an account may spend: on one purchase, in a day, in a month.

/** @import { AccountView, ErrorView, LimitsView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { focusFirst } from "./account-fields.js";

const FIGURE = /^\d{1,15}(\.\d{1,6})?$/;

/** @type {(keyof LimitsView)[]} */
const NAMES = ["perPurchase", "perDay", "perMonth"];

/**
 * @param {{ account: AccountView }} props
 */
export default function LimitsDialog({ account }) {
  const said = words.limits;
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const [typed, setTyped] = useState(() => typedOf(account.limits));
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const wrong = (/** @type {keyof LimitsView} */ name) =>
    tried && typed[name].trim() !== "" && !FIGURE.test(typed[name].trim());
  const save = async () => {
    setTried(true);
    setFailure(null);
    if (busy || NAMES.some((name) => typed[name].trim() !== "" && !FIGURE.test(typed[name].trim()))) {
      focusFirst(form.current);
      return;
    }
    setBusy(true);
    const limit = (/** @type {keyof LimitsView} */ name) => typed[name].trim() || null;
    try {
      await call("set_limits", {
        request: {
          account: account.id,
          perPurchase: limit("perPurchase"),
          perDay: limit("perDay"),
          perMonth: limit("perMonth"),
        },
      });
      await reload();
      closeDialog();
      announce(said.saved(account.label));
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  const hints = { perPurchase: undefined, perDay: said.perDayHint, perMonth: said.perMonthHint };
  return html`<${Dialog}
    title=${said.title(account.label)}
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
      <div class=${`payer account-mark--${account.colour}`}><${AccountMark} account=${account} vendor /></div>
      <p>${said.text}${account.vendor === "gcore" && ` ${said.wholeTerm}`}</p>
      <div class="fields">
        ${NAMES.map(
          (name, at) => html`<${TextField}
            key=${name}
            label=${words.inCurrency(said[name], account.currency)}
            name=${name}
            value=${typed[name]}
            change=${(/** @type {string} */ value) => setTyped({ ...typed, [name]: value })}
            hint=${hints[name]}
            error=${wrong(name) ? said.wrong : null}
            inputMode="decimal"
            autoFocus=${at === 0}
          />`,
        )}
      </div>
      ${failure && html`<${ErrorNote} error=${failure} retry=${save} />`}
      <button type="submit" hidden></button>
    </form>
  <//>`;
}

/**
 * @param {LimitsView} limits
 */
function typedOf({ perPurchase, perDay, perMonth }) {
  return { perPurchase: perPurchase ?? "", perDay: perDay ?? "", perMonth: perMonth ?? "" };
}
