// The only module that sees Tauri. Every command is called by name with typed arguments, and whatever goes wrong comes
// back as an `ErrorView`: no caller ever has to guess what was thrown.

/** @import { Commands, ErrorView } from "./ipc.d.ts" */

import { invoke } from "@tauri-apps/api/core";
import { told } from "./lib/said.js";
import { words } from "./lib/text.js";

/**
 * Calls a command.
 *
 * @template {keyof Commands} C
 * @param {C} command
 * @param {Commands[C]["args"]} args
 * @returns {Promise<Commands[C]["answer"]>}
 * @throws {ErrorView}
 */
export async function call(command, args) {
  try {
    return await invoke(command, args);
  } catch (thrown) {
    const error = asErrorView(thrown, command);
    throw error.said ? { ...error, message: told(error.said) } : error;
  }
}

/**
 * What was thrown, if it is one of ours; else an internal error that does not pretend to know what happened.
 *
 * @param {unknown} thrown
 * @param {string} command
 * @returns {ErrorView}
 */
export function asErrorView(thrown, command) {
  if (isErrorView(thrown)) {
    return thrown;
  }
  return {
    code: "internal",
    message: words.error.bridge(command),
    // MONEY: the bridge itself failed, so nobody here can tell how far a command came that spends, or replaces the ledger.
    effect: DECIDES.test(command) ? "unknown" : "none",
    retryable: false,
    reference: "page",
  };
}

const DECIDES = /^(confirm_|reserve_|restore_)/;

/**
 * @param {unknown} thrown
 * @returns {thrown is ErrorView}
 */
function isErrorView(thrown) {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown && "effect" in thrown;
}
