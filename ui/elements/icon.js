// A Lucide icon from the sprite. Always beside words, so it is hidden from people who listen.

import { html } from "htm/preact";

/**
 * @param {{ name: string; class?: string }} props
 */
export function Icon({ name, class: extra = "" }) {
  return html`<svg class=${`icon ${extra}`} aria-hidden="true"><use href=${`/vendor/icons.svg#${name}`} /></svg>`;
}
