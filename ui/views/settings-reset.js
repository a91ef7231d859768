// Every setting as at the first start. Asked for in a dialog that says what stays.

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { help } from "../lib/help.js";
import { openDialog } from "../state/dialogs.js";

export function Reset() {
  const said = help.settings;
  return html`<p class="sheet__text">${said.resetText}</p>
    <div class="sheet__actions"><${Button} id="reset-settings" press=${() => openDialog("reset")}>${said.reset}<//></div>`;
}
