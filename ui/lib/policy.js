// What is said of a policy in more than one place.

/** @import { PolicyView } from "../ipc.d.ts" */

import { number } from "./money.js";
import { listed, words } from "./text.js";

/**
 * How it stands: what is under way or in doubt goes before everything else.
 *
 * @param {Pick<PolicyView, "open" | "stage">} policy
 * @returns {keyof typeof words.stage}
 */
export function stateOf({ open, stage }) {
  return open ? (open.state === "unknown" ? "doubt" : "underway") : stage;
}

/**
 * How long its window is, and how many hours that is for all of its machines.
 *
 * @param {NonNullable<PolicyView["window"]>} window
 */
export function lengthOf({ hours, instanceHours }) {
  const each = words.details.hours(number(hours), hours);
  return instanceHours === null
    ? each
    : listed([each, words.details.instanceHours(number(instanceHours), instanceHours)]);
}
