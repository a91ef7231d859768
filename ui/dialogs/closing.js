// The window was asked to close while a request is under way. It stands over whatever is open, the dialog that sent the
// request included, so it is no part of the one-dialog rule.

/** @import { ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";

/**
 * @param {{ stay: () => void }} props
 */
export default function ClosingDialog({ stay }) {
  const said = words.closing;
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const close = () => {
    call("close_window", {}).catch(setFailure);
  };
  return html`<${Dialog}
    title=${said.title}
    role="alertdialog"
    kind="doubt"
    about="closing-about"
    close=${stay}
    actions=${html`
      <${Button} safe press=${stay}>${said.keep}<//>
      <${DecidingButton} look="danger" press=${close}>${said.close}<//>
    `}
  >
    <div class="lost" id="closing-about">
      <p>${said.text} ${said.wait}</p>
      <p>${said.lost}</p>
    </div>
    ${failure && html`<${ErrorNote} error=${failure} />`}
  <//>`;
}
