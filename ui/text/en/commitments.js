// The words about asking Gcore for a commitment and about withdrawing one. Both are documented only in part, and say so.

import { isolated } from "../../lib/isolated.js";

/** The account's switch, and why nothing can be asked while something stands in the way. */
export const enPartly = {
  label: "Commit and withdraw",
  on: "On: a commitment can be asked for and withdrawn, though Gcore documents these requests only in part.",
  off: "Off: nothing can be asked for or withdrawn. Gcore documents these requests only in part, so they are sent only once you allow them here.",
  /** @param {string} label @param {boolean} on */
  turned: (label, on) =>
    on
      ? `${isolated(label)} may commit and withdraw. Each time you review and confirm it.`
      : `${isolated(label)} may neither commit nor withdraw.`,
  whyNot: {
    gone: "The account's credentials were removed.",
    off: "Gcore documents this request only in part. Allow “Commit and withdraw” for this account under Accounts first.",
    safe: "Safe mode is on for this account. Turn it off under Accounts if you mean to spend.",
  },
};

export const enCreate = {
  /** @param {number} months */
  open: (months) => `Commit to ${months} months…`,
  /** @param {number} months @param {string} basket */
  openOne: (months, basket) => `Commit to ${months} months… ${basket}`,
  /** @param {number} months @param {string} basket */
  title: (months, basket) => `Commit to ${months} months of ${isolated(basket)}`,
  intro: "First a name. Gcore is then asked for the price once more, and nothing is reserved before you confirm it.",
  name: "Name",
  nameHint: "One line, at most 100 characters. It stands in Gcore's console, and you type it once more to confirm.",
  nameMissing: "Give the reservation a name.",
  /** @param {number} months @param {string} total */
  question: (months, total) => `Commit to ${total}, over ${months} months?`,
  /** @param {number} months */
  over: (months) => `over ${months} months, whether it is used or not`,
  machines: "Machines",
  ordinary: "Pay-as-you-go, a month",
  /** @param {string} quoted @param {string} total */
  moved: (quoted, total) => `Since the quote the whole term has changed from ${quoted} to ${total}.`,
  partlyTitle: "Gcore documents this request only in part.",
  partly:
    "A person there seems to decide: it is filed as CREATED, and becomes APPROVED or REJECTED. Whether it can be taken back, and at what cost, is not documented.",
  typeName: "Type its name to go on",
  typeMissing: "The button wakes when the name is typed.",
  keep: "Don't commit",
  /** @param {string} total */
  act: (total) => `Commit to ${total}`,
  sending: "Asking Gcore for it. It is sent once, even if this takes long.",
  stale: "This price was looked at more than a minute ago. Review it again before you commit.",
  /** @param {string} name */
  doneTitle: (name) => `Asked for: ${isolated(name)}`,
  /** @param {string} number */
  filed: (number) => `Gcore filed it as reservation ${number}`,
  decides: "It is not reserved yet. Read the reservations again to see how far it has come.",
  otherTotal: "Gcore's record names another total",
  /** @param {string} recorded @param {string} seen */
  otherTotalWords: (recorded, seen) =>
    `It says ${recorded} for the whole term; you confirmed ${seen}. Ask Gcore, or withdraw it.`,
  show: "Show reservations",
  refusedTitle: "Not reserved",
  unknownTitle: "We do not know yet whether this was filed",
  unknownWords: "Until you settle it, the same machines are not asked for again for the same term.",
  appliedTitle: "It was filed, but not all went well",
  noticeDone: "Your commitment was answered: filed.",
  noticeRefused: "Your commitment was refused. Nothing was reserved.",
  noticeUnknown: "Your commitment is in doubt. It is not sent again.",
};

export const enWithdraw = {
  open: "Withdraw…",
  /** @param {string} name */
  openOne: (name) => `Withdraw… ${name}`,
  /** @param {string} name */
  title: (name) => `Withdraw ${isolated(name)}`,
  /** @param {string} name */
  question: (name) => `Withdraw ${isolated(name)}?`,
  owedTitle: "What is owed afterwards is not known.",
  owed: "Gcore documents this request only in part: neither which reservations may be withdrawn nor what is owed after it. Ask Gcore first if that matters.",
  anew: "The reservation is no longer as you saw it",
  typeNumber: "Type its number to go on",
  typeMissing: "The button wakes when the number is typed.",
  keep: "Keep reservation",
  act: "Withdraw reservation",
  sending: "Sending the withdrawal. It is sent once, even if this takes long.",
  /** @param {string} name */
  doneTitle: (name) => `Withdrawn: ${isolated(name)}`,
  done: "Gcore confirmed the withdrawal",
  doneOwed: "Its answer does not say whether anything is owed. Look at your next bill.",
  was: "As it was",
  effects: {
    none: "Nothing was withdrawn.",
    unknown: "It is not known whether it was withdrawn.",
    applied: "It was withdrawn.",
  },
  refusedTitle: "Not withdrawn",
  unknownTitle: "We do not know yet whether this was withdrawn",
  unknownWords: "Until you settle it, assume that the reservation still stands and costs.",
  appliedTitle: "It was withdrawn, but not all went well",
  noticeDone: "Your withdrawal was answered: withdrawn.",
  noticeRefused: "Your withdrawal was refused. Nothing was withdrawn.",
  noticeUnknown: "Your withdrawal is in doubt. It is not sent again.",
};
