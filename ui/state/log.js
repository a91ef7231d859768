// The activity log as it is looked through: newest first, one page after the other, of one account or one group of kinds.
// Rust filters by an account, a subject and the beginning of a kind; a group that needs several such questions is put
// together here, exactly.

/** @import { AccountView, ActivityLineView, ActivityPageView, ErrorView } from "../ipc.d.ts" */

import { computed, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { accounts, realm } from "./desk.js";

/**
 * @typedef {"purchases" | "cancellations" | "reservations" | "commitments" | "settled" | "accounts" | "ledger"} LogGroup
 * @typedef {{ account: string | null; subject: string | null; kind: string | null }} Question
 * @typedef {{ of: string; lines: ActivityLineView[]; older: boolean }} Log
 */

/** What can be chosen, in the order of the chips. @type {LogGroup[]} */
export const LOG_GROUPS = [
  "purchases",
  "cancellations",
  "reservations",
  "commitments",
  "settled",
  "accounts",
  "ledger",
];

/** How the kinds of a group begin. What is about an account has its account as its subject instead. */
const BEGINNINGS = {
  purchases: ["purchase_"],
  cancellations: ["cancel_"],
  reservations: ["reserve_"],
  commitments: ["create_", "withdraw_"],
  settled: ["settled_"],
  ledger: ["ledger_"],
};

/** Kept while the user looks elsewhere. @type {import("@preact/signals").Signal<LogGroup | null>} */
export const logGroup = signal(null);

/** @type {import("@preact/signals").Signal<string | null>} */
const chosen = signal(null);

/** The account whose lines are shown; none where the one that was chosen is of another realm. */
export const logAccount = computed(() => (chosen.value && accounts.value.has(chosen.value) ? chosen.value : null));

/** What has been read of what is wanted. @type {import("@preact/signals").Signal<Log | null>} */
export const log = signal(null);

/** What went wrong, and whether with an older page. @type {import("@preact/signals").Signal<{ error: ErrorView; older: boolean } | null>} */
export const logError = signal(null);

export const readingLog = signal(false);

let asked = 0;

/**
 * @param {string | null} account
 */
export function chooseLogAccount(account) {
  chosen.value = account;
}

/** Shows every line. */
export function clearLogFilter() {
  chosen.value = null;
  logGroup.value = null;
}

/** Reads the newest lines: for what is wanted now, or because something happened. */
export function readLog() {
  const of = JSON.stringify([realm.peek(), logAccount.peek(), logGroup.peek()]);
  if (log.peek()?.of !== of) {
    log.value = null;
  }
  return read(of, null);
}

/** Reads the page that follows. */
export async function readOlder() {
  const known = log.peek();
  const last = known?.lines.at(-1);
  if (known && last) {
    await read(known.of, last.number);
  }
}

/** Asks once more for what could not be read. */
export function readLogAgain() {
  return logError.peek()?.older ? readOlder() : readLog();
}

/**
 * An answer that was overtaken by a later question is not shown.
 *
 * @param {string} of
 * @param {string | null} before
 */
async function read(of, before) {
  asked += 1;
  const question = asked;
  const questions = questionsOf(logGroup.peek(), logAccount.peek(), [...accounts.peek().values()]);
  readingLog.value = true;
  logError.value = null;
  try {
    const here = realm.peek();
    const answers = questions.map((one) => call("show_activity", { realm: here, ...one, before }));
    const page = merged(await Promise.all(answers));
    if (question === asked) {
      const known = log.peek();
      log.value = { of, ...(before === null ? joined(page, known) : followed(known, page)) };
    }
  } catch (error) {
    if (question === asked) {
      logError.value = { error: /** @type {ErrorView} */ (error), older: before !== null };
    }
  } finally {
    if (question === asked) {
      readingLog.value = false;
    }
  }
}

/**
 * What Rust has to be asked for a group.
 *
 * @param {LogGroup | null} group
 * @param {string | null} account
 * @param {AccountView[]} all
 * @returns {Question[]}
 */
export function questionsOf(group, account, all) {
  if (group === "accounts") {
    const ids = account === null ? all.map(({ id }) => id) : [account];
    return ids.map((id) => ({ account: id, subject: id, kind: null }));
  }
  const kinds = group ? BEGINNINGS[group] : [null];
  return kinds.map((kind) => ({ account, subject: null, kind }));
}

/**
 * One page of several. Down to where all of them reach nothing is missing; what lies below is left for the next page.
 *
 * @param {ActivityPageView[]} pages
 * @returns {ActivityPageView}
 */
export function merged(pages) {
  const ends = pages.filter(({ older }) => older).flatMap(({ lines }) => lines.slice(-1));
  const reach = numberOf(ends.sort(newestFirst)[0]);
  const all = pages.flatMap(({ lines }) => lines).sort(newestFirst);
  const lines = all.filter((line) => numberOf(line) >= reach);
  return { lines, older: ends.length > 0 };
}

/**
 * The newest page, and below it what was read before. Where lines may lie between the two, the page stands alone.
 *
 * @param {ActivityPageView} page
 * @param {Pick<Log, "lines" | "older"> | null} known
 */
export function joined(page, known) {
  const last = page.lines.at(-1);
  if (!known || !last || numberOf(known.lines[0]) < numberOf(last)) {
    return page;
  }
  const below = known.lines.filter((line) => numberOf(line) < numberOf(last));
  return below.length > 0 ? { lines: [...page.lines, ...below], older: known.older } : page;
}

/**
 * @param {Pick<Log, "lines"> | null} known
 * @param {ActivityPageView} page
 */
function followed(known, page) {
  return { lines: [...(known?.lines ?? []), ...page.lines], older: page.older };
}

/**
 * @param {ActivityLineView} one
 * @param {ActivityLineView} other
 */
function newestFirst(one, other) {
  return numberOf(one) > numberOf(other) ? -1 : 1;
}

/**
 * @param {ActivityLineView | undefined} line
 */
function numberOf(line) {
  return BigInt(line?.number ?? 0);
}
