// The cards that were found on the wall, as far as they were looked at. Rust looks for them and holds them all; the page has
// the pages that lie around what is on the screen.

/** @import { ErrorView, FacetsView, SectionView, WallBy, WallRequest, WallView } from "../ipc.d.ts" */
/** @import { Card } from "./desk.js" */
/** @import { Chip } from "./query.js" */

import { batch, computed, effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { accounts, askedWall, cardOf, desk, realm } from "./desk.js";
import { CHIPS, chipOf, wanted } from "./query.js";

/** @typedef {{ of: string; found: number; by: WallBy | null; sections: SectionView[]; pages: Map<number, Card[]> }} Wall `by`: what the sections have in common */

/** Cards of one page; the first comes with the desk. A few more than an ordinary window shows. */
export const PAGE = 24;

/** Pages that are kept: what lies further off is asked for again. */
const KEPT = 12;

/** How many cards each chip shows, of those that occur. */
export const counts = computed(() => {
  /** @type {Map<Chip, number>} */
  const found = new Map();
  for (const { group, count } of desk.value?.groups ?? []) {
    const chip = chipOf(group);
    found.set(chip, (found.get(chip) ?? 0) + count);
  }
  return CHIPS.flatMap((chip) => (found.has(chip) ? [{ chip, count: found.get(chip) ?? 0 }] : []));
});

/** What was found. @type {import("@preact/signals").Signal<Wall | null>} */
export const wall = signal(null);

/** Why the last question was not answered. @type {import("@preact/signals").Signal<ErrorView | null>} */
export const wallError = signal(null);

/** The places that are on the screen, and somewhat around them: those are read anew with the desk. */
let seen = { from: 0, to: PAGE };

/** Answers that are on their way. @type {Set<string>} */
const asked = new Set();

/** Follows the desk and what is looked for. */
export function followWall() {
  // With every reading of the desk comes the beginning of what was looked for then.
  effect(() => {
    const view = desk.value;
    if (view && askedWall.peek()) {
      begin(view.wall, keyOf(view.realm, askedWall.peek()));
    }
  });
  effect(() => {
    const of = keyOf(realm.peek(), wanted.value);
    if (desk.peek() && wall.peek()?.of !== of) {
      find();
    }
  });
}

/**
 * What was asked, of which realm.
 *
 * @param {string} of
 * @param {WallRequest | null} asking
 */
function keyOf(of, asking) {
  return JSON.stringify([of, asking]);
}

/** Asks for the beginning of what is looked for. */
async function find() {
  const of = keyOf(realm.peek(), wanted.peek());
  const view = await page(of, 0);
  if (view && keyOf(realm.peek(), wanted.peek()) === of) {
    seen = { from: 0, to: PAGE };
    begin(view, of);
  }
}

/**
 * @param {WallView} view
 * @param {string} of
 */
function begin(view, of) {
  const before = wall.peek();
  // What was looked at stands until it is read anew: a card that did not change is not seen to come and go.
  const pages = before?.of === of ? new Map(before.pages) : new Map();
  pages.set(0, view.cards.map(cardOf));
  batch(() => {
    wall.value = { of, found: view.found, by: JSON.parse(of)[1].by, sections: view.sections, pages };
    wallError.value = null;
  });
  if (before?.of === of) {
    for (const at of pages.keys()) {
      if (at !== 0) {
        refresh(at, inSight(at));
      }
    }
  }
}

/**
 * @param {number} at
 */
function inSight(at) {
  return at * PAGE < seen.to && (at + 1) * PAGE > seen.from;
}

/**
 * A page that was read before: read anew if it is on the screen, else forgotten.
 *
 * @param {number} at
 * @param {boolean} shown
 */
function refresh(at, shown) {
  const known = wall.peek();
  if (!known) {
    return;
  }
  if (shown) {
    read(at);
  } else {
    const pages = new Map(known.pages);
    pages.delete(at);
    wall.value = { ...known, pages };
  }
}

/**
 * The card of a place, if it was read.
 *
 * @param {Wall} of
 * @param {number} place
 */
export function cardAt(of, place) {
  return of.pages.get(Math.floor(place / PAGE))?.[place % PAGE];
}

/**
 * Reads what is missing between two places, and forgets what lies far from them.
 *
 * @param {number} from
 * @param {number} to
 */
export function need(from, to) {
  seen = { from, to };
  const known = wall.peek();
  if (!known) {
    return;
  }
  const last = Math.min(to, known.found) - 1;
  for (let at = Math.floor(from / PAGE); at * PAGE <= last; at += 1) {
    if (!known.pages.has(at)) {
      read(at);
    }
  }
}

/**
 * @param {number} at
 */
async function read(at) {
  const known = wall.peek();
  const ticket = `${known?.of} ${at}`;
  if (!known || asked.has(ticket)) {
    return;
  }
  asked.add(ticket);
  const view = await page(known.of, at * PAGE);
  asked.delete(ticket);
  const present = wall.peek();
  if (view && present?.of === known.of) {
    const pages = new Map(present.pages);
    pages.set(at, view.cards.map(cardOf));
    wall.value = { ...present, found: view.found, sections: view.sections, pages: nearest(pages, at) };
  }
}

/**
 * The pages that lie nearest to one of them. The first is always kept: it is where every way back leads.
 *
 * @param {Map<number, Card[]>} pages
 * @param {number} at
 */
export function nearest(pages, at) {
  const far = [...pages.keys()]
    .filter((one) => one !== 0)
    .sort((one, other) => Math.abs(one - at) - Math.abs(other - at));
  for (const one of far.slice(KEPT)) {
    pages.delete(one);
  }
  return pages;
}

/**
 * @param {string} of
 * @param {number} first
 */
async function page(of, first) {
  try {
    const view = await call("show_wall", { realm: realm.peek(), wall: JSON.parse(of)[1], first, count: PAGE });
    wallError.value = null;
    return view;
  } catch (error) {
    wallError.value = /** @type {ErrorView} */ (error);
    return null;
  }
}

/** Asks once more. */
export function findAgain() {
  return find();
}

/** What can be filtered by. @type {import("@preact/signals").Signal<FacetsView | null>} */
export const facets = signal(null);

/** Asks what can be filtered by. */
export async function readFacets() {
  try {
    facets.value = await call("list_facets", { realm: realm.peek() });
  } catch (error) {
    wallError.value = /** @type {ErrorView} */ (error);
  }
}

/** @type {Record<string, string>} */
const stages = words.stage;

/**
 * What a section is called, or a value of a filter.
 *
 * @param {WallBy} by
 * @param {string | null} key
 */
export function labelOf(by, key) {
  if (key === null) {
    return by === "owner" ? words.wall.nobody : words.wall.notKnown;
  }
  switch (by) {
    case "status":
      return key === "attention" ? words.desk.attention : (stages[key] ?? key);
    case "account":
      return accounts.value.get(key)?.label ?? key;
    case "vendor":
      return /** @type {Record<string, string>} */ (words.vendor)[key] ?? key;
    default:
      return key;
  }
}
