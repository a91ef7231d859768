// Policies that are chosen on the wall, for a sum and for what can be done with many at once. Nothing of that can spend.

/** @import { ChosenView, ErrorView, PolicyRef } from "../ipc.d.ts" */

import { effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { notify } from "./announcements.js";
import { desk, realm } from "./desk.js";
import { wanted } from "./query.js";

/** Whether cards can be chosen. */
export const selecting = signal(false);

/** @typedef {{ account: string; policy: string; name: string | null }} Selected */

/** What is chosen, by account and id. @type {import("@preact/signals").Signal<Map<string, Selected>>} */
export const selected = signal(new Map());

/** Sums over it. @type {import("@preact/signals").Signal<ChosenView | null>} */
export const chosen = signal(null);

/** @param {PolicyRef} of */
const keyOf = ({ account, policy }) => `${account} ${policy}`;

/**
 * @param {PolicyRef} of
 */
export function isSelected(of) {
  return selected.value.has(keyOf(of));
}

/**
 * Chooses one more, or one less; the first turns choosing on.
 *
 * @param {Selected} of
 */
export function toggleSelected(of) {
  const next = new Map(selected.peek());
  if (!next.delete(keyOf(of))) {
    next.set(keyOf(of), of);
  }
  selected.value = next;
  selecting.value = true;
}

/** Lets cards be chosen. */
export function startSelecting() {
  selecting.value = true;
}

/** Chooses nothing any more. */
export function stopSelecting() {
  selected.value = new Map();
  selecting.value = false;
}

/** Chooses everything that is found, as far as a list of it goes. */
export async function selectFound() {
  try {
    const { policies, more } = await call("list_found", { realm: realm.peek(), wall: wanted.peek() });
    const all = new Map(selected.peek());
    for (const of of policies) {
      all.set(keyOf(of), of);
    }
    selected.value = all;
    return more;
  } catch (error) {
    notify({ tone: "bad", text: /** @type {ErrorView} */ (error).message });
    return 0;
  }
}

let asked = 0;

/** Reckons the sums anew whenever something else is chosen, or the desk was read anew. */
export function followSelection() {
  effect(() => {
    const of = [...selected.value.values()].map(({ account, policy }) => ({ account, policy }));
    const view = desk.value;
    asked += 1;
    if (!view || of.length === 0) {
      chosen.value = null;
      return;
    }
    sum(asked, view.realm, of);
  });
  // What belongs to another realm cannot be chosen in this one.
  let last = realm.peek();
  effect(() => {
    if (realm.value !== last) {
      last = realm.value;
      stopSelecting();
    }
  });
}

/**
 * @param {number} turn
 * @param {import("../ipc.d.ts").Realm} of
 * @param {PolicyRef[]} policies
 */
async function sum(turn, of, policies) {
  try {
    const found = await call("sum_policies", { realm: of, policies });
    if (turn === asked) {
      chosen.value = found;
    }
  } catch {
    if (turn === asked) {
      // A sum that cannot be reckoned is not shown; what is chosen still is.
      chosen.value = null;
    }
  }
}
