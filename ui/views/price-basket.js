// A basket of Gcore's machines, kept while the user looks elsewhere; what Gcore offers where, asked once a region; and
// the quotes that came of it, which the ledger keeps.

/** @import { AnsweredView, ErrorView, MoneyView, QuoteView, RegionView, ReservableView } from "../ipc.d.ts" */

import { computed, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { moneyDifference } from "../lib/decimal.js";
import { isolated } from "../lib/isolated.js";
import { listed, words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { desk, reload } from "../state/desk.js";
import { keep, textsOf } from "../state/kept.js";
import { Question, reading, wasStopped } from "../state/reading.js";
import { goTo, route } from "../state/route.js";
import { usable } from "./price-draft.js";

/**
 * @typedef {{ resource: string; count: string }} Line
 * @typedef {{ region: string; lines: Line[]; windowsLicences: boolean }} Basket
 * @typedef {{ months: number; now: MoneyView | null; before: MoneyView | null; difference: MoneyView | null }} Change
 * @typedef {{ key: string; latest: QuoteView; earlier: QuoteView[]; changes: Change[] }} Saved
 */

/** @type {Basket} */
const EMPTY = { region: "", lines: [], windowsLicences: false };

export const basket = signal(EMPTY);

keep("basket", basket, basketOf);

const chosen = signal(/** @type {string | null} */ (null));

/** @type {Question<{ account: string }, AnsweredView<RegionView>>} */
export const regions = new Question(
  (of) => call("known_regions", of),
  (of) => reading("list_regions", of),
);

/** @type {Question<{ account: string; region: string }, AnsweredView<ReservableView>>} */
export const machines = new Question(
  (of) => call("known_reservable", of),
  (of) => reading("list_reservable", of),
);

/** Whose prices are awaited. */
export const pricing = signal(/** @type {string | null} */ (null));

/** @type {import("../state/reading.js").Read<QuoteView> | null} */
let priced = null;

/** Why the last basket got no prices. */
export const quoteError = signal(/** @type {{ account: string; error: ErrorView } | null} */ (null));

/** The quote shown. */
export const shownQuote = signal(/** @type {string | null} */ (null));

/** Accounts of the realm that can price a reservation. */
export const planners = computed(() => usable(desk.value?.accounts ?? [], "gcore"));

export const planner = computed(() => planners.value.find(({ id }) => id === chosen.value) ?? planners.value[0]);

export const quote = computed(() => desk.value?.quotes.find(({ id }) => id === shownQuote.value));

export const saved = computed(() => savedQuotes(desk.value?.quotes ?? []));

/**
 * A basket that was kept.
 *
 * @param {unknown} found
 * @returns {Basket | null}
 */
export function basketOf(found) {
  const { region, lines, windowsLicences } = /** @type {Partial<Basket>} */ (found ?? {});
  const fit = Array.isArray(lines) && lines.every((line) => textsOf(line, ["resource", "count"]));
  return typeof region === "string" && fit && typeof windowsLicences === "boolean"
    ? { region, lines, windowsLicences }
    : null;
}

/**
 * @param {string} account
 */
export function choosePlanner(account) {
  chosen.value = account;
}

/**
 * Another region has other machines, so the basket starts anew there.
 *
 * @param {string} region
 */
export function chooseRegion(region) {
  if (region !== basket.peek().region) {
    basket.value = { ...EMPTY, region };
  }
}

/**
 * @param {string} resource
 */
export function addLine(resource) {
  const { lines } = basket.peek();
  if (!lines.some((line) => line.resource === resource)) {
    basket.value = { ...basket.peek(), lines: [...lines, { resource, count: "1" }] };
    announce(words.price.basket.addedSay(resource));
  }
}

/**
 * @param {string} resource
 * @param {string} count
 */
export function setCount(resource, count) {
  const lines = basket.peek().lines.map((line) => (line.resource === resource ? { resource, count } : line));
  basket.value = { ...basket.peek(), lines };
}

/**
 * @param {string} resource
 */
export function removeLine(resource) {
  basket.value = { ...basket.peek(), lines: basket.peek().lines.filter((line) => line.resource !== resource) };
  announce(words.price.basket.removed(resource));
}

/**
 * @param {boolean} on
 */
export function setLicences(on) {
  basket.value = { ...basket.peek(), windowsLicences: on };
}

/**
 * Whether a count can be asked for.
 *
 * @param {string} count
 */
export function isCount(count) {
  return /^[1-9]\d{0,4}$/.test(count.trim()) && BigInt(count.trim()) <= 10_000n;
}

/**
 * Asks for both terms. Changes nothing at the vendor, so it may be asked as often as one likes.
 *
 * @param {string} account
 * @param {Basket} wanted
 */
export async function price(account, wanted) {
  if (pricing.peek()) {
    return;
  }
  pricing.value = account;
  quoteError.value = null;
  announce(words.price.basket.pricing);
  priced = reading("price_reservation", { request: { account, ...wanted } });
  try {
    const answer = await priced.promise;
    await reload();
    shownQuote.value = answer.id;
    tell("good", words.pair(words.price.quote.title, isolated(basketWords(answer))));
  } catch (thrown) {
    const error = /** @type {ErrorView} */ (thrown);
    if (!wasStopped(error)) {
      quoteError.value = { account, error };
      tell("bad", words.price.failed.failedNotice(error.message));
    }
  } finally {
    pricing.value = null;
    priced = null;
  }
}

/** Stops asking for prices. A quote whose prices have all come is kept and shown nevertheless. */
export function stopPricing() {
  priced?.stop();
}

/**
 * The same basket priced again, today.
 *
 * @param {QuoteView} old
 */
export function priceAgain(old) {
  const lines = old.lines.map(({ resource, count }) => ({ resource, count: String(count) }));
  return price(old.account, { region: old.region, lines, windowsLicences: old.windowsLicences });
}

/**
 * @param {QuoteView} of
 */
export function basketWords({ lines, windowsLicences, regionName }) {
  const parts = lines.map(({ resource, count }) => `${count} × ${resource}`);
  const licences = windowsLicences ? ` ${words.price.quote.windows}` : "";
  return listed([`${listed(parts)}${licences}`, regionName]);
}

/**
 * Quotes by what was asked, newest first, each with what changed since the one before it.
 *
 * @param {QuoteView[]} quotes newest first
 * @returns {Saved[]}
 */
export function savedQuotes(quotes) {
  /** @type {Map<string, { latest: QuoteView; earlier: QuoteView[] }>} */
  const groups = new Map();
  for (const one of quotes) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) {
      group.earlier.push(one);
    } else {
      groups.set(key, { latest: one, earlier: [] });
    }
  }
  return [...groups].map(([key, group]) => ({ key, ...group, changes: changesOf(group.latest, group.earlier[0]) }));
}

/**
 * Bare metal first, then by name.
 *
 * @param {RegionView[]} list
 */
export function sortedRegions(list) {
  const rank = (/** @type {RegionView} */ { bareMetal }) => (bareMetal ? 0 : bareMetal === null ? 1 : 2);
  return [...list].sort(
    (one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name, words.locale.tag),
  );
}

/**
 * @param {QuoteView} latest
 * @param {QuoteView | undefined} before
 * @returns {Change[]}
 */
function changesOf(latest, before) {
  return latest.offers.map(({ months, commit }) => {
    const now = commit?.perMonth ?? null;
    const old = before?.offers.find((offer) => offer.months === months)?.commit?.perMonth ?? null;
    return { months, now, before: old, difference: now && old && moneyDifference(now, old) };
  });
}

/**
 * @param {QuoteView} of
 */
function keyOf({ account, region, lines, windowsLicences }) {
  const sorted = lines.map(({ resource, count }) => `${resource} ${count}`).sort();
  return JSON.stringify([account, region, windowsLicences, ...sorted]);
}

/**
 * @param {"good" | "bad"} tone
 * @param {string} text
 */
function tell(tone, text) {
  if (route.peek().view === "price") {
    announce(text);
  } else {
    notify({ tone, text, action: words.price.failed.show, act: () => goTo("price", "gcore") });
  }
}
