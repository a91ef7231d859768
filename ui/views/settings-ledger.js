// The ledger as a whole: whether it is as it was written, and how to take it elsewhere and back.

/** @import { ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { brokenLine, integrity, integrityError, verify } from "../state/integrity.js";
import { backUpLedger, exportActivity } from "../state/ledger-files.js";

export function Ledger() {
  const said = words.ledger;
  return html`<div class="about" role="group" aria-labelledby="ledger-title">
    <h3 class="settings__subtitle" id="ledger-title">${said.title}</h3>
    <p>${said.text}</p>
    <${Facts} dense><${Fact} name=${said.activity}><${Activity} /><//><//>
    <${Care} />
  </div>`;
}

/** Whether the activity log is as it was written, and a button that looks again. */
function Activity() {
  const said = words.integrity;
  const found = integrity.value;
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    verify();
  }, []);
  const look = async () => {
    setBusy(true);
    await verify();
    setBusy(false);
  };
  return html`<span class="about__chain">
      <span role="status">${found ? (found.broken ? brokenLine(found.broken) : said.whole(found.entries)) : said.unverified}</span>
      <${Button} small icon="shield-check" off=${busy} press=${look}>${said.verify}<//>
    </span>
    ${integrityError.value && html`<${ErrorNote} error=${integrityError.value} />`}
    <span class="fact-note">${said.hint}</span>`;
}

/** What takes the ledger to a file or brings one in. The system asks for the file; one thing at a time. */
function Care() {
  const said = words.ledger;
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState("");
  const [failure, setFailure] = useState(/** @type {ErrorView | null} */ (null));
  const during = (/** @type {() => Promise<string | null>} */ work) => async () => {
    setBusy(true);
    setFailure(null);
    setDone(said.choosing);
    try {
      setDone((await work()) ?? "");
    } catch (error) {
      setDone("");
      setFailure(/** @type {ErrorView} */ (error));
    }
    setBusy(false);
  };
  const exportLog = during(exportActivity);
  const backUp = during(backUpLedger);
  const restore = during(async () => {
    const examined = await call("examine_backup", {});
    if (examined) {
      openDialog("restore", { examined });
    }
    return null;
  });
  return html`<div class="account__actions">
      <${Button} icon="download" off=${busy} press=${exportLog}>${said.export}<//>
      <${Button} icon="archive" off=${busy} press=${backUp}>${said.backUp}<//>
      <${Button} icon="archive-restore" id="restore-backup" off=${busy} whyNot=${readOnly.value} press=${restore}>${said.restore}<//>
    </div>
    <p class="about__done" role="status">${done && html`<bdi>${done}</bdi>`}</p>
    ${failure && html`<${ErrorNote} error=${failure} effects=${words.ledger.review.effect} />`}
    <p class="fact-note">${said.backupHint}</p>`;
}
