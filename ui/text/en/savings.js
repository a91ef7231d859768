// What Savings says.

import { counted } from "./counted.js";

/** @param {number} count */
const policies = (count) => counted(count, "policy", "policies");

export const enSavings = {
  title: "Savings",
  noneTitle: "Nothing saved yet",
  none: "What a window saves counts from the moment it begins. Price one, and buy it if it pays.",
  price: "Price a window",
  soFar: "So far",
  /** @param {string} currency */
  inCurrency: (currency) => `So far, in ${currency}`,
  how: "On-demand less the price of every window that has begun and was kept, less the processing and cancellation fees that are known. Reservations at Gcore are not in it: their use is not known here.",
  net: "Saved, net",
  ahead: "Committed ahead",
  policies,
  loss: "loss",

  time: {
    title: "Over time",
    text: "A window counts as a whole when it starts, a cancellation when it is answered. Cut in UTC.",
    label: "Time in one column",
    buckets: { day: "Days", week: "Weeks", month: "Months" },
    /** @param {string} date */
    week: (date) => `Week of ${date}`,
    each: { day: "Saved each day", week: "Saved each week", month: "Saved each month" },
    soFar: "Saved so far",
    none: "No window has begun yet.",
    drawing: "Drawing…",
    undrawable: "The picture cannot be drawn here. The table shows the same.",
    /** @param {string} currency */
    chart: (currency) => `Savings over time in ${currency}`,
    keys: "Arrow keys move from column to column, Enter shows its policies.",
    /** @param {string} amount */
    saved: (amount) => `${amount} saved`,
    /** @param {string} amount */
    lost: (amount) => `${amount} lost`,
    nothing: "nothing began",
    /** @param {string} amount */
    inAll: (amount) => `${amount} so far`,
    open: "Show its policies",
    asTable: "Show as table",
    table: "Saved over time, the latest first",
    bucket: { day: "Day", week: "Week", month: "Month" },
    cumulative: "So far",
    /** @param {string} bucket */
    earlier: (bucket) => `Before ${bucket}`,
    before: "Earlier",
    undated: "Without a date",
    undatedWhy: "without a date",
    /** @param {string} amount @param {number} count */
    undatedNote: (amount, count) =>
      `${amount} of ${policies(count)} has no date and is not in the picture; it is in the table.`,
    /** @param {string} amount @param {string} bucket */
    earlierNote: (amount, bucket) => `The picture begins in ${bucket} with ${amount} saved before.`,
    gain: "saved",
    loss: "lost, below the line and hatched",
  },

  parts: {
    title: "What made it",
    label: "Broken down by",
    /** @type {Record<import("../../ipc.d.ts").Dimension, string>} */
    by: { account: "Account", vendor: "Vendor", family: "Family", region: "Region", owner: "Owner" },
    /** @type {Record<import("../../ipc.d.ts").Dimension, string>} */
    unknown: {
      account: "Account not known",
      vendor: "Vendor not known",
      family: "Family not known",
      region: "Region not known",
      owner: "No owner named",
    },
    /** @param {string} by */
    table: (by) => `By ${by.toLowerCase()}`,
    none: "No policy was kept or paid for yet.",
    saved: "Saved, net",
    list: "On demand",
    percent: "Of on-demand",
    ahead: "Committed",
    noBase: "no kept window",
    count: "Policies",
    /** @param {number} made @param {number} ahead */
    counts: (made, ahead) => `${made} realised, ${ahead} ahead`,
    /** @param {number} groups */
    rest: (groups) => `${groups} more`,
    whole: "Together",
  },

  months: {
    title: "Committed ahead",
    text: "What is paid for windows that have not ended, by the month they start in.",
    table: "Committed ahead by month of start",
    none: "Nothing is paid ahead.",
    start: "Start",
    paid: "Paid",
    running: "Running now",
    later: "Later",
    unknown: "Start not known",
    whole: "Together",
  },

  drift: {
    title: "Price drift",
    text: "Where the charge was not the price seen when the purchase was confirmed.",
    none: "No charge differed from the price seen.",
    nothing: "Nothing was bought here yet, so there is no charge to compare.",
    /** @param {number} count */
    higher: (count) => `${counted(count, "charge")} higher`,
    /** @param {number} count */
    lower: (count) => `${counted(count, "charge")} lower`,
    /** @param {number} count */
    same: (count) => `${count} as seen`,
    /** @param {number} count */
    unknown: (count) => `${count} cannot be compared`,
    more: "charged more than seen",
    less: "charged less than seen",
    even: "charged more and less, and even in all",
    table: "Charges that were not the price seen",
  },

  rows: {
    /** @param {string} what */
    title: (what) => `Policies: ${what}`,
    close: "Close the list",
    none: "No policy is in it any more.",
    /** @param {number} count */
    more: (count) => `Show more (${count} left)`,
    policy: "Policy",
    counts: "Counts from",
    starts: "Starts",
    bought: "Bought",
    paid: "Price",
    list: "On demand",
    fees: "Fee",
    net: "Saved, net",
    share: "Of on-demand",
    seen: "Seen",
    charged: "Charged",
    difference: "Difference",
    givenUp: "given up",
    notBegun: "not begun",
    netUnknown: "the saving is not known",
    undated: "no date is known",
    utc: "UTC",
  },
};
