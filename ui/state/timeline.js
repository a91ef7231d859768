// What of the timeline is looked at, and the lanes that Rust found there. Rust holds all windows; the page has those around
// what is on the screen.

/** @import { ErrorView, LaneView, TimelineView } from "../ipc.d.ts" */
/** @import { Offset, View } from "../lib/axis.js" */

import { batch, computed, effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { around, moved, SPANS, viewOf, zoomed } from "../lib/axis.js";
import { instant } from "../lib/time.js";
import { now } from "./clock.js";
import { desk, realm } from "./desk.js";
import { keep } from "./kept.js";
import { wanted } from "./query.js";
import { route } from "./route.js";

/** @typedef {keyof typeof SPANS} Span */
/** @typedef {TimelineView & { of: string }} Found `of`: what was looked for, and where */

/** Lanes that are asked for beyond those on the screen, on either side. */
const SPARE = 40;

/** Lanes of one part of the table. */
export const PART = 100;

/** How long the axis stands still before the lanes of its new place are asked for, in milliseconds. */
const REST = 140;

/** Where now stands when it is gone to, as a share of what is seen: what is coming matters more than what was. */
const NOW_AT = 0.3;

/** How much closer one step of zooming goes. */
const STEP = 1.5;

/**
 * How the axis was left, for the next start: how long a stretch it shows, and whose clocks.
 *
 * @type {import("@preact/signals").Signal<{ span: number; zone: "mine" | "policys" }>}
 */
export const axis = signal({ span: SPANS.week, zone: "mine" });

/** Whether the axis was moved away from now. Else it goes with it while the timeline is not looked at. */
let left = false;

/** What is seen of the axis. @type {import("@preact/signals").Signal<View>} */
export const view = signal(aroundNow(SPANS.week));

keep("timeline", axis, axisOf).then(stayWithNow);

function stayWithNow() {
  if (!left) {
    view.value = aroundNow(axis.peek().span);
  }
}

/**
 * @param {unknown} found
 * @returns {{ span: number; zone: "mine" | "policys" } | null}
 */
export function axisOf(found) {
  const { span, zone } = /** @type {{ span?: unknown; zone?: unknown }} */ (found ?? {});
  const fits = typeof span === "number" && Number.isFinite(span) && (zone === "mine" || zone === "policys");
  return fits ? { span, zone } : null;
}

/** What was found. @type {import("@preact/signals").Signal<Found | null>} */
export const found = signal(null);

/** Why the last question was not answered. @type {import("@preact/signals").Signal<ErrorView | null>} */
export const timelineError = signal(null);

/** Whether the lanes are shown as a table. */
export const asTable = signal(false);

/**
 * The window whose zone the axis takes when it is to be a policy's: the one that was chosen last.
 *
 * @type {import("@preact/signals").Signal<{ name: string; minutes: number } | null>}
 */
export const chosenZone = signal(null);

/**
 * Whose clocks the axis shows. An axis is one line of instants, so it has one zone; bars in zones of their own on one axis
 * would stand at the same place and happen at different times. With windows in several zones, the policy's zone is
 * therefore that of the one that was chosen, or of all of them where it is one (ADR 17).
 *
 * @type {import("@preact/signals").ReadonlySignal<{ name: string; minutes: number } | null>} `null` is the user's own
 */
export const zone = computed(() => (axis.value.zone === "mine" ? null : (chosenZone.value ?? onlyZone.value)));

/** The zone of all lanes that are known, if they have one in common. */
const onlyZone = computed(() => {
  const zones = (found.value?.lanes ?? []).flatMap(zoneOf);
  const [first, ...others] = zones;
  return first && others.every(({ minutes }) => minutes === first.minutes) ? first : null;
});

/**
 * The zone that a lane's window was written in. Gcore writes none.
 *
 * @param {LaneView} lane
 */
export function zoneOf(lane) {
  const window = lane.kind === "policy" ? lane.policy.window : lane.kind === "loose" ? lane.asked?.window : null;
  const name = lane.kind === "policy" ? (lane.policy.name ?? lane.policy.id) : "";
  return window ? [{ name, minutes: window.start.offsetMinutes }] : [];
}

/** The clocks of the axis. @type {import("@preact/signals").ReadonlySignal<Offset>} */
export const offset = computed(() => {
  const chosen = zone.value;
  return chosen ? () => chosen.minutes : (/** @type {number} */ at) => -new Date(at).getTimezoneOffset();
});

/** The places of the lanes that are on the screen. */
let seen = { from: 0, to: 0 };

/** Where the table begins. */
export const tableFrom = signal(0);

let asked = 0;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let rest;

/** Follows the desk, what is looked for, and the axis, as long as the timeline is shown. Ends when what it returns is called. */
export function followTimeline() {
  let before = "";
  let of = realm.peek();
  stayWithNow();
  const forget = effect(() => {
    // Nothing of one realm is seen in another.
    if (realm.value !== of) {
      of = realm.peek();
      batch(() => {
        found.value = null;
        chosenZone.value = null;
      });
    }
  });
  const stop = effect(() => {
    const of = keyOf(wanted.value);
    const { from, to } = view.value;
    desk.value;
    clearTimeout(rest);
    const sameQuery = of === before.slice(0, of.length);
    if (sameQuery && before !== `${of} ${from} ${to}`) {
      // While the axis moves its lanes stay, so that nothing jumps under the hand.
      rest = setTimeout(ask, REST);
    } else {
      ask();
    }
    if (!sameQuery) {
      tableFrom.value = 0;
    }
    before = `${of} ${from} ${to}`;
  });
  return () => {
    clearTimeout(rest);
    forget();
    stop();
  };
}

/**
 * @param {import("../ipc.d.ts").WallRequest} wall
 */
function keyOf(wall) {
  return JSON.stringify([realm.value, wall]);
}

/** Asks for the lanes of what is seen. An answer that was overtaken by a later question is not shown. */
export async function ask() {
  asked += 1;
  const question = asked;
  const wall = wanted.peek();
  const of = JSON.stringify([realm.peek(), wall]);
  const { from, to } = view.peek();
  const [first, count] = asTable.peek()
    ? [tableFrom.peek(), PART]
    : [Math.max(0, seen.from - SPARE), seen.to - seen.from + 2 * SPARE];
  const request = { realm: realm.peek(), wall, from: iso(from), to: iso(to), first, count };
  try {
    const answer = await call("show_timeline", { request });
    if (question === asked) {
      batch(() => {
        found.value = { ...answer, of };
        timelineError.value = null;
      });
    }
  } catch (error) {
    if (question === asked) {
      timelineError.value = /** @type {ErrorView} */ (error);
    }
  }
}

/**
 * @param {number} at
 */
function iso(at) {
  return new Date(Math.round(at)).toISOString();
}

/**
 * The lane of a place, if it was read.
 *
 * @param {Found} of
 * @param {number} place
 */
export function laneAt(of, place) {
  return of.lanes[place - of.first];
}

/**
 * Says which lanes are on the screen, and reads those that are missing there.
 *
 * @param {number} from
 * @param {number} to
 */
export function need(from, to) {
  seen = { from, to };
  const known = found.peek();
  if (known && (from < known.first || Math.min(to, known.shown) > known.first + known.lanes.length)) {
    ask();
  }
}

/**
 * Another part of the table.
 *
 * @param {number} from
 */
export function showPart(from) {
  tableFrom.value = Math.max(0, from);
  ask();
}

/**
 * Shows the lanes as a table, or as bars again.
 *
 * @param {boolean} on
 */
export function showTable(on) {
  if (asTable.peek() !== on) {
    asTable.value = on;
    tableFrom.value = 0;
    ask();
  }
}

/**
 * @param {number} span
 */
function aroundNow(span) {
  return viewOf(now.peek() - NOW_AT * span, span);
}

/**
 * @param {View} next
 */
export function look(next) {
  left = true;
  const before = view.peek();
  if (next.from !== before.from || next.to !== before.to) {
    batch(() => {
      view.value = next;
      axis.value = { ...axis.peek(), span: next.to - next.from };
    });
  }
}

/** What stays where it is while keys and buttons zoom: now where it is seen, else the middle. */
function anchor() {
  const { from, to } = view.peek();
  const at = now.peek();
  return from <= at && at < to ? at : (from + to) / 2;
}

/**
 * @param {number} factor above 1 is closer
 * @param {number} [at] what stays where it is
 */
export function zoom(factor, at = anchor()) {
  look(zoomed(view.peek(), factor, at));
}

export const zoomIn = () => zoom(STEP);
export const zoomOut = () => zoom(1 / STEP);

/**
 * @param {number} share of what is seen; below zero to the left
 */
export function move(share) {
  look(moved(view.peek(), share));
}

/** Goes to now, as close as before. */
export function goToNow() {
  look(aroundNow(view.peek().to - view.peek().from));
  left = false;
}

/** As at first: now, and the week around it. */
export function startAgain() {
  look(aroundNow(SPANS.week));
  left = false;
}

/**
 * A stretch that has a name: around now where that is seen, else around the middle.
 *
 * @param {Span} name
 */
export function showSpan(name) {
  const { from, to } = view.peek();
  const at = now.peek();
  const span = SPANS[name];
  look(from <= at && at < to ? aroundNow(span) : viewOf((from + to) / 2 - span / 2, span));
}

/** Everything that was found, and now. */
export function showAll() {
  const extent = found.peek()?.extent;
  if (extent) {
    look(around(Math.min(instant(extent.from), now.peek()), Math.max(instant(extent.to), now.peek())));
  }
}

/**
 * The nearest that lies outside of what is seen, at the side where it comes from.
 *
 * @param {"before" | "after"} side
 */
export function showOutside(side) {
  const at = found.peek()?.[side].at;
  if (at) {
    const span = view.peek().to - view.peek().from;
    look(viewOf(instant(at) - (side === "before" ? 0.8 : 0.2) * span, span));
  }
}

/**
 * The part of the axis in which something is, as close as before.
 *
 * @param {number} at
 */
export function showInstant(at) {
  const { from, to } = view.peek();
  if (at < from || at >= to) {
    look(viewOf(at - NOW_AT * (to - from), to - from));
  }
}

/**
 * Whose clocks the axis shows.
 *
 * @param {"mine" | "policys"} whose
 */
export function chooseZone(whose) {
  axis.value = { ...axis.peek(), zone: whose };
}

/** Whether the timeline is on the screen, so that its keys mean something. */
export const isShown = () => route.peek().view === "timeline";
