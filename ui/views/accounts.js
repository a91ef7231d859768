// Accounts of the realm: whose they are, how they sign in, what they may spend, and what can be done about it.

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { words } from "../lib/text.js";
import { desk, readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { AccountSheet } from "./accounts-sheet.js";

export default function AccountsView() {
  const said = words.accounts;
  const accounts = desk.value?.accounts ?? [];
  const connect = html`<${Button} look="primary" icon="plus" id="connect-account" whyNot=${readOnly.value} press=${() => openDialog("connect")}>${said.connect}<//>`;
  return html`<div class="view">
    <div class="accounts__head">
      <h1 class="view__title">${said.title}</h1>
      ${accounts.length > 0 && connect}
    </div>
    ${
      accounts.length > 0
        ? html`<ul class="accounts" role="list">${accounts.map((account) => html`<li key=${account.id}><${AccountSheet} account=${account} /></li>`)}</ul>`
        : html`<section><h2 class="visually-hidden">${words.desk.noAccountTitle}</h2><${Empty} icon="key-round" title=${said.emptyTitle} text=${said.empty}>${connect}<//></section>`
    }
  </div>`;
}
