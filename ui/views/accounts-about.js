// The ledger, and this program: its version, where its files lie, and how it looks.

/** @import { AboutView, ErrorView } from "../ipc.d.ts" */
/** @import { Theme } from "../state/settings.js" */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Copy } from "../elements/copy.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { realm } from "../state/desk.js";
import { changeTheme, theme } from "../state/settings.js";
import { Ledger } from "./accounts-ledger.js";
import { Notifications } from "./settings-notifications.js";

/** @type {Theme[]} */
const THEMES = ["system", "light", "dark"];

export function About() {
  const said = words.accounts.about;
  const [about, setAbout] = useState(/** @type {AboutView | null} */ (null));
  const [error, setError] = useState(/** @type {ErrorView | null} */ (null));
  useEffect(() => {
    call("show_about", {}).then(setAbout, setError);
  }, []);
  return html`<${Ledger} about=${about} />
  <${Notifications} />
  <section class="sheet about" aria-labelledby="about-title">
    <h2 class="sheet__title" id="about-title">${said.title}</h2>
    <fieldset class="about__theme">
      <legend class="field__label">${said.theme}</legend>
      ${THEMES.map(
        (name) => html`<label class="about__choice" key=${name}>
          <input type="radio" name="theme" value=${name} checked=${theme.value === name} onChange=${() => changeTheme(name, realm.peek())} />
          ${words.theme[name]}
        </label>`,
      )}
    </fieldset>
    ${error && html`<${ErrorNote} error=${error} />`}
    ${
      about &&
      html`<${Facts} dense>
        <${Fact} name=${said.version}>${words.name} ${about.version}<//>
        <${Fact} name=${said.settings}><${Copy} text=${about.settings} label=${said.settings} /><//>
        <${Fact} name=${said.logs}><${Copy} text=${about.logs} label=${said.logs} /><span class="fact-note">${said.logsHint}</span><//>
      <//>`
    }
  </section>`;
}
