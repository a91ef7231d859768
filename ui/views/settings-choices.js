// The settings that are a choice of a few: how things look, how times and months are told, and how much is logged.

import { useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { TextField } from "../elements/field.js";
import { Moment } from "../elements/moment.js";
import { Setting } from "../elements/setting.js";
import { help } from "../lib/help.js";
import { words } from "../lib/text.js";
import { now } from "../state/clock.js";
import { changeSettings, settings } from "../state/settings.js";

/** @import { SettingsView } from "../ipc.d.ts" */

const said = help.settings;

export function Appearance() {
  return html`<${Setting}
    label=${said.theme}
    hint=${said.themeHint}
    name="theme"
    value=${settings.value.theme}
    options=${[["system", words.theme.system], ["light", words.theme.light], ["dark", words.theme.dark]]}
    change=${(/** @type {SettingsView["theme"]} */ theme) => changeSettings({ theme })}
  />`;
}

/** A place whose clocks are seldom the user's: Mumbai, five and a half hours ahead of UTC. */
const ELSEWHERE = 330;

export function Time() {
  const { clock, zoneFirst } = settings.value;
  return html`<${Setting}
      label=${said.clock}
      name="clock"
      value=${clock}
      options=${[["24", said.clocks["24"]], ["12", said.clocks["12"]], ["system", said.clocks.system]]}
      change=${(/** @type {SettingsView["clock"]} */ chosen) => changeSettings({ clock: chosen })}
    />
    <${Setting}
      label=${said.zone}
      hint=${said.zoneHint}
      name="zone"
      value=${zoneFirst}
      options=${[["place", said.zones.place], ["mine", said.zones.mine]]}
      change=${(/** @type {SettingsView["zoneFirst"]} */ chosen) => changeSettings({ zoneFirst: chosen })}
    />
    <div class="setting setting--preview">
      <p class="setting__label">${said.preview}</p>
      <${Preview} />
    </div>`;
}

/** This minute, as a card would tell it. */
function Preview() {
  const minute = useComputed(() => Math.floor(now.value / 60_000) * 60_000);
  return html`<${Moment} moment=${{ at: new Date(minute.value).toISOString(), offsetMinutes: ELSEWHERE }} />`;
}

export function Money() {
  return html`<${Setting}
      label=${said.month}
      hint=${said.monthHint}
      name="hoursPerMonth"
      value=${settings.value.hoursPerMonth}
      options=${[["730", said.months["730"]], ["744", said.months["744"]], ["actual", said.months.actual]]}
      change=${(/** @type {SettingsView["hoursPerMonth"]} */ hoursPerMonth) => changeSettings({ hoursPerMonth })}
    />
    <${Currency} />`;
}

const CODE = /^[A-Za-z]{3}$/;

/** Saved as soon as it is one; what is half typed is not. */
function Currency() {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const change = (/** @type {string} */ text) => {
    setTyped(text);
    if (CODE.test(text.trim())) {
      changeSettings({ currency: text.trim().toUpperCase() });
    }
  };
  const wrong = typed !== null && !CODE.test(typed.trim()) ? said.currencyWrong(settings.value.currency) : null;
  return html`<div class="setting setting--field">
    <${TextField}
      label=${said.currency}
      name="currency"
      value=${typed ?? settings.value.currency}
      change=${change}
      hint=${said.currencyHint}
      error=${wrong}
      leave=${() => !wrong && setTyped(null)}
    />
  </div>`;
}

export function LogLevel() {
  return html`<${Setting}
    label=${said.logLevel}
    hint=${said.logLevelHint}
    name="logLevel"
    value=${settings.value.logLevel}
    options=${[
      ["error", said.logLevels.error],
      ["warn", said.logLevels.warn],
      ["info", said.logLevels.info],
      ["debug", said.logLevels.debug],
    ]}
    change=${(/** @type {SettingsView["logLevel"]} */ logLevel) => changeSettings({ logLevel })}
  />`;
}
