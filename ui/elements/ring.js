// The free-cancel clock: a ring that empties while a number ticks. The colour of urgency comes in the last five minutes
// and never alone: the number and the words say the same.

import { useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { countdown, instant } from "../lib/time.js";
import { now } from "../state/clock.js";

const WINDOW = 15 * 60_000;
const URGENT = 5 * 60_000;

/**
 * @param {{ until: string }} props RFC 3339
 */
export function Ring({ until }) {
  const text = useComputed(() => countdown(until, now.value));
  const spent = useComputed(() => String(100 - Math.min(100, (100 * left(until, now.value)) / WINDOW)));
  const state = useComputed(() => (left(until, now.value) < URGENT ? "ring ring--urgent" : "ring"));
  return html`<span data-ticks class=${state}>
    <svg class="ring__dial" viewBox="0 0 48 48" aria-hidden="true">
      <circle class="ring__track" cx="24" cy="24" r="20" />
      <circle class="ring__left" cx="24" cy="24" r="20" pathLength="100" stroke-dasharray="100" stroke-dashoffset=${spent} />
    </svg>
    <time class="ring__number" dateTime=${until} role="timer">${text}</time>
  </span>`;
}

/**
 * @param {string} until
 * @param {number} at milliseconds since 1970
 */
function left(until, at) {
  return Math.max(0, instant(until) - at);
}
