// Policies by what is typed: the one place that knows how they are looked for.

import { call } from "../ipc.js";
import { realm } from "./desk.js";
import { BY_URGENCY, NO_FILTERS, requestOf } from "./query.js";

/**
 * Policies of the realm that hold every word of the text, in the order of the wall, and how many more cards hold them.
 *
 * @param {string} text
 * @param {number} most
 * @throws {import("../ipc.d.ts").ErrorView}
 */
export async function findPolicies(text, most) {
  const wall = requestOf(text, null, NO_FILTERS, BY_URGENCY);
  const view = await call("show_wall", { realm: realm.peek(), wall, first: 0, count: most });
  const policies = view.cards.flatMap((card) => (card.kind === "policy" ? [card.policy] : []));
  return { policies, more: Math.max(0, view.found - view.cards.length) };
}
