// Settings: one page, a section for each matter. Whoever adds a section adds one import and one entry to the list.

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Icon } from "../elements/icon.js";
import { help } from "../lib/help.js";
import { words } from "../lib/text.js";
import { changeSettings, settings } from "../state/settings.js";
import { AccountsSection } from "./settings-accounts.js";
import { Appearance, LogLevel, Money, Time } from "./settings-choices.js";
import { Data } from "./settings-data.js";
import { Notifications } from "./settings-notifications.js";
import { Reset } from "./settings-reset.js";

/** @type {{ id: keyof typeof help.settings.sections; Section: import("preact").ComponentType }[]} */
const SECTIONS = [
  { id: "appearance", Section: Appearance },
  { id: "time", Section: Time },
  { id: "money", Section: Money },
  { id: "accounts", Section: AccountsSection },
  { id: "notifications", Section: Notifications },
  { id: "data", Section: Data },
  { id: "log", Section: LogLevel },
  { id: "reset", Section: Reset },
];

/**
 * @param {{ tab: string | null }} props the section to begin at
 */
export default function SettingsView({ tab }) {
  const said = help.settings;
  useEffect(() => {
    if (tab) {
      // After the view was brought to its top, as every view is.
      requestAnimationFrame(() => show(tab));
    }
  }, [tab]);
  return html`<div class="view settings">
    <h1 class="view__title">${words.places.settings}</h1>
    <${Troubles} />
    <div class="settings__frame">
      <nav class="settings__list" aria-label=${said.list}>
        ${SECTIONS.map(({ id }) => html`<button type="button" class="settings__link" key=${id} onClick=${() => show(id)}>${said.sections[id]}</button>`)}
      </nav>
      <div class="settings__sections">
        ${SECTIONS.map(
          ({
            id,
            Section,
          }) => html`<section class="sheet settings__section" aria-labelledby=${`settings-${id}`} key=${id}>
            <h2 class="sheet__title" id=${`settings-${id}`} tabindex="-1">${said.sections[id]}</h2>
            <${Section} />
          </section>`,
        )}
      </div>
    </div>
  </div>`;
}

/** What is wrong with the settings as a whole: that they hold only until Berth quits, or that they could not be read. */
function Troubles() {
  const said = help.settings;
  const { unsaved, setAside } = settings.value;
  return html`<div class="settings__troubles" role="status">
    ${
      unsaved &&
      html`<div class="settings__trouble"><${Icon} name="triangle-alert" /><p>${said.unsaved}</p><${Button} small icon="refresh-cw" id="save-settings" press=${() => changeSettings({})}>${words.tryAgain}<//></div>`
    }
    ${setAside && html`<div class="settings__trouble"><${Icon} name="triangle-alert" /><p>${said.setAside} <code>${setAside}</code></p></div>`}
  </div>`;
}

/**
 * Brings a section into view, and the keyboard to its heading.
 *
 * @param {string} id
 */
function show(id) {
  const title = document.getElementById(`settings-${id}`);
  title?.focus({ preventScroll: true });
  title?.closest("section")?.scrollIntoView({ block: "start" });
}
