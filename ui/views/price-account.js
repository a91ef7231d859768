// Whose account a price is asked for with: each with its colour and name, because money hangs on it.

/** @import { AccountView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { words } from "../lib/text.js";
import { readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.name
 * @param {AccountView[]} props.accounts
 * @param {string} props.chosen
 * @param {(account: string) => void} props.choose
 */
export function AccountPicker({ label, name, accounts, chosen, choose }) {
  return html`<fieldset class="payers">
    <legend class="field__label">${label}</legend>
    ${accounts.map(
      (account) => html`<label class=${`payers__payer account-mark--${account.colour}`} key=${account.id}>
        <input type="radio" name=${name} value=${account.id} checked=${account.id === chosen} onChange=${() => choose(account.id)} />
        <${AccountMark} account=${account} />
      </label>`,
    )}
  </fieldset>`;
}

/**
 * No account that could ask.
 *
 * @param {{ vendor: AccountView["vendor"] }} props
 */
export function NoAccount({ vendor }) {
  const said = words.price;
  const [title, text] =
    vendor === "cloudidr" ? [said.noCloudidrTitle, said.noCloudidr] : [said.noGcoreTitle, said.noGcore];
  return html`<section>
    <h2 class="visually-hidden">${said.whose}</h2>
    <${Empty} icon="key-round" title=${title} text=${text}>
      <${Button} look="primary" id=${`connect-${vendor}`} whyNot=${readOnly.value} press=${() => openDialog("connect", { vendor })}>${said.connect}<//>
    <//>
  </section>`;
}
