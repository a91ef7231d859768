// Restores a backup, after saying what it holds, what comes back and what is kept.

/** @import { ErrorView, ExaminedView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Copy } from "../elements/copy.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { Icon } from "../elements/icon.js";
import { LocalTime } from "../elements/moment.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { verify } from "../state/integrity.js";

/**
 * @param {{ examined: ExaminedView }} props
 */
export default function RestoreDialog({ examined }) {
  const said = words.ledger.review;
  const { file, contents, regained, keptPolicies, keptAttempts, contradictions } = examined;
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const restored = await call("restore_backup", { review: examined.review });
      await reload();
      closeDialog();
      notify({ tone: "good", text: said.done(restored.contents, restored.setAside) });
      verify();
    } catch (error) {
      setFailure(/** @type {ErrorView} */ (error));
      setBusy(false);
    }
  };
  return html`<${Dialog}
    title=${said.title}
    role="alertdialog"
    kind="destroy"
    about="restore-about"
    busy=${busy}
    actions=${html`
      ${busy && html`<p class="dialog__status" role="status">${said.restoring}</p>`}
      <${Button} safe press=${closeDialog} off=${busy}>${said.keep}<//>
      <${DecidingButton} look="danger" icon="archive-restore" press=${restore} off=${busy || contradictions > 0 || failure !== null}>${said.act}<//>
    `}
  >
    <${Facts} dense>
      <${Fact} name=${said.file}><${Copy} text=${file} label=${said.file} /><//>
      <${Fact} name=${said.holds}>${words.ledger.holds(contents)}<//>
      <${Fact} name=${said.newest}>${contents.newest ? html`<${LocalTime} at=${contents.newest} />` : said.empty}<//>
      <${Fact} name=${said.regained}>${regained > 0 ? said.regainedCount(regained) : said.nothing}<//>
      <${Fact} name=${said.kept}>${keptPolicies + keptAttempts > 0 ? said.keptBoth(keptPolicies, keptAttempts) : said.keptNone}<//>
    <//>
    ${!contents.whole && html`<div class="outcome outcome--doubt"><${Icon} name="triangle-alert" /><p>${said.broken}</p></div>`}
    ${contradictions > 0 && html`<div class="outcome outcome--doubt"><${Icon} name="triangle-alert" /><p>${said.contradictions(contradictions)}</p></div>`}
    <div class="lost" id="restore-about">
      <p>${said.aside}</p>
      <p>${said.accounts}</p>
    </div>
    ${failure && html`<${ErrorNote} error=${failure} effects=${said.effect} />`}
  <//>`;
}
