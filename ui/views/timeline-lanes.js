// The lanes: a window each, of which only those around the screen are in the page. One of them can be reached with the tab
// key; from there up and down lead to its neighbours, also to those that are not drawn yet.

/** @import { Found } from "../state/timeline.js" */
/** @import { LaneModel } from "./timeline-model.js" */

import { computed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../elements/icon.js";
import { placeOf } from "../lib/axis.js";
import { isolated } from "../lib/isolated.js";
import { heightOf, shelvesOf, stepFrom, topOf, visibleIn } from "../lib/shelves.js";
import { timelineWords as said } from "../lib/timeline-text.js";
import { now } from "../state/clock.js";
import { accounts } from "../state/desk.js";
import { order } from "../state/query.js";
import { axis, chosenZone, laneAt, move, need, view, zoneOf } from "../state/timeline.js";
import { bringIntoView, followSeen, scrolledPast, seenHeight } from "../state/viewport.js";
import { labelOf } from "../state/wall.js";
import { cutsSeen, Lines, NowMark } from "./timeline-axis.js";
import { modelOf, momentWords, sentenceOf } from "./timeline-model.js";

/** What the stylesheet says of heights, in rem. */
const ROW = 2.75;
const HEADING = 2;

/** Rows that are drawn beyond the screen on either side. */
const SPARE = 3;

/** Room that the words of a bar take, in rem: what is narrower has them beside it. */
const WORDS = 9;

/** The least that is seen of a bar, in pixels. */
const LEAST = 3;

/** Between a bar's edge and its words, in pixels. */
const GAP = 6;

/** How far a key moves the axis, as a share of what is seen. */
const SHARE = 0.1;

/** @type {Record<string, "up" | "down" | "first" | "last">} */
const STEPS = { ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" };

/**
 * @param {{ found: Found; width: number; rem: number }} props
 */
export function Lanes({ found, width, rem }) {
  const room = useRef(/** @type {HTMLElement | null} */ (null));
  const screen = useSignal({ above: 0, below: window.innerHeight });
  /** The lane that the tab key leads to. */
  const current = useSignal(0);
  /** The lane that is to have focus as soon as it is drawn. */
  const awaited = useRef(/** @type {number | null} */ (null));
  /** The lane that has focus, wherever it stands. */
  const held = useRef("");
  const measures = { columns: 1, row: ROW * rem, heading: HEADING * rem, gap: 0 };
  const headed = found.sections.length > 1 || found.sections[0]?.kind !== "cards";
  const shelves = shelvesOf(
    found.sections.map(({ count }) => count),
    headed,
    measures,
  );
  const spare = SPARE * measures.row;
  const parts = visibleIn(shelves, headed, measures, screen.value.above - spare, screen.value.below + spare);
  const first = parts[0]?.from ?? 0;
  const end = parts.at(-1)?.to ?? 0;
  // A place keeps its element as long as it is drawn, and gives it to another then: making new ones takes the time.
  const pool = Math.ceil((screen.value.below - screen.value.above) / measures.row) + 2 * SPARE + 1;
  // An element that gives way to another, or is put elsewhere, loses the focus while this is drawn.
  const focused = Boolean(room.current?.contains(document.activeElement));
  const tabbed = current.value >= first && current.value < end ? current.value : first;
  const cuts = cutsSeen(width, rem);

  useEffect(() => need(first, end), [first, end, found]);
  useEffect(() => followScreen(room.current, screen, measures.row), [measures.row]);
  useEffect(() => {
    current.value = 0;
  }, [found.of]);
  useLayoutEffect(() => {
    giveFocus(room.current, awaited, focused, held.current);
  });

  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const way = STEPS[event.key];
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      move((event.key === "ArrowLeft" ? -SHARE : SHARE) * (event.shiftKey ? 5 : 1));
    } else if (way) {
      event.preventDefault();
      const place = stepFrom(shelves, 1, current.value, way);
      current.value = place;
      awaited.current = place;
      if (room.current) {
        const top = topOf(shelves, headed, measures, place);
        bringIntoView(room.current, { top, height: measures.row }, { above: scaleHeight() + 4, below: 4 });
      }
      giveFocus(room.current, awaited, true, "");
    }
  };
  const enter = (/** @type {FocusEvent} */ event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    const place = Number(row?.getAttribute("data-place") ?? -1);
    const lane = laneAt(found, place);
    held.current = lane ? modelOf(lane).key : "";
    if (lane) {
      current.value = place;
      const [of] = zoneOf(lane);
      chosenZone.value = of ?? chosenZone.peek();
    }
  };
  const top = parts[0]?.top ?? 0;
  const drawn = (parts.at(-1) ? bottomOf(parts, measures) : 0) - top;
  return html`<div class="lanes" ref=${room} tabindex="-1" style=${{ blockSize: `${heightOf(shelves, measures)}px` }} onKeyDown=${keys} onFocusIn=${enter}>
    <div class="lanes__drawn" style=${{ transform: `translateY(${top}px)`, blockSize: `${drawn}px` }}>
      <${Lines} cuts=${cuts} width=${width} />
      <ul class="lanes__list" role="list" aria-label=${said.lanes} aria-describedby="timeline-keys">
        ${parts.flatMap((part) => [
          part.headed && html`<${Heading} found=${found} at=${part.shelf} key=${`section ${part.shelf}`} />`,
          ...Array.from({ length: part.to - part.from }, (_, at) => part.from + at).map((place) => {
            const lane = laneAt(found, place);
            const model = lane && modelOf(lane);
            return html`<${Lane} lane=${model} place=${place} total=${found.shown} tabbed=${place === tabbed} width=${width} rem=${rem} key=${place % pool} />`;
          }),
        ])}
      </ul>
      <div class="lines"><${NowMark} width=${width} sign="lines__now" key=${width} /></div>
    </div>
  </div>`;
}

/**
 * @param {ReturnType<typeof visibleIn>} parts
 * @param {import("../lib/shelves.js").Measures} measures
 */
function bottomOf(parts, { row, heading }) {
  return parts.reduce((_, { top, headed, from, to }) => top + (headed ? heading : 0) + (to - from) * row, 0);
}

/**
 * @param {{ found: Found; at: number }} props
 */
function Heading({ found, at }) {
  const section = found.sections[at];
  if (!section) {
    return null;
  }
  const { count } = section;
  return html`<li class="lanes__heading"><h3><bdi>${titleOf(section)}</bdi></h3><span class="wall__count">${count}</span></li>`;
}

/**
 * @param {import("../ipc.d.ts").LaneSectionView} section
 */
export function titleOf(section) {
  switch (section.kind) {
    case "unknown":
      return said.unknownTitle;
    case "reserved":
      return said.reservedTitle(accounts.value.get(section.account)?.label ?? section.account);
    default:
      return labelOf(groupedBy(), section.key);
  }
}

/** What cards are put together by: as the wall does, by account where it does not. */
function groupedBy() {
  return order.value.by ?? "account";
}

/**
 * @param {{ lane: LaneModel | undefined; place: number; total: number; tabbed: boolean; width: number; rem: number }} props
 */
function Lane({ lane, place, total, tabbed, width, rem }) {
  if (!lane) {
    return html`<li class="lane lane--skeleton" data-place=${place} aria-busy="true"></li>`;
  }
  return html`<li class=${`lane lane--${lane.state}`} data-place=${place} data-lane=${lane.key} aria-setsize=${total} aria-posinset=${place + 1}>
    <${Open} lane=${lane} tabbed=${tabbed} />
    <div class="lane__plot" aria-hidden="true"><${Plot} lane=${lane} width=${width} rem=${rem} /></div>
  </li>`;
}

/** Whether lanes are told in the zone of their policy. */
const isOwnZone = computed(() => axis.value.zone === "policys");

/**
 * None of it changes while the axis moves. As it reads a signal, it is only drawn anew when that or its props changed (`WallCard`
 * says why it is not kept).
 *
 * @param {{ lane: LaneModel; tabbed: boolean }} props
 */
function Open({ lane, tabbed }) {
  const own = isOwnZone.value;
  return html`<button type="button" class="lane__open" id=${lane.id} tabindex=${tabbed ? 0 : -1} title=${titleWords(lane)} onClick=${lane.open}>
    <span class="lane__name"><bdi>${lane.name}</bdi></span>
    <span class="visually-hidden">, </span>
    <span class="lane__what"><bdi>${lane.what || said.says.noPlace}</bdi></span>
    <span class="visually-hidden">, ${sentenceOf(lane, own)}</span>
  </button>`;
}

/**
 * Both zones, whichever the axis is in.
 *
 * @param {LaneModel} lane
 */
function titleWords({ name, window, noWindow }) {
  if (!window) {
    return `${isolated(name)}\n${noWindow}`;
  }
  const line = (/** @type {boolean} */ own) => `${momentWords(window.start, own)} – ${momentWords(window.end, own)}`;
  return [...new Set([isolated(name), line(false), line(true)])].join("\n");
}

/**
 * It follows the axis by itself, and has nothing to do where lanes are scrolled.
 *
 * @param {{ lane: LaneModel; width: number; rem: number }} props
 */
function Plot({ lane, width, rem }) {
  const seen = view.value;
  const { bar, stateWord, icon, price, noWindow } = lane;
  const label = html`<${Icon} name=${icon} /><span>${stateWord}</span>${price && html`<span class="lane__price">${price}</span>`}`;
  if (!bar) {
    return html`<span class="lane__none"><${Icon} name=${icon} /><span>${stateWord}</span> <span class="lane__why">${noWindow}</span></span>`;
  }
  const [start, end] = [placeOf(seen, width, bar.start), placeOf(seen, width, bar.end)];
  const [left, right] = [Math.max(start, -8), Math.min(Math.max(end, start + LEAST), width + 8)];
  const held = bar.held === null ? start : Math.min(placeOf(seen, width, bar.held), right);
  const cut = bar.held === null || bar.held < bar.end;
  const shown = right > left;
  const needed = WORDS * rem;
  const taken = lane.renewals.some((at) => at >= bar.end && placeOf(seen, width, at) < right + needed);
  const { inside, style } = labelPlace({ left, right, shown, width, needed, taken });
  return html`
    ${
      shown &&
      html`<span class=${`lane__bar ${cut ? "lane__bar--cut" : ""} ${start < 0 ? "lane__bar--open-start" : ""} ${end > width ? "lane__bar--open-end" : ""}`} style=${stretch(left, right)}>
        ${cut && held > left && html`<span class="lane__held" style=${{ width: `${held - left}px` }}></span>`}
      </span>`
    }
    <${Marks} lane=${lane} width=${width} />
    <span class=${`lane__label ${inside ? "" : "lane__label--beside"}`} style=${style}>${!shown && html`<${Icon} name=${end <= 0 ? "arrow-left" : "arrow-right"} />`}${label}</span>
  `;
}

/**
 * Where the words of a bar stand: in it if they fit into what is seen of it, else beside it where there is room.
 *
 * @param {{ left: number; right: number; shown: boolean; width: number; needed: number; taken: boolean }} of `taken`: whether
 *   something stands to the right of the bar
 */
export function labelPlace({ left, right, shown, width, needed, taken }) {
  const [from, to] = [Math.max(left, 0), Math.min(right, width)];
  if (!shown) {
    return { inside: false, style: right <= 0 ? { left: `${GAP}px` } : { right: `${GAP}px` } };
  }
  if (to - from >= needed) {
    return { inside: true, style: { left: `${from + GAP}px`, maxWidth: `${to - from - 2 * GAP}px` } };
  }
  const toTheRight = width - to >= needed && !(taken && from >= needed);
  return { inside: false, style: toTheRight ? { left: `${to + 2}px` } : { right: `${width - from + 2}px` } };
}

/**
 * @param {number} left
 * @param {number} right
 */
function stretch(left, right) {
  return { left: `${left}px`, width: `${right - left}px` };
}

/**
 * Single instants on a lane.
 *
 * @param {{ lane: LaneModel; width: number }} props
 */
function Marks({ lane: { cancelledAt, freeUntil, maybeUntil, renewals }, width }) {
  const seen = view.value;
  const at = (/** @type {number} */ ms) => placeOf(seen, width, ms);
  const inside = (/** @type {number | null} */ ms) => ms !== null && ms >= seen.from && ms < seen.to;
  // `peek`: what is asked anew when a window closes needs no tick to notice.
  const past = (/** @type {number} */ ms) => ms <= now.peek();
  const [one, two] = renewals;
  // Where there is no room for signs, there are strokes.
  const crowded = one !== undefined && two !== undefined && at(two) - at(one) < 22;
  return html`
    ${maybeUntil !== null && freeUntil !== null && maybeUntil > seen.from && freeUntil < seen.to && html`<span class=${`lane__maybe ${past(maybeUntil) ? "lane__maybe--past" : ""}`} style=${stretch(at(freeUntil), Math.max(at(maybeUntil), at(freeUntil) + 2))}></span>`}
    ${freeUntil !== null && inside(freeUntil) && html`<span class=${`lane__free ${past(freeUntil) ? "lane__free--past" : ""}`} style=${{ left: `${at(freeUntil)}px` }}></span>`}
    ${cancelledAt !== null && inside(cancelledAt) && html`<span class="lane__cut" style=${{ left: `${at(cancelledAt)}px` }}></span>`}
    ${renewals.filter(inside).map((ms) => html`<span class=${`lane__renewal ${crowded ? "lane__renewal--crowded" : ""}`} key=${ms} style=${{ left: `${at(ms)}px` }}>${!crowded && html`<${Icon} name="repeat" />`}</span>`)}
  `;
}

/**
 * Keeps what is seen of the lanes while they are scrolled and while the window changes its size.
 *
 * @param {HTMLElement | null} room
 * @param {import("@preact/signals").Signal<{ above: number; below: number }>} screen
 * @param {number} row
 */
function followScreen(room, screen, row) {
  if (!room) {
    return;
  }
  return followSeen(() => {
    // To whole rows: within one, nothing has to be drawn anew.
    const above = Math.floor(scrolledPast(room) / row) * row;
    const below = above + (Math.ceil(seenHeight() / row) + 1) * row;
    const before = screen.peek();
    if (above !== before.above || below !== before.below) {
      screen.value = { above, below };
    }
  }, [room]);
}

/**
 * Focus for the lane that was stepped to, once it is there. A lane that stays keeps it; one that goes leaves it to the room,
 * from where the keys lead back.
 *
 * @param {HTMLElement | null} room
 * @param {{ current: number | null }} awaited
 * @param {boolean} focused whether a lane had it
 * @param {string} held which
 */
function giveFocus(room, awaited, focused, held) {
  if (!room) {
    return;
  }
  if (awaited.current !== null) {
    const target = room.querySelector(`[data-place="${awaited.current}"] .lane__open`);
    if (target instanceof HTMLElement) {
      awaited.current = null;
      target.focus({ preventScroll: true });
    } else if (document.activeElement !== room) {
      room.focus({ preventScroll: true });
    }
  } else if (focused && document.activeElement !== room && laneOf(document.activeElement) !== held) {
    const same = [...room.querySelectorAll("[data-lane]")].find((lane) => laneOf(lane) === held);
    const target = same?.querySelector(".lane__open") ?? room;
    if (target instanceof HTMLElement) {
      target.focus({ preventScroll: true });
    }
  }
}

/**
 * Which lane an element is in.
 *
 * @param {Element | null} element
 */
function laneOf(element) {
  return element?.closest("[data-lane]")?.getAttribute("data-lane") ?? null;
}

/** The scale lies over the first of what is seen. */
function scaleHeight() {
  return document.querySelector(".timeline__scale")?.getBoundingClientRect().height ?? 0;
}
