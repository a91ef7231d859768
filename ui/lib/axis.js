// An axis of instants: what of it is seen, how it is zoomed and moved, and where the calendar of a zone cuts it. Instants are
// milliseconds since 1970. A zone is a function from an instant to the minutes that its clocks are ahead of UTC then, so
// that days of 23 and of 25 hours are as long on the axis as they are.

/** @typedef {{ from: number; to: number }} View what is seen: from an instant up to another */
/** @typedef {(at: number) => number} Offset minutes that the clocks are ahead of UTC */
/** @typedef {"minute" | "hour" | "day" | "week" | "month" | "year"} Unit */
/** @typedef {{ at: number; civil: number }} Tick an instant, and what the clocks show then, as if that were UTC */

import { hoursShown, named } from "./time.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The shortest and the longest stretch that is shown at once. */
export const SHORTEST = HOUR;
export const LONGEST = 12 * 366 * DAY;

/** How far the axis reaches: dates that a person could mean, and that every reader of RFC 3339 knows. */
const FIRST = Date.UTC(1900, 0);
const LAST = Date.UTC(9000, 0);

/** Stretches by their names. A month and a year are as long as the longest of them. */
export const SPANS = { day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY };

/**
 * What is seen when it begins at an instant and is so long, as far as the axis allows.
 *
 * @param {number} from
 * @param {number} span
 * @returns {View}
 */
export function viewOf(from, span) {
  const long = Math.min(Math.max(span, SHORTEST), LONGEST);
  const start = Math.min(Math.max(from, FIRST), LAST - long);
  return { from: start, to: start + long };
}

/**
 * What is seen closer up (a factor above 1) or from further away, with one instant staying where it is.
 *
 * @param {View} view
 * @param {number} factor
 * @param {number} at
 */
export function zoomed({ from, to }, factor, at) {
  const span = to - from;
  const long = Math.min(Math.max(span / factor, SHORTEST), LONGEST);
  return viewOf(at - ((at - from) / span) * long, long);
}

/**
 * What is seen after a move by a share of it: 0.5 is half of it to the right.
 *
 * @param {View} view
 * @param {number} share
 */
export function moved({ from, to }, share) {
  return viewOf(from + (to - from) * share, to - from);
}

/**
 * A stretch with some air at its sides.
 *
 * @param {number} from
 * @param {number} to
 */
export function around(from, to) {
  const span = Math.min(Math.max((to - from) * 1.06, SHORTEST), LONGEST);
  return viewOf((from + to) / 2 - span / 2, span);
}

/**
 * Where an instant stands, in pixels.
 *
 * @param {View} view
 * @param {number} width of the axis
 * @param {number} at
 */
export function placeOf({ from, to }, width, at) {
  return ((at - from) / (to - from)) * width;
}

/**
 * How the calendar cuts an axis, from fine to coarse: a unit, how many of it lie between two cuts, how long that is at
 * least, and the unit that is named above.
 *
 * @type {{ unit: Unit; step: number; least: number; above: Unit | null }[]}
 */
const CUTS = [
  { unit: "minute", step: 5, least: 5 * MINUTE, above: "day" },
  { unit: "minute", step: 15, least: 15 * MINUTE, above: "day" },
  { unit: "minute", step: 30, least: 30 * MINUTE, above: "day" },
  { unit: "hour", step: 1, least: HOUR, above: "day" },
  { unit: "hour", step: 3, least: 3 * HOUR, above: "day" },
  { unit: "hour", step: 6, least: 6 * HOUR, above: "day" },
  { unit: "hour", step: 12, least: 12 * HOUR, above: "day" },
  { unit: "day", step: 1, least: DAY, above: "month" },
  { unit: "week", step: 1, least: 7 * DAY, above: "month" },
  { unit: "month", step: 1, least: 28 * DAY, above: "year" },
  { unit: "month", step: 3, least: 90 * DAY, above: "year" },
  { unit: "year", step: 1, least: 365 * DAY, above: null },
];

/**
 * The cuts of what is seen, as fine as their names have room.
 *
 * @param {View} view
 * @param {number} width of the axis in pixels
 * @param {number} room that a name takes, in pixels
 * @param {Offset} offset
 * @returns {{ unit: Unit; step: number; ticks: Tick[]; above: Unit | null; aboveTicks: Tick[] }} `aboveTicks` begin with the one
 *   that what is seen begins in
 */
export function cutsOf(view, width, room, offset) {
  const shortest = ((view.to - view.from) / Math.max(width, 1)) * room;
  const cut = CUTS.find(({ least }) => least >= shortest) ?? CUTS.at(-1);
  const { unit, step, above } = /** @type {(typeof CUTS)[number]} */ (cut);
  const fewer = unit === "year" ? Math.ceil(shortest / (365 * DAY)) : step;
  const within = (/** @type {Tick} */ { at }) => at >= view.from && at < view.to;
  return {
    unit,
    step: fewer,
    ticks: ticksOf(view, unit, fewer, offset).filter(within),
    above,
    aboveTicks: above ? ticksOf(view, above, 1, offset) : [],
  };
}

/**
 * Every cut from the last one before what is seen up to its end, in order.
 *
 * @param {View} view
 * @param {Unit} unit
 * @param {number} step
 * @param {Offset} offset
 * @returns {Tick[]}
 */
export function ticksOf(view, unit, step, offset) {
  const start = floor(
    view.from + offset(view.from) * MINUTE,
    unit === "minute" || unit === "hour" ? "day" : unit,
    step,
  );
  if (unit === "minute" || unit === "hour") {
    return timesOf(view, start, step * (unit === "hour" ? HOUR : MINUTE), offset);
  }
  const ticks = [];
  for (let civil = start; ; civil = next(civil, unit, step)) {
    const at = instantOf(civil, offset);
    if (at >= view.to) {
      return ticks;
    }
    ticks.push({ at, civil });
  }
}

/**
 * Times of day, each as often as the clocks show it: once, twice where they are set back, and not at all where they leave
 * it out. A day begins with a cut in any case.
 *
 * @param {View} view
 * @param {number} start the day that what is seen begins in
 * @param {number} step milliseconds on the clocks
 * @param {Offset} offset
 */
function timesOf(view, start, step, offset) {
  /** @type {Tick[]} */
  const ticks = [];
  for (let day = start; ; day += DAY) {
    const [begin, end] = [instantOf(day, offset), instantOf(day + DAY, offset)];
    if (begin >= view.to) {
      return ticks;
    }
    const offsets = new Set([offset(begin), offset(end - 1)]);
    /** @type {Map<number, Tick>} */
    const times = new Map([[begin, { at: begin, civil: begin + offset(begin) * MINUTE }]]);
    for (let civil = day; civil < day + DAY; civil += step) {
      for (const minutes of offsets) {
        const at = civil - minutes * MINUTE;
        if (at > begin && at < end && offset(at) === minutes) {
          times.set(at, { at, civil });
        }
      }
    }
    ticks.push(...[...times.values()].sort((one, other) => one.at - other.at).filter(({ at }) => at < view.to));
  }
}

/**
 * The first instant at which the clocks show a time; where they leave it out, as much later as it is after the gap began.
 *
 * @param {number} civil
 * @param {Offset} offset
 */
export function instantOf(civil, offset) {
  const before = civil - offset(civil - DAY) * MINUTE;
  const after = civil - offset(civil + DAY) * MINUTE;
  const shows = (/** @type {number} */ at) => at + offset(at) * MINUTE === civil;
  return shows(before) || !shows(after) ? before : after;
}

/**
 * @param {number} civil
 * @param {Unit} unit
 * @param {number} step
 */
function floor(civil, unit, step) {
  const date = new Date(civil);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (unit) {
    case "year":
      return Date.UTC(year - (year % step), 0);
    case "month":
      return Date.UTC(year, month - (month % step));
    case "week":
      // From Monday.
      return Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7));
    default:
      return Date.UTC(year, month, day);
  }
}

/**
 * @param {number} civil the beginning of a unit
 * @param {Unit} unit
 * @param {number} step
 */
function next(civil, unit, step) {
  const date = new Date(civil);
  switch (unit) {
    case "year":
      return Date.UTC(date.getUTCFullYear() + step, 0);
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step);
    case "week":
      return civil + 7 * DAY;
    default:
      return civil + DAY;
  }
}

/** @type {Record<Exclude<Unit, "minute" | "hour">, Intl.DateTimeFormatOptions>} */
const NAMES = {
  day: { weekday: "short", day: "numeric" },
  week: { day: "numeric", month: "short" },
  month: { month: "short" },
  year: { year: "numeric" },
};

/** What stands above, in full and in short. @type {Record<"day" | "month", [Intl.DateTimeFormatOptions, Intl.DateTimeFormatOptions]>} */
const ABOVE = {
  day: [
    { weekday: "short", day: "numeric", month: "long", year: "numeric" },
    { weekday: "short", day: "numeric", month: "short" },
  ],
  month: [
    { month: "long", year: "numeric" },
    { month: "short", year: "2-digit" },
  ],
};

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @param {number} civil
 */
function formatted(options, civil) {
  return named({ timeZone: "UTC", ...options }).format(civil);
}

/**
 * What a cut is called.
 *
 * @param {Unit} unit
 * @param {number} civil
 */
export function tickName(unit, civil) {
  return formatted(unit === "minute" || unit === "hour" ? hoursShown() : NAMES[unit], civil);
}

/**
 * What stands above the cuts of a part of it: in full, or in short where there is little room.
 *
 * @param {Unit} unit
 * @param {number} civil
 * @param {boolean} short
 */
export function aboveName(unit, civil, short = false) {
  if (unit === "year") {
    return formatted(NAMES.year, civil);
  }
  const [long, brief] = ABOVE[unit === "day" ? "day" : "month"];
  return formatted(short ? brief : long, civil).replace(",", "");
}
