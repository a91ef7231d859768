// The palette: everything that can be done from anywhere, found by typing. A combobox after the ARIA guide whose list is
// always open: focus stays in the input, and the active option is told by its id.
//
// MONEY: it runs commands, and commands open reviews. Nothing here, and nothing that it calls, confirms.

import { useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useModal } from "../elements/dialog.js";
import { Icon } from "../elements/icon.js";
import { KeySigns } from "../elements/key-signs.js";
import { Spoken } from "../elements/notices.js";
import { usePainted } from "../elements/painted.js";
import { help } from "../lib/help.js";
import { announce } from "../state/announcements.js";
import { runCommand } from "../state/commands.js";
import { closeDialog, makeWay } from "../state/dialogs.js";
import { listedAtFirst, listedFor, policyCommands, topOf } from "../state/palette.js";

/** @import { Command } from "../state/commands.js" */

const said = help.palette;

/** How far a page of keys goes. */
const PAGE = 8;

/** At least as many as there is room for. */
const IN_SIGHT = 12;

export default function Palette() {
  const frame = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const text = useSignal("");
  const policies = useSignal({ of: "", commands: /** @type {Command[]} */ ([]) });
  const active = useSignal(0);
  const listed = useComputed(() => (text.value.trim() ? listedFor(text.value, policies.value) : listedAtFirst()));
  const all = useComputed(() => listed.value.flatMap(({ commands }) => commands));
  const painted = usePainted();
  useModal(frame);
  useEffect(() => {
    frame.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  const type = async (/** @type {string} */ typed) => {
    text.value = typed;
    active.value = 0;
    const commands = typed.trim() ? await policyCommands(typed) : [];
    if (text.peek() === typed) {
      // Whoever went down the list meanwhile stays with what they went to.
      const chosen = active.peek() > 0 ? all.peek()[active.peek()]?.id : undefined;
      policies.value = { of: typed, commands };
      const at = all.peek().findIndex(({ id }) => id === chosen);
      active.value = Math.max(at, 0);
    }
  };
  const take = (/** @type {Command | undefined} */ command) => {
    const why = command?.whyNot?.() ?? null;
    if (why !== null) {
      announce(why);
    } else if (command) {
      makeWay(() => runCommand(command));
    }
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const count = all.value.length;
    const to = movedTo(event.key, active.value, count);
    if (event.isComposing) {
      return;
    }
    if (to !== null) {
      event.preventDefault();
      active.value = to;
    } else if (event.key === "Enter") {
      event.preventDefault();
      // A key that is held would go on to press what opens.
      if (!event.repeat) {
        take(all.value[active.value]);
      }
    }
  };

  // The input is the only stop. From it the engine goes on to the dialog itself, where nobody can type.
  const stay = () => input.current?.focus();

  let at = -1;
  return html`<dialog
    ref=${frame}
    class="dialog palette"
    aria-label=${said.label}
    onFocus=${stay}
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      closeDialog();
    }}
    onMouseDown=${(/** @type {MouseEvent} */ event) => event.target === frame.current && closeDialog()}
  >
    <div class="palette__sheet">
      <div class="palette__field">
        <${Icon} name="search" />
        <input
          ref=${input}
          class="palette__input"
          type="text"
          role="combobox"
          autofocus
          value=${text.value}
          placeholder=${said.placeholder}
          aria-label=${said.placeholder}
          aria-autocomplete="list"
          aria-expanded=${String(all.value.length > 0)}
          aria-controls="palette-list"
          aria-activedescendant=${all.value.length > 0 ? `palette-${active.value}` : undefined}
          autocomplete="off"
          spellcheck=${false}
          onInput=${(/** @type {InputEvent} */ event) => type(/** @type {HTMLInputElement} */ (event.target).value)}
          onKeyDown=${press}
        />
      </div>
      <div class="palette__list" role="listbox" id="palette-list" aria-label=${said.results} onMouseDown=${keepFocus}>
        ${(painted ? listed.value : topOf(listed.value, IN_SIGHT)).map(
          ({
            group,
            commands,
          }) => html`<div class="palette__group" role="group" aria-labelledby=${`palette-${group}`} key=${group}>
            <p class="palette__title" id=${`palette-${group}`} role="presentation">${help.groups[group]}</p>
            ${commands.map((command) => {
              at += 1;
              const here = at;
              return html`<${Option} command=${command} at=${here} active=${here === active.value} take=${take} key=${command.id} />`;
            })}
          </div>`,
        )}
      </div>
      ${
        all.value.length === 0 &&
        html`<div class="palette__none"><p>${said.none}</p><p class="palette__hint">${said.noneMore}</p></div>`
      }
      <p class="visually-hidden" role="status">${text.value.trim() ? said.found(all.value.length) : ""}</p>
      <${Spoken} />
      <footer class="palette__foot">
        <span><kbd class="keys__key" aria-hidden="true">↑↓</kbd> ${said.move}</span>
        <span><kbd class="keys__key" aria-hidden="true">↵</kbd> ${said.take}</span>
        <span><kbd class="keys__key" aria-hidden="true">Esc</kbd> ${said.leave}</span>
        <span class="palette__safe">${said.safe}</span>
      </footer>
    </div>
  </dialog>`;
}

/**
 * @param {{ command: Command; at: number; active: boolean; take: (command: Command) => void }} props
 */
function Option({ command, at, active, take }) {
  const why = command.whyNot?.() ?? null;
  return html`<div
    role="option"
    class="palette__option"
    id=${`palette-${at}`}
    aria-selected=${String(active)}
    aria-disabled=${why === null ? undefined : "true"}
    onClick=${() => take(command)}
  >
    <${Icon} name=${command.icon ?? ""} />
    <span class="palette__words"><span class="palette__name">${command.title}</span>${command.note && html` <span class="palette__note">${command.note}</span>`}${why !== null && html` <span class="palette__why">${why}</span>`}</span>
    ${command.keys && html`<span class="visually-hidden">${help.shortcuts.apart}</span><${KeySigns} keys=${command.keys} />`}
  </div>`;
}

/**
 * Focus stays in the input, whatever of the list is pressed.
 *
 * @param {MouseEvent} event
 */
function keepFocus(event) {
  event.preventDefault();
}

/**
 * Where a key moves to: around at either end by arrows, to an end by a page.
 *
 * @param {string} key
 * @param {number} active
 * @param {number} count
 * @returns {number | null}
 */
export function movedTo(key, active, count) {
  const steps = new Map([
    ["ArrowDown", (active + 1) % count],
    ["ArrowUp", (active - 1 + count) % count],
    ["PageDown", Math.min(active + PAGE, count - 1)],
    ["PageUp", Math.max(active - PAGE, 0)],
    ["Home", 0],
    ["End", count - 1],
  ]);
  return count > 0 ? (steps.get(key) ?? null) : null;
}
