// The words about what Gcore sells by the hour, and about what a month came to.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

export const enCatalogue = {
  title: "Ordinary prices and stock",
  text: "What Gcore charges without a reservation, and how many machines are free. It is read when you ask for it.",
  what: "ordinary prices",
  reading: "Asking Gcore for prices and stock",
  never: "Ordinary prices were not read yet.",
  project: "Project",
  projectHint: "Prices and stock are listed for one project.",
  /** @param {string} name @param {string} state */
  projectState: (name, state) => `${name} (${state})`,
  /** @param {string} why */
  projectsUnread: (why) => `The projects could not be read, so none can be chosen. ${isolated(why)}`,
  label: "Machine types with their ordinary prices and stock",
  type: "Type",
  hardware: "Hardware",
  free: "Free",
  reserved: "Reserved stock",
  perHour: "Per hour",
  perMonth: "Per month",
  /** @type {Record<import("../../ipc.d.ts").FlavorKind, string>} */
  kinds: {
    bare_metal: "Bare metal",
    gpu_bare_metal: "Bare metal with GPUs",
    gpu_virtual: "Virtual machines with GPUs",
  },
  none: "Gcore lists none here.",
  /** @param {string} why */
  unread: (why) => `This list could not be read this time. ${isolated(why)}`,
  off: "switched off",
  /** @param {number} count @param {string} shown */
  cpus: (count, shown) => `${shown} ${count === 1 ? "CPU" : "CPUs"}`,
  /** @param {string} gib */
  memory: (gib) => `${gib} GiB`,
  /** @param {number} count @param {string} shown */
  gpus: (count, shown) => `${shown} ${count === 1 ? "GPU" : "GPUs"}`,
  noPrice: {
    unsaid: "not said",
    hidden: "kept from your account",
    failed: "not worked out",
    no_currency: "no currency named",
    zero: "shown as zero",
    not_a_price: "no figure",
    /** @param {string} word */
    other: (word) => `answered “${isolated(word)}”`,
  },
  zero: "The vendor shows zero, as it does for trial accounts. Berth takes no zero for a price.",

  spent: {
    title: "Spent in a month",
    text: "What Gcore reports for reservations and for what was used beyond them. Figures may lag by an hour, at times by a day or more.",
    month: "Month",
    monthHint: "Year and month, such as 2026-10.",
    monthWrong: "Write the year and the month, such as 2026-10.",
    what: "what a month came to",
    reading: "Asking Gcore for the month",
    never: "This month was not read yet.",
    /** @param {string} month */
    rowsOf: (month) => `Rows of ${month}`,
    /** @param {string} month @param {number} number */
    rowsOfPart: (month, number) => `Rows of ${month}, part ${number}`,
    none: "Gcore reports nothing for this month.",
    unnamed: "Without a name",
    /** @param {number} count */
    blank: (count) => `${counted(count, "row")} with nothing in it.`,
    empty: "nothing",
    status: {
      show: "Gcore shows these figures. They stand here as it sent them.",
      hide: "Gcore keeps the prices from your account, so no figure below is one.",
      error: "Gcore could not work the prices out, so no figure below is one.",
      unsaid: "Gcore does not say whether these figures are good.",
      /** @param {string} word */
      other: (word) => `Gcore answered “${isolated(word)}”, a word Berth does not know, so do not rely on the figures.`,
    },
  },
};
