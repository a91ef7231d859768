// Instants on a card and in a review: in the zone the capacity lives in, and on the user's own clocks.

/** @import { MomentView, WindowView } from "../ipc.d.ts" */

import { useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { age, briefly, countdown, fromTo, ownZone, sameClocks, userZone } from "../lib/time.js";
import { now } from "../state/clock.js";

/**
 * Both zones; one line where their clocks agree.
 *
 * @param {{ moment: MomentView }} props
 */
export function Moment({ moment }) {
  const own = ownZone(moment);
  const user = userZone(moment.at);
  const first = html`<time dateTime=${moment.at}>${own.date}, ${own.time}</time> <span class="moment__zone">${own.zone}</span>`;
  return sameClocks(moment)
    ? html`<span class="moment"><span>${first}</span></span>`
    : html`<span class="moment">
        <span>${first}</span>
        <span class="moment__user">${user.date}, ${user.time} <span class="moment__zone">${user.zone}</span></span>
      </span>`;
}

/**
 * An instant on the user's clocks alone: for what happened here, such as when something was sent.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function LocalTime({ at }) {
  const { date, time, zone } = userZone(at);
  return html`<time dateTime=${at}>${date}, ${time} <span class="moment__zone">${zone}</span></time>`;
}

/**
 * The same where room is short.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function BriefTime({ at }) {
  const { date, time, zone } = briefly(at, now.peek());
  return html`<time dateTime=${at}>${date}, ${time} <span class="moment__zone">${zone}</span></time>`;
}

/**
 * A window from its start to its end, where room is short.
 *
 * @param {WindowView} window
 */
export function briefWindow(window) {
  const { start, end, zone } = fromTo(window, now.peek());
  return `${start} – ${end} ${zone}`;
}

/**
 * How long ago, kept fresh without drawing anything else anew. Where the instant may become another, it is the key too: what
 * ticks is bound to the first.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function Age({ at }) {
  const text = useComputed(() => age(at, now.value));
  return html`<time data-ticks dateTime=${at}>${text}</time>`;
}

/**
 * How long still; see {@link Age} on its key.
 *
 * @param {{ until: string; class?: string }} props RFC 3339
 */
export function Countdown({ until, class: extra = "" }) {
  const text = useComputed(() => countdown(until, now.value));
  return html`<time data-ticks class=${`countdown ${extra}`} dateTime=${until} role="timer">${text}</time>`;
}
