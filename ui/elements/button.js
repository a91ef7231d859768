// A button. One that cannot be pressed now stays reachable and says why, so that nobody has to guess.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";
import { Icon } from "./icon.js";

/**
 * @param {object} props
 * @param {() => void} props.press
 * @param {any} [props.children] the words on it
 * @param {"plain" | "primary" | "danger" | "quiet"} [props.look]
 * @param {boolean} [props.small]
 * @param {string} [props.icon]
 * @param {string} [props.id]
 * @param {string} [props.label] what a listener hears, where the words alone would not be enough
 * @param {string | null} [props.whyNot] why it cannot be pressed now; it does nothing then
 * @param {boolean} [props.off] it cannot be pressed now, and the words around it say why
 * @param {boolean} [props.pressed]
 * @param {boolean} [props.skip] the tab key passes it by: where there are hundreds, arrow keys lead to it
 * @param {boolean} [props.safe] the choice of a dialog that changes nothing; focus starts here
 */
export function Button({ press, children, look = "plain", small, icon, id, label, whyNot, off, pressed, skip, safe }) {
  const [reason] = useState(() => freshId("why"));
  const dead = Boolean(whyNot) || Boolean(off);
  return html`<button
      type="button"
      id=${id}
      class=${`button button--${look} ${small ? "button--small" : ""}`}
      aria-label=${label}
      aria-disabled=${dead ? "true" : undefined}
      aria-describedby=${whyNot ? reason : undefined}
      aria-pressed=${pressed === undefined ? undefined : String(pressed)}
      title=${whyNot || undefined}
      tabindex=${skip ? -1 : undefined}
      data-safe=${safe || undefined}
      onClick=${dead ? undefined : press}
    >${icon && html`<${Icon} name=${icon} />`}${children}</button>
    ${whyNot && html`<span class="visually-hidden" id=${reason}>${whyNot}</span>`}`;
}

/**
 * A button that is an icon only, with words for those who listen and for whoever waits above it.
 *
 * @param {{ icon: string; label: string; press: () => void; id?: string }} props
 */
export function IconButton({ icon, label, press, id }) {
  return html`<button type="button" id=${id} class="button button--quiet button--icon" aria-label=${label} title=${label} onClick=${press}>
    <${Icon} name=${icon} />
  </button>`;
}
