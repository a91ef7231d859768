// The desk before its first answer: the same layout as index.html paints, with nothing in it.

import { html } from "htm/preact";
import { words } from "../lib/text.js";

const CARDS = Array.from({ length: 8 }, (_, at) => at);

export function Skeleton() {
  return html`<div class="desk" aria-busy="true">
    <h1 class="visually-hidden">${words.desk.title}</h1>
    <p class="visually-hidden" role="status">${words.loading}</p>
    <div class="summary summary--skeleton" aria-hidden="true"></div>
    <div class="wall" aria-hidden="true">
      <div class="wall__bar"></div>
      <div class="wall__cards">${CARDS.map((at) => html`<div class="card card--skeleton" key=${at}></div>`)}</div>
    </div>
  </div>`;
}
