// The draft of a window, kept while the user looks elsewhere, and what came of asking for its price. The answer may take
// a minute: it arrives here whichever view is shown, and says so where nobody would see it otherwise.

/** @import { AccountView, AlternativesView, DraftCheckView, DraftField, DraftRequest, ErrorView, PolicyView } from "../ipc.d.ts" */

import { computed, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { money } from "../lib/money.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { desk, policyOf, readOnly, reload } from "../state/desk.js";
import { keep, textsOf } from "../state/kept.js";
import { goTo, route } from "../state/route.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PATIENCE = 300;

/** The fields in the order of the form, which is the order in which complaints are met. @type {DraftField[]} */
export const FIELDS = [
  "instanceType",
  "quantity",
  "platform",
  "zone",
  "cloudAccount",
  "startDate",
  "startTime",
  "endDate",
  "endTime",
  "utcOffsetHours",
  "name",
];

/** @type {DraftField[]} */
const WINDOW_FIELDS = ["startDate", "startTime", "endDate", "endTime", "utcOffsetHours"];

/**
 * @typedef {{ kind: "priced"; account: string; policy: PolicyView; alternatives: AlternativesView[]; draft: DraftRequest }} Priced
 * @typedef {{ kind: "unavailable"; account: string; alternatives: AlternativesView[] }} Unavailable
 * @typedef {{ kind: "failed"; account: string; error: ErrorView }} Failed
 * @typedef {Priced | Unavailable | Failed} Result
 */

export const draft = signal(firstDraft(new Date()));

keep("draft", draft, (found) => freshDraft(found, new Date()));

/** The account chosen; where it is none of the realm's, the first one stands in. */
const chosen = signal(/** @type {string | null} */ (null));

/** Fields the user has visited. */
export const touched = signal(/** @type {ReadonlySet<DraftField>} */ (new Set()));

/** What Rust said, and of which draft. */
export const check = signal(/** @type {(DraftCheckView & { of: DraftRequest }) | null} */ (null));

/** Since when an answer is awaited. */
export const asking = signal(/** @type {{ since: string; account: string } | null} */ (null));

export const result = signal(/** @type {Result | null} */ (null));

/** Accounts of the realm that can price a window. */
export const sellers = computed(() => usable(desk.value?.accounts ?? [], "cloudidr"));

export const seller = computed(() => sellers.value.find(({ id }) => id === chosen.value) ?? sellers.value[0]);

/**
 * Complaints to be seen: of the fields visited, as long as they hold what was complained about. One that lingered until
 * the next check would go just when the button below it is pressed, and move it away.
 */
export const complaints = computed(() => {
  const { errors = [], of = draft.value } = check.value ?? {};
  /** @type {Partial<Record<DraftField, string>>} */
  const seen = {};
  for (const { field, message } of errors) {
    const about = WINDOW_FIELDS.includes(field) ? WINDOW_FIELDS : [field];
    if (touched.value.has(field) && about.every((name) => of[name] === draft.value[name])) {
      seen[field] ??= told(message);
    }
  }
  return seen;
});

/** Whether the price of exactly this draft has been answered. */
export const isPriced = computed(() => {
  const { value } = result;
  return value?.kind === "priced" && value.account === seller.value?.id && same(value.draft, draft.value);
});

// Names the form towards Rust: as long as a request of it is open or in doubt, the same draft is not sent again.
let draftId = "";

let asked = 0;

/**
 * @param {DraftField} field
 * @param {string} value
 */
export function fill(field, value) {
  draft.value = { ...draft.peek(), [field]: value };
}

/**
 * Marks fields as visited, a moment after: a complaint that came as the pointer went down would move the button away
 * from under it, and what was typed last has to be checked first.
 *
 * @param {DraftField[]} fields
 */
export function touch(...fields) {
  setTimeout(() => {
    touched.value = new Set([...touched.peek(), ...fields]);
  }, PATIENCE);
}

/** Marks everything about the window as visited: its ends are complained about together. */
export function touchWindow() {
  touch(...WINDOW_FIELDS);
}

/**
 * @param {string} account
 */
export function choose(account) {
  chosen.value = account;
}

/** Asks Rust about the fields. An answer that was overtaken by more typing is dropped. */
export async function checkDraft() {
  asked += 1;
  const question = asked;
  const of = draft.peek();
  try {
    const answer = await call("check_draft", { draft: of });
    if (question === asked) {
      check.value = { ...answer, of };
    }
  } catch {
    // The live check is a help; reserving checks again and says what is wrong.
  }
}

/**
 * Asks for the price, which makes an unpaid policy at the vendor.
 *
 * @returns {Promise<boolean>} whether it was sent: else there are complaints to be seen
 */
export async function ask() {
  const account = seller.peek();
  if (!account || asking.peek() || readOnly.peek()) {
    return true;
  }
  const wanted = draft.peek();
  draftId ||= crypto.randomUUID();
  asking.value = { since: new Date().toISOString(), account: account.id };
  result.value = null;
  announce(words.price.sending.title);
  try {
    const answer = await call("reserve_window", { request: { account: account.id, draftId, draft: wanted } });
    if (answer.kind === "invalid") {
      asked += 1;
      check.value = { errors: answer.errors, window: check.peek()?.window ?? null, of: wanted };
      touched.value = new Set(FIELDS);
      announce(words.price.form.complaints(answer.errors.length));
      return false;
    }
    draftId = "";
    result.value =
      answer.kind === "priced"
        ? { ...answer, account: account.id, draft: wanted }
        : { kind: "unavailable", account: account.id, alternatives: answer.alternatives };
    tell(result.peek());
  } catch (thrown) {
    const error = /** @type {ErrorView} */ (thrown);
    // MONEY: only what certainly was not done may be asked for again; a doubt keeps its name, and Rust its lock on it.
    if (error.effect === "none" && error.code !== "already_running") {
      draftId = "";
    }
    result.value = { kind: "failed", account: account.id, error };
    tell(result.peek());
  } finally {
    asking.value = null;
  }
  await reload();
  return true;
}

/** A draft of its own with the same fields: for when the last one is in doubt and another window is wanted. */
export function startFresh() {
  draftId = "";
  result.value = null;
}

/**
 * Puts other fields into the form. What it has and they lack, such as the AWS account's number, stays.
 *
 * @param {DraftRequest} wanted
 */
export function take(wanted) {
  // MONEY: a draft that is on its way keeps its name, so that Rust goes on locking it whatever comes of it.
  if (asking.peek()) {
    return;
  }
  startFresh();
  const { cloudAccount } = draft.peek();
  draft.value = { ...wanted, cloudAccount: wanted.cloudAccount || cloudAccount };
  touched.value = new Set(WINDOW_FIELDS);
}

/**
 * Begins a draft like a policy's, in the first week to come, and shows it.
 *
 * @param {PolicyView} policy
 */
export async function startLike({ account, id: policy }) {
  const wanted = await call("draft_like", { account, policy });
  choose(account);
  take(wanted);
  goTo("price", "window");
}

/**
 * Moves the window by days.
 *
 * @param {number} days
 */
export async function shift(days) {
  const of = draft.peek();
  const moved = await call("shift_draft", { draft: of, days });
  if (draft.peek() === of) {
    draft.value = moved;
    touchWindow();
  }
}

/** Empties the form. */
export function startOver() {
  startFresh();
  draft.value = firstDraft(new Date());
  touched.value = new Set();
}

/**
 * The policy as the ledger has it now; what was answered until the desk is read again.
 *
 * @param {Priced} priced
 */
export function currentPolicy({ policy }) {
  return policyOf(policy.account, policy.id) ?? policy;
}

/**
 * Safe defaults: one machine, tomorrow's working day, on the user's own clock.
 *
 * @param {Date} now
 * @returns {DraftRequest}
 */
export function firstDraft(now) {
  const offset = userOffset(now) ?? 0;
  const tomorrow = new Date(now.getTime() + offset * HOUR + DAY).toISOString().slice(0, 10);
  return {
    cloudAccount: "",
    zone: "",
    name: "",
    instanceType: "",
    platform: "Linux/UNIX",
    startDate: tomorrow,
    startTime: "09:00",
    endDate: tomorrow,
    endTime: "18:00",
    utcOffsetHours: String(offset),
    quantity: "1",
  };
}

/**
 * A draft that was kept. Days that have passed meanwhile give way to those of a first draft.
 *
 * @param {unknown} found
 * @param {Date} now
 * @returns {DraftRequest | null}
 */
export function freshDraft(found, now) {
  const kept = textsOf(found, FIELDS);
  if (!kept) {
    return null;
  }
  const { startDate, endDate } = firstDraft(now);
  return kept.startDate < startDate ? { ...kept, startDate, endDate } : kept;
}

/**
 * Hours east of UTC of the user's clock; nothing where it is not on a whole hour.
 *
 * @param {Date} now
 */
export function userOffset(now) {
  const minutes = -now.getTimezoneOffset();
  return minutes % 60 === 0 ? minutes / 60 : undefined;
}

/**
 * @param {AccountView[]} accounts
 * @param {AccountView["vendor"]} vendor
 */
export function usable(accounts, vendor) {
  return accounts.filter((account) => account.vendor === vendor && !account.forgotten);
}

/**
 * @param {Result | null} found
 */
function tell(found) {
  if (!found) {
    return;
  }
  const said = words.price;
  const [tone, text] =
    found.kind === "priced"
      ? /** @type {const} */ (["good", said.priced.notice(found.policy.name ?? found.policy.id)])
      : found.kind === "unavailable"
        ? /** @type {const} */ (["plain", said.unavailable.title])
        : found.error.effect === "unknown"
          ? /** @type {const} */ (["doubt", said.failed.notice])
          : /** @type {const} */ (["bad", said.failed.failedNotice(found.error.message)]);
  if (route.peek().view === "price") {
    const price = found.kind === "priced" && found.policy.price;
    announce(price ? `${text} ${money(price)}` : text);
  } else {
    notify({ tone, text, action: said.failed.show, act: () => goTo("price", "window") });
  }
}

/**
 * @param {DraftRequest} one
 * @param {DraftRequest} other
 */
function same(one, other) {
  return FIELDS.every((field) => one[field].trim() === other[field].trim());
}
