// Instants on a card and in a review: in the zone the capacity lives in, and on the user's own clocks.

/** @import { MomentView, WindowView } from "../ipc.d.ts" */

import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { age, briefly, countdown, display, fromTo, ownZone, sameClocks, userZone } from "../lib/time.js";
import { now } from "../state/clock.js";

/**
 * Both zones, that of the place first or the user's, as the user wants it; one line where their clocks agree.
 *
 * @param {{ moment: MomentView }} props
 */
export function Moment({ moment }) {
  const both = [ownZone(moment), userZone(moment.at)];
  const [first, second] = display.value.first === "mine" ? both.reverse() : both;
  const lead = html`<time dateTime=${moment.at}>${first?.date}, ${first?.time}</time> <span class="moment__zone">${first?.zone}</span>`;
  return sameClocks(moment)
    ? html`<span class="moment"><span>${lead}</span></span>`
    : html`<span class="moment">
        <span>${lead}</span>
        <span class="moment__user">${second?.date}, ${second?.time} <span class="moment__zone">${second?.zone}</span></span>
      </span>`;
}

/**
 * An instant on the user's clocks alone: for what happened here, such as when something was sent.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function LocalTime({ at }) {
  const { date, time, zone } = userZone(at);
  return html`<time dateTime=${at}>${`${date}, ${time} `}<span class="moment__zone">${zone}</span></time>`;
}

/**
 * The same where room is short.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function BriefTime({ at }) {
  const { date, time, zone } = briefly(at, now.peek());
  return html`<time dateTime=${at}>${`${date}, ${time} `}<span class="moment__zone">${zone}</span></time>`;
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
 * How long ago, kept fresh without drawing anything else anew.
 *
 * @param {{ at: string }} props RFC 3339
 */
export function Age({ at }) {
  const text = useMemo(() => computed(() => age(at, now.value)), [at]);
  return html`<time data-ticks dateTime=${at}>${text}</time>`;
}

/**
 * How long still, kept fresh in the same way.
 *
 * @param {{ until: string; class?: string }} props RFC 3339
 */
export function Countdown({ until, class: extra = "" }) {
  const text = useMemo(() => computed(() => countdown(until, now.value)), [until]);
  return html`<time data-ticks class=${`countdown ${extra}`} dateTime=${until} role="timer">${text}</time>`;
}
