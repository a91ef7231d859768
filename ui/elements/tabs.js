// Tabs as the ARIA guide has them: one stop for Tab, arrows between them, and the panel named after its tab.

import { html } from "htm/preact";
import { useRef } from "preact/hooks";

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.id prefix of the ids
 * @param {string} props.chosen
 * @param {(name: string) => void} props.choose
 * @param {{ name: string; label: string; badge?: any }[]} props.tabs
 * @param {any} props.children the chosen tab's panel
 */
export function Tabs({ label, id, chosen, choose, tabs, children }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const step = (/** @type {KeyboardEvent} */ event) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) {
      return;
    }
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    choose(tabs[next]?.name ?? chosen);
    const button = list.current?.children[next];
    if (button instanceof HTMLElement) {
      button.focus();
    }
  };
  return html`<div class="tabs">
    <div class="tabs__list" role="tablist" aria-label=${label} ref=${list} onKeyDown=${step}>
      ${tabs.map(
        ({ name, label: word, badge }) => html`<button
          type="button"
          role="tab"
          class="tabs__tab"
          id=${`${id}-tab-${name}`}
          aria-selected=${String(name === chosen)}
          aria-controls=${`${id}-panel`}
          tabindex=${name === chosen ? 0 : -1}
          onClick=${() => choose(name)}
        >${word}${badge}</button>`,
      )}
    </div>
    <div class="tabs__panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-tab-${chosen}`} key=${chosen}>${children}</div>
  </div>`;
}
