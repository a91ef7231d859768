// A place with nothing in it yet: what would be here, and the next step.

import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * @param {{ icon: string; title: string; text: string; children?: any }} props the buttons are the children
 */
export function Empty({ icon, title, text, children }) {
  return html`<div class="empty">
    <${Icon} name=${icon} class="empty__icon" />
    <h3 class="empty__title">${title}</h3>
    <p class="empty__text">${text}</p>
    ${children && html`<div class="empty__actions">${children}</div>`}
  </div>`;
}
