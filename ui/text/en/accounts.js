// The words of the accounts view and of its dialogs.

import { isolated } from "../../lib/isolated.js";

export const enAccounts = {
  title: "Accounts",
  connect: "Connect an account",
  emptyTitle: "No account is connected here",
  empty:
    "Connect an account to price and buy with it. Its credentials go to this machine's keychain and nowhere else, and it cannot spend until you let it.",
  partOfBerth: "Part of Berth: a stand-in for the vendor, with no credentials of yours.",
  signIn: "Signs in with",
  token: "an API token",
  /** @param {string} user */
  user: (user) => `the password of ${isolated(user)}`,
  kept: "Kept",
  keptKeychain: "in this machine's keychain",
  keptUntilQuit: "in memory, until Berth quits",
  tested: "Credentials",
  testedAt: "worked",
  untestedToken: "untested until first use",
  untested: "not tested yet",
  forgotten: "Credentials removed",
  forgottenText: "Its policies, attempts and activity stay here. Enter its credentials again to use it.",
  currency: "Currency",
  assumed: "assumed: Cloudidr names none",
  stated: "stated by Gcore with each price",
  payment: "Paid by",
  payments: { unknown: "not said", card: "card", bank: "bank" },
  limits: "Spend limits",
  noLimits: "none",
  /** @param {string} amount */
  perPurchase: (amount) => `${amount} a purchase`,
  /** @param {string} amount */
  perDay: (amount) => `${amount} a day`,
  /** @param {string} amount */
  perMonth: (amount) => `${amount} a month`,
  endpoint: "Test endpoint",
  safe: "Safe mode",
  safeOn: "On: it can look and price, and cannot spend.",
  safeOff: "Off: a purchase you confirm is paid for.",
  safeOffGcore: "Off: a commitment you confirm is asked for.",
  test: "Test",
  testing: "Testing…",
  rename: "Rename…",
  credentials: "Replace credentials…",
  credentialsAgain: "Enter credentials…",
  setLimits: "Limits…",
  forget: "Forget…",
  /** @param {string} act @param {string} label */
  of: (act, label) => `${act} ${label}`,
};

export const enConnect = {
  title: "Connect an account",
  vendor: "Vendor",
  vendors: {
    cloudidr: { label: "Cloudidr FlexCompute", hint: "Windows of AWS capacity: price, buy, cancel." },
    gcore: { label: "Gcore Cloud", hint: "Reservations of 12 and 36 months: price, commit, withdraw." },
  },
  label: "Name",
  labelHint: "Yours to choose; it stands on every card and receipt.",
  labelWrong: "Give it a name of at most 60 characters.",
  colour: "Colour",
  colours: {
    blue: "Blue",
    teal: "Teal",
    green: "Green",
    amber: "Amber",
    orange: "Orange",
    red: "Red",
    pink: "Pink",
    violet: "Violet",
  },
  how: "Sign in with",
  hows: { password: "User name and password", token: "A token" },
  user: "User name or e-mail address",
  userWrong: "Enter the user name or e-mail address.",
  password: "Password",
  passwordWrong: "Enter the password.",
  token: "Token",
  tokenHint: "As Cloudidr issued it. It can be tested only by using it.",
  apiToken: "API token",
  apiTokenHint: "The permanent token from your Gcore profile; it contains a $.",
  tokenWrong: "Paste the token.",
  keep: "Keep the credentials",
  keeps: {
    keychain: { label: "In the keychain", hint: "This machine's own; still there after a restart." },
    until_quit: { label: "Until I quit", hint: "In memory only; asked for again next time." },
  },
  payment: "Paid by",
  payments: { unknown: "Not said", card: "Card", bank: "Bank transfer" },
  paymentHint: "Decides which processing fee counts.",
  currency: "Currency",
  currencyHint: "Assumed: Cloudidr names none.",
  currencyWrong: "Three letters, such as USD or EUR.",
  advanced: "Advanced: test endpoint",
  endpoint: "Test endpoint",
  endpointHint: "Only for a stand-in on this machine, such as http://127.0.0.1:8080. Leave empty to reach the vendor.",
  endpointWrong: "http://127.0.0.1:PORT or http://[::1]:PORT, nothing else.",
  safe: "It starts in safe mode: it can look and price, and cannot spend until you turn that off.",
  connect: "Connect",
  connecting: "Storing the credentials.",
  cancel: "Cancel",
  keepUntilQuit: "Keep until I quit instead",
  effect: {
    none: "No account was connected.",
    unknown: "It is not known whether the account was connected.",
    applied: "The account was connected.",
  },
  /** @param {string} label */
  doneTitle: (label) => `${isolated(label)} is connected`,
  doneTestTitle: "Testing the connection",
  testing: "Asking the vendor whether it accepts the credentials.",
  testFailed: "The account stays connected. You can enter its credentials again, or test it later under Accounts.",
  untested: "Untested until first use",
  accepted: "Credentials accepted",
  safeTitle: "Safe mode is on",
  safeText: "Look and price as much as you like. To buy, turn safe mode off for this account under Accounts.",
  again: "Enter credentials again…",
  done: "Done",
  price: "Price something",
};

export const enChange = {
  title: "Rename account",
  save: "Save",
  saving: "Saving.",
  cancel: "Cancel",
};

export const enCredentials = {
  /** @param {string} label */
  title: (label) => `Replace the credentials of ${isolated(label)}`,
  /** @param {string} label */
  titleAgain: (label) => `Enter the credentials of ${isolated(label)}`,
  text: "The old credentials are removed once the new ones are stored. Nothing else about the account changes.",
  storedUntested: "The new credentials are stored. You can store others, or test these later under Accounts.",
  effect: {
    none: "The old credentials stand.",
    unknown: "It is not known which credentials stand.",
    applied: "The new credentials are stored.",
  },
  save: "Store credentials",
  saving: "Storing the credentials.",
};

export const enLimits = {
  /** @param {string} label */
  title: (label) => `Spend limits of ${isolated(label)}`,
  text: "Checked against the vendor's own prices before anything is bought, processing fees left aside, for this account alone. Empty means no limit. With a limit set, what has no known price cannot be bought.",
  wholeTerm: "A commitment at Gcore counts as one purchase, with its whole term.",
  perPurchase: "One purchase",
  perDay: "One day",
  perDayHint: "A day of UTC.",
  perMonth: "One month",
  perMonthHint: "A month of UTC.",
  /** @param {string} currency */
  unit: (currency) => `In ${currency}, such as 500 or 499.50.`,
  wrong: "A plain figure such as 500 or 499.50, or nothing.",
  save: "Set limits",
  saving: "Saving.",
  cancel: "Cancel",
  /** @param {string} label */
  saved: (label) => `The limits of ${isolated(label)} are set.`,
};

export const enForget = {
  /** @param {string} label */
  title: (label) => `Forget the credentials of ${isolated(label)}?`,
  removes: "Removed from this machine",
  removesWhat: "Its token or password. Berth can then neither price, buy nor cancel with this account.",
  keeps: "Kept",
  keepsWhat: "Its policies, attempts and activity: the only record there is of what was bought.",
  vendor: "At the vendor nothing changes: what runs goes on running, and auto-renewals go on renewing.",
  /** @param {number} count */
  open: (count) =>
    `${count === 1 ? "One policy of this account is" : `${count} policies of this account are`} not over yet. To cancel one here you would have to enter the credentials again.`,
  keep: "Keep account",
  forget: "Forget credentials",
  forgetting: "Removing the credentials.",
  /** @param {string} label */
  done: (label) => `The credentials of ${isolated(label)} are removed. Its records stay.`,
};

export const enSafeMode = {
  /** @param {string} label */
  title: (label) => `Let ${isolated(label)} spend?`,
  allows:
    "With safe mode off, Berth buys with this account whatever you review and confirm. The money is real, and after the free-cancel window a purchase cannot be undone without a fee.",
  allowsHere:
    "With safe mode off, Berth buys with this account whatever you review and confirm. Nothing here costs money.",
  allowsGcore:
    "With safe mode off, Berth asks Gcore for whatever commitment you review and confirm, once “Commit and withdraw” is on too. The money is real, and it is committed for one or three years.",
  allowsGcoreHere:
    "With safe mode off, Berth asks Gcore for whatever commitment you review and confirm, once “Commit and withdraw” is on too. Nothing here costs money.",
  still: "Nothing is ever bought without your confirmation.",
  limits: "Limits that hold",
  keep: "Stay in safe mode",
  off: "Turn safe mode off",
  saving: "Saving.",
  /** @param {string} label */
  turnedOff: (label) => `Safe mode is off for ${isolated(label)}: what you confirm is paid for.`,
  /** @param {string} label */
  turnedOn: (label) => `Safe mode is on for ${isolated(label)}.`,
};

export const enClosing = {
  title: "Close while a request is under way?",
  text: "Berth has sent a request and waits for the vendor's answer.",
  lost: "If you close now, the answer is lost. The request stays in the ledger as a doubt: nobody will know whether it was done until you look in the vendor's console and settle it.",
  wait: "Most answers come within a minute.",
  keep: "Keep open",
  close: "Close anyway",
};
