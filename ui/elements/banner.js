// A strip across the window for what a person must not miss. It stays as long as it is true.

import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * @param {object} props
 * @param {"sandbox" | "test" | "safe" | "bad" | "stale"} props.kind
 * @param {string} props.icon
 * @param {any} props.children what is the case
 * @param {any} [props.more] a second sentence, dropped where there is no room
 * @param {any} [props.text] what has to be read besides, however little room there is
 * @param {any} [props.action] at most one button
 * @param {"status" | "alert"} [props.role]
 */
export function Banner({ kind, icon, children, more, text, action, role }) {
  return html`<div class=${`banner banner--${kind}`} role=${role}>
    <${Icon} name=${icon} />
    <p class="banner__words"><strong>${children}</strong>${text && html` <span class="banner__text">${text}</span>`}${more && html` <span class="banner__more">${more}</span>`}</p>
    ${action && html`<div class="banner__action">${action}</div>`}
  </div>`;
}
