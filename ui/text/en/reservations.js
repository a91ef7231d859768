// The words about what is reserved at Gcore.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

export const enReservations = {
  open: "Gcore reservations",
  openShort: "Gcore",
  title: "Gcore reservations",
  text: "What Gcore lists for the account. It is read when you ask for it, and kept on this machine.",
  back: "Back to the desk",
  whose: "Whose reservations",
  read: "Read from Gcore",
  reading: "Asking Gcore.",
  never: "Not read yet on this machine.",
  older: "How far they have come",
  olderText: "From the vendor's older list, which it means to withdraw: the only one with numbers and statuses.",
  olderGone: "Gcore does not answer this list any more. Numbers and statuses can be seen in its console.",
  /** @param {string} why */
  olderUnread: (why) => `This list could not be read this time. ${isolated(why)}`,
  olderNone: "Nothing is in it.",
  current: "What they cost",
  currentText:
    "From the vendor's current list, which tells neither numbers nor statuses, nor the currency. Nothing ties its rows to those above.",
  currentNone: "Nothing is in it.",
  status: {
    created: "Asked for",
    approved: "Approved",
    rejected: "Rejected",
    reserved: "Reserved",
    waiting_for_payment: "Waiting for payment",
    activated: "Active",
    expired: "Expired",
    copied: "Copied",
    unknown: "Status not known",
  },
  /** @param {string[]} steps */
  next: (steps) => `May become: ${steps.map(isolated).join(", ")}`,
  number: "Number",
  region: "Region",
  term: "Term",
  /** @param {string} from @param {string} to */
  fromTo: (from, to) => `${from} to ${to}`,
  /** @param {number} months */
  months: (months) => counted(months, "month"),
  perMonth: "A month",
  list: "By the ordinary tariff",
  total: "Whole term",
  /** @param {string} percent */
  below: (percent) => `${percent} below the ordinary tariff`,
  eta: "Machines expected",
  /** @param {number} days */
  endsIn: (days) => (days === 0 ? "Its last day is today" : `Ends in ${counted(days, "day")}`),
  reminder: "Reminder of its end",
  error: "What went wrong",
  until: "Until",
  each: "A month, each",
  ordinary: "By the ordinary tariff, each",
  noCurrency: "Figures are in the account's currency; this list does not name it.",
};
