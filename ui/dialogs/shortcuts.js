// The sheet of shortcuts: every command that has one, by group, and the switch for those of single keys.

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { Switch } from "../elements/field.js";
import { KeySigns } from "../elements/key-signs.js";
import { help } from "../lib/help.js";
import { chordsOf, isSingle, onMac } from "../lib/shortcut.js";
import { words } from "../lib/text.js";
import { COMMANDS, GROUPS } from "../state/commands.js";
import { closeDialog } from "../state/dialogs.js";
import { singleKeys } from "../state/shortcuts.js";

const said = help.shortcuts;

/** The groups but the places, which are half of it. */
const OTHERS = GROUPS.filter((group) => group !== "go");

export default function ShortcutsDialog() {
  const { on } = singleKeys.value;
  const actions = html`<${Button} safe press=${closeDialog}>${words.close}<//>`;
  return html`<${Dialog} title=${said.title} size="wide" stage="sheet" actions=${actions}>
    <div class="sheet-of-keys">
      <div class="sheet-of-keys__column"><${Group} group="go" on=${on} /></div>
      <div class="sheet-of-keys__column">${OTHERS.map((group) => html`<${Group} group=${group} on=${on} key=${group} />`)}</div>
    </div>
    <p class="help__note">${said.rest}</p>
    <${Switch} label=${said.single} hint=${on ? said.singleOn : said.singleOff} on=${on} change=${(/** @type {boolean} */ next) => (singleKeys.value = { on: next })} />
  <//>`;
}

/**
 * @param {{ group: import("../state/commands.js").CommandGroup; on: boolean }} props
 */
function Group({ group, on }) {
  const commands = COMMANDS.filter((command) => command.group === group);
  const rows = commands.flatMap((command) => (command.keys ? [{ command, keys: command.keys }] : []));
  if (rows.length === 0) {
    return null;
  }
  return html`<section class="sheet-of-keys__group" aria-labelledby=${`keys-${group}`}>
    <h3 class="help__heading" id=${`keys-${group}`}>${help.groups[group]}</h3>
    <dl class="sheet-of-keys__rows">
      ${rows.map(({ command, keys }) => {
        const off = !on && chordsOf(keys, onMac()).some(isSingle);
        return html`<div class="sheet-of-keys__row" key=${command.id}>
          <dt>${command.title}</dt>
          <dd>${off && html`<span class="sheet-of-keys__off">${said.singleSign}</span>`}<${KeySigns} keys=${keys} /></dd>
        </div>`;
      })}
    </dl>
  </section>`;
}
