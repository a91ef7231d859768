// A setting: what it is and what it does on one side, the few choices there are on the other. It takes effect when it is
// chosen; nothing has to be confirmed.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";

/**
 * @template {string} Value
 * @param {{ label: string; hint?: any; name: string; value: Value; options: [Value, string][]; change: (value: Value) => void }} props
 */
export function Setting({ label, hint, name, value, options, change }) {
  const [id] = useState(() => freshId("setting"));
  return html`<fieldset class="setting" aria-describedby=${hint ? `${id}-hint` : undefined}>
    <legend class="setting__label">${label}</legend>
    <div class="setting__choices">
      ${options.map(
        ([option, word]) => html`<label class="setting__choice" key=${option}>
          <input type="radio" name=${name} value=${option} checked=${option === value} onChange=${() => change(option)} />
          ${word}
        </label>`,
      )}
    </div>
    ${hint && html`<p class="setting__hint" id=${`${id}-hint`}>${hint}</p>`}
  </fieldset>`;
}
