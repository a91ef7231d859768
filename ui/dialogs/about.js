// This program: its version, where its files lie, and what it is made of, with the licences. The lists are fetched when
// the dialog is open: hardly anybody reads them, and nobody waits for them.

/** @import { AboutView, ErrorView } from "../ipc.d.ts" */
/** @import { Crate } from "../state/licences.js" */
/** @typedef {typeof import("../state/licences.js")} Lists */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Copy } from "../elements/copy.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { TextField } from "../elements/field.js";
import { Mark } from "../elements/mark.js";
import { call } from "../ipc.js";
import { help } from "../lib/help.js";
import { rankOf } from "../lib/ranking.js";
import { listed, words } from "../lib/text.js";
import { closeDialog } from "../state/dialogs.js";

const said = help.about;

export default function AboutDialog() {
  const [about, setAbout] = useState(/** @type {AboutView | null} */ (null));
  const [error, setError] = useState(/** @type {ErrorView | null} */ (null));
  const [licences, setLicences] = useState(/** @type {Lists | "failed" | null} */ (null));
  useEffect(() => {
    call("show_about", {}).then(setAbout, setError);
    import("../state/licences.js").then(setLicences, () => setLicences("failed"));
  }, []);
  const actions = html`<${Button} safe press=${closeDialog}>${words.close}<//>`;
  return html`<${Dialog} title=${said.title} size="wide" stage="about" actions=${actions}>
    <p class="about-program"><${Mark} /><strong>${words.name}${about && ` ${about.version}`}</strong><span class="help__note">${said.ownLicence}</span></p>
    ${error && html`<${ErrorNote} error=${error} />`}
    ${
      about &&
      html`<${Facts} dense>
        <${Fact} name=${said.ledger}><${Copy} text=${about.ledger} label=${said.ledger} /><//>
        <${Fact} name=${said.settings}><${Copy} text=${about.settings} label=${said.settings} /><//>
        <${Fact} name=${said.logs}><${Copy} text=${about.logs} label=${said.logs} /><span class="fact-note">${said.logsHint}</span><//>
      <//>`
    }
    ${
      licences === null
        ? html`<p role="status">${words.loading}</p>`
        : licences === "failed"
          ? html`<p role="status">${said.failed}</p>`
          : html`<${MadeOf} lists=${licences} />`
    }
  <//>`;
}

/**
 * @param {{ lists: Lists }} props
 */
function MadeOf({ lists: { LIBRARIES, CRATES, textsOf } }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(/** @type {Crate | null} */ (null));
  const shown = CRATES.filter(({ name, licence }) => rankOf(typed, name, licence) !== null);
  return html`
    <section class="made-of" aria-labelledby="made-of-page">
      <h3 class="help__heading" id="made-of-page">${said.page}</h3>
      <p class="help__note">${said.pageHint}</p>
      <div class="made-of__libraries">${LIBRARIES.map(
        ({ name, version, text }) => html`<details class="raw" key=${name}>
          <summary translate=${false}>${name} ${version}</summary>
          <pre tabindex="0" translate=${false}>${text}</pre>
        </details>`,
      )}</div>
    </section>
    <section class="made-of" aria-labelledby="made-of-crates">
      <h3 class="help__heading" id="made-of-crates">${said.crates}</h3>
      <p class="help__note">${said.cratesHint(CRATES.length)}</p>
      <${TextField} label=${said.filter} name="crates" value=${typed} change=${setTyped} />
      ${
        shown.length === 0
          ? html`<p class="help__note" role="status">${said.none}</p>`
          : html`<div class="made-of__crates" tabindex="0" role="region" aria-labelledby="made-of-crates">
            <table class="figures figures--words">
              <thead><tr><th scope="col">${said.crate}</th><th scope="col">${said.crateVersion}</th><th scope="col">${said.crateLicence}</th><th scope="col">${said.systems}</th></tr></thead>
              <tbody>
                ${shown.map(
                  (crate) => html`<tr key=${`${crate.name} ${crate.version}`}>
                    <td><button type="button" class="figures__open" translate=${false} aria-pressed=${String(crate === chosen)} onClick=${() => setChosen(crate)}>${crate.name}</button></td>
                    <td translate=${false}>${crate.version}</td>
                    <td translate=${false}>${crate.licence}</td>
                    <td>${crate.systems.length === SYSTEMS ? said.everywhere : listed(crate.systems.map((system) => said.systemNames[system]))}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`
      }
      ${chosen ? html`<${Texts} of=${chosen} textsOf=${textsOf} key=${`${chosen.name} ${chosen.version}`} />` : html`<p class="help__note">${said.choose}</p>`}
    </section>
  `;
}

/**
 * What a crate says of its licence, word for word.
 *
 * @param {{ of: Crate; textsOf: (of: Crate) => Promise<string[]> }} props
 */
function Texts({ of, textsOf }) {
  const [texts, setTexts] = useState(/** @type {string[] | null} */ (null));
  useEffect(() => {
    // Without the file there is nothing to show, which is what is said then.
    textsOf(of).then(setTexts, () => setTexts([]));
  }, [of]);
  if (texts === null) {
    return html`<p role="status">${words.loading}</p>`;
  }
  return html`<section class="raw made-of__texts" aria-label=${said.textOf(of.name)}>
    <h4 class="help__heading" role="status">${said.textOf(`${of.name} ${of.version}`)}</h4>
    ${
      texts.length === 0
        ? html`<p class="help__note">${said.noText}</p>`
        : texts.map((text) => html`<pre tabindex="0" translate=${false}>${text}</pre>`)
    }
  </section>`;
}

/** How many there are. */
const SYSTEMS = Object.keys(said.systemNames).length;
