// The accounts in short, and the way to where they are changed.

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Fact, Facts } from "../elements/facts.js";
import { help } from "../lib/help.js";
import { words } from "../lib/text.js";
import { desk, readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { goTo } from "../state/route.js";
import { Limits } from "./accounts-sheet.js";

export function AccountsSection() {
  const said = help.settings;
  const accounts = (desk.value?.accounts ?? []).filter(({ forgotten }) => !forgotten);
  return html`${
    accounts.length === 0
      ? html`<p class="sheet__text">${said.noAccounts}</p>`
      : html`<${Facts} dense>
        ${accounts.map(
          (account) => html`<${Fact} name=${html`<bdi>${account.label}</bdi>`} key=${account.id}>
            <span class="settings__account">
              <span>${account.safeMode ? said.safe : said.spends}</span>
              <span class="fact-note">${words.accounts.limits}: <${Limits} limits=${account.limits} currency=${account.currency} /></span>
            </span>
          <//>`,
        )}
      <//>`
  }
  <div class="sheet__actions">
    <${Button} icon="key-round" id="settings-accounts-open" press=${() => goTo("accounts")}>${said.openAccounts}<//>
    <${Button} look="quiet" icon="plus" id="settings-connect" whyNot=${readOnly.value} press=${() => openDialog("connect")}>${words.accounts.connect}<//>
  </div>`;
}
