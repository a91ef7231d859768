// The words of reserved compute as Berth uses them, each in plain words. `also` is what else it is called,
// `find` what else it is looked for by.

/** @typedef {{ id: string; term: string; also?: string[]; find?: string; meaning: string }} Term */

/** @type {Term[]} */
export const enGlossary = [
  {
    id: "on-demand",
    term: "On-demand price",
    also: ["list price", "pay-as-you-go"],
    meaning:
      "What the same machines cost by the hour without any reservation. Savings are told against it. At Cloudidr it is AWS's price, as Cloudidr names it; at Gcore it is pay-as-you-go.",
  },
  {
    id: "saving",
    term: "Saving",
    also: ["discount"],
    meaning:
      "The on-demand price less the reserved price, for the same machines and hours. A negative one is said as “costs more”.",
  },
  {
    id: "net",
    term: "Net",
    also: ["net saving"],
    find: "saved",
    meaning:
      "The saving after the processing and cancellation fees that are known. Fees that are not known are counted beside it.",
  },
  {
    id: "realised",
    term: "Realised saving",
    also: ["saved so far"],
    find: "realized",
    meaning:
      "The saving of windows that have begun and were kept. What lies ahead can still be cancelled, so it is not in it.",
  },
  {
    id: "committed",
    term: "Committed spend",
    also: ["committed ahead"],
    find: "paid",
    meaning:
      "What was bought for windows that have not ended. It is owed or paid whether the machines are used or not.",
  },
  {
    id: "break-even",
    term: "Break-even use",
    also: ["pays off above"],
    find: "utilisation utilization",
    meaning:
      "The share of the reserved hours that has to be used for the reservation to cost no more than on demand. Below it, on demand would have been cheaper.",
  },
  {
    id: "effective-rate",
    term: "Effective savings rate",
    also: ["ESR"],
    meaning:
      "What is left of the saving at the use that really happens: 1 − (price + cancellation fees − refunds) ÷ (use × on-demand price). Hours paid for and not used lower it.",
  },
  {
    id: "free-cancel",
    term: "Free-cancel window",
    also: ["free cancellation"],
    find: "fifteen minutes undo",
    meaning:
      "The minutes after a purchase in which Cloudidr cancels without a fee. Whether they count from reserving or from buying is not stated, so Berth trusts the earlier reading only.",
  },
  {
    id: "early-cancellation",
    term: "Early-cancellation fee",
    also: ["cancel fee"],
    find: "penalty",
    meaning:
      "What the vendor may keep when a policy is cancelled after the free window. It sets the fee and tells it only afterwards, in a sentence.",
  },
  {
    id: "processing-fee",
    term: "Processing fee",
    also: ["card fee", "bank fee"],
    meaning:
      "What the vendor adds for the way of paying. Where it names none, Berth says so and does not count it as zero.",
  },
  {
    id: "instance-hour",
    term: "Instance-hour",
    find: "per hour unit",
    meaning:
      "One machine for one hour. Prices are compared by it: two machines for ten hours are twenty instance-hours.",
  },
  {
    id: "window",
    term: "Window",
    find: "time start end",
    meaning:
      "The time for which capacity is reserved at Cloudidr, from its start to its end, in the zone of the capacity.",
  },
  {
    id: "policy",
    term: "Policy",
    find: "FlexCompute",
    meaning:
      "What Cloudidr calls a reserved window and its price, from the draft to its end. It has an id, which is the only handle there is: the vendor cannot list what you own.",
  },
  {
    id: "reservation",
    term: "Reservation",
    also: ["reserved capacity"],
    find: "reserve",
    meaning:
      "Machines that are kept for you for some time at a price agreed before. At Cloudidr a reservation is priced first and bought afterwards; at Gcore it is made by a commitment.",
  },
  {
    id: "commitment",
    term: "Commitment",
    find: "commit term 12 months 36 months",
    meaning:
      "A promise to Gcore to pay for machines for 12 or 36 months. Limits weigh the whole term, not its first month.",
  },
  {
    id: "overcommit",
    term: "Overcommit",
    meaning:
      "What Gcore charges for use beyond the commitment. Berth takes it as the price to compare the commitment with.",
  },
  {
    id: "baseline",
    term: "Baseline",
    also: ["compare-at price"],
    find: "base",
    meaning: "The price that a saving is told against. A saving is only worth as much as its baseline is.",
  },
  {
    id: "unverified",
    term: "Unverified",
    also: ["unverified baseline"],
    find: "not believed",
    meaning:
      "The baseline cannot be believed: it is more than five times the price, or far off what your other policies of the same machine name. The figure stands there, marked.",
  },
  {
    id: "drift",
    term: "Drift",
    also: ["charged more"],
    find: "price changed",
    meaning:
      "The price charged differs from the price shown before the purchase. A higher one is told in every place until something is done about it.",
  },
  {
    id: "doubt",
    term: "In doubt",
    also: ["unknown outcome"],
    find: "settle locked",
    meaning:
      "No answer proves whether a request was carried out. It is never sent again by itself; the policy is locked until you say what you saw at the vendor, or a cancellation answers.",
  },
  {
    id: "attempt",
    term: "Attempt",
    also: ["request"],
    meaning:
      "One request that may change something at a vendor. It is written to the ledger before it is sent, and sent once.",
  },
  {
    id: "safe-mode",
    term: "Safe mode",
    find: "read only cannot spend",
    meaning: "A lock on an account: it can look and price, not spend. Every new account starts in it.",
  },
  {
    id: "limits",
    term: "Limits",
    find: "budget per purchase day month",
    meaning:
      "The most that a purchase, a UTC day and a UTC month may cost. Berth weighs them from the vendor's figures; what is in doubt counts as spent.",
  },
  {
    id: "realm",
    term: "Realm",
    find: "sandbox live test",
    meaning:
      "Where an account is reached: the sandbox, live, or a test endpoint. The desk shows one at a time, and they never mix.",
  },
  {
    id: "sandbox",
    term: "Sandbox",
    also: ["stand-in"],
    find: "play money",
    meaning: "A stand-in for both vendors that runs inside Berth. Nothing in it costs money.",
  },
  {
    id: "test-endpoint",
    term: "Test endpoint",
    also: ["test realm"],
    find: "loopback",
    meaning:
      "An address on this machine that an account talks to in place of the vendor. Nothing there reaches the vendors.",
  },
  {
    id: "price-status",
    term: "Price status",
    also: ["hidden price"],
    find: "price not known",
    meaning:
      "Whether Gcore shows a price, keeps it from your account, or could not tell one. A price that is not shown is a word, never zero.",
  },
  {
    id: "ledger",
    term: "Ledger",
    find: "record database",
    meaning:
      "The file on this machine that holds what was asked, answered and bought. Back it up: nobody else can list what you own.",
  },
  {
    id: "activity-log",
    term: "Activity log",
    find: "chain hash verify",
    meaning:
      "The ledger's list of everything that happened, in which each line carries a hash of the one before. Verifying it shows whether a line was changed.",
  },
  {
    id: "tracked",
    term: "Tracked policy",
    find: "track imported",
    meaning:
      "A policy bought elsewhere and added by its id. The vendor cannot be asked about it, so its card fills only as answers come.",
  },
  {
    id: "lapsed",
    term: "Lapsed",
    find: "never bought",
    meaning: "A policy that was priced and not bought before its window began. It saves nothing and costs nothing.",
  },
  {
    id: "auto-renewal",
    term: "Auto-renewal",
    find: "renew",
    meaning:
      "The vendor buys the same window again, every day, week or month, until somebody stops it. Berth says what that will spend.",
  },
];
