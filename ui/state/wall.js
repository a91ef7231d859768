// What of the wall is shown: the search and the chosen group, kept while the user looks elsewhere.

/** @import { Card, Group } from "./desk.js" */

/** @typedef {Exclude<Group, "lapsed" | "ended" | "cancelled"> | "over"} Chip */

import { signal } from "@preact/signals";

export const search = signal("");

/** @type {import("@preact/signals").Signal<Chip | null>} */
export const shownChip = signal(null);

/** What can be chosen, in the order of the wall. @type {Chip[]} */
export const CHIPS = ["doubt", "underway", "attention", "ready", "running", "scheduled", "unknown", "over"];

/**
 * The chip that shows a group: what is over in any way is one.
 *
 * @param {Group} group
 * @returns {Chip}
 */
export function chipOf(group) {
  return group === "lapsed" || group === "ended" || group === "cancelled" ? "over" : group;
}

/**
 * Cards of the chip whose words hold every word of the search.
 *
 * @param {Card[]} cards
 * @param {string} text
 * @param {Chip | null} chip
 */
export function filterCards(cards, text, chip) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return cards.filter((card) => {
    if (chip !== null && chipOf(card.group) !== chip) {
      return false;
    }
    const held = wanted.length > 0 ? searchable(card) : "";
    return wanted.every((word) => held.includes(word));
  });
}

/**
 * @param {Card} card
 */
function searchable(card) {
  const label = card.account?.label;
  if (card.kind === "loose") {
    return [label, card.attempt.subject, card.attempt.request].join(" ").toLowerCase();
  }
  const { id, name, instanceType, region, zone, cloudAccount, platform, reason } = card.policy;
  const held = [
    label,
    id,
    name,
    instanceType,
    region,
    zone,
    cloudAccount,
    platform,
    reason.owner,
    reason.ticket,
    reason.purpose,
  ];
  return held
    .filter((part) => part !== null)
    .join(" ")
    .toLowerCase();
}
