// A shortcut as it stands on the keys, and in words for those who listen.

import { html } from "htm/preact";
import { help } from "../lib/help.js";
import { chordsOf, onMac, signOf } from "../lib/shortcut.js";

/**
 * @param {{ keys: import("../lib/shortcut.js").Keys; mac?: boolean }} props
 */
export function KeySigns({ keys, mac = onMac() }) {
  /** @type {Record<string, string>} */
  const said = help.keys;
  return html`<span class="keys">
    ${chordsOf(keys, mac).map(
      (chord, at) => html`${at > 0 && html`<span class="keys__then">${help.shortcuts.next}</span>`}
        <span class="keys__chord">${chord.map((key) => {
          const sign = signOf(key, mac);
          const word = said[key];
          return word === undefined || word === sign
            ? html`<kbd class="keys__key">${sign}</kbd>`
            : html`<kbd class="keys__key"><span aria-hidden="true" translate=${false}>${sign}</span><span class="visually-hidden">${word} </span></kbd>`;
        })}</span>`,
    )}
  </span>`;
}
