// The menu, after the ARIA guide's menu button: arrows go around, Home and End to the ends, a letter to the next command
// that begins with it, Esc back to the button.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { help } from "../lib/help.js";
import { words } from "../lib/text.js";
import { COMMANDS, GROUPS, runCommand } from "../state/commands.js";
import { Icon } from "./icon.js";
import { KeySigns } from "./key-signs.js";

const OFFERED = GROUPS.map((group) => ({
  group,
  commands: COMMANDS.filter((command) => command.inMenu && command.group === group),
})).filter(({ commands }) => commands.length > 0);

const ALL = OFFERED.flatMap(({ commands }) => commands);

/**
 * @param {{ close: () => void }} props `close` gives focus back to the button
 */
export function Menu({ close }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const [active, setActive] = useState(0);
  // At once: a key that follows is meant for the menu.
  useLayoutEffect(() => {
    const item = frame.current?.querySelector(`[data-at="${active}"]`);
    if (item instanceof HTMLElement) {
      item.focus();
    }
  }, [active]);
  const take = (/** @type {import("../state/commands.js").Command} */ command) => {
    // Focus first: what the command opens gives it back where it was then.
    close();
    runCommand(command);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const to = movedTo(event, active);
    if (to !== null) {
      event.preventDefault();
      setActive(to);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return html`<div class="menu__list" role="menu" id="menu" aria-label=${words.menu} ref=${frame} onKeyDown=${press}>
    ${OFFERED.map(
      ({ group, commands }) => html`<div class="menu__group" role="group" aria-label=${help.groups[group]} key=${group}>
        ${commands.map((command) => {
          const at = ALL.indexOf(command);
          const why = command.whyNot?.() ?? null;
          return html`<button
            type="button"
            role="menuitem"
            class="menu__item"
            key=${command.id}
            data-at=${at}
            tabindex=${at === active ? 0 : -1}
            aria-disabled=${why === null ? undefined : "true"}
            onClick=${() => why === null && take(command)}
            onPointerMove=${() => setActive(at)}
          >
            <${Icon} name=${command.icon ?? ""} />
            <span class="menu__words">${command.title}${why !== null && html` <span class="menu__why">${why}</span>`}</span>
            ${command.keys && html`<span class="visually-hidden">${help.shortcuts.apart}</span><${KeySigns} keys=${command.keys} />`}
          </button>`;
        })}
      </div>`,
    )}
  </div>`;
}

/**
 * Where a key moves to.
 *
 * @param {KeyboardEvent} event
 * @param {number} active
 * @returns {number | null}
 */
function movedTo({ key, ctrlKey, metaKey, altKey }, active) {
  const steps = new Map([
    ["ArrowDown", active + 1],
    ["ArrowUp", active - 1],
    ["Home", 0],
    ["End", ALL.length - 1],
  ]);
  const to = steps.get(key);
  if (to !== undefined) {
    return (to + ALL.length) % ALL.length;
  }
  if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) {
    return null;
  }
  const begins = (/** @type {number} */ at) => ALL[at]?.title.toLowerCase().startsWith(key.toLowerCase());
  const after = ALL.map((_, at) => (active + 1 + at) % ALL.length);
  return after.find(begins) ?? active;
}
