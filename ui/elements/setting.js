// A setting: what it is on one side, the few choices there are and what they do on the other. It takes effect when it is
// chosen; nothing has to be confirmed.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";

/**
 * @template {string} Value
 * @param {{ label: string; hint?: string; name: string; value: Value; options: [Value, string][]; change: (value: Value) => void }} props
 */
export function Setting({ label, hint, name, value, options, change }) {
  const [id] = useState(() => freshId("setting"));
  return html`<div class="setting" role="radiogroup" aria-labelledby=${`${id}-label`} aria-describedby=${hint ? `${id}-hint` : undefined}>
    <p class="setting__label" id=${`${id}-label`}>${label}</p>
    <div class="setting__choices">
      ${options.map(
        ([option, word]) => html`<label class="setting__choice" key=${option}>
          <input type="radio" name=${name} value=${option} checked=${option === value} onChange=${() => change(option)} />
          ${word}
        </label>`,
      )}
    </div>
    ${hint && html`<p class="setting__hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}
