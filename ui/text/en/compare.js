// What Compare says.

import { isolated } from "../../lib/isolated.js";
import { counted, written } from "./counted.js";

export const enCompare = {
  title: "Compare",
  noneTitle: "Nothing to compare yet",
  none: "Price a window or a reservation first. Every price that is asked for, and every policy, can be compared here.",
  price: "Price a window",
  pickTitle: "Pick what to compare",
  pick: "Choose policies and quotes on the left. Every figure here is reckoned from the vendors’ own, on one unit.",

  picker: {
    title: "Offers",
    search: "Search offers",
    /** @param {number} count */
    picked: (count) => `${count} picked`,
    clear: "Clear",
    full: "Twelve at most. Take one away first.",
    window: "This window",
    draft: "As typed",
    draftName: "The window you are typing",
    notPriced: "not priced yet",
    /** @param {number} months */
    term: (months) => `${months} months`,
    payAsYouGo: "Pay-as-you-go",
    quote: "Gcore quote",
    taken: "taken",
    noMatch: "No offer matches.",
    /** @param {number} count */
    more: (count) => `${counted(count, "more offer")}: search to find them.`,
    /** @param {string} name @param {string} choice */
    one: (name, choice) => `${isolated(name)}: ${choice}`,
  },

  terms: {
    title: "On what terms",
    used: "How much of it will you use?",
    /** @param {number} percent */
    usedValue: (percent) => `${percent}\u202f% of the hours`,
    usedHint: "Turns the savings told into the effective savings rate.",
    month: "A month has",
    /** @param {string} month */
    asSet: (month) => `as in Settings: ${month}`,
    average: "730 hours, a twelfth of a year",
    longest: "744 hours, 31 days",
    /** @param {string} month */
    actual: (month) => `its actual hours: ${month}`,
    together: "Currencies",
    apart: "Apart, each in its own",
    /** @param {string} currency */
    allIn: (currency) => `All in ${currency}, at your rate`,
    /** @param {string} from @param {string} to */
    rate: (from, to) => `1 ${from} in ${to}`,
    rateHint: "Yours: Berth looks up no rates.",
    /** @param {string} from */
    on: (from) => `Day of the ${from} rate`,
    /** @param {string} currencies */
    stillApart: (currencies) => `Without a rate, ${currencies} stays apart.`,
  },

  table: {
    title: "Side by side",
    label: "The offers side by side, one a column",
    offer: "Offer",
    /** @param {string} name */
    remove: (name) => `Take away ${name}`,
    /** @param {string} from @param {string} rate @param {string} to @param {string} on */
    converted: (from, rate, to, on) => `1 ${from} = ${rate} ${to}, your rate of ${on}`,
    lowest: "lowest",
    /** @type {Record<"bound" | "unit" | "whole" | "use" | "list", string>} */
    groups: {
      bound: "What you get",
      unit: "One honest unit",
      whole: "In all",
      use: "At your use",
      list: "Against on-demand",
    },
    commitment: "You commit to",
    /** @param {string} hours */
    window: (hours) => `a window of ${hours} h`,
    windowUnknown: "a window of unknown length",
    /** @param {number} months */
    term: (months) => `${months} months`,
    nothing: "nothing",
    machines: "Machines",
    shape: "vCPU, memory, GPUs",
    /** @param {string} count */
    vcpus: (count) => `${count} vCPU`,
    /** @param {string} gib */
    memory: (gib) => `${gib} GiB`,
    /** @param {number} count @param {string} shown */
    gpus: (count, shown) => (count === 1 ? "1 GPU" : `${shown} GPUs`),
    noGpu: "no GPU",
    shapeUnknown: "not described",
    gpuUnknown: "GPUs not described",
    instanceHours: "Instance-hours",
    openEnded: "as many as are used",
    hour: "Per instance-hour",
    vcpuHour: "Per vCPU-hour",
    gpuHour: "Per GPU-hour",
    /** @param {string} hours */
    instanceMonth: (hours) => `Per instance, a month of ${hours} h`,
    total: "Total",
    /** @param {string} fee */
    plusFee: (fee) => `and a processing fee of ${fee}`,
    beforeFees: "before processing fees, which are not known",
    /** @param {string} percent */
    afterFee: (percent) => `${percent} with the processing fee`,
    noTotal: "what is used",
    /** @param {string} hours */
    month: (hours) => `All machines, a month of ${hours} h`,
    billed: "Billed",
    once: "once",
    /** @param {string} amount @param {string | null} hours */
    monthly: (amount, hours) => `${amount} a month${hours === null ? "" : ` of ${hours} h`}`,
    /** @param {number} percent */
    usedHour: (percent) => `Per hour really used, at ${percent}\u202f%`,
    /** @param {number} percent */
    effective: (percent) => `Effective savings rate, at ${percent}\u202f%`,
    listHour: "On demand, per instance-hour",
    saving: "Saving, all of it used",
    baseline: "Can the base be believed?",
    /** @type {Record<import("../../ipc.d.ts").Baseline, string>} */
    baselines: {
      plausible: "nothing speaks against it",
      too_far: "unverified: on-demand is more than five times the price, as no published discount is",
      out_of_line: "unverified: on-demand is more than a quarter off what your other offers of the same name",
      below: "unverified: on-demand is below the price, so there is no saving",
      not_a_price: "unverified: one of the two figures is not a price",
    },
    unverified: "unverified",
    evenUse: "Pays off above",
    /** @param {string} percent */
    evenUseOf: (percent) => `${percent} of the hours used`,
    evenUseNever: "never: it costs more than on demand",
    evenMonths: "Pays off after",
    /** @param {string} figures @param {string} exact */
    evenMonthsOf: (figures, exact) => `${written(figures, exact, "month")} of full use`,
    notAsked: "a window has a price once it is asked for",
    noTerm: "no term of months",
    isBase: "it is the base",
    noPrice: "no price told",
    notSaid: "not known",
    noList: "no on-demand price told",
  },

  bases: {
    title: "How this is reckoned",
    list: [
      "Cloudidr tells one price for a window and all its machines; an hour is that price divided by the hours. Gcore’s hour is its own figure, not its month divided.",
      "A processing fee comes on top and is in no unit price; what it leaves of the saving is said below the rate.",
      "A month of the hours that Gcore bills is Gcore’s figure; another month is scaled from it.",
      "vCPU, memory and GPUs are as a vendor described them with this offer or another of the same type. Berth has no table of its own.",
      "In a basket of several types, an hour is the average over its machines.",
      "The effective savings rate is 1 − (price + cancellation fees − refunds) ÷ (use × on-demand price).",
      "Lowest is said within one currency only.",
    ],
  },

  picture: {
    title: "Cost against use",
    text: "A commitment costs the same however little is used; on demand costs what is used. Where the lines cross, it begins to pay.",
    /** @param {string} name */
    label: (name) => `Cost against use: ${isolated(name)}`,
    /** @param {string} name @param {string} even */
    described: (name, even) => `${isolated(name)}: ${even}`,
    committed: "Commitment",
    onDemand: "On demand",
    crossing: "Breaks even",
    expected: "Your use",
    use: "Use",
    /** @param {string} hours */
    window: (hours) => `for the window of ${hours} h, all machines`,
    month: "for a month as billed, all machines",
    whole: "for all of it",
    asTable: "The same as a table",
    none: "no crossing: it costs more at any use",
    noneTitle: "No picture",
    noneText: "None of the offers has both a price and an on-demand price to draw.",
  },
};
