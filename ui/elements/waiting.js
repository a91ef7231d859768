// What stands where lines of text are still to come.

import { html } from "htm/preact";
import { words } from "../lib/text.js";

/**
 * @param {{ lines: number }} props
 */
export function Waiting({ lines }) {
  return html`<p class="visually-hidden" role="status">${words.loading}</p>
    <div class="waiting" aria-hidden="true">${Array.from({ length: lines }, (_, at) => html`<div class="waiting__line" key=${at}></div>`)}</div>`;
}
