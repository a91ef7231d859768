// Facts as a receipt lists them: what it is, and what it says.

import { html } from "htm/preact";

/**
 * @param {{ children: any; dense?: boolean; columns?: boolean }} props `columns` for a review that should be seen whole
 */
export function Facts({ children, dense = false, columns = false }) {
  return html`<dl class=${`facts ${dense ? "facts--dense" : ""} ${columns ? "facts--columns" : ""}`}>${children}</dl>`;
}

/**
 * @param {{ name: any; strong?: boolean; children: any }} props
 */
export function Fact({ name, strong = false, children }) {
  return html`<div class=${`facts__row ${strong ? "facts__row--strong" : ""}`}>
    <dt>${name}</dt>
    <dd>${children}</dd>
  </div>`;
}
