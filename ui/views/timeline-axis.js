// The scale above the lanes, the lines through them, and what of it the hand moves.

/** @import { View } from "../lib/axis.js" */

import { useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { aboveName, cutsOf, placeOf, tickName, viewOf } from "../lib/axis.js";
import { offsetName, userZone } from "../lib/time.js";
import { timelineWords as said } from "../lib/timeline-text.js";
import { now } from "../state/clock.js";
import { look, move, offset, view, zone, zoom } from "../state/timeline.js";

/** Room that the name of a cut takes, in rem. */
const NAME = 3.75;

/** Room that a day's or a month's name in full takes, in rem. */
const FULL = 11;

/** How far a pointer goes before it drags, in pixels. */
const SLACK = 4;

/** How much one pixel of a wheel zooms, as an exponent. */
const WHEEL = 0.0025;

/** Pixels of a line and of a page, for wheels that count in those. */
const LINE = 16;

/**
 * @param {number} width
 * @param {number} rem
 */
export function cutsSeen(width, rem) {
  return cutsOf(view.value, width, NAME * rem, offset.value);
}

/**
 * @param {{ cuts: ReturnType<typeof cutsOf>; width: number; rem: number }} props
 */
export function Scale({ cuts: { unit, ticks, above, aboveTicks }, width, rem }) {
  const seen = view.value;
  return html`<div class="scale" aria-hidden="true">
    <div class="scale__above">
      ${
        above &&
        aboveTicks.map(({ at, civil }, place) => {
          const left = Math.max(0, placeOf(seen, width, at));
          const next = aboveTicks[place + 1];
          const right = next ? placeOf(seen, width, next.at) : width;
          // What has no room is named as soon as it has.
          return (
            right - left > NAME * rem &&
            html`<span class="scale__name" key=${at} style=${{ left: `${left}px`, maxWidth: `${right - left}px` }}>${aboveName(above, civil, right - left < FULL * rem)}</span>`
          );
        })
      }
    </div>
    <div class="scale__cuts">
      ${ticks.map(
        ({ at, civil }) =>
          html`<span class="scale__cut" key=${at} style=${{ left: `${placeOf(seen, width, at)}px` }}>${tickName(unit, civil)}</span>`,
      )}
    </div>
  </div>`;
}

/**
 * Lines through the lanes where the calendar cuts.
 *
 * @param {{ cuts: ReturnType<typeof cutsOf>; width: number }} props
 */
export function Lines({ cuts: { ticks, aboveTicks }, width }) {
  const seen = view.value;
  const strong = new Set(aboveTicks.map(({ at }) => at));
  return html`<div class="lines" aria-hidden="true">
    ${ticks.map(
      ({ at }) =>
        html`<span class=${`lines__line ${strong.has(at) ? "lines__line--strong" : ""}`} key=${at} style=${{ left: `${placeOf(seen, width, at)}px` }}></span>`,
    )}
  </div>`;
}

/**
 * Where now is. It moves by the pixel, not by the second.
 *
 * @param {{ width: number; sign: string }} props
 */
export function NowMark({ width, sign }) {
  const place = useComputed(() => Math.round(placeOf(view.value, width, now.value))).value;
  return (
    place >= 0 && place <= width && html`<span class=${sign} aria-hidden="true" style=${{ left: `${place}px` }}></span>`
  );
}

/** In whose zone the axis is, by its name at both ends where the clocks are set between them. */
export function ZoneName() {
  const { from, to } = view.value;
  const chosen = zone.value;
  if (chosen) {
    return html`<span class="timeline__zone">${offsetName(chosen.minutes)}${chosen.name && html` <span class="timeline__whose">${said.zoneOf(chosen.name)}</span>`}</span>`;
  }
  const [first, last] = [from, to].map((at) => userZone(new Date(at).toISOString()).zone);
  return html`<span class="timeline__zone">${first === last ? first : `${first} → ${last}`}</span>`;
}

/**
 * Follows the hand over the axis: it drags, wheels, and pinches.
 *
 * @param {{ current: HTMLElement | null }} frame
 * @param {{ current: HTMLElement | null }} plot
 */
export function useHand(frame, plot) {
  useEffect(() => {
    const element = frame.current;
    return element ? followHand(element, plot) : undefined;
  }, []);
}

/**
 * @param {HTMLElement} frame
 * @param {{ current: HTMLElement | null }} plot
 */
function followHand(frame, plot) {
  /** @type {{ x: number; view: View; id: number } | null} */
  let held = null;
  let dragged = false;
  // However many events come in a frame, it is drawn once.
  const soon = onceAFrame();
  const box = () => plot.current?.getBoundingClientRect() ?? new DOMRect();
  const wheel = (/** @type {WheelEvent} */ event) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
    const [x, y] = [event.deltaX * lines, event.deltaY * lines];
    const { left, width } = box();
    if (event.ctrlKey || event.metaKey) {
      // A pinch comes as a wheel with Control.
      event.preventDefault();
      const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
      soon(() => {
        const { from, to } = view.peek();
        zoom(Math.exp(-y * WHEEL), from + (to - from) * share);
      });
    } else if (event.shiftKey || Math.abs(x) > Math.abs(y)) {
      event.preventDefault();
      const by = (event.shiftKey && x === 0 ? y : x) / width;
      soon(() => move(by));
    }
  };
  const down = (/** @type {PointerEvent} */ event) => {
    dragged = false;
    if (event.button === 0 && event.clientX >= box().left) {
      held = { x: event.clientX, view: view.peek(), id: event.pointerId };
    }
  };
  const drag = (/** @type {PointerEvent} */ event) => {
    if (!held) {
      return;
    }
    const by = event.clientX - held.x;
    if (!dragged && Math.abs(by) > SLACK) {
      dragged = true;
      frame.setPointerCapture(held.id);
      frame.classList.add("timeline__frame--dragged");
    }
    if (dragged) {
      const { from, to } = held.view;
      const span = to - from;
      const { width } = box();
      soon(() => look(viewOf(from - (by / width) * span, span)), true);
    }
  };
  const up = () => {
    held = null;
    frame.classList.remove("timeline__frame--dragged");
  };
  const click = (/** @type {MouseEvent} */ event) => {
    // Letting go of the axis opens nothing.
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
      dragged = false;
    }
  };
  frame.addEventListener("wheel", wheel, { passive: false });
  frame.addEventListener("pointerdown", down);
  frame.addEventListener("pointermove", drag);
  frame.addEventListener("pointerup", up);
  frame.addEventListener("pointercancel", up);
  frame.addEventListener("click", click, true);
  return () => {
    frame.removeEventListener("wheel", wheel);
    frame.removeEventListener("pointerdown", down);
    frame.removeEventListener("pointermove", drag);
    frame.removeEventListener("pointerup", up);
    frame.removeEventListener("pointercancel", up);
    frame.removeEventListener("click", click, true);
  };
}

/** Does what comes together in the next frame: all of it, or the last alone. */
function onceAFrame() {
  /** @type {(() => void)[]} */
  let waiting = [];
  return (/** @type {() => void} */ act, alone = false) => {
    if (waiting.length === 0) {
      requestAnimationFrame(() => {
        const all = waiting;
        waiting = [];
        for (const each of all) {
          each();
        }
      });
    }
    waiting = alone ? [act] : [...waiting, act];
  };
}
