// What Savings says.

import { counted } from "./counted.js";

export const enSavings = {
  title: "Savings",
  noneTitle: "Nothing saved yet",
  none: "What a window saves counts from the moment it begins. Price one, and buy it if it pays.",
  price: "Price a window",
  soFar: "So far",
  /** @param {string} currency */
  inCurrency: (currency) => `So far, in ${currency}`,
  how: "On-demand less the price of every window that has begun and was kept, less the processing and cancellation fees that are known. Reservations at Gcore are not in it: their use is not known here.",
  noRows: "No window has begun yet.",
  net: "Saved, net",
  ahead: "Committed ahead",
  byAccount: "By account",
  byPolicy: "The policies that make it",
  account: "Account",
  policy: "Policy",
  paid: "Price",
  list: "On demand",
  fees: "Fee",
  share: "Of on-demand",
  givenUp: "given up",
  netUnknown: "the saving is not known",
  /** @param {number} count */
  more: (count) => `${counted(count, "earlier policy", "earlier policies")} counted and not listed.`,
};
