// The cards of the wall, of which only those around the window's view are in the page, however many there are. One of them
// can be reached with the tab key; from there the arrow keys lead to its neighbours, also to those that are not drawn yet.

/** @import { Card } from "../state/desk.js" */
/** @import { Wall } from "../state/wall.js" */
/** @import { Measures, Visible } from "../lib/shelves.js" */

import { signal, useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { heightOf, inOrder, shelvesOf, spotIn, stepFrom, topOf, visibleIn } from "../lib/shelves.js";
import { words } from "../lib/text.js";
import { turnsOf } from "../lib/turns.js";
import { bringIntoView, followSeen, scrolledPast, seenHeight } from "../state/viewport.js";
import { cardAt, labelOf, need } from "../state/wall.js";
import { WallCard } from "./card.js";

/** Before anything was measured, in rem: what the stylesheet says, in a window of ordinary size. */
const GUESS = { column: 17.5, row: 15.75, heading: 2, gap: 0.75, above: 15 };

/** Rows that are drawn beyond the view on either side, so that a short scroll finds them there: a card with each frame. */
const SPARE = 1;

/** Cards beyond those that are drawn which are asked for as well, on either side. */
const AHEAD = 12;

/** What is left between the view's edge and a card that was stepped to, in pixels. */
const MARGIN = { above: 12, below: 12 };

/** How long no whole screen goes by before what is there is drawn, in milliseconds. */
const REST = 90;

/**
 * How long nothing else is found before the rows beyond the view are drawn, and how long nothing is scrolled before the cards
 * follow one another in the document: longer than between two letters of a word, or two notches of a wheel.
 */
const SETTLED = 200;

/** @type {Record<string, "left" | "right" | "up" | "down" | "first" | "last">} */
const STEPS = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/**
 * @param {{ found: Wall }} props
 */
export function WallCards({ found }) {
  const room = useRef(/** @type {HTMLElement | null} */ (null));
  const { measures, view, edge, turns } = useMemo(begun, []);
  /** What was found when the screen last came to rest. */
  const settled = useSignal("");
  /** The card that the tab key leads to. */
  const current = useSignal(0);
  /** The one that it leads to instead, where that is not drawn. */
  const stop = useRef(0);
  /** The card that is to have focus as soon as it is drawn. */
  const awaited = useRef(/** @type {number | null} */ (null));
  /** In which order the elements stand in the document. */
  const order = useRef(/** @type {(string | number)[]} */ ([]));
  /** The card that has focus, wherever it stands. */
  const held = useRef(/** @type {Card | undefined} */ (undefined));
  const headed = found.by !== null && found.sections.length > 0;
  const shelves = shelvesOf(headed ? found.sections.map(({ count }) => count) : [found.found], headed, measures.value);
  // What was just found is on the screen before the rows beyond it are drawn.
  const isSettled = settled.value === found.of;
  const spare = (isSettled ? SPARE : 0) * (measures.value.row + measures.value.gap);
  const { above, below } = view.value;
  const seen = Math.min(below, edge.current);
  const parts = visibleIn(shelves, headed, measures.value, above - spare, isSettled ? below + spare : seen);
  const inView = spanOf(visibleIn(shelves, headed, measures.value, above, seen));
  // What can come into view before anything is drawn anew.
  const reachable = spanOf(visibleIn(shelves, headed, measures.value, above, below));
  // Whatever is scrolled or found, the same elements show it: making new ones is what takes the time. A place keeps its
  // element as long as it is drawn; as many as are drawn at most, and one row more where headings shift the rows.
  const rows = Math.round((below - above) / (measures.value.row + measures.value.gap));
  const pool = measures.value.columns * (rows + 2 * SPARE + (headed ? 1 : 0));
  const { from: first, to: end } = spanOf(parts);
  const busy = useComputed(() => (turns.busy.value ? "true" : undefined));
  // An element that gives way to another, or is put elsewhere, loses the focus while this is drawn.
  const focused = Boolean(room.current?.contains(document.activeElement));
  const isDrawn = (/** @type {number} */ place) => place >= first && place < end;
  stop.current = [current.value, stop.current, inView.from, first].find(isDrawn) ?? first;

  useEffect(() => {
    // While the wall moves by rows, somewhat further than what is drawn: a row that comes finds its cards there.
    const { moves, leaps } = view.peek();
    const ahead = moves && !leaps ? AHEAD : 0;
    need(Math.max(0, first - ahead), Math.min(found.found, end + ahead));
  }, [first, end, found]);
  useEffect(() => followView(room.current, view, edge, measures), []);
  useEffect(() => {
    current.value = 0;
    return whenSettled(() => {
      settled.value = found.of;
    });
  }, [found.of]);
  // Afterwards the observer of what is laid out sees whatever is measured another way.
  useLayoutEffect(() => measure(room.current, measures), [headed]);
  useLayoutEffect(() => {
    if (focused) {
      keepFocus(room.current, held.current, found);
    }
    giveFocus(room.current, awaited);
  });

  const step = (/** @type {KeyboardEvent} */ event) => {
    const way = STEPS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    event.preventDefault();
    const place = stepFrom(shelves, measures.value.columns, placeOf(event.target) ?? current.value, way);
    current.value = place;
    awaited.current = place;
    if (room.current) {
      const { row } = measures.value;
      bringIntoView(room.current, { top: topOf(shelves, headed, measures.value, place), height: row }, MARGIN);
    }
    giveFocus(room.current, awaited);
  };
  const enter = (/** @type {FocusEvent} */ event) => {
    const place = placeOf(event.target);
    held.current = place === null ? undefined : cardAt(found, place);
    if (place !== null && place !== current.value) {
      current.value = place;
    }
  };
  // Each stands where it is put, wherever in the document that is: an element that is moved there is made anew by the engine.
  const spotOf = (/** @type {Visible} */ { shelf }, /** @type {number} */ place) => {
    const of = shelves[shelf];
    const { top, column } = of ? spotIn(of, headed, measures.value, place) : { top: 0, column: 0 };
    const { columns, gap } = measures.value;
    // Not by the list's own columns: of a grid in which nothing is in the flow WebKit forgets the gaps.
    const step = `(100% + ${gap}px) / ${columns}`;
    return { top: `${top}px`, insetInlineStart: `calc(${step} * ${column})`, inlineSize: `calc(${step} - ${gap}px)` };
  };
  const items = inOrder(
    parts.flatMap((part) => [
      ...(part.headed ? [{ key: `section ${found.sections[part.shelf]?.key}`, part, place: -1 }] : []),
      ...placesOf(part).map((place) => ({ key: place % pool, part, place })),
    ]),
    order,
    view.value.moves,
  );
  return html`<div class="wall__room" ref=${room} tabindex="-1" aria-busy=${isSettled && !view.value.moves ? busy : "true"} style=${{ blockSize: `${heightOf(shelves, measures.value)}px` }} onKeyDown=${step} onFocusIn=${enter}>
    <ul class="wall__cards" role="list">
      ${items.map(({ key, part, place }) =>
        place < 0
          ? html`<${Heading} found=${found} at=${part.shelf} top=${part.top} key=${key} />`
          : html`<${Place} spot=${spotOf(part, place)} card=${cardAt(found, place)} of=${found.of} turns=${turns} inView=${place >= inView.from && place < inView.to} isFar=${place < reachable.from || place >= reachable.to} leaps=${view.value.leaps} place=${place} total=${found.found} tabbed=${place === stop.current} key=${key} />`,
      )}
    </ul>
  </div>`;
}

/**
 * From the first place to the one after the last.
 *
 * @param {Visible[]} parts
 */
function spanOf(parts) {
  return { from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? 0 };
}

/**
 * @param {Visible} part
 */
function placesOf({ from, to }) {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

/**
 * @param {{ found: Wall; at: number; top: number }} props
 */
function Heading({ found, at, top }) {
  const { by } = found;
  const section = found.sections[at];
  if (!by || !section) {
    return null;
  }
  return html`<li class="wall__heading" data-shelf=${at} style=${{ top: `${top}px` }}><h3><bdi>${labelOf(by, section.key)}</bdi></h3><span class="wall__count">${words.wall.cards(section.count)}</span></li>`;
}

/**
 * A card in its place. In view it is drawn at once. Beyond the view it waits for its turn; until then the element shows the card
 * of the place that it had before, if that was found by the same, so that no card is drawn twice, and if it cannot be seen: where
 * a card is shown that can be bought, it is the card of that place.
 *
 * @param {{ spot: { top: string; insetInlineStart: string; inlineSize: string }; card: Card | undefined; of: string; turns: ReturnType<typeof turnsOf>; inView: boolean; isFar: boolean; leaps: boolean; place: number; total: number; tabbed: boolean }} props
 */
function Place({ spot, card, of, turns, inView, isFar, leaps, place, total, tabbed }) {
  const [, drawNow] = useReducer((/** @type {number} */ times) => times + 1, 0);
  const last = useRef(/** @type {{ card: Card | undefined; of: string }} */ ({ card: undefined, of }));
  const turn = useRef(/** @type {Card | undefined} */ (undefined));
  const before = last.current;
  const isNext = inView || turn.current === card;
  let shown = card;
  if (card && card !== before.card) {
    if (leaps) {
      // What comes while whole screens go by is drawn when that is over.
      shown = undefined;
    } else if (!isNext) {
      shown = isFar && before.of === of ? before.card : undefined;
    }
  }
  last.current = { card: shown, of };
  const waits = shown !== card && !leaps;
  useLayoutEffect(() => {
    if (!waits) {
      return undefined;
    }
    return turns.ask(() => {
      turn.current = card;
      drawNow(undefined);
    });
  }, [waits, card]);
  return html`<li class="wall__card" style=${spot} data-place=${place} aria-setsize=${total} aria-posinset=${place + 1}>
    ${shown ? WallCard({ card: shown, tabbed }) : html`<div class="card card--skeleton" aria-busy="true"></div>`}
  </li>`;
}

/**
 * After a while, or as soon as somebody scrolls.
 *
 * @param {() => void} then
 */
function whenSettled(then) {
  const rest = setTimeout(then, SETTLED);
  addEventListener("scroll", then, { once: true, passive: true });
  return () => {
    clearTimeout(rest);
    removeEventListener("scroll", then);
  };
}

/**
 * What is seen of the wall while a row goes by, always as many rows.
 *
 * @typedef {{ above: number; below: number; leaps: boolean; moves: boolean }} View `leaps` while whole screens go by, which nobody can read
 */

/**
 * Within a row, nothing has to be drawn anew.
 *
 * @param {number} above
 * @param {number} height
 * @param {Measures} measures
 * @param {boolean} leaps
 * @param {boolean} moves
 * @returns {View}
 */
function wholeRows(above, height, { row, gap }, leaps, moves) {
  const step = row + gap;
  const from = Math.floor(above / step) * step;
  return { above: from, below: from + (Math.ceil(height / step) + 1) * step, leaps, moves };
}

/** Before anything was measured. Asked once: asking has the page laid out. */
function begun() {
  const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const measures = guessed(unit);
  const above = -GUESS.above * unit;
  return {
    measures: signal(measures),
    view: signal(wholeRows(above, window.innerHeight, measures, false, false)),
    // Where the window ends on the wall: the row that is only about to come may lie beyond it.
    edge: { current: above + window.innerHeight },
    turns: turnsOf(),
  };
}

/**
 * @param {number} unit pixels in a rem
 * @returns {Measures}
 */
function guessed(unit) {
  const width = (document.getElementById("main")?.clientWidth || window.innerWidth) / unit;
  const columns = Math.max(1, Math.floor((width - 2.5 + GUESS.gap) / (GUESS.column + GUESS.gap)));
  return { columns, row: GUESS.row * unit, heading: GUESS.heading * unit, gap: GUESS.gap * unit };
}

/**
 * Reads from what is drawn what the stylesheet made of it.
 *
 * @param {HTMLElement | null} room
 * @param {import("@preact/signals").Signal<Measures>} measures
 */
function measure(room, measures) {
  const list = room?.firstElementChild;
  const card = list?.querySelector(".wall__card");
  if (!list || !card) {
    return;
  }
  const style = getComputedStyle(list);
  const columns = style.gridTemplateColumns.split(" ").length;
  const row = card.getBoundingClientRect().height;
  const heading = list.querySelector(".wall__heading")?.getBoundingClientRect().height ?? measures.peek().heading;
  const gap = Number.parseFloat(style.rowGap) || 0;
  const before = measures.peek();
  const same =
    columns === before.columns && near(row, before.row) && near(heading, before.heading) && near(gap, before.gap);
  if (!same && row > 0) {
    measures.value = { columns, row, heading, gap };
  }
}

/**
 * @param {number} one
 * @param {number} other
 */
function near(one, other) {
  return Math.abs(one - other) < 0.25;
}

/**
 * Keeps what is seen of the wall while it is scrolled and while the window changes its size.
 *
 * @param {HTMLElement | null} room
 * @param {import("@preact/signals").Signal<View>} view
 * @param {{ current: number }} edge where the window ends on the wall
 * @param {import("@preact/signals").Signal<Measures>} measures
 */
function followView(room, view, edge, measures) {
  if (!room) {
    return;
  }
  let last = scrollY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;
  const look = () => {
    const height = seenHeight();
    const leaps = Math.abs(scrollY - last) > height;
    const moved = scrollY !== last;
    last = scrollY;
    if (moved) {
      clearTimeout(rest);
      rest = setTimeout(land, leaps || view.peek().leaps ? REST : SETTLED);
    }
    const above = scrolledPast(room);
    const before = view.peek();
    const next = wholeRows(above, height, measures.peek(), leaps || before.leaps, moved || before.moves);
    edge.current = above + height;
    if (next.above !== before.above || next.below !== before.below || next.leaps !== before.leaps) {
      view.value = next;
    }
  };
  const land = () => {
    if (view.peek().moves) {
      view.value = { ...view.peek(), leaps: false, moves: false };
    }
  };
  const resized = new ResizeObserver(() => measure(room, measures));
  resized.observe(room);
  // What stands above the wall moves it when it grows or goes.
  const forget = followSeen(look, [room, room.closest(".desk")]);
  return () => {
    clearTimeout(rest);
    forget();
    resized.disconnect();
  };
}

/**
 * @param {EventTarget | null} target
 */
function placeOf(target) {
  const place = target instanceof Element ? target.closest("[data-place]")?.getAttribute("data-place") : null;
  return place === null || place === undefined ? null : Number(place);
}

/**
 * @param {EventTarget | null} target
 */
function isTyping(target) {
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}

/**
 * The elements are used again, the focus is the card's: it goes with it to its new place, and is left to the wall itself
 * where that is not drawn.
 *
 * @param {HTMLElement | null} room
 * @param {Card | undefined} card which had it
 * @param {Wall} found
 */
function keepFocus(room, card, found) {
  const { activeElement } = document;
  const shown = (/** @type {Element} */ of) => cardAt(found, placeOf(of) ?? -1)?.key;
  const inside = room?.contains(activeElement) ?? false;
  if (!room || !card || activeElement === room || (inside && activeElement && shown(activeElement) === card.key)) {
    return;
  }
  const moved = [...room.querySelectorAll("[data-place]")].find((item) => shown(item) === card.key);
  const target = moved?.querySelector(".card__open, article[tabindex]") ?? room;
  if (target instanceof HTMLElement) {
    target.focus({ preventScroll: true });
  }
}

/**
 * Focus for the card that was stepped to, once it is there. One that was scrolled away leaves it to the wall itself, from
 * where the keys lead back.
 *
 * @param {HTMLElement | null} room
 * @param {{ current: number | null }} awaited
 */
function giveFocus(room, awaited) {
  if (awaited.current === null) {
    return;
  }
  const item = room?.querySelector(`[data-place="${awaited.current}"]`);
  const target = item?.querySelector(".card__open, article[tabindex]");
  if (target instanceof HTMLElement) {
    awaited.current = null;
    target.focus({ preventScroll: true });
  } else if (room && document.activeElement !== room) {
    // What had it may be about to go.
    room.focus({ preventScroll: true });
  }
}
