// The words of commands, shortcuts, and the dialogs that help. They are fetched when a hand comes, not with the first view.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";
import { enGlossary } from "./glossary.js";
import { enSettings } from "./settings.js";
import { enTour } from "./tour.js";

export const enHelp = {
  groups: {
    recent: "Used last",
    go: "Places",
    act: "Actions",
    policies: "Policies",
    ledger: "Ledger",
    look: "View",
    help: "Help",
    glossary: "Glossary",
  },

  commands: {
    desk: "Go to the desk",
    reservations: "Go to Gcore reservations",
    timeline: "Go to the timeline",
    price: "Go to prices",
    compare: "Go to compare",
    savings: "Go to savings",
    activity: "Go to activity",
    accounts: "Go to accounts",
    settings: "Go to settings",
    back: "Back to where you were",
    forward: "Forward again",
    search: "Search the policies",
    priceWindow: "Price a window",
    priceReservation: "Price a Gcore reservation",
    track: "Track a policy…",
    connect: "Connect an account…",
    reload: "Read the desk again",
    verify: "Verify the activity log",
    export: "Export the activity log…",
    backUp: "Back the ledger up…",
    sandbox: "Show the sandbox",
    live: "Show live accounts",
    test: "Show accounts at a test endpoint",
    zoomIn: "Timeline: zoom in",
    zoomOut: "Timeline: zoom out",
    zoomAgain: "Timeline: the week around now",
    themeSystem: "Settings: theme as the system",
    themeLight: "Settings: light theme",
    themeDark: "Settings: dark theme",
    setTime: "Settings: hours and clocks",
    setMoney: "Settings: hours per month and currency",
    setAccounts: "Settings: accounts and limits",
    setNotifications: "Settings: notifications and tray",
    setData: "Settings: data folder, backup and restore",
    setLog: "Settings: log level",
    setReset: "Settings: reset…",
    palette: "All commands…",
    shortcuts: "Keyboard shortcuts…",
    glossary: "Glossary…",
    tour: "Tour of the desk",
    about: "About Berth…",
  },

  /** What else a command is looked for by. */
  also: {
    desk: "home wall policies cards",
    reservations: "bare metal gpu reserved",
    timeline: "gantt calendar bars windows axis",
    price: "quote window basket",
    compare: "side by side per hour",
    savings: "saved net",
    activity: "log history audit",
    accounts: "credentials limits safe mode",
    settings: "preferences options configure",
    back: "previous",
    forward: "next",
    search: "find filter",
    priceWindow: "reserve new quote capacity",
    priceReservation: "basket quote bare metal gpu 12 36 months",
    track: "import id bought elsewhere",
    connect: "add login token vendor",
    reload: "refresh ledger",
    verify: "integrity chain hash check",
    export: "save json lines file",
    backUp: "backup save file",
    sandbox: "realm switch play",
    live: "realm switch real money",
    test: "realm switch loopback",
    zoomIn: "closer axis",
    zoomOut: "further axis",
    zoomAgain: "reset today axis",
    themeSystem: "appearance colour auto",
    themeLight: "appearance colour day bright",
    themeDark: "appearance colour night",
    setTime: "time display 12 24 zone timezone format date",
    setMoney: "730 744 actual month assumed dollar euro",
    setAccounts: "safe mode spend",
    setNotifications: "told reminder alert tray icon keep running background",
    setData: "ledger files verify export location path",
    setLog: "debug verbose logging",
    setReset: "defaults restore preferences factory",
    palette: "palette run",
    shortcuts: "keys keyboard help",
    glossary: "words terms meaning help",
    tour: "first start introduction notes help",
    about: "version licences paths files",
  },

  whyNot: {
    noDoubt: "Nothing is in doubt.",
    readOnly: "The ledger can only be looked at now.",
    noPolicies: "There is no policy to search.",
    noTimeline: "The timeline is not shown.",
    noTest: "No account is at a test endpoint.",
    noGcore: "No Gcore account is connected here.",
  },

  /** @param {string} name */
  details: (name) => `Details: ${isolated(name)}`,
  /** @param {string} name */
  buy: (name) => `Review buying ${isolated(name)}…`,
  /** @param {string} name */
  cancel: (name) => `Review cancelling ${isolated(name)}…`,
  /** @param {string} name */
  settle: (name) => `Settle what is in doubt of ${isolated(name)}…`,
  /** The first word by which somebody says what they want of a policy. */
  verbs: {
    buy: ["buy", "purchase"],
    cancel: ["cancel", "give"],
    settle: ["settle", "doubt"],
    details: ["details", "open", "show"],
  },
  /** @param {string} term */
  term: (term) => `Glossary: ${term}`,

  settings: enSettings,
  tour: enTour,

  reloaded: "The desk was read again.",
  palette: {
    label: "Commands",
    placeholder: "Type a command, a policy or a word",
    results: "Commands and policies",
    none: "Nothing is called so.",
    noneMore: "Policies are found by name, id, instance, place and owner.",
    /** @param {number} count */
    found: (count) => counted(count, "result"),
    move: "to choose",
    take: "to run",
    leave: "to close",
    safe: "Opens reviews; never spends.",
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    next: "then",
    apart: ", ",
    single: "Shortcuts of single keys",
    singleOn: "They do nothing while you type or while a dialog is open.",
    singleOff: "Off: keys that are pressed alone do nothing. Those with a modifier still work.",
    singleSign: "off",
    rest: "Tab goes from control to control, arrows move within a list, Esc closes what lies on top.",
  },
  /** What is said for a key's sign. */
  keys: {
    Meta: "Command",
    Control: "Control",
    Alt: "Alt",
    Shift: "Shift",
    ArrowLeft: "Left arrow",
    ArrowRight: "Right arrow",
    "+": "Plus",
    "-": "Minus",
    "/": "Slash",
    "?": "Question mark",
    "[": "Left bracket",
    "]": "Right bracket",
  },

  glossary: {
    title: "Glossary",
    search: "Search the glossary",
    none: "No such word here.",
    /** @param {number} count */
    found: (count) => counted(count, "word"),
    also: "also",
    terms: enGlossary,
  },

  about: {
    title: "About Berth",
    ownLicence: "MIT or Apache-2.0, as you choose",
    ledger: "Ledger",
    settings: "Settings",
    logs: "Logs",
    logsHint: "without secrets",
    page: "Libraries of the page",
    pageHint: "With the whole text of their licences.",
    crates: "Rust crates",
    /** @param {number} count */
    cratesHint: (count) =>
      `${counted(count, "crate")} that are compiled into the program on one system or another, as each names its licence. Beside them: Rust's standard library (MIT or Apache-2.0), and SQLite, which is in the public domain.`,
    filter: "Search crates",
    crate: "Crate",
    crateVersion: "Version",
    crateLicence: "Licence",
    systems: "Where",
    everywhere: "everywhere",
    systemNames: { linux: "Linux", macos: "macOS", windows: "Windows" },
    choose: "Choose a crate to read the text of its licence.",
    /** @param {string} name */
    textOf: (name) => `Licence of ${name}`,
    noText:
      "This crate came without the text of its licence, or is not part of the program for this system. Its source is at crates.io.",
    none: "No crate matches.",
    failed: "The list could not be fetched.",
  },
};
