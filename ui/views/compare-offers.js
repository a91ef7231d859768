// What is picked to be compared and on which terms, kept while the user looks elsewhere, and what Rust made of it. Every
// figure is reckoned there: each move of the slider asks anew, and only the latest answer is shown.

/** @import { CompareRequest, CompareView, ErrorView, PickRequest, PolicyView, QuoteView, Realm } from "../ipc.d.ts" */

import { computed, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { money } from "../lib/money.js";
import { stateOf } from "../lib/policy.js";
import { listed, words } from "../lib/text.js";
import { now } from "../state/clock.js";
import { desk, policyOf, realm, reload, remember, watch } from "../state/desk.js";
import { keep, textsOf } from "../state/kept.js";
import { findPolicies } from "../state/policies.js";
import { settings } from "../state/settings.js";
import { basketWords } from "./price-basket.js";
import { draft, isPriced, seller } from "./price-draft.js";

/** As many as Rust compares at once. */
export const MOST = 12;

/**
 * Something that can be picked: a policy, the window that is typed, or a quote with a choice for each term and for having
 * none.
 *
 * @typedef {{ key: string; pick: PickRequest; label: string }} Choice
 * @typedef {{ kind: "policy"; key: string; name: string; what: string; policy: PolicyView; account: string; choices: Choice[] }} PolicyOffer
 * @typedef {{ kind: "quote"; key: string; name: string; what: string; quote: QuoteView; account: string; choices: Choice[] }} QuoteOffer
 * @typedef {{ kind: "draft"; key: string; name: string; what: string; account: string; choices: Choice[] }} DraftOffer
 * @typedef {PolicyOffer | DraftOffer | QuoteOffer} Offer
 * @typedef {{ rate: string; on: string }} TypedRate
 */

/** Keys in the order in which they were picked. @type {import("@preact/signals").Signal<string[]>} */
const picked = signal([]);

/**
 * On what terms: the expected use in percent; `730`, `744` or a month such as `2026-02`, or none for what the settings
 * say; the currency to show everything in,
 * or none for each in its own; and what was typed as rates, by what is converted into what.
 *
 * @typedef {{ used: number; month: string | null; together: string | null; rates: Record<string, TypedRate> }} Terms
 */

export const terms = signal(/** @type {Terms} */ ({ used: 100, month: null, together: null, rates: {} }));

keep("compare-picked", picked, (found) => (isList(found) ? found : null));
keep("compare-terms", terms, termsOf);

/** The answer shown. @type {import("@preact/signals").Signal<CompareView | null>} */
export const comparison = signal(null);

export const compareError = signal(/** @type {ErrorView | null} */ (null));

/** Policies are searched for in Rust: as many as can be looked through. */
const SHOWN = 60;

/** What the search for policies found last, and how many more there are. */
const lastFound = signal(/** @type {{ of: Realm; policies: PolicyView[]; more: number } | null} */ (null));

const found = computed(() => (lastFound.value?.of === realm.value ? lastFound.value : { policies: [], more: 0 }));

export const moreFound = computed(() => found.value.more);

/** Whether this realm's policies were not found yet. */
export const searching = computed(() => lastFound.value?.of !== realm.value);

const lastError = signal(/** @type {{ of: Realm; error: ErrorView } | null} */ (null));

/** Why they were not, as far as this realm's were looked for. */
export const searchError = computed(() => (lastError.value?.of === realm.value ? lastError.value.error : null));

let searched = 0;

/**
 * Looks for policies that hold every word of a search. An answer that was overtaken is not shown.
 *
 * @param {string} text
 */
export async function searchPolicies(text) {
  searched += 1;
  const turn = searched;
  const of = realm.peek();
  try {
    const answer = await findPolicies(text, SHOWN);
    if (turn === searched) {
      lastFound.value = { of, ...answer };
      lastError.value = null;
    }
  } catch (error) {
    if (turn === searched) {
      lastError.value = { of, error: /** @type {ErrorView} */ (error) };
    }
  }
}

/** What is picked of policies is read with the desk: it need not be among what was found. */
watch(() => picked.peek().flatMap((key) => refOf(key) ?? []));

/** Reads the desk once more if something was picked at an earlier start that it has not told of yet. */
export async function readPicked() {
  if (picked.peek().some((key) => refOf(key) && !choices.peek().has(key))) {
    await reload();
  }
}

/**
 * The policy that a key picks.
 *
 * @param {string} key
 * @returns {import("../ipc.d.ts").PolicyRef | null}
 */
function refOf(key) {
  const [kind, account, policy] = key.split(" ");
  return kind === "policy" && account && policy ? { account, policy } : null;
}

/** Quotes and what is typed. */
const others = computed(() => [...(desk.value?.quotes ?? []).map(offerOfQuote), ...typedWindow()]);

/** What can be picked: quotes first, then what is typed, then the policies that the search found. @type {import("@preact/signals").ReadonlySignal<Offer[]>} */
export const offers = computed(() => [...others.value, ...found.value.policies.map(offerOfPolicy)]);

const choices = computed(() => {
  const known = picked.value.flatMap((key) => {
    const of = refOf(key);
    const policy = of && policyOf(of.account, of.policy);
    return policy ? [offerOfPolicy(policy)] : [];
  });
  // What the desk told is newer than what was found.
  const all = [...offers.value, ...known];
  return new Map(all.flatMap((offer) => offer.choices.map((one) => [one.key, { ...one, offer }])));
});

/** What is picked of this realm, in the order in which it was. */
export const chosen = computed(() => picked.value.flatMap((key) => choices.value.get(key) ?? []));

/**
 * @param {string} key
 */
export function isPicked(key) {
  return picked.value.includes(key);
}

/**
 * @param {string} key
 */
export function togglePick(key) {
  const before = picked.peek();
  const offer = choices.peek().get(key)?.offer;
  if (offer?.kind === "policy") {
    remember(offer.policy);
  }
  picked.value = before.includes(key) ? before.filter((other) => other !== key) : [...before, key];
}

/**
 * Picks these policies and nothing else of this realm.
 *
 * @param {import("../ipc.d.ts").PolicyRef[]} all
 */
export function pickAll(all) {
  clearPicks();
  const keys = all.map(({ account, policy }) => keyOf({ kind: "policy", account, policy }));
  picked.value = [...picked.peek().filter((key) => !keys.includes(key)), ...keys];
}

/** Picks nothing of this realm any more. */
export function clearPicks() {
  const here = choices.peek();
  picked.value = picked.peek().filter((key) => !here.has(key));
}

/**
 * @param {Partial<Terms>} change
 */
export function setTerms(change) {
  terms.value = { ...terms.peek(), ...change };
}

/**
 * The rate typed for a currency, into the one that everything is shown in.
 *
 * @param {string} from
 * @param {string} to
 * @returns {TypedRate}
 */
export function typedRate(from, to) {
  return terms.value.rates[`${from} ${to}`] ?? { rate: "", on: "" };
}

/**
 * @param {string} from
 * @param {string} to
 * @param {TypedRate} typed
 */
export function typeRate(from, to, typed) {
  setTerms({ rates: { ...terms.peek().rates, [`${from} ${to}`]: typed } });
}

/** What the settings say a month has: `730`, `744`, or the month that it is. */
export const usualMonth = computed(() => {
  const { hoursPerMonth } = settings.value;
  return hoursPerMonth === "actual" ? /** @type {string} */ (monthsFrom(now.peek())[0]) : hoursPerMonth;
});

/** What Rust is to be asked; nothing while nothing is picked. @type {import("@preact/signals").ReadonlySignal<CompareRequest | null>} */
export const question = computed(() => {
  const { value: view } = desk;
  if (!view || chosen.value.length === 0) {
    return null;
  }
  const { used, month, together: to, rates } = terms.value;
  const typed = Object.entries(rates).filter(([pair]) => pair.endsWith(` ${to}`));
  return {
    realm: view.realm,
    picks: chosen.value.map(({ pick }) => pick),
    usedPercent: used,
    month: month ?? usualMonth.value,
    together: to,
    rates: typed.map(([pair, rate]) => ({ from: pair.slice(0, 3), ...rate })),
  };
});

let asked = 0;

/**
 * Asks, and shows the answer unless it was overtaken by a later question.
 *
 * @param {CompareRequest | null} request
 */
export async function compare(request) {
  asked += 1;
  const turn = asked;
  if (!request) {
    comparison.value = null;
    compareError.value = null;
    return;
  }
  try {
    const answer = await call("compare_offers", { request });
    if (turn === asked) {
      comparison.value = answer;
      compareError.value = null;
    }
  } catch (error) {
    if (turn === asked) {
      compareError.value = /** @type {ErrorView} */ (error);
    }
  }
}

/**
 * @param {PickRequest} pick
 */
export function keyOf(pick) {
  switch (pick.kind) {
    case "policy":
      return `policy ${pick.account} ${pick.policy}`;
    case "draft":
      return "draft";
    case "term":
      return `quote ${pick.quote} ${pick.months}`;
    default:
      return `quote ${pick.quote} 0`;
  }
}

/**
 * Those that hold every word of the search, in any order. Policies were searched for already.
 *
 * @param {Offer[]} all
 * @param {string} search
 */
export function matching(all, search) {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ kind, name, what }) => {
    const text = `${name} ${what}`.toLowerCase();
    return kind === "policy" || wanted.every((word) => text.includes(word));
  });
}

/**
 * The months whose actual hours can be asked for: this one and the next eleven, by UTC.
 *
 * @param {number} at milliseconds since 1970
 */
export function monthsFrom(at) {
  const first = new Date(at);
  return Array.from({ length: 12 }, (_, ahead) =>
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + ahead)).toISOString().slice(0, 7),
  );
}

/**
 * Terms that were kept, as far as they hold still: a month that has passed can no longer be chosen.
 *
 * @param {unknown} found
 * @returns {Terms | null}
 */
export function termsOf(found) {
  const { used, month, together, rates } = /** @type {Partial<Terms>} */ (found ?? {});
  const typed = Object.entries(rates ?? {});
  const fit =
    Number.isInteger(used) &&
    (month === null || typeof month === "string") &&
    (together === null || typeof together === "string") &&
    typed.every(([pair, rate]) => /^[A-Z]{3} [A-Z]{3}$/.test(pair) && textsOf(rate, ["rate", "on"]));
  if (!fit) {
    return null;
  }
  const share = Math.min(Math.max(Number(used), 1), 100);
  const open = ["730", "744", ...monthsFrom(now.peek())].includes(month ?? "");
  return {
    used: share,
    month: open ? /** @type {string | null} */ (month) : null,
    together,
    rates: Object.fromEntries(typed),
  };
}

/**
 * @param {unknown} found
 * @returns {found is string[]}
 */
function isList(found) {
  return Array.isArray(found) && found.every((key) => typeof key === "string");
}

/**
 * @param {PolicyView} policy
 * @returns {PolicyOffer}
 */
function offerOfPolicy(policy) {
  const said = words.compare.picker;
  const { account, id, quantity, instanceType, region, price } = policy;
  const machines = instanceType && `${quantity ?? "–"} × ${instanceType}`;
  const parts = [machines, region, price && money(price), words.stage[stateOf(policy)]];
  const pick = /** @type {const} */ ({ kind: "policy", account, policy: id });
  const key = keyOf(pick);
  const choice = { key, pick, label: said.window };
  const name = policy.name ?? id;
  return { kind: "policy", key, name, what: listed(parts), policy, account, choices: [choice] };
}

/**
 * The window in the form, once it says what it is for. What was priced as it stands is there as its policy.
 *
 * @returns {DraftOffer[]}
 */
function typedWindow() {
  const said = words.compare.picker;
  const { name, instanceType, quantity, startDate } = draft.value;
  const account = seller.value?.id;
  if (!account || !instanceType.trim() || isPriced.value) {
    return [];
  }
  const pick = /** @type {const} */ ({ kind: "draft", account, draft: draft.value });
  const key = keyOf(pick);
  const what = listed([`${quantity || "–"} × ${instanceType}`, startDate, said.notPriced]);
  const choices = [{ key, pick, label: said.draft }];
  return [{ kind: "draft", key, name: name.trim() || said.draftName, what, account, choices }];
}

/**
 * @param {QuoteView} quote
 * @returns {QuoteOffer}
 */
function offerOfQuote(quote) {
  const said = words.compare.picker;
  const terms = quote.offers.map(({ months }) => {
    const pick = /** @type {const} */ ({ kind: "term", quote: quote.id, months });
    return { key: keyOf(pick), pick, label: said.term(months) };
  });
  const pick = /** @type {const} */ ({ kind: "pay_as_you_go", quote: quote.id });
  const none = { key: keyOf(pick), pick, label: said.payAsYouGo };
  const key = `quote ${quote.id}`;
  return {
    kind: "quote",
    key,
    name: basketWords(quote),
    what: said.quote,
    quote,
    account: quote.account,
    choices: [...terms, none],
  };
}
