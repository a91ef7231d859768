// The words of the activity log: a sentence for each kind of line.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

/** @typedef {import("../../ipc.d.ts").Operation} Operation */
/** @typedef {"recorded" | "sent" | "confirmed" | "refused" | "unknown"} Step */

/** @type {Record<Operation, string>} */
const NOUNS = {
  reserve: "reservation",
  purchase: "purchase",
  cancel: "cancellation",
  configure: "change of the configuration",
  renew: "change of the auto-renewal",
  create: "commitment",
  withdraw: "withdrawal",
};

/** @type {Record<Operation, string>} */
const DONE = {
  reserve: "reserved",
  purchase: "bought",
  cancel: "cancelled",
  configure: "changed",
  renew: "changed",
  create: "filed",
  withdraw: "withdrawn",
};

export const enActivity = {
  title: "Activity",
  text: "Every line of the ledger's log, newest first. Lines are added, never changed or taken away.",
  care: "Verify or export it…",
  show: "Show",
  all: "All",
  groups: {
    purchases: "Purchases",
    cancellations: "Cancellations",
    reservations: "Reservations",
    commitments: "Commitments",
    settled: "Settled doubts",
    accounts: "Accounts & limits",
    ledger: "Ledger",
  },
  account: "Account",
  everyAccount: "Every account",
  lines: "Lines of the log",
  noneTitle: "Nothing is recorded yet",
  none: "Whatever is asked, answered, bought or changed is written down here.",
  noMatchTitle: "No such line",
  noMatch: "Nothing of this kind was recorded here.",
  clear: "Show every line",
  older: "Older",
  reading: "Reading…",
  end: "There are no older lines.",
  /** @param {number} count */
  shown: (count) => `${counted(count, "line")} shown`,
  /** @param {string} name */
  open: (name) => `Details of ${isolated(name)}`,
  ledger: "Ledger",
  quote: "Quote",

  number: "Line",
  at: "Recorded, UTC",
  kind: "Kind",
  subject: "About",
  attempt: "Attempt id",
  sent: "The request, to the letter",
  /** @param {string} status */
  answer: (status) => `The answer, HTTP ${status}`,
  body: "The whole line",

  /** @param {Operation} operation @param {Step} step @param {string | null} price */
  step: (operation, step, price) => {
    const noun = NOUNS[operation].replace(/^./, (letter) => letter.toUpperCase());
    const amount = price ? ` for ${price}` : "";
    switch (step) {
      case "recorded":
        return `${noun}${amount} written down, before it is sent`;
      case "sent":
        return `${noun}${amount} sent`;
      case "confirmed":
        return `${DONE[operation].replace(/^./, (letter) => letter.toUpperCase())}${price ? `; the price shown before was ${price}` : ""}`;
      case "refused":
        return `Not ${DONE[operation]}`;
      default:
        return `In doubt: no answer proves whether it was ${DONE[operation]}`;
    }
  },
  /** @param {Operation} operation */
  sentAgain: (operation) =>
    `The ${NOUNS[operation]} sent once more, after a fresh sign-in: the first was not let in, so nothing was done`,
  /** @param {Operation} operation */
  foundAtStart: (operation) => `Found on its way when Berth started: the ${NOUNS[operation]} is in doubt`,
  /** @param {Operation} operation @param {boolean} done */
  settledByUser: (operation, done) =>
    `You settled the ${NOUNS[operation]}: it was ${done ? "" : "not "}${DONE[operation]}`,
  /** @param {boolean} done */
  settledByCancel: (done) => `A cancellation settled what was in doubt: it was ${done ? "" : "not "}done`,
  tracked: "Tracked by its id",
  /** @param {number} policies */
  imported: (policies) => `${counted(policies, "policy", "policies")} tracked from a list of ids`,
  quoted: "Prices asked for and kept",
  firstState: "The sandbox's first policies put on the desk",
  furnished: "Account set up as a part of Berth",
  /** @param {boolean} safe */
  connected: (safe) => (safe ? "Account connected, in safe mode: it cannot spend" : "Account connected"),
  /** @param {string} label */
  changed: (label) => `Name, colour or way of paying changed; it is called ${isolated(label)}`,
  tested: "Credentials tested: they work",
  credentialsReplaced: {
    keychain: "Credentials replaced, kept in this machine's keychain",
    until_quit: "Credentials replaced, kept in memory until Berth quits",
  },
  forgotten: "Credentials removed from this machine",
  safeModeOn: "Safe mode turned on: it cannot spend",
  safeModeOff: "Safe mode turned off: from here on it can spend",
  partlyOn: "Commitments and withdrawals allowed, though Gcore documents them only in part",
  partlyOff: "Commitments and withdrawals forbidden: Gcore documents them only in part",
  limits: { per_purchase: "Limit per purchase", per_day: "Limit per day", per_month: "Limit per month" },
  /** @param {string} limit @param {"raised" | "lowered"} how @param {string} before @param {string} after */
  limitSet: (limit, how, before, after) => `${limit} ${how}: ${before} → ${after}`,
  noLimit: "no limit",
  limitsUnchanged: "Limits set again, to the same figures",
  /** @param {string} seconds without a sign @param {"ahead" | "behind" | "same"} where */
  clockRead: (seconds, where) =>
    where === "same"
      ? "Vendor’s clock read: it agrees with this machine's"
      : `Vendor’s clock read: ${seconds} s ${where === "ahead" ? "ahead of" : "behind"} this machine's`,
  /** @param {string} aside */
  ledgerRestored: (aside) => `Backup restored; the ledger from before lies beside it as ${isolated(aside)}`,
  /** @param {string} aside @param {string} policies @param {string} requests */
  ledgerRecovered: (aside, policies, requests) =>
    `Damaged ledger set aside as ${isolated(aside)}; read back from it: ${policies} policies, ${requests} requests`,
  /** @param {number} some @param {number} all */
  share: (some, all) => `${some} of ${all}`,
};
