// Instants for the eye: in the zone a thing lives in, in the user's, and as what is left of them. Nothing here reads the
// clock; `now` is passed in, so that what is shown can be tested.

/** @import { MomentView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { words } from "./text.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MINUS = "\u2212";

/** @type {Intl.DateTimeFormatOptions} */
const DAY_AND_MONTH = { weekday: "short", day: "numeric", month: "short" };
/**
 * How the user wants times shown: how the hours of a day are counted, and whose clock stands first where two are shown.
 * Whatever draws a time is drawn anew when it changes.
 *
 * @type {import("@preact/signals").Signal<{ clock: "system" | "12" | "24"; first: "place" | "mine" }>}
 */
export const display = signal({ clock: "24", first: "place" });

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} at RFC 3339
 */
export function instant(at) {
  return Date.parse(at);
}

/**
 * Whole days from a moment until a day is over, in UTC; below zero when it is.
 *
 * @param {string} date such as 2026-12-02
 * @param {number} now milliseconds since 1970
 */
export function daysUntilEndOf(date, now) {
  return Math.ceil((instant(`${date}T00:00:00Z`) + DAY - now) / DAY) - 1;
}

/**
 * A moment on the clocks of the place it belongs to.
 *
 * @param {MomentView} moment
 */
export function ownZone({ at, offsetMinutes }) {
  const shifted = new Date(instant(at) + offsetMinutes * MINUTE);
  return { ...parts(shifted, "UTC"), zone: offsetName(offsetMinutes) };
}

/**
 * An instant on the user's clocks.
 *
 * @param {string} at RFC 3339
 * @param {string} [timeZone] an IANA name; the system's without
 */
export function userZone(at, timeZone) {
  const date = new Date(instant(at));
  const zone = named({ timeZone, timeZoneName: "short" })
    .formatToParts(date)
    .find(({ type }) => type === "timeZoneName");
  return { ...parts(date, timeZone), zone: zone?.value.replace("-", MINUS) ?? "" };
}

/**
 * An instant on the user's clocks, without the year where it is this year's.
 *
 * @param {string} at RFC 3339
 * @param {number} now milliseconds since 1970
 * @param {string} [timeZone]
 */
export function briefly(at, now, timeZone) {
  const { date, time, zone } = userZone(at, timeZone);
  const day = new Date(instant(at));
  const year = named({ timeZone, year: "numeric" });
  const thisYear = year.format(day) === year.format(new Date(now));
  return { date: thisYear ? plainDate(named({ timeZone, ...DAY_AND_MONTH }), day) : date, time, zone };
}

/**
 * Both ends of a window on the user's clocks. The end has a date of its own only where it is another, and the start a zone
 * only where the clocks are set between the two.
 *
 * @param {import("../ipc.d.ts").WindowView} window
 * @param {number} now milliseconds since 1970
 * @param {string} [timeZone]
 */
export function fromTo({ start, end }, now, timeZone) {
  const [first, last] = [briefly(start.at, now, timeZone), briefly(end.at, now, timeZone)];
  return {
    start: `${first.date} ${first.time}${first.zone === last.zone ? "" : ` ${first.zone}`}`,
    end: first.date === last.date ? last.time : `${last.date} ${last.time}`,
    zone: last.zone,
  };
}

/**
 * Whether the place's clocks and the user's read the same at that moment.
 *
 * @param {MomentView} moment
 * @param {string} [timeZone]
 */
export function sameClocks(moment, timeZone) {
  const own = ownZone(moment);
  const user = userZone(moment.at, timeZone);
  return own.date === user.date && own.time === user.time;
}

/**
 * @param {number} minutes east of UTC
 */
export function offsetName(minutes) {
  const sign = minutes < 0 ? MINUS : "+";
  const total = Math.abs(minutes);
  return `UTC${sign}${twoDigits(Math.floor(total / 60))}:${twoDigits(total % 60)}`;
}

/**
 * What is left until `at`: to the second in the last hour, to the minute in the last day, else to the hour.
 *
 * @param {string} at RFC 3339
 * @param {number} now milliseconds since 1970
 */
export function countdown(at, now) {
  const left = Math.max(0, instant(at) - now);
  if (left < HOUR) {
    const seconds = Math.ceil(left / SECOND);
    return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
  }
  return span(left);
}

/**
 * How long ago `at` was, in the largest unit that says enough.
 *
 * @param {string} at RFC 3339
 * @param {number} now milliseconds since 1970
 */
export function age(at, now) {
  const passed = now - instant(at);
  if (passed < MINUTE) {
    return words.time.justNow;
  }
  return words.time.ago(passed < HOUR ? words.time.minutes(Math.floor(passed / MINUTE)) : span(passed));
}

/**
 * The time of day on the user's clocks, to the second where a minute is much, and the day unless it is today.
 *
 * @param {string} at RFC 3339
 * @param {number} now milliseconds since 1970
 * @param {string} [timeZone]
 */
export function clockOf(at, now, timeZone) {
  const { date, time: brief } = briefly(at, now, timeZone);
  const exact = Math.abs(instant(at) - now) < 15 * MINUTE && instant(at) % MINUTE !== 0;
  const time = exact ? named({ timeZone, ...hoursShown(), second: "2-digit" }).format(new Date(instant(at))) : brief;
  return date === briefly(new Date(now).toISOString(), now, timeZone).date ? time : `${date} ${time}`;
}

/**
 * How long it is until then, as part of a sentence: in minutes, full hours or full days, at least one minute.
 *
 * @param {string} at RFC 3339
 * @param {number} now milliseconds since 1970
 */
export function until(at, now) {
  const minutes = Math.max(1, Math.ceil((instant(at) - now) / MINUTE));
  const format = new Intl.RelativeTimeFormat(words.locale.dates, { style: "short" });
  if (minutes < 120) {
    return format.format(minutes, "minute");
  }
  return minutes < 48 * 60
    ? format.format(Math.floor(minutes / 60), "hour")
    : format.format(Math.floor(minutes / (24 * 60)), "day");
}

/**
 * A length of time in at most two units.
 *
 * @param {number} length milliseconds, an hour or more
 */
function span(length) {
  const minutes = Math.floor(length / MINUTE);
  const hours = Math.floor(length / HOUR);
  const days = Math.floor(length / DAY);
  const said = words.time;
  if (hours < 24) {
    return minutes % 60 === 0 ? said.hours(hours) : said.two(said.hours(hours), said.minutes(minutes % 60));
  }
  return days >= 7 || hours % 24 === 0 ? said.days(days) : said.two(said.days(days), said.hours(hours % 24));
}

/**
 * @param {Date} date
 * @param {string} [timeZone]
 */
function parts(date, timeZone) {
  const day = named({ timeZone, ...DAY_AND_MONTH, year: "numeric" });
  const time = named({ timeZone, ...hoursShown() });
  return { date: plainDate(day, date), time: time.format(date) };
}

/**
 * A date without the comma after its weekday, which would part it in two where a time follows.
 *
 * @param {Intl.DateTimeFormat} format
 * @param {Date} date
 */
function plainDate(format, date) {
  return format.format(date).replace(",", "");
}

/**
 * A time of day as the user wants it.
 *
 * @returns {Intl.DateTimeFormatOptions}
 */
export function hoursShown() {
  const { clock } = display.value;
  const twelve = clock === "12" || (clock === "system" && countsToTwelve());
  return twelve
    ? { hour: "numeric", minute: "2-digit", hourCycle: "h12" }
    : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
}

/** @type {boolean | undefined} */
let toTwelve;

/** Whether the system's own language counts the hours of a day to twelve, twice. It does not change while the page lives. */
export function countsToTwelve() {
  if (toTwelve === undefined) {
    const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
    toTwelve = hourCycle === "h12" || hourCycle === "h11";
  }
  return toTwelve;
}

/**
 * A format of the language in use; every other one of the page's dates comes from here too.
 *
 * @param {Intl.DateTimeFormatOptions} options
 */
export function named(options) {
  // A format without a zone keeps the one it was made in; whoever travels with Berth open is told the time there.
  const { dates } = words.locale;
  const key = dates + JSON.stringify(options) + (options.timeZone ?? new Date().getTimezoneOffset());
  const format = formats.get(key) ?? new Intl.DateTimeFormat(dates, options);
  formats.set(key, format);
  return format;
}

/**
 * @param {number} count
 */
function twoDigits(count) {
  return String(count).padStart(2, "0");
}
