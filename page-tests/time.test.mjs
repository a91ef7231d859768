import assert from "node:assert/strict";
import test from "node:test";
import {
  age,
  briefly,
  clockOf,
  countdown,
  daysUntilEndOf,
  fromTo,
  offsetName,
  ownZone,
  sameClocks,
  until,
  userZone,
} from "../ui/lib/time.js";
import { at, NOON } from "./fixtures.mjs";

test("a moment is told on the clocks of the place it belongs to", () => {
  const moment = { at: "2026-01-10T08:00:00Z", offsetMinutes: -480 };
  assert.deepEqual(ownZone(moment), { date: "Sat 10 Jan 2026", time: "00:00", zone: "UTC\u221208:00" });
});

test("midnight is 00:00 and belongs to the day that begins", () => {
  assert.equal(ownZone({ at: "2026-01-09T23:00:00Z", offsetMinutes: 60 }).time, "00:00");
  assert.equal(ownZone({ at: "2026-01-09T23:00:00Z", offsetMinutes: 60 }).date, "Sat 10 Jan 2026");
});

test("the user's zone follows summer time", () => {
  assert.deepEqual(userZone("2026-07-10T08:00:00Z", "Europe/Berlin"), {
    date: "Fri 10 Jul 2026",
    time: "10:00",
    zone: "CEST",
  });
  assert.equal(userZone("2026-01-10T08:00:00Z", "Europe/Berlin").time, "09:00");
});

test("one line is enough where both clocks read the same", () => {
  assert.equal(sameClocks({ at: "2026-01-10T08:00:00Z", offsetMinutes: 60 }, "Europe/Berlin"), true);
  assert.equal(sameClocks({ at: "2026-07-10T08:00:00Z", offsetMinutes: 60 }, "Europe/Berlin"), false);
});

test("offsets with half and quarter hours are written whole", () => {
  assert.equal(offsetName(0), "UTC+00:00");
  assert.equal(offsetName(330), "UTC+05:30");
  assert.equal(offsetName(-210), "UTC\u221203:30");
});

test("a countdown ticks in the last hour and never says less than is left", () => {
  assert.equal(countdown(at(15), NOON), "15:00");
  assert.equal(countdown(at(15), NOON + 1), "15:00");
  assert.equal(countdown(at(15), NOON + 1000), "14:59");
  assert.equal(countdown(at(0), NOON - 1), "0:01");
  assert.equal(countdown(at(0), NOON), "0:00");
});

test("a countdown that is over stays at zero", () => {
  assert.equal(countdown(at(-10), NOON), "0:00");
});

test("a longer countdown is told in two units at most", () => {
  assert.equal(countdown(at(60), NOON), "1 h");
  assert.equal(countdown(at(125), NOON), "2 h 5 min");
  assert.equal(countdown(at(26 * 60), NOON), "1 d 2 h");
  assert.equal(countdown(at(9 * 24 * 60 + 90), NOON), "9 d");
});

test("an age is rounded down, and a clock that runs ahead is just now", () => {
  assert.equal(age(at(0), NOON + 59_000), "just now");
  assert.equal(age(at(-3), NOON), "3 min ago");
  assert.equal(age(at(-90), NOON), "1 h 30 min ago");
  assert.equal(age(at(2), NOON), "just now");
});

test("the year is left out only where it is this year's", () => {
  assert.equal(briefly("2026-01-10T08:00:00Z", NOON, "Europe/Berlin").date, "Sat 10 Jan");
  assert.equal(briefly("2027-01-10T08:00:00Z", NOON, "Europe/Berlin").date, "Sun 10 Jan 2027");
  assert.equal(briefly("2025-12-31T23:30:00Z", NOON, "Europe/Berlin").date, "Thu 1 Jan");
});

test("a change of the system's zone changes the user's clocks and no countdown", () => {
  const before = process.env.TZ;
  try {
    process.env.TZ = "Europe/Berlin";
    assert.equal(userZone("2026-01-10T08:00:00Z").time, "09:00");
    const left = countdown(at(15), NOON);
    process.env.TZ = "Asia/Kolkata";
    assert.equal(userZone("2026-01-10T08:00:00Z").time, "13:30");
    assert.equal(countdown(at(15), NOON), left);
  } finally {
    process.env.TZ = before ?? "";
    if (before === undefined) {
      delete process.env.TZ;
    }
  }
});

test("a moment on the clocks of its place is the instant it came from, in every zone and every quarter hour", () => {
  const zones = ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"];
  const year = Date.parse("2026-01-01T00:00:00Z");
  for (const zone of zones) {
    for (let quarter = 0; quarter < 365 * 96; quarter += 37) {
      const instant = new Date(year + quarter * 15 * 60_000);
      const clocks = userZone(instant.toISOString(), zone);
      const asUtc = Date.parse(`${clocks.date.slice(4)} ${clocks.time} UTC`);
      const offsetMinutes = (asUtc - instant.getTime()) / 60_000;
      const moment = { at: instant.toISOString(), offsetMinutes };
      assert.equal(ownZone(moment).time, clocks.time, `${zone} ${moment.at}`);
      assert.ok(sameClocks(moment, zone), `${zone} ${moment.at}`);
      assert.ok(Number.isInteger(offsetMinutes / 30), `${zone} ${moment.at}`);
    }
  }
});

test("a window names a day, a year and a zone once, and twice where they differ", () => {
  const told = (start, end) => {
    const parts = fromTo({ start: { at: start }, end: { at: end } }, NOON, "Europe/Berlin");
    return `${parts.start} – ${parts.end} ${parts.zone}`;
  };
  assert.equal(told("2026-11-22T01:30:00Z", "2026-11-22T11:30:00Z"), "Sun 22 Nov 02:30 – 12:30 CET");
  assert.equal(told("2026-11-22T11:30:00Z", "2026-11-22T23:00:00Z"), "Sun 22 Nov 12:30 – Mon 23 Nov 00:00 CET");
  assert.equal(told("2026-12-31T11:30:00Z", "2027-01-01T11:30:00Z"), "Thu 31 Dec 12:30 – Fri 1 Jan 2027 12:30 CET");
  assert.equal(told("2026-10-24T22:00:00Z", "2026-10-25T22:00:00Z"), "Sun 25 Oct 00:00 CEST – 23:00 CET");
});

test("a last day is today until it is over, in UTC", () => {
  const on = (moment) => daysUntilEndOf("2026-12-02", Date.parse(moment));
  assert.equal(on("2026-12-02T00:00:00Z"), 0);
  assert.equal(on("2026-12-02T00:00:01Z"), 0);
  assert.equal(on("2026-12-02T23:59:59Z"), 0);
  assert.equal(on("2026-12-03T00:00:00Z"), -1);
  assert.equal(on("2026-11-30T12:00:00Z"), 2);
});

test("a sentence tells a moment by the clock, and its day unless that is today", () => {
  assert.equal(clockOf("2026-01-10T23:59:00Z", Date.parse("2026-01-10T00:00:00Z"), "UTC"), "23:59");
  assert.equal(clockOf("2026-01-11T00:00:00Z", Date.parse("2026-01-10T23:59:00Z"), "UTC"), "Sun 11 Jan 00:00");
  assert.equal(clockOf("2027-01-10T12:00:00Z", Date.parse("2026-01-10T12:00:00Z"), "UTC"), "Sun 10 Jan 2027 12:00");
  const deadline = "2026-01-10T12:14:30Z";
  assert.equal(clockOf(deadline, Date.parse("2026-01-10T12:00:00Z"), "UTC"), "12:14:30", "a deadline that is near");
  assert.equal(clockOf(deadline, Date.parse("2026-01-10T11:00:00Z"), "UTC"), "12:14");
});

test("how long it is until then is told in the largest unit that is full, and is never nothing", () => {
  assert.equal(until(at(0), NOON), "in 1 min");
  assert.equal(until(at(119), NOON), "in 119 min");
  assert.equal(until(at(120), NOON), "in 2 hr");
  assert.equal(until(at(48 * 60), NOON), "in 2 days");
  assert.equal(until(at(48 * 60 - 1), NOON), "in 47 hr");
});
