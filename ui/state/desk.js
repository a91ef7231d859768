// The desk as Rust last told it, read again whenever something changed or a moment passed that changes a card.

/** @import { AccountView, AttemptView, CardView, DeskView, ErrorView, Group, PolicyRef, PolicyView, Realm, WallRequest } from "../ipc.d.ts" */

import { batch, computed, effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { instant } from "../lib/time.js";
import { jumps, now } from "./clock.js";
import { dialog } from "./dialogs.js";
import { wanted as query } from "./query.js";
import { closePanel, route } from "./route.js";
import { changeSettings } from "./settings.js";

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
export const readOnly = computed(() => toldOf(desk.value?.readOnly));

/** Accounts of the realm by id. */
export const accounts = computed(() => new Map((desk.value?.accounts ?? []).map((account) => [account.id, account])));

/**
 * @typedef {{ kind: "policy"; key: string; group: Group; account: AccountView | undefined; policy: PolicyView }} PolicyCard
 * @typedef {{ kind: "loose"; key: string; group: Group; account: AccountView | undefined; attempt: AttemptView }} LooseCard
 * @typedef {PolicyCard | LooseCard} Card
 */

/** What of the wall was asked for together with the desk that is shown. @type {import("@preact/signals").Signal<WallRequest | null>} */
export const askedWall = signal(null);

/** Requests in doubt, wherever they stand. */
export const doubts = computed(() => {
  const { loose = [], policies = [] } = desk.value ?? {};
  const open = policies.map((policy) => policy.open);
  return [...loose, ...open].filter((attempt) => attempt !== null).filter(({ state }) => state === "unknown");
});

/** Policies that cost more than was shown, as long as something can be done about it. */
export const overcharged = computed(() => (desk.value?.policies ?? []).filter(isOvercharged));

const acknowledged = signal("");

/** What happened to the ledger at this start, until somebody says that they have read it. */
export const ledgerNotice = computed(() => {
  const notice = toldOf(desk.value?.notice);
  return notice === acknowledged.value ? null : notice;
});

/** Puts it away until the next start. */
export function acknowledgeNotice() {
  acknowledged.value = toldOf(desk.peek()?.notice) ?? "";
}

/**
 * @param {import("../ipc.d.ts").Said | null | undefined} said
 */
function toldOf(said) {
  return said ? told(said) : null;
}

let asked = 0;

/** Whose policies are read with the desk, because more of them is shown than a card. @type {Set<() => PolicyRef[]>} */
const watchers = new Set();

/**
 * Reads these policies with every reading of the desk from now on, so that {@link policyOf} knows them as they are.
 *
 * @param {() => PolicyRef[]} which
 */
export function watch(which) {
  watchers.add(which);
}

/** What is shown of it: in the panel, and in a dialog. */
watch(() =>
  [route.peek().panel, dialog.peek()?.props].flatMap((of) =>
    isRef(of) ? [{ account: of.account, policy: of.policy }] : [],
  ),
);

/**
 * @param {unknown} of
 * @returns {of is PolicyRef}
 */
function isRef(of) {
  const { account, policy } = /** @type {Record<string, unknown>} */ (of ?? {});
  return typeof account === "string" && typeof policy === "string";
}

/**
 * A policy as it was last read, if it was: it asks for a look, is watched, or was remembered.
 *
 * @param {string} account
 * @param {string} id
 */
export function policyOf(account, id) {
  const same = (/** @type {PolicyView} */ one) => one.account === account && one.id === id;
  const elsewhere = remembered.value.find(({ of, policy }) => of === realm.value && same(policy));
  return desk.value?.policies.find(same) ?? elsewhere?.policy;
}

/** Policies that another answer told of, and in which realm, the latest first. @type {import("@preact/signals").Signal<{ of: Realm; policy: PolicyView }[]>} */
const remembered = signal([]);

/** As many as a person looks at in a while. */
const REMEMBERED = 40;

/**
 * Keeps what an answer told of a policy, until the desk tells of it.
 *
 * @param {PolicyView} policy
 */
export function remember(policy) {
  const { account, id } = policy;
  const others = remembered.peek().filter(({ policy: other }) => other.account !== account || other.id !== id);
  remembered.value = [{ of: realm.peek(), policy }, ...others].slice(0, REMEMBERED);
}

/**
 * Reads the desk again. An answer that was overtaken by a later question is not shown.
 *
 * @param {Realm | null} [wanted] the realm to show; the one shown now without
 */
export async function reload(wanted = null) {
  asked += 1;
  const question = asked;
  const wall = query.peek();
  try {
    const view = await call("show_desk", { realm: wanted ?? desk.peek()?.realm ?? null, wall, watch: watched() });
    if (question === asked) {
      batch(() => {
        askedWall.value = wall;
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

/** Each policy that is watched, once. */
function watched() {
  const all = [...watchers].flatMap((which) => which());
  return [...new Map(all.map((of) => [`${of.account} ${of.policy}`, of])).values()];
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
    await changeSettings({ realm: wanted });
  }
}

/** Reads the desk again the moment that time alone changes a card, and when this machine's clock was set. */
export function followClock() {
  let last = now.peek();
  effect(() => {
    if (jumps.value > 0) {
      reload();
    }
  });
  effect(() => {
    const at = now.value;
    const until = desk.value?.until;
    if (until && last < instant(until) && instant(until) <= at) {
      reload();
    }
    last = at;
  });
}

/**
 * A card as the page keeps it.
 *
 * @param {CardView} view
 * @returns {Card}
 */
export function cardOf(view) {
  const of = view.kind === "loose" ? view.attempt : view.policy;
  const account = accounts.peek().get(of.account);
  return view.kind === "loose"
    ? { kind: "loose", key: of.id, group: view.group, account, attempt: view.attempt }
    : { kind: "policy", key: `${of.account} ${of.id}`, group: view.policy.group, account, policy: view.policy };
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
