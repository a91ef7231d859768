// Every word the page says of its own accord, in English. What the vendors and Rust say is shown as it comes.
// A text with a figure in it is a function, so that another language may put the figure elsewhere.

import { isolated } from "../../lib/isolated.js";
import {
  enAccounts,
  enChange,
  enClosing,
  enConnect,
  enCredentials,
  enForget,
  enLimits,
  enSafeMode,
} from "./accounts.js";
import { enActivity } from "./activity.js";
import { enCatalogue } from "./catalogue.js";
import { enCreate, enPartly, enWithdraw } from "./commitments.js";
import { enCompare } from "./compare.js";
import { counted, written } from "./counted.js";
import { enLedger } from "./ledger.js";
import { enDoable, enNotes } from "./notes.js";
import { enConfigure, enDecision, enPolicyChange, enRenew } from "./policy-change.js";
import { enPrice } from "./price.js";
import { enReservations } from "./reservations.js";
import { enSavings } from "./savings.js";
import { enWall } from "./wall.js";

export const en = {
  /**
   * How this language writes what is reckoned. Dates and numbers are formatted by `Intl` for these locales. English takes
   * the day before the month and a clock of 24 hours everywhere, so that nobody reads one moment as another.
   */
  locale: {
    tag: "en",
    /** @type {"ltr" | "rtl"} */
    direction: "ltr",
    dates: "en-GB",
    numbers: "en-US",
    /** @param {string} number */
    percent: (number) => `${number}\u202f%`,
  },

  /** Lengths of time, where room is short. */
  time: {
    justNow: "just now",
    /** @param {string} length */
    ago: (length) => `${length} ago`,
    /** @param {number} count */
    minutes: (count) => `${count} min`,
    /** @param {number} count */
    hours: (count) => `${count} h`,
    /** @param {number} count */
    days: (count) => `${count} d`,
    /** @param {string} greater @param {string} lesser */
    two: (greater, lesser) => `${greater} ${lesser}`,
  },

  /**
   * What Berth says below the page, by its English. English is said as it comes; every other language has all of them.
   *
   * @type {import("../languages.js").Sentences | null}
   */
  sentences: null,

  name: "Berth",
  /** A title of the window: the view's, and the program's. @param {string} view */
  titleOf: (view) => `${view} · Berth`,
  /** What is done, and to which of several. @param {string} act @param {string} name */
  actOn: (act, name) => `${act} ${isolated(name)}`,
  /** What it is called, and what it is. @param {string} name @param {string} what */
  pair: (name, what) => `${name}: ${what}`,
  /** @param {string} figure @param {string} unit */
  inUnit: (figure, unit) => `${figure} (${unit})`,
  /** @param {string} label @param {string} currency */
  inCurrency: (label, currency) => `${label} (${currency})`,
  skip: "Skip to the content",
  close: "Close",
  dismiss: "Dismiss",
  notices: "Messages",
  copy: "Copy",
  copied: "Copied",
  tryAgain: "Try again",
  mistakeTitle: "This part of the page stopped",
  mistake:
    "Berth made a mistake while it drew this. The ledger holds whatever was sent: look at the desk before you do anything twice.",
  back: "Back",
  unknown: "not known",
  loading: "Loading",
  /** @param {string} why */
  whyNot: (why) => why,
  on: "on",
  off: "off",
  yes: "yes",
  no: "no",

  reading: {
    read: "Read",
    again: "Read again",
    readAt: "Read",
    stop: "Stop",
    stopped: "Stopped.",
    stale: "What you see was read earlier.",
    staleToo: "Nor could these be read again.",
  },

  places: {
    label: "Places",
    desk: "Desk",
    reservations: "Reservations",
    timeline: "Timeline",
    price: "Price",
    compare: "Compare",
    savings: "Savings",
    activity: "Activity",
    accounts: "Accounts",
    settings: "Settings",
  },

  realm: {
    label: "Realm",
    banners: "What is in force",
    sandbox: "Sandbox",
    live: "Live",
    test: "Test",
    /** @param {number} doubts */
    doubts: (doubts) => `${doubts} in doubt`,
    sandboxBanner: "Sandbox: nothing here costs money",
    sandboxMore: "A stand-in for both vendors runs inside this window. Try anything.",
    connectReal: "Connect a real account",
    testBanner: "Test endpoint: nothing here reaches the vendors",
    testMore: "These accounts talk to a program on this machine.",
    /** @param {string[]} labels */
    safeBanner: (labels) => `Safe mode: ${labels.map(isolated).join(", ")} can look and price, not spend`,
    safeMore: "Turn it off for an account when you mean to buy.",
    openAccounts: "Open accounts",
  },

  /** The button; what its menu says is fetched with it. */
  menu: "Menu",

  theme: { system: "System", light: "Light", dark: "Dark" },

  vendor: { cloudidr: "Cloudidr", gcore: "Gcore" },
  vendorProduct: { cloudidr: "Cloudidr FlexCompute", gcore: "Gcore Cloud" },

  account: {
    safe: "Safe mode: cannot spend",
    testEndpoint: "Test endpoint",
    forgotten: "Credentials removed",
    currencyAssumed: "Currency assumed: the vendor names none.",
  },

  stage: {
    ready: "Ready to buy",
    lapsed: "Lapsed",
    scheduled: "Scheduled",
    running: "Running",
    ended: "Ended",
    cancelled: "Cancelled",
    unknown: "Unknown",
    doubt: "In doubt",
    underway: "Under way",
  },
  reckoned: "Reckoned from the clock; the vendor has no way to ask.",

  operation: {
    reserve: "Reserve",
    purchase: "Purchase",
    cancel: "Cancellation",
    configure: "Configuration",
    renew: "Renewal",
    create: "Commitment",
    withdraw: "Withdrawal",
  },
  attemptState: {
    drafted: "drafted",
    recorded: "recorded, not sent yet",
    sent: "sent, waiting for the answer",
    confirmed: "confirmed",
    refused: "refused",
    unknown: "in doubt",
    absent: "settled: it was not done",
  },

  desk: {
    title: "Desk",
    wall: "Policies",
    search: "Search policies",
    searchShort: "Search",
    searchHint: "Name, id, instance, place, owner",
    show: "Show",
    all: "All",
    attention: "Needs a look",
    over: "Over",
    track: "Track a policy",
    trackShort: "Track",
    price: "Price a window",
    refresh: "Read the ledger again",
    /** @param {number} count */
    found: (count) => `${counted(count, "card")} shown`,
    noneTitle: "No policies yet",
    noneSandbox: "Price a window to see how reserving works. It costs nothing here.",
    noneLive: "Price a window to reserve capacity, or track a policy that was bought elsewhere.",
    noAccountTitle: "No account is connected",
    noAccount: "Connect an account to price and buy. Its credentials stay in this machine's keychain.",
    connect: "Connect an account",
    noMatchTitle: "Nothing matches",
    noMatch: "No policy matches what you typed and chose.",
    clear: "Clear search and filter",
    failedTitle: "The desk could not be read",
    failed: "Your ledger was not changed.",
    stale: "What you see may be out of date: the ledger could not be read just now.",
    /** @param {string[]} names */
    higherMany: (names) => `Charged more than shown: ${names.map(isolated).join(", ")}.`,
    showHigher: "Show them",
    cancelWhileFree: "Cancel while it is free…",
    noticeTitle: "Read this before you buy.",
    noticeRead: "I have read this",
    readOnly: "Looking only.",
  },

  /** The activity log's chain of hashes. */
  integrity: {
    /** @param {string} number @param {string} kind @param {string} at */
    broken: (number, kind, at) =>
      `The activity log is not as it was written: line ${number} (${kind}, ${at}) does not fit.`,
    /** @param {string} number @param {string} kind @param {string} at */
    brokenFormer: (number, kind, at) =>
      `A former ledger's activity log is not as it was written: line ${number} (${kind}, ${at}) does not fit.`,
    noDate: "its date cannot be read",
    more: "Buying and cancelling work as before; only the log's claim to be complete and unchanged is gone.",
    /** @param {string} entries */
    whole: (entries) => `${counted(Number(entries), "line")}, each as it was written`,
    unverified: "not looked at yet",
    failed: "The activity log could not be verified just now.",
    verify: "Verify",
    hint: "Each line carries a hash of the one before it. That lines are missing at the end, no such chain can tell.",
  },

  summary: {
    label: "Summary",
    saved: "Saved so far",
    /** @param {string} percent @param {string} base */
    savedBase: (percent, base) => `${percent} of ${base} on demand`,
    savedNothing: "No window has begun yet",
    /** @param {number} count */
    beforeFees: (count) => `before ${counted(count, "processing fee")}`,
    /** @param {number} count */
    unknownSaving: (count) => `${counted(count, "saving")} not known`,
    /** @param {number} count */
    assumedFees: (count) => `${counted(count, "cancel fee")} unconfirmed`,
    /** @param {number} count */
    unknownFees: (count) => `${counted(count, "cancel fee")} not known`,
    committed: "Committed ahead",
    committedNote: "for windows that have not ended",
    committedNone: "Nothing is paid ahead",
    /** @param {number} count */
    committedUnknown: (count) => `${counted(count, "price")} not known`,
    free: "Still free to cancel",
    /** @param {number} count */
    freeCount: (count) => counted(count, "policy", "policies"),
    freeNext: "next closes in",
    freeNone: "No free-cancel window is open",
    doubt: "In doubt",
    /** @param {number} count */
    doubtCount: (count) => counted(count, "request"),
    doubtOldest: "the oldest was sent",
  },

  doubts: {
    /** @param {number} count @param {string} realm */
    notice: (count, realm) => `${counted(count, "request is", "requests are")} in doubt in ${realm}.`,
    show: "Show",
  },

  card: {
    /** @param {string} id */
    unnamed: (id) => `Policy ${id}`,
    /** @param {string} number */
    unnamedReservation: (number) => `Reservation ${number}`,
    /** @param {number} months */
    months: (months) => counted(months, "month"),
    details: "Details",
    saves: "saves",
    costsMore: "costs more by",
    below: "below AWS on-demand",
    above: "above AWS on-demand",
    unverified: "unverified",
    baseline: {
      plausible: "",
      too_far: "The on-demand figure is more than five times the price, so the saving is unverified.",
      out_of_line:
        "The on-demand figure for an hour is more than a quarter off what your other policies of the same instance name, so the saving is unverified.",
      below: "The on-demand figure lies below the price.",
      not_a_price: "The on-demand figure is not a price.",
    },
    noSaving: "saving not known",
    savesNothing: { cancelled: "no saving: it was cancelled", lapsed: "no saving: it was never bought" },
    noSavingWhy: "no on-demand figure was answered",
    noPrice: "price not known",
    noPriceWhy: "the vendor never answered one",
    perHour: "per instance-hour",
    noWindow: "Window not known",
    noWindowWhy: "Tracked by id; the vendor has no way to ask.",
    freeCancel: "to cancel for free",
    freeUndo: "to undo a purchase",
    freeThen: "then maybe a fee",
    freeUntil: "until",
    startsIn: "Starts in",
    endsIn: "Ends in",
    lapsedAt: "Start passed",
    endedAt: "Ended",
    cancelledAt: "Cancelled",
    cancelledFree: "in the free window",
    cancelledSilent: "The vendor's answer had no words.",
    buy: "Buy…",
    cancel: "Cancel…",
    settle: "Settle…",
    sentAt: "Sent",
    /** @param {string} operation */
    operationSent: (operation) => `${operation} sent`,
    /** @param {string} operation */
    operationRecorded: (operation) => `${operation} recorded`,
    recordedAt: "Recorded",
    locked: "Locked until this is settled.",
    doubtWords: {
      reserve: "No answer proves whether it was reserved.",
      purchase: "No answer proves whether it was bought. It may have been charged.",
      cancel: "No answer proves whether it was cancelled. It may still run and cost.",
      configure: "No answer proves whether the configuration was changed.",
      renew: "No answer proves whether the renewal was changed. It may renew and cost.",
      create: "No answer proves whether it was filed. It may bind you for the whole term.",
      withdraw: "No answer proves whether it was withdrawn. It may still stand and cost.",
    },
    underwayWords: "A request is on its way. It is sent once.",
    higher: "Charged more than shown",
    /** @param {string} charged @param {string} seen */
    higherWords: (charged, seen) => `${charged} was charged, ${seen} was shown before the purchase.`,
    /** @param {string} charged @param {string} seen */
    lowerWords: (charged, seen) => `${charged} was charged, less than the ${seen} shown.`,
    /** @param {string} charged @param {string} seen */
    drift: (charged, seen) => `Shown ${seen}, charged ${charged}`,
    ownZone: "local to the capacity",
  },

  details: {
    title: "Details",
    price: "Price",
    total: "Price",
    list: "AWS on-demand",
    saving: "Saving",
    perHour: "Per instance-hour",
    listPerHour: "On demand per instance-hour",
    breakEven: "Pays off above",
    breakEvenUse: "of the hours used",
    cardFee: "Processing fee, by card",
    bankFee: "Processing fee, by bank",
    feeUnstated: "not stated by the vendor",
    priceSeen: "Shown before the purchase",
    priceCharged: "Charged",
    window: "Window",
    starts: "Starts",
    ends: "Ends",
    length: "Length",
    /** @param {string} figures @param {string} exact */
    hours: (figures, exact) => written(figures, exact, "hour"),
    /** @param {string} figures @param {string} exact */
    instanceHours: (figures, exact) => written(figures, exact, "instance-hour"),
    again: "Price one like it, next week",
    freeCancelUntil: "Free to cancel until",
    machine: "Machines",
    instance: "Instance",
    quantity: "Count",
    platform: "Platform",
    tenancy: "Tenancy",
    vcpu: "vCPU each",
    memory: "Memory each",
    /** @param {string} figure */
    gibibytes: (figure) => `${figure} GiB`,
    gpu: "GPU each",
    region: "Region",
    zone: "Zone",
    configuration: "Configuration",
    vpc: "VPC",
    securityGroup: "Security group",
    image: "Image",
    keyPair: "Key pair",
    disk: "Disk",
    diskUnit: "presumably GiB",
    renewal: "Auto-renewal",
    status: "Status",
    operating: "Operating state",
    created: "Created",
    seen: "Last heard",
    identity: "Identity",
    id: "Policy id",
    account: "Account",
    cloudAccount: "AWS account",
    source: "How it came here",
    sources: {
      reserved: "Reserved here",
      tracked: "Tracked by its id",
      shipped: "Shipped with the sandbox",
    },
    bought: "Bought",
    reason: "Why",
    owner: "Owner",
    ticket: "Ticket",
    purpose: "Purpose",
    cancelled: "Cancelled",
    cancelFee: "The figure in them",
    /** @param {string} value */
    feeAmount: (value) => `fee ${value}, unit not confirmed`,
    /** @param {string} value */
    feeRefund: (value) => `refund ${value} %`,
    activity: "Activity",
    noActivity: "Nothing was recorded for this policy yet.",
    raw: "As it came",
    request: "What was asked",
    /** @param {number} status */
    answer: (status) => `What was answered (HTTP ${status})`,
    attempt: "Attempt id",
    state: "State",
    note: "Note",
    reckoned: "reckoned from the clock",
    kinds: {
      reserve_recorded: "Reserve recorded",
      reserve_sent: "Reserve sent",
      reserve_learnt: "Reserve answered",
      purchase_recorded: "Purchase recorded",
      purchase_sent: "Purchase sent",
      purchase_learnt: "Purchase answered",
      cancel_recorded: "Cancellation recorded",
      cancel_sent: "Cancellation sent",
      cancel_learnt: "Cancellation answered",
      configure_recorded: "Configuration recorded",
      configure_sent: "Configuration sent",
      configure_learnt: "Configuration answered",
      renew_recorded: "Renewal recorded",
      renew_sent: "Renewal sent",
      renew_learnt: "Renewal answered",
      create_recorded: "Commitment recorded",
      create_sent: "Commitment sent",
      create_learnt: "Commitment answered",
      withdraw_recorded: "Withdrawal recorded",
      withdraw_sent: "Withdrawal sent",
      withdraw_learnt: "Withdrawal answered",
      found_at_start: "Found on its way at start, now in doubt",
      first_state: "First state of the sandbox",
      settled_by_user: "Settled by you",
      settled_by_cancel: "Settled by a cancellation",
      tracked: "Tracked",
      imported: "Imported from a list",
      annotated: "Notes changed",
      quoted: "Quoted",
      connected: "Account connected",
      changed: "Account renamed",
      tested: "Credentials tested",
      credentials_replaced: "Credentials replaced",
      forgotten: "Credentials removed",
      safe_mode_on: "Safe mode turned on",
      safe_mode_off: "Safe mode turned off",
      partly_documented_on: "Commitments and withdrawals allowed",
      partly_documented_off: "Commitments and withdrawals forbidden",
      limits_set: "Limits set",
      furnished: "Sandbox account set up",
      clock_read: "Vendor’s clock read",
      ledger_restored: "Backup restored",
      ledger_recovered: "Damaged ledger recovered",
    },
  },

  review: {
    whoPays: "Who pays",
    whose: "Whose it is",
    payment: { unknown: "", card: "pays by card", bank: "pays by bank" },
    sandbox: "Sandbox: costs nothing",
    what: "What",
    where: "Where",
    starts: "Starts",
    ends: "Ends",
    length: "Length",
    price: "Price",
    /** @param {string} vendor */
    pricedAt: (vendor) => `answered by ${vendor}`,
    typeId: "Type the policy's id to go on",
    /** @param {string} id */
    typeIdHint: (id) => `It is ${id}.`,
    idMissing: "The button wakes when the id is typed.",
    free: {
      open: "Free to cancel",
      openUntil: "until",
      openThen: "At zero the vendor sets a fee, which it tells only afterwards.",
      maybe: "Perhaps still free to cancel",
      maybeWords:
        "The vendor does not say whether it counts from reserving or from buying. Only the earlier reading is certain, and it has passed.",
      passed: "The free-cancel window has passed",
      passedWords: "Cancelling may cost a fee. The vendor sets it and tells it only afterwards.",
      unknown: "It is not known whether cancelling is free",
      unknownWords: "The vendor never answered when this policy was created.",
    },
    anew: "Nothing was sent. What you see now needs a decision of its own.",
    closing: "You may close this: the request goes on, and the desk shows it.",
  },

  buy: {
    /** @param {string} what */
    opening: (what) => `Buy ${isolated(what)}`,
    /** @param {string} what @param {string} price */
    title: (what, price) => `Buy ${isolated(what)}, for ${price}?`,
    /** @param {string} what */
    titleUnknown: (what) => `Buy ${isolated(what)}, at a price that is not known?`,
    keep: "Don't buy",
    /** @param {string} price */
    act: (price) => `Buy for ${price}`,
    actUnknown: "Buy at a price not known",
    noPrice: "The vendor never answered a price for this policy. What it will charge is told only after the purchase.",
    sending: "Sending your order. It is sent once, even if this takes long.",
    stale: "This price was looked at more than a minute ago. Review it again before you buy.",
    priceChanged: "The price has changed",
    /** @param {string} before @param {string} after */
    wasNow: (before, after) => `was ${before}, now ${after}`,
    noCloudAccount: "the vendor never named it",
    limits: {
      purchase: "The limit per purchase leaves",
      day: "Today's limit leaves",
      month: "This month's limit leaves",
    },
    limitBefore: "before this",
    reasonTitle: "Why (optional)",
    bought: "Bought",
    /** @param {string} what */
    boughtTitle: (what) => `Bought: ${isolated(what)}`,
    /** @param {string} price */
    boughtFor: (price) => `Bought for ${price}`,
    asShown: "as it was shown",
    boughtHigher: "Charged more than shown",
    refusedTitle: "Not bought",
    unknownTitle: "We do not know yet whether this was bought",
    unknownWords: "Look in the vendor's console, then settle it here.",
    appliedTitle: "It was bought, but not all went well",
    leave: "Leave in doubt",
    settle: "Settle…",
    again: "Review again",
    cancelFree: "Cancel while it is free…",
    done: "Close",
    noticeBought: "Your purchase was answered: bought.",
    /** @param {string} charged @param {string} seen */
    noticeBoughtHigher: (charged, seen) =>
      `Your purchase was answered: bought, and charged more than shown. ${charged} was charged, ${seen} was shown.`,
    noticeRefused: "Your purchase was refused. Nothing was bought.",
    noticeUnknown: "Your purchase is in doubt. It is not sent again.",
    show: "Show",
  },

  give: {
    /** @param {string} name */
    opening: (name) => `Cancel ${isolated(name)}`,
    /** @param {string} name @param {string} price */
    title: (name, price) => `Cancel ${isolated(name)}, bought for ${price}?`,
    /** @param {string} name */
    titleUnbought: (name) => `Cancel ${isolated(name)}, which is not bought?`,
    keep: "Keep policy",
    actFree: "Cancel policy, free of charge",
    actFee: "Cancel this policy and accept the fee",
    actMaybe: "Cancel this policy and accept a fee",
    actUnbought: "Cancel policy",
    sending: "Sending the cancellation. It is sent once, even if this takes long.",
    lost: "What is lost",
    /** @param {string} figures @param {string} exact */
    hoursLost: (figures, exact) => `${written(figures, exact, "hour")} of the window`,
    noHours: "nothing: the window is over",
    capacity: "The capacity may not be had again.",
    paid: "Paid",
    notPaid: "nothing: it was not bought",
    fee: "Fee",
    feeFree: "none, inside the free window",
    feeLater: "told only afterwards",
    expired: "The free window has closed since you opened this. Review it again and decide with a fee in mind.",
    needed: "Hours of it you still need",
    /** @param {string} hours */
    neededHint: (hours) => `Of the ${hours} that are left.`,
    neededWrong: "A number of hours, such as 10 or 7.5.",
    /** @param {string} kept */
    kept: (kept) => `On demand those hours would cost ${kept}.`,
    /** @param {string} fee @param {boolean} some whether any hours are needed */
    worth: (fee, some) =>
      `Cancelling pays only if the fee is below ${fee}, provided that the rest of the price is given back${some ? " and those hours are bought on demand instead" : ""}.`,
    worthKeeping: "For so many hours it is worth keeping, whatever the fee.",
    past: "What earlier cancellations cost",
    noPast: "No earlier cancellation of this account says what it cost.",
    doneTitle: "Cancelled",
    /** @param {string} name */
    doneTitleOf: (name) => `Cancelled: ${isolated(name)}`,
    alreadyTitle: "It had been cancelled before",
    alreadyWords: "The vendor says that this policy was cancelled already. Nothing more was cancelled now.",
    vendorWords: "The vendor's words",
    refusedTitle: "Not cancelled",
    unknownTitle: "We do not know yet whether this was cancelled",
    unknownWords: "Until you settle it, assume that the policy still runs.",
    appliedTitle: "It was cancelled, but not all went well",
    noticeDone: "Your cancellation was answered: cancelled.",
    noticeRefused: "Your cancellation was refused. Nothing was cancelled.",
    noticeUnknown: "Your cancellation is in doubt.",
  },

  decision: enDecision,
  policyChange: enPolicyChange,
  configure: enConfigure,
  renew: enRenew,
  partly: enPartly,
  create: enCreate,
  withdraw: enWithdraw,

  settle: {
    /** @param {string} operation @param {string} name */
    title: (operation, name) => `Settle: ${operation} of ${name}`,
    intro:
      "Look in the vendor's console first. A request whose answer was lost can still arrive for some minutes, so look again if it was sent just now. Nothing is sent by settling; Berth writes down what you saw.",
    sent: "Sent",
    seen: "Price seen",
    why: "Why it is in doubt",
    question: "What did you see?",
    done: {
      reserve: "It was reserved",
      purchase: "It was bought",
      cancel: "It was cancelled",
      configure: "It was changed",
      renew: "It was changed",
      create: "It was filed",
      withdraw: "It was withdrawn",
    },
    notDone: {
      reserve: "It was not reserved",
      purchase: "It was not bought",
      cancel: "It was not cancelled",
      configure: "It was not changed",
      renew: "It was not changed",
      create: "It was not filed",
      withdraw: "It was not withdrawn",
    },
    doneHint: {
      reserve: "The policy joins the wall under the id you enter.",
      purchase: "It counts as spent, and can be cancelled.",
      cancel: "It counts as cancelled, its fee not known.",
      configure: "The request counts as done.",
      renew: "The request counts as done.",
      create: "It counts as spent, with its whole term.",
      withdraw: "The request counts as done.",
    },
    notDoneHint: {
      reserve: "The draft can be asked for again.",
      purchase: "It counts as not spent, and can be bought.",
      cancel: "It still runs, and can be cancelled again.",
      configure: "It can be asked for again.",
      renew: "It can be asked for again.",
      create: "It counts as not spent, and can be asked for again.",
      withdraw: "The reservation still stands, and can be withdrawn again.",
    },
    note: "Where you saw it",
    notePlaceholder: "Console, 14:05; ticket 2041",
    noteHint: "Kept in the activity log.",
    noteMissing: "Write down where you saw it.",
    choose: "Choose one of the two.",
    policy: "The policy's id",
    policyHint: "As the vendor's console shows it: it is the only handle there is.",
    policyMissing: "Enter the policy's id.",
    keep: "Leave in doubt",
    act: "Settle",
    settling: "Writing it down.",
    settled: "Settled.",
    cancelInstead: "Cancel the policy instead…",
    cancelHint: "A cancellation that answers settles it too.",
  },

  trackDialog: {
    title: "Track a policy",
    text: "For a policy that was bought elsewhere. The vendor cannot be asked about it: its card fills as answers come.",
    account: "Account",
    id: "Policy id",
    idHint: "Such as sc_830349911839.",
    idMissing: "Enter the policy's id.",
    noAccount: "Connect a Cloudidr account first; Gcore reservations have no policy ids.",
    cancel: "Don't track",
    act: "Track policy",
    done: "The policy is on the wall.",
    orFile: "Or many at once, from a text with an id on each line, or a CSV table.",
    file: "Import a file…",
    choosing: "Choose a file.",
    importedTitle: "List imported",
    /** @param {string} file */
    from: (file) => `From ${isolated(file)}`,
    line: "Line",
    row: "Policy id",
    outcome: "What came of it",
    outcomes: {
      tracked: "tracked from now on",
      known: "in the ledger already",
      repeated: "stands in the list twice",
      not_an_id: "not an id",
    },
    /** @param {number} tracked @param {number} rows */
    tracked: (tracked, rows) => `${counted(tracked, "policy", "policies")} tracked, of ${counted(rows, "row")}.`,
    /** @param {number} rows */
    more: (rows) => `And ${counted(rows, "row")} more like the last.`,
    again: "Import another…",
  },

  price: enPrice,
  catalogue: enCatalogue,
  compare: enCompare,
  notes: enNotes,
  doable: enDoable,
  savings: enSavings,
  wall: enWall,
  reservations: enReservations,
  activity: enActivity,
  accounts: enAccounts,
  connect: enConnect,
  change: enChange,
  credentials: enCredentials,
  limits: enLimits,
  forget: enForget,
  safeMode: enSafeMode,
  ledger: enLedger,
  closing: enClosing,

  error: {
    /** @param {string} command */
    bridge: (command) => `Berth made a mistake while it answered “${command}”. The log tells more.`,
    reference: "Reference",
    effect: {
      none: "Nothing was changed at the vendor.",
      unknown: "It is not known whether anything was changed at the vendor.",
      applied: "It was done at the vendor.",
    },
    buyEffect: {
      none: "Nothing was bought.",
      unknown: "It is not known whether it was bought.",
      applied: "It was bought.",
    },
    cancelEffect: {
      none: "Nothing was cancelled.",
      unknown: "It is not known whether it was cancelled.",
      applied: "It was cancelled.",
    },
    title: {
      offline: "No connection",
      unauthorized: "Credentials not accepted",
      rate_limited: "Too many requests",
      price_changed: "Something changed",
      over_limit: "Over your limit",
      safe_mode: "Safe mode is on",
      refused: "Refused",
      already_running: "Already under way",
      outcome_unknown: "Outcome unknown",
      vault_locked: "The keychain is locked",
      vault_missing: "No keychain found",
      vault_denied: "The keychain said no",
      vault_timeout: "The keychain did not answer",
      invalid_input: "Please check what was entered",
      not_found: "Not found",
      ledger_failed: "The ledger failed",
      aborted: "Stopped",
      internal: "A mistake in Berth",
    },
  },
};
