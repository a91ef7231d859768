// The parts that the details of a policy are made of.

import { html } from "htm/preact";
import { Fact } from "./facts.js";
import { Unknown } from "./money.js";

/**
 * @param {{ title: string; children: any; action?: any }} props `action` stands beside the title
 */
export function Section({ title, children, action }) {
  return html`<section class="panel__section">
    <div class="panel__section-head"><h3>${title}</h3>${action}</div>
    ${children}
  </section>`;
}

/**
 * @param {{ name: string; text: string | null }} props
 */
export function Word({ name, text }) {
  return html`<${Fact} name=${name}>${text === null ? html`<${Unknown} />` : html`<bdi translate=${false}>${text}</bdi>`}<//>`;
}
