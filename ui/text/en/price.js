// The words of the price view. Plain sentences; what the vendors and Rust say is shown as it comes.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

/**
 * @param {string} list the vendor's own name of a list of alternatives
 */
function alternativesOf(list) {
  /** @type {Record<string, string>} */
  const known = {
    alternativeQtyRecommendations: "Other counts",
    alternativeTimeRecommendations: "Other times",
    alternativeTypeRecommendations: "Other instance types",
  };
  return known[list] ?? list;
}

export const enPrice = {
  title: "Price",
  tabs: "What to price",
  window: "FlexCompute window",
  reservation: "Gcore reservation",
  whose: "Account",
  whoseWindow: "Account that reserves and pays",
  whosePlan: "Account whose billing plan prices it",
  noCloudidrTitle: "No Cloudidr account here",
  noCloudidr: "Windows of AWS capacity are priced through a Cloudidr account. Connect one to ask for a price.",
  noGcoreTitle: "No Gcore account here",
  noGcore: "Gcore prices a reservation from your own billing plan. Connect an account to see its regions and machines.",
  connect: "Connect an account",
  /** @param {number} count */
  choices: (count) => counted(count, "choice"),
  open: "Show choices",

  form: {
    title: "What you need",
    what: "Machines",
    where: "Place",
    when: "Window",
    later: { 1: "A day later", 7: "A week later" },
    instanceType: "Instance type",
    families: { compute: "compute", general: "general", memory: "memory", burstable: "burstable" },
    /** @param {string} gpu */
    gpu: (gpu) => `GPU: ${gpu}`,
    instanceTypeHint: "Such as c5.large; any can be typed.",
    quantity: "Count",
    platform: "Operating system",
    platformHint: "Others can be typed.",
    cloudAccount: "AWS account number",
    cloudAccountHint: "The capacity is delivered there.",
    zone: "Zone id",
    zoneHint: "Such as usw2-az1; any can be typed.",
    startDate: "Start date",
    startTime: "Start time",
    endDate: "End date",
    endTime: "End time",
    utcOffsetHours: "On the clock of",
    offsetHint: "Fixed: it does not follow summer time.",
    halfHourHint:
      "Your own clock is not on a whole hour from UTC, which Cloudidr does not take. Check the times on the right.",
    yours: "yours now",
    name: "Policy name",
    nameHint: "You will know it by this.",
    ask: "Ask for a price",
    asking: "Asking…",
    askHint: "Cloudidr prices a window by making an unpaid policy. Nothing is bought.",
    askedHint: "This window has been priced. Asking again makes another unpaid policy.",
    reset: "Start over",
    required: "All fields are needed.",
    /** @param {number} count */
    complaints: (count) =>
      `Nothing was sent. ${count === 1 ? "One field needs" : `${count} fields need`} another look.`,
  },

  preview: {
    title: "Your window",
    from: "From",
    to: "To",
    length: "Length",
    /** @param {string} hours */
    hours: (hours) => `${hours} h`,
    instanceHours: "Instance-hours",
    /** @param {string} hours @param {string} count */
    times: (hours, count) => `${hours} h × ${count}`,
    missing: "Fill in both dates and times to see the window here, in its own zone and in yours.",
    nextTitle: "What happens next",
    next: [
      "Cloudidr answers with a price by making an unpaid policy in your account.",
      "Its 15 minutes of free cancellation begin at that moment, not when you buy.",
      "You review everything before anything is paid.",
    ],
  },

  sending: {
    title: "Asking Cloudidr",
    text: "It is sent once, even if this takes long. You may look elsewhere meanwhile.",
    since: "Sent",
  },

  priced: {
    title: "Priced",
    /** @param {string} name */
    notice: (name) => `The price of “${isolated(name)}” is here.`,
    total: "for the whole window, before processing fees",
    list: "AWS on-demand",
    perHour: "Per instance-hour",
    /** @param {string} list */
    onDemandPerHour: (list) => `on demand ${list}`,
    before: "Against the last time",
    breakEven: "Pays off above",
    /** @param {string} percent */
    breakEvenUse: (percent) => `${percent} of the hours used`,
    cardFee: "Processing fee, by card",
    bankFee: "Processing fee, by bank",
    feeUnstated: "not stated by the vendor",
    review: "Review purchase…",
    giveBack: "Give it back…",
    desk: "Show on the desk",
    free: "to give it back for free",
    freeThen: "Then the vendor sets a fee for cancelling",
    freePassed: "The free-cancel window has closed; a fee may be charged for cancelling.",
    currency: "Currency assumed: Cloudidr names none.",
  },

  unavailable: {
    title: "Nothing was free",
    text: "Cloudidr has no such capacity at that time. No policy was made, and nothing is to be given back.",
    none: "Cloudidr offered nothing else. Try another zone, time, count or instance type.",
    alternatives: "What Cloudidr offers instead",
    alternativesPriced: "What else Cloudidr offers",
    alternativesText:
      "As Cloudidr wrote it. Where its words are known, one press puts it into the form; nothing is sent by that.",
    take: "Put into the form",
    list: alternativesOf,
  },

  failed: {
    title: "No price",
    unknown:
      "A card on the desk keeps what was sent until you settle it. This draft stays locked meanwhile, so that it cannot be reserved twice.",
    fresh: "Start a fresh draft",
    notice: "Asking for a price ended in doubt.",
    /** @param {string} message */
    failedNotice: (message) => `No price: ${message}`,
    effect: {
      none: "Nothing was reserved.",
      unknown: "It is not known whether it was reserved.",
      applied: "It was reserved.",
    },
    accounts: "Open accounts",
    show: "Show",
  },

  basket: {
    region: "Region",
    regionHint: "Regions with bare metal come first.",
    regionNone: "No region matches.",
    regions: "regions",
    regionsReadAt: "Regions read",
    regionsLoading: "Asking Gcore for its regions",
    regionsUnread: "The regions were not read.",
    bareMetal: "bare metal",
    noBareMetal: "no bare metal",
    bareMetalUnsaid: "bare metal not said",
    regionChosenNone: "Choose a region to see its machines.",
    /** @param {string} state */
    regionState: (state) => `This region is marked ${isolated(state)}, so what it answers may not be bookable.`,
    machines: "Machines",
    machinesOf: "machines",
    machinesReadAt: "Machines read",
    machinesLoading: "Asking Gcore for the machines of this region",
    machinesUnread: "The machines were not read.",
    machinesNone: "Gcore lists no machine type that can be reserved in this region.",
    available: "Free now",
    availableThen: "Free then",
    unsaid: "not said",
    disabled: "switched off",
    disabledWhy: "Gcore has switched this type off in this region.",
    add: "Add",
    /** @param {string} name */
    addOne: (name) => `Add ${name} to the basket`,
    /** @param {string} name */
    inBasket: (name) => `In the basket: ${isolated(name)}`,
    added: "In the basket",
    /** @param {string} name */
    addedSay: (name) => `${isolated(name)} is in the basket.`,
    hardwareUnsaid: "Hardware not described",
    title: "Basket",
    empty: "Add a machine type to price it.",
    count: "Count",
    /** @param {string} name */
    countOf: (name) => `Count of ${name}`,
    countWrong: "A whole number from 1 to 10000.",
    /** @param {string} name */
    remove: (name) => `Remove ${name}`,
    /** @param {string} name */
    removed: (name) => `${isolated(name)} was removed.`,
    windows: "Windows licences",
    windowsHint: "Priced along with the machines.",
    price: "Price it",
    pricing: "Asking Gcore for both terms",
    priceHint: "Only asks. Nothing is reserved, and the quote is kept.",
  },

  quote: {
    title: "Quote",
    taken: "Taken",
    payAsYouGo: "Pay-as-you-go",
    payAsYouGoText: "No commitment: the base of both savings.",
    payAsYouGoDiffers: "Gcore answered two different pay-as-you-go prices; each term shows its own.",
    payAsYouGoNone: "No pay-as-you-go price was shown.",
    /** @param {number} months */
    term: (months) => `${months} months`,
    perMonth: "a month",
    perHour: "Per hour",
    total: "Whole term",
    saves: "saves",
    costsMore: "costs more by",
    aMonth: "a month",
    /** @param {string} percent */
    below: (percent) => `${percent} below pay-as-you-go`,
    /** @param {string} percent */
    above: (percent) => `${percent} above pay-as-you-go`,
    base: "Pay-as-you-go",
    /** @param {string} amount */
    baseAmount: (amount) => `pay-as-you-go ${amount}`,
    breakEven: "Pays off after",
    /** @param {string} months */
    breakEvenMonths: (months) => `${months} months of full use`,
    never: "does not pay off within its term",
    hours: "Hours in a month",
    unverified: "unverified",
    /** @type {Record<import("../../ipc.d.ts").Baseline, string>} */
    baseline: {
      plausible: "",
      too_far:
        "Pay-as-you-go is more than five times the reserved price. The saving is shown as answered, but do not rely on it.",
      out_of_line:
        "Pay-as-you-go is more than a quarter off what your other quotes for the same basket name. The saving is shown as answered, but do not rely on it.",
      below: "Pay-as-you-go is below the reserved price, so the term costs more than having no commitment.",
      not_a_price: "The pay-as-you-go figure is not a price, so there is no base for a saving.",
    },
    noPrice: "No price shown",
    hidden: "Gcore keeps this price from your account. Its sales people can tell it.",
    failed: "Gcore could not work this price out. Try again later, or price fewer types at once.",
    empty: "Gcore said that there is a price, and sent none.",
    /** @param {string} word */
    other: (word) => `Gcore answered “${word}”, a word Berth does not know, so no price is taken from it.`,
    windows: "with Windows licences",
    hide: "Hide quote",
  },

  history: {
    /** @param {number} count */
    title: (count) => `The same basket in ${counted(count, "quote")}`,
    label: "A month's reserved price from quote to quote",
    /** @param {string} term @param {string} price */
    same: (term, price) => `${term}: ${price} throughout`,
    /** @param {string} term @param {string} first @param {string} last */
    moved: (term, first, last) => `${term}: ${first} at first, ${last} now`,
    /** @param {string} lowest @param {string} highest */
    range: (lowest, highest) => `The picture reaches from ${lowest} to ${highest} a month.`,
    asTable: "As a table",
    when: "Asked",
  },
  saved: {
    title: "Saved quotes",
    text: "Kept as they were answered. Pricing one again shows what has changed.",
    none: "Each price you ask for is kept here with its age.",
    months: /** @param {number} months */ (months) => `${months} months`,
    show: "Show",
    /** @param {string} basket */
    showOne: (basket) => `Show the quote for ${basket}`,
    again: "Price again",
    /** @param {string} basket */
    againOne: (basket) => `Price again: ${basket}`,
    aMonth: "/ month",
    noPrice: "no price",
    unchanged: "unchanged",
    /** @param {string} difference @param {boolean} less @param {string} old */
    changed: (difference, less, old) =>
      `${less ? "\u2193" : "\u2191"} ${difference} ${less ? "less" : "more"} than ${old}`,
    was: "was",
    /** @param {number} count */
    earlier: (count) => counted(count, "earlier quote"),
  },
};
