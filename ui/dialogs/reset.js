// Resets the settings, after saying which, and what stays.

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { help } from "../lib/help.js";
import { announce } from "../state/announcements.js";
import { closeDialog } from "../state/dialogs.js";
import { resetSettings, settings } from "../state/settings.js";
import { singleKeys } from "../state/shortcuts.js";

export default function ResetDialog() {
  const said = help.settings.review;
  const reset = async () => {
    singleKeys.value = { on: true };
    await resetSettings();
    closeDialog();
    if (!settings.peek().unsaved) {
      announce(said.done);
    }
  };
  return html`<${Dialog}
    title=${said.title}
    role="alertdialog"
    about="reset-about"
    actions=${html`
      <${Button} safe press=${closeDialog}>${said.keep}<//>
      <${Button} look="primary" id="reset-now" press=${reset}>${said.act}<//>
    `}
  >
    <div class="lost" id="reset-about">
      <p>${said.goes}</p>
      <p>${said.stays}</p>
    </div>
  <//>`;
}
