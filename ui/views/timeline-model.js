// A lane as it is drawn and said: what Rust told of it, in the words and places of the page. Made once a lane, for none of it
// changes while the axis moves.

/** @import { LanePolicyView, LaneView, MomentView, StatusView } from "../ipc.d.ts" */

import { STATE_ICONS } from "../elements/badge.js";
import { attemptName, attemptWhat } from "../elements/card.js";
import { cardId } from "../lib/ids.js";
import { money } from "../lib/money.js";
import { words } from "../lib/text.js";
import { instant, ownZone, userZone } from "../lib/time.js";
import { timelineWords as said } from "../lib/timeline-text.js";
import { openDialog } from "../state/dialogs.js";
import { goTo, openPanel } from "../state/route.js";
import { ICONS, nameOfReservation, statusWord } from "./reservations.js";

/** @typedef {keyof typeof words.stage | "reserved" | "pending"} LaneState how it is drawn */
/**
 * @typedef {object} LaneModel
 * @property {string} key
 * @property {string} id of the element that opens it
 * @property {string} name
 * @property {string} what machines and place
 * @property {LaneState} state
 * @property {string} stateWord
 * @property {string} icon
 * @property {string | null} price
 * @property {{ start: number; end: number; held: number | null } | null} bar `held`: until when the capacity is held
 * @property {{ start: MomentView; end: MomentView } | null} window
 * @property {string} noWindow why there is no bar
 * @property {number | null} cancelledAt
 * @property {number | null} freeUntil
 * @property {number | null} maybeUntil
 * @property {number[]} renewals
 * @property {boolean} renewsSomehow
 * @property {() => void} open
 */

/** @type {WeakMap<LaneView, LaneModel>} */
const made = new WeakMap();

/**
 * @param {LaneView} lane
 * @returns {LaneModel}
 */
export function modelOf(lane) {
  const known = made.get(lane);
  if (known) {
    return known;
  }
  const model =
    lane.kind === "policy" ? ofPolicy(lane.policy) : lane.kind === "loose" ? ofLoose(lane) : ofReserved(lane);
  made.set(lane, model);
  return model;
}

/**
 * @param {LanePolicyView} policy
 * @returns {LaneModel}
 */
function ofPolicy(policy) {
  const { account, id, name, group, stage, quantity, instanceType, region, price, window } = policy;
  const state = group === "doubt" || group === "underway" ? group : stage;
  const machines = instanceType && (quantity === null ? instanceType : `${quantity} × ${instanceType}`);
  const parts = [machines, region].filter((part) => part !== null);
  return {
    key: `${account} ${id}`,
    id: `${cardId({ account, id })}-open`,
    name: name ?? words.card.unnamed(id),
    what: parts.join(" · "),
    state,
    stateWord: words.stage[state],
    icon: STATE_ICONS[state],
    price: price && money(price),
    bar: window && barOf(window.start.at, window.end.at, policy.heldUntil),
    window,
    noWindow: said.noWindow,
    cancelledAt: instantOrNone(policy.cancelledAt),
    freeUntil: instantOrNone(policy.freeUntil),
    maybeUntil: instantOrNone(policy.maybeUntil),
    renewals: policy.renewals.map(instant),
    renewsSomehow: policy.renewsSomehow,
    open: () => openPanel({ account, policy: id }),
  };
}

/** What only a policy has. */
const NO_MARKS = { cancelledAt: null, freeUntil: null, maybeUntil: null, renewals: [], renewsSomehow: false };

/**
 * @param {Extract<LaneView, { kind: "loose" }>} lane
 * @returns {LaneModel}
 */
function ofLoose({ group, attempt, asked }) {
  const state = group === "doubt" ? "doubt" : "underway";
  const window = asked?.window ?? null;
  return {
    key: attempt.id,
    id: `lane-${attempt.id}`,
    name: attemptName(attempt),
    what: attemptWhat(attempt),
    state,
    stateWord: words.stage[state],
    icon: STATE_ICONS[state],
    price: attempt.priceSeen && money(attempt.priceSeen),
    bar: window && barOf(window.start.at, window.end.at, window.end.at),
    window,
    noWindow: said.noWindowLoose,
    ...NO_MARKS,
    open: () => (state === "doubt" ? openDialog("settle", { attempt, policy: null }) : goTo("desk")),
  };
}

/**
 * @param {Extract<LaneView, { kind: "reserved" }>} lane
 * @returns {LaneModel}
 */
function ofReserved({ reserved }) {
  const { account, id, name, machines, region, status, reach, total } = reserved;
  const listed = machines.join(", ");
  const parts = [listed, region].filter((part) => part !== null).filter(Boolean);
  const utc = (/** @type {string} */ at) => ({ at, offsetMinutes: 0 });
  return {
    key: `${account} #${id ?? JSON.stringify([machines, region, reach])}`,
    id: `lane-${account}-${id ?? reach?.from}`,
    name: id === null ? listed : nameOfReservation({ name, id }),
    what: (id === null ? [region] : parts).filter(Boolean).join(" · "),
    state: stateOf(status),
    stateWord: status ? statusWord(status) : words.reservations.status.unknown,
    icon: status ? ICONS[status.kind] : "circle-help",
    price: total && money(total),
    bar: reach && barOf(reach.from, reach.to, reach.to),
    window: reach && { start: utc(reach.from), end: utc(reach.to) },
    noWindow: said.noWindowReserved,
    ...NO_MARKS,
    open: () => goTo("reservations"),
  };
}

/**
 * How what Gcore says of a reservation is drawn: only what is active is held for certain.
 *
 * @param {StatusView | null} status
 * @returns {LaneState}
 */
function stateOf(status) {
  switch (status?.kind) {
    case "activated":
      return "reserved";
    case "expired":
      return "ended";
    case "rejected":
      return "lapsed";
    default:
      return "pending";
  }
}

/**
 * @param {string} start
 * @param {string} end
 * @param {string | null} held
 */
function barOf(start, end, held) {
  return { start: instant(start), end: instant(end), held: instantOrNone(held) };
}

/**
 * @param {string | null} at
 */
function instantOrNone(at) {
  return at === null ? null : instant(at);
}

/**
 * A moment in the zone that was chosen: where it was written, or the user's.
 *
 * @param {MomentView} moment
 * @param {boolean} own
 */
export function momentWords(moment, own) {
  const { date, time, zone } = own ? ownZone(moment) : userZone(moment.at);
  return `${date}, ${time} ${zone}`;
}

/**
 * Everything that the picture shows of a lane beside its name, its machines and its place, in a sentence.
 *
 * @param {LaneModel} lane
 * @param {boolean} own whether times are said where they were written, not in the user's zone
 */
export function sentenceOf(lane, own) {
  const { stateWord, window, noWindow, cancelledAt, freeUntil, maybeUntil, renewals, price } = lane;
  // What is not part of the window was never written in a zone of its own: it is said in the window's.
  const minutes = window?.start.offsetMinutes ?? 0;
  const at = (/** @type {number} */ ms) =>
    momentWords({ at: new Date(ms).toISOString(), offsetMinutes: minutes }, own && window !== null);
  return [
    stateWord,
    window ? said.says.from(momentWords(window.start, own), momentWords(window.end, own)) : noWindow,
    cancelledAt !== null && said.says.cancelled(at(cancelledAt)),
    freeUntil !== null && said.says.free(at(freeUntil)),
    maybeUntil !== null && said.says.maybe(at(maybeUntil)),
    renewals[0] !== undefined && said.says.renews(renewals.length, at(renewals[0])),
    lane.renewsSomehow && said.says.somehow,
    price ?? said.says.noPrice,
  ]
    .filter(Boolean)
    .join(", ");
}
