// The words of the settings, and of the dialog that resets them.

import { isolated } from "../../lib/isolated.js";

const KILO = 1000;
const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** @param {number} bytes */
function size(bytes) {
  const unit = bytes < KILO ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 }).format(bytes / KILO ** unit)}\u202f${UNITS[unit]}`;
}

export const enSettings = {
  list: "Sections of the settings",
  sections: {
    appearance: "Appearance",
    time: "Time",
    money: "Money",
    accounts: "Accounts and limits",
    notifications: "Notifications",
    data: "Data",
    log: "Log",
    reset: "Reset",
  },

  unsaved:
    "The disk did not take the settings as they stand here. They hold until Berth quits; the next start has the earlier ones.",
  setAside: "The file of the settings could not be read, so they begin anew. It was set aside, as it was, as",

  theme: "Theme",
  themeHint: "System follows the system while Berth runs.",

  clock: "Hours of the day",
  clocks: { 24: "24 hours", 12: "12 hours", system: "As the system" },
  zone: "First of two clocks",
  zoneHint: "Where both read the same, there is one.",
  zones: { place: "The capacity’s place", mine: "Mine" },
  preview: "Now, in Mumbai and here",

  month: "A month has",
  monthHint: "What Compare reckons by until you choose otherwise there; it states the hours with each figure.",
  months: { 730: "730 hours", 744: "744 hours", actual: "its actual hours" },
  currency: "Currency of new Cloudidr accounts",
  currencyHint: "Cloudidr names none with its prices. Accounts that exist keep theirs.",
  /** @param {string} kept */
  currencyWrong: (kept) => `Three letters, such as EUR. Until then it stays ${kept}.`,

  noAccounts: "No account is connected here.",
  safe: "Safe mode: cannot spend",
  spends: "Can spend what you confirm",
  openAccounts: "Open accounts",

  notifications: {
    /** @param {string} service */
    by: (service) =>
      `Shown by ${isolated(service)} while Berth runs and its window is not in front. In front, the window tells it itself.`,
    none: "This desktop shows no notifications: nothing answers to org.freedesktop.Notifications. Berth can tell you only in its own window.",
    kinds: {
      freeFive: {
        label: "Free cancellation closes in 5 minutes",
        hint: "By the earlier reading of the vendor's 15 minutes, corrected by its clock.",
      },
      freeTwo: { label: "Free cancellation closes in 2 minutes", hint: "The last call." },
      start: { label: "A window starts", hint: "What was missed while the machine slept is told once, as past." },
      end: { label: "A window ends", hint: "With a word about a successor, where auto-renewal was on." },
      renewal: { label: "A policy renews by itself", hint: "A day before, while it can still be turned off." },
      doubt: { label: "A request is in doubt", hint: "Once for each, until it is settled." },
    },
    test: "Send a test",
    sent: "Sent. If you see nothing, your desktop holds it back.",
    notTaken: "Nobody took it.",
    trayTitle: "Tray",
    tray: {
      off: "Berth has no entry in the tray.",
      shown: "Berth has an entry in the tray.",
      absent:
        "This desktop has no tray: nothing answers to org.kde.StatusNotifierWatcher. An entry appears as soon as one does.",
    },
    trayLabel: "Show what comes next in the tray",
    trayHint: "With Open and Quit.",
    keepLabel: "Keep running in the tray when the window is closed",
    keepHint: "Notifications go on. Quit in the tray's menu ends Berth.",
    keepWhyNot: "Without an entry in the tray nothing would show that Berth runs.",
  },

  folder: "Data folder",
  ledgerFile: "Ledger",
  settingsFile: "Settings",
  logs: "Logs",
  logsHint: "without secrets, kept for a week",
  none: "not written yet",
  size,
  /** @param {string} folder */
  open: (folder) => `Open: ${folder}`,
  notOpened: "Nothing on this desktop opens folders. The path can be copied.",

  logLevel: "What is written to the log",
  logLevelHint: "Holds from now on. Requests are logged by method, path and duration; never what is in them.",
  logLevels: { error: "Errors", warn: "Warnings", info: "Main steps", debug: "Every request" },

  resetText: "Every setting as at the first start. The ledger, accounts and credentials are not touched.",
  reset: "Reset settings…",
  review: {
    title: "Reset the settings?",
    goes: "Appearance, time, money, notifications and log go back to their defaults; the window’s size is forgotten, single-key shortcuts are on, and the first tour is offered again.",
    stays:
      "What stays: the ledger, accounts with their limits and safe mode, credentials in the keychain, saved views, drafts and picks.",
    keep: "Keep settings",
    act: "Reset settings",
    done: "The settings were reset.",
  },
};
