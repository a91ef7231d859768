// Where this machine keeps things and how much of it there is, and what can be done about the ledger.

/** @import { AboutView, ErrorView, OwnFolder } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../elements/button.js";
import { Copy } from "../elements/copy.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { call } from "../ipc.js";
import { help } from "../lib/help.js";
import { announce } from "../state/announcements.js";
import { Ledger } from "./settings-ledger.js";

export function Data() {
  const said = help.settings;
  const [about, setAbout] = useState(/** @type {AboutView | null} */ (null));
  const [error, setError] = useState(/** @type {ErrorView | null} */ (null));
  useEffect(() => {
    call("show_about", {}).then(setAbout, setError);
  }, []);
  return html`
    ${error && html`<${ErrorNote} error=${error} />`}
    ${
      about &&
      html`<${Facts} dense>
        <${Lies} name=${said.folder} path=${about.folder} folder="data" />
        <${Lies} name=${said.ledgerFile} path=${about.ledger} bytes=${about.ledgerBytes} />
        <${Lies} name=${said.settingsFile} path=${about.settings} bytes=${about.settingsBytes} />
        <${Lies} name=${said.logs} path=${about.logs} bytes=${about.logsBytes} note=${said.logsHint} folder="logs" />
      <//>`
    }
    <${Ledger} />`;
}

/**
 * @param {{ name: string; path: string; bytes?: number | null; note?: string; folder?: OwnFolder }} props `bytes` is null where
 *   there is no file, `folder` what can be shown by the system
 */
function Lies({ name, path, bytes, note, folder }) {
  const said = help.settings;
  const [taken, setTaken] = useState(true);
  const open = async (/** @type {OwnFolder} */ which) => {
    const opened = await call("open_folder", { folder: which }).catch(() => false);
    setTaken(opened);
    if (!opened) {
      announce(said.notOpened);
    }
  };
  const size = bytes === undefined ? null : bytes === null ? said.none : said.size(bytes);
  const notes = [size, note].filter(Boolean).join(", ");
  return html`<${Fact} name=${name}>${folder && html`<${IconButton} icon="folder-open" id=${`open-${folder}`} label=${said.open(name)} press=${() => open(folder)} />`}<${Copy} text=${path} label=${name} />${notes && html`<span class="fact-note">${notes}</span>`}${!taken && html`<span class="fact-note">${said.notOpened}</span>`}<//>`;
}
