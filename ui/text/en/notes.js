// The words about what the user says of policies, and about what can be done with one now.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

/** @typedef {import("../../ipc.d.ts").ReasonPart} ReasonPart */

/** @type {Record<ReasonPart, string>} */
const PARTS = { owner: "Owner", ticket: "Ticket", purpose: "Purpose", note: "Note", tags: "Tags" };

const MANY = (/** @type {number} */ count) => counted(count, "policy", "policies");

export const enNotes = {
  title: "Notes",
  parts: PARTS,
  none: "Nothing is written down for this policy.",
  private: "Only on this machine. Nothing of it is sent to a vendor.",
  edit: "Edit…",
  editNamed: "Edit notes",
  saidAt: "Last written",
  tagsHint: "Separated by commas, such as prod, team=data. At most 20, of 64 characters each.",
  noteHint: "As many lines as it takes, up to 4,000 characters.",
  save: "Save",
  saving: "Saving…",
  saved: "Notes saved.",
  discard: "Discard",
  discarded: "Your changes were discarded.",
  bringBack: "Bring them back",
  /** @param {string} name */
  kept: (name) => `What you wrote about ${isolated(name)} is not saved. It is kept in its details.`,
  unsaved: "Not saved yet.",

  activity: {
    /** @param {ReasonPart} part @param {string} text */
    set: (part, text) => `${PARTS[part]} ${isolated(text)}`,
    /** @param {ReasonPart} part */
    taken: (part) => `${PARTS[part]} taken away`,
    noteWritten: "Note written",
    noteChanged: "Note changed",
    /** @param {string[]} added @param {string[]} removed */
    tags: (added, removed) =>
      [
        added.length > 0 && `${added.length === 1 ? "Tag" : "Tags"} ${added.map(isolated).join(", ")}`,
        removed.length > 0 && `${removed.length === 1 ? "Tag" : "Tags"} ${removed.map(isolated).join(", ")} taken away`,
      ]
        .filter(Boolean)
        .join("; "),
    plain: "Notes changed",
  },

  many: {
    /** @param {number} count */
    title: (count) => `Annotate ${MANY(count)}`,
    /** @param {number} count */
    which: (count) => `Which ${MANY(count)}`,
    /** @param {number} count */
    more: (count) => `and ${count} more`,
    intro: "All of them are changed, or none. What you leave empty stays as it is.",
    words: "Set",
    /** @param {"owner" | "ticket" | "purpose"} part */
    takeAway: (part) => `Take the ${part} away`,
    addTags: "Add tags",
    removeTags: "Take tags away",
    noTags: "None of them has a tag.",
    /** @param {number} count */
    onSome: (count) => `on ${count}`,
    changes: "What will change",
    nothing: "Nothing yet. Fill in a field, or choose a tag to take away.",
    /** @param {"owner" | "ticket" | "purpose"} part @param {string} text @param {number} count */
    willSet: (part, text, count) => `${PARTS[part]} becomes ${isolated(text)} on ${MANY(count)}.`,
    /** @param {"owner" | "ticket" | "purpose"} part @param {number} count */
    willTake: (part, count) => `${PARTS[part]} is taken away from ${MANY(count)}.`,
    /** @param {string[]} tags @param {number} count */
    willAdd: (tags, count) =>
      `${tags.length === 1 ? "Tag" : "Tags"} ${tags.map(isolated).join(", ")} given to ${MANY(count)}.`,
    /** @param {string[]} tags */
    willRemove: (tags) =>
      `${tags.length === 1 ? "Tag" : "Tags"} ${tags.map(isolated).join(", ")} taken away wherever ${tags.length === 1 ? "it stands" : "they stand"}.`,
    private: "Nothing is sent to a vendor. The change stands in the activity of each policy.",
    cancel: "Cancel",
    /** @param {number} count */
    act: (count) => `Change ${MANY(count)}`,
    saving: "Writing it down…",
    /** @param {number} changed */
    done: (changed) =>
      changed === 0 ? "Nothing had to change: all of it was said already." : `Notes changed on ${MANY(changed)}.`,
    effect: { none: "Nothing was changed.", unknown: "It is not known what was changed.", applied: "It was changed." },
  },
};

export const enDoable = {
  title: "What can be done now",
  no: "No.",
  buy: "Buy",
  configure: "Configure",
  renew: "Auto-renewal",
  cancel: "Cancel",
  settle: "Settle",
  again: "Price one like it",
  yes: "Yes, after a review.",
  yesSettle: "Yes: say what you saw in the vendor's console.",
  yesAgain: "Yes. Asking for a price costs nothing.",
  safeBuy: "Safe mode is on. Turn it off under Accounts when you mean to buy.",
  safeRenew: "Off only: safe mode is on, and renewal is a purchase that repeats.",
  forgotten: "The account's credentials were removed.",
  noDoubt: "Nothing is in doubt.",
  underway: "A request is under way. Its answer comes first.",
};
