// The desk as Rust last told it, read again whenever something changed or a moment passed that changes a card.

/** @import { AccountView, AttemptView, DeskView, ErrorView, PolicyView, Realm } from "../ipc.d.ts" */

import { batch, computed, effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { instant } from "../lib/time.js";
import { jumps, now } from "./clock.js";
import { closePanel } from "./route.js";
import { save } from "./settings.js";

/** @type {import("@preact/signals").Signal<DeskView | null>} */
export const desk = signal(null);

/**
 * Why the last reading failed; what is shown is then older than it could be.
 *
 * @type {import("@preact/signals").Signal<ErrorView | null>}
 */
export const deskError = signal(null);

export const realm = computed(() => desk.value?.realm ?? "sandbox");

/** Why the ledger cannot be written, if so. Whatever would change something cannot be pressed then, and says this. */
export const readOnly = computed(() => desk.value?.readOnly ?? null);

/** Accounts of the realm by id. */
export const accounts = computed(() => new Map((desk.value?.accounts ?? []).map((account) => [account.id, account])));

/**
 * @typedef {"doubt" | "underway" | "attention" | "ready" | "running" | "scheduled" | "unknown" | "lapsed" | "ended" | "cancelled"} Group
 * @typedef {{ kind: "policy"; key: string; group: Group; account: AccountView | undefined; policy: PolicyView }} PolicyCard
 * @typedef {{ kind: "loose"; key: string; group: Group; account: AccountView | undefined; attempt: AttemptView }} LooseCard
 * @typedef {PolicyCard | LooseCard} Card
 */

/** Groups of cards, in the order in which they ask for a look. @type {Group[]} */
export const GROUPS = [
  "doubt",
  "underway",
  "attention",
  "ready",
  "running",
  "scheduled",
  "unknown",
  "lapsed",
  "ended",
  "cancelled",
];

/** Every card of the realm, in that order. */
export const cards = computed(() => (desk.value ? wallOf(desk.value) : []));

/** Requests in doubt, wherever they stand. */
export const doubts = computed(() => cards.value.filter(({ group }) => group === "doubt"));

/** Policies that cost more than was shown, as long as something can be done about it. */
export const overcharged = computed(() => (desk.value?.policies ?? []).filter(isOvercharged));

const acknowledged = signal("");

/** What happened to the ledger at this start, until somebody says that they have read it. */
export const ledgerNotice = computed(() => {
  const notice = desk.value?.notice ?? null;
  return notice === acknowledged.value ? null : notice;
});

/** Puts it away until the next start. */
export function acknowledgeNotice() {
  acknowledged.value = desk.peek()?.notice ?? "";
}

const LAG = 5000;

let asked = 0;

/**
 * Reads the desk again. An answer that was overtaken by a later question is not shown.
 *
 * @param {Realm | null} [wanted] the realm to show; the one shown now without
 */
export async function reload(wanted = null) {
  asked += 1;
  const question = asked;
  try {
    const view = await call("show_desk", { realm: wanted ?? desk.peek()?.realm ?? null });
    if (question === asked) {
      batch(() => {
        desk.value = view;
        deskError.value = null;
      });
    }
  } catch (error) {
    if (question === asked) {
      deskError.value = /** @type {ErrorView} */ (error);
    }
  }
}

/**
 * Shows another realm and remembers it.
 *
 * @param {Realm} wanted
 */
export async function showRealm(wanted) {
  closePanel();
  await reload(wanted);
  if (realm.peek() === wanted) {
    await save(wanted);
  }
}

/**
 * Reads the desk again the moment a policy starts, ends, or stops being free to cancel, and when this machine's clock was
 * set: stages and deadlines are reckoned in Rust.
 */
export function followClock() {
  const boundaries = computed(() => boundariesOf(desk.value));
  let last = now.peek();
  effect(() => {
    if (jumps.value > 0) {
      reload();
    }
  });
  effect(() => {
    const at = now.value;
    if (boundaries.value.some((boundary) => last < boundary && boundary <= at)) {
      reload();
    }
    last = at;
  });
}

/**
 * @param {DeskView} view
 * @returns {Card[]}
 */
export function wallOf(view) {
  const owners = new Map(view.accounts.map((account) => [account.id, account]));
  /** @type {Card[]} */
  const loose = view.loose.map((attempt) => ({
    kind: "loose",
    key: attempt.id,
    group: attempt.state === "unknown" ? "doubt" : "underway",
    account: owners.get(attempt.account),
    attempt,
  }));
  /** @type {Card[]} */
  const policies = view.policies.map((policy) => ({
    kind: "policy",
    key: `${policy.account} ${policy.id}`,
    group: groupOf(policy, instant(view.now)),
    account: owners.get(policy.account),
    policy,
  }));
  return [...loose, ...policies].sort(
    (one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group) || dueOf(one) - dueOf(other),
  );
}

/**
 * @param {PolicyView} policy
 * @param {number} at milliseconds since 1970
 * @returns {Group}
 */
export function groupOf(policy, at) {
  if (policy.open) {
    return policy.open.state === "unknown" ? "doubt" : "underway";
  }
  if (isOvercharged(policy) || (!policy.cancelled && policy.bought && isFreeToCancel(policy, at))) {
    return "attention";
  }
  return policy.stage;
}

/**
 * @param {PolicyView} policy
 */
function isOvercharged({ drift, cancelled, stage }) {
  return drift === "higher" && !cancelled && stage !== "ended";
}

/**
 * @param {PolicyView} policy
 * @param {number} at milliseconds since 1970
 */
export function isFreeToCancel(policy, at) {
  const { freeCancelUntil, cancel, stage } = policy;
  return freeCancelUntil !== null && cancel.may && stage !== "lapsed" && at < instant(freeCancelUntil);
}

/**
 * What a card's clock runs towards, or what it tells happened: soonest first while it lies ahead, latest first after.
 *
 * @param {Card} card
 */
function dueOf(card) {
  if (card.kind === "loose") {
    return instant(card.attempt.recordedAt);
  }
  const { policy, group } = card;
  switch (group) {
    case "doubt":
    case "underway":
      return instant(policy.open?.recordedAt ?? policy.seenAt);
    case "attention":
      return instant(policy.freeCancelUntil ?? policy.seenAt);
    case "running":
      return instant(policy.window?.end.at ?? policy.seenAt);
    case "ready":
    case "scheduled":
      return instant(policy.window?.start.at ?? policy.seenAt);
    case "cancelled":
      return -instant(policy.cancelled?.at ?? policy.seenAt);
    default:
      return -instant(policy.window?.end.at ?? policy.seenAt);
  }
}

/**
 * The moments at which time alone changes a card.
 *
 * @param {DeskView | null} view
 */
export function boundariesOf(view) {
  const all = (view?.policies ?? []).flatMap(({ freeCancelUntil, window }) => [
    freeCancelUntil,
    window?.start.at ?? null,
    window?.end.at ?? null,
  ]);
  // Once more shortly after: stages are reckoned on the vendor's clock, which may lag behind this one.
  return all.filter((at) => at !== null).flatMap((at) => [instant(at), instant(at) + LAG]);
}
