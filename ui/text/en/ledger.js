// The words about the ledger as a whole: verified, exported, backed up, restored.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

/** @param {import("../../ipc.d.ts").ContentsView} contents */
function holds({ accounts, policies, attempts, open, quotes }) {
  const requests = counted(attempts, "request");
  return [
    counted(policies, "policy", "policies"),
    open > 0 ? `${requests}, ${open} of them open` : requests,
    counted(quotes, "quote"),
    counted(accounts, "account"),
  ].join(" · ");
}

export const enLedger = {
  title: "Ledger",
  text: "The only record there is of what was asked, answered and bought.",
  activity: "Activity log",
  export: "Export activity log…",
  backUp: "Back up…",
  restore: "Restore a backup…",
  choosing: "Choose a file.",
  /** @param {string} lines @param {string} file */
  exported: (lines, file) => `Exported ${counted(Number(lines), "line")} to ${isolated(file)}.`,
  /** @param {import("../../ipc.d.ts").ContentsView} contents @param {string} file */
  backedUp: (contents, file) => `Backed up to ${isolated(file)}, and read back: ${holds(contents)}.`,
  backupHint: "A backup is one file, without tokens and passwords. Who can read it can read what you bought.",
  holds,

  review: {
    title: "Restore this backup?",
    file: "Backup",
    holds: "Holds",
    newest: "Written up to",
    empty: "nothing yet",
    regained: "Comes back",
    nothing: "nothing that is not here already",
    kept: "Kept from now",
    /** @param {number} policies @param {number} requests */
    keptBoth: (policies, requests) =>
      `${counted(policies, "policy", "policies")} and ${counted(requests, "request")} that the backup lacks or knows less of`,
    keptNone: "nothing that the backup lacks",
    /** @param {number} policies */
    regainedCount: (policies) => counted(policies, "policy", "policies"),
    broken: "The backup’s activity log is not as it was written. It can be restored all the same.",
    /** @param {number} count */
    contradictions: (count) =>
      `It cannot be restored: the ledger and this backup contradict each other about ${counted(count, "request")} that may have cost money.`,
    aside: "The ledger of now is put beside the new one under another name, whole. Nothing bought since is forgotten.",
    accounts: "Accounts, limits and safe mode stay as they are; so do the credentials in the keychain.",
    keep: "Keep the ledger of now",
    act: "Restore",
    restoring: "Restoring. Please do not quit.",
    /** @param {import("../../ipc.d.ts").ContentsView} contents @param {string} aside */
    done: (contents, aside) => `Restored: ${holds(contents)}. The ledger from before lies at ${isolated(aside)}.`,
    effect: {
      none: "The ledger is as it was.",
      unknown: "It is not known whether the ledger was restored.",
      applied: "The ledger was restored.",
    },
  },
};
