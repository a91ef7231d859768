// The words about changing a policy that is there: its launch details and its auto-renewal; and the buttons of every
// decision that begins with a form.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

export const enDecision = {
  go: "Continue",
  edit: "Back",
  again: "Review again",
  settle: "Settle…",
  leave: "Leave in doubt",
  done: "Close",
};

export const enPolicyChange = {
  keep: "Leave as it is",
  vendorWords: "The vendor's words",
  effects: {
    none: "Nothing was changed.",
    unknown: "It is not known whether it was changed.",
    applied: "It was changed.",
  },
  refusedTitle: "Not changed",
  unknownTitle: "We do not know yet whether this was changed",
  unknownWords: "Until you settle it, nothing else can be changed or bought on this policy.",
  appliedTitle: "It was changed, but not all went well",
  noticeDone: "Your change was answered: done.",
  noticeRefused: "Your change was refused. Nothing was changed.",
  noticeUnknown: "Your change is in doubt. It is not sent again.",
};

export const enConfigure = {
  open: "Configure…",
  /** @param {string} name */
  title: (name) => `Configure ${isolated(name)}`,
  /** @param {string} name */
  question: (name) => `Change what ${isolated(name)} starts with?`,
  /** @param {string} name */
  doneTitle: (name) => `Changed: ${isolated(name)}`,
  intro:
    "What its machines start with. An empty field is not sent; whether the vendor then keeps what it had is not documented.",
  hints: {
    vpc: "Such as vpc-12345678.",
    securityGroup: "Such as sg-12345678.",
    image: "Such as ami-12345678.",
    keyPair: "Its name in AWS.",
    disk: "A whole number. The vendor names no unit; its sample looks like GiB.",
  },
  change: "Detail",
  before: "Known now",
  sent: "Will be sent",
  notSent: "not sent",
  same: "the same",
  lost: "What is not sent counts as not known afterwards, unless the vendor's answer names it.",
  act: "Change",
  sending: "Sending the change. It is sent once, even if this takes long.",
  doneWords: "The vendor confirmed the change.",
};

export const enRenew = {
  open: "Auto-renewal…",
  /** @param {string} name */
  title: (name) => `Auto-renewal of ${isolated(name)}`,
  /** @param {string} name @param {string} often */
  question: (name, often) => `Let ${isolated(name)} buy a window like this one ${often}?`,
  /** @param {string} name */
  questionOff: (name) => `Turn off auto-renewal of ${isolated(name)}?`,
  /** @param {string} name */
  doneTitle: (name) => `Auto-renewal changed: ${isolated(name)}`,
  intro:
    "Auto-renewal is a purchase that repeats until it is turned off. Neither its price nor the moment it is made is documented.",
  often: "How often",
  choices: { off: "Off", "one-day": "Every day", "one-week": "Every week", "one-month": "Every month" },
  every: { "one-day": "every day", "one-week": "every week", "one-month": "every month", off: "never" },
  now: "Now",
  next: "From now on",
  exposure: "What it will spend if nobody acts",
  ahead: "In the next",
  /** @param {number} days */
  days: (days) => `${days} days`,
  bought: "Bought",
  /** @param {number} windows */
  windows: (windows) => counted(windows, "window"),
  spent: "Spent",
  reckoned:
    "Reckoned on this machine: a window like this one at today's price, a period after the start of the one before. The vendor may ask another price.",
  noStart: "When this policy starts is not known, so what it will spend cannot be reckoned.",
  noPrice: "The vendor never answered a price for this policy. What each renewal will charge is not known.",
  limit: "Your limits weigh one renewal now. The later ones the vendor makes without asking Berth.",
  stays: "Capacity that was renewed already stays bought.",
  /** @param {string} often */
  act: (often) => `Renew ${often}`,
  actOff: "Turn off",
  stale: "This was looked at more than a minute ago. Review it again before you turn it on.",
  sending: "Sending the change. It is sent once, even if this takes long.",
  doneOn: "The vendor confirmed: it renews itself from now on.",
  doneOff: "The vendor confirmed: it does not renew itself any more.",
};
