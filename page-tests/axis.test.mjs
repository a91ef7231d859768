import assert from "node:assert/strict";
import test from "node:test";
import {
  aboveName,
  around,
  cutsOf,
  instantOf,
  LONGEST,
  moved,
  placeOf,
  SHORTEST,
  SPANS,
  tickName,
  ticksOf,
  viewOf,
  zoomed,
} from "../ui/lib/axis.js";
import { display } from "../ui/lib/time.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text) => Date.parse(text);
const utc = () => 0;

/** A zone's clocks as Intl knows them, which is another way than the page's own. */
function zone(name) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: name, timeZoneName: "longOffset" });
  return (instant) => {
    const text = format.formatToParts(instant).find(({ type }) => type === "timeZoneName").value;
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text);
    return hours ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
  };
}

const berlin = zone("Europe/Berlin");
const losAngeles = zone("America/Los_Angeles");
const lordHowe = zone("Australia/Lord_Howe");
const havana = zone("America/Havana");

const view = (from, to) => ({ from: at(from), to: at(to) });
const named = (ticks, unit) => ticks.map(({ civil }) => tickName(unit, civil));
const instants = (ticks) => ticks.map((tick) => new Date(tick.at).toISOString().replace(":00.000Z", "Z"));

test("the days of a week are cut at midnight, also in the two weeks in which the clocks are set", () => {
  for (const [offset, from, to, hours] of [
    [berlin, "2026-03-26T23:00Z", "2026-04-01T22:00Z", [24, 24, 23, 24, 24, 24]],
    [berlin, "2026-10-22T22:00Z", "2026-10-28T23:00Z", [24, 24, 25, 24, 24, 24]],
    [losAngeles, "2026-03-06T08:00Z", "2026-03-12T07:00Z", [24, 24, 23, 24, 24, 24]],
    [losAngeles, "2026-10-30T07:00Z", "2026-11-05T08:00Z", [24, 24, 25, 24, 24, 24]],
    [lordHowe, "2026-10-01T13:30Z", "2026-10-07T13:00Z", [24, 24, 23.5, 24, 24, 24]],
    [lordHowe, "2026-04-02T13:00Z", "2026-04-08T13:30Z", [24, 24, 24.5, 24, 24, 24]],
  ]) {
    const { from: start, to: end } = view(from, to);
    const ticks = ticksOf({ from: start, to: end }, "day", 1, offset);
    assert.equal(ticks[0].at, start, from);
    const ends = [...ticks.slice(1).map((tick) => tick.at), end];
    assert.deepEqual(
      ticks.map((tick, place) => (ends[place] - tick.at) / HOUR),
      hours,
      from,
    );
    assert.ok(ticks.every((tick) => tick.civil % DAY === 0));
  }
});

test("an hour that the clocks leave out has no cut, and one that they show twice has two", () => {
  const spring = ticksOf(view("2026-03-28T23:00Z", "2026-03-29T04:00Z"), "hour", 1, berlin);
  assert.deepEqual(named(spring, "hour"), ["00:00", "01:00", "03:00", "04:00", "05:00"]);
  assert.ok(spring.every((tick, place) => place === 0 || tick.at - spring[place - 1].at === HOUR));
  const autumn = ticksOf(view("2026-10-24T22:00Z", "2026-10-25T03:00Z"), "hour", 1, berlin);
  assert.deepEqual(named(autumn, "hour"), ["00:00", "01:00", "02:00", "02:00", "03:00"]);
  assert.ok(autumn.every((tick, place) => place === 0 || tick.at - autumn[place - 1].at === HOUR));
  // Six hours on the clocks are five, or seven.
  const six = ticksOf(view("2026-10-24T22:00Z", "2026-10-25T23:00Z"), "hour", 6, berlin);
  assert.deepEqual(named(six, "hour"), ["00:00", "06:00", "12:00", "18:00"]);
  assert.equal(six[1].at - six[0].at, 7 * HOUR);
  const half = ticksOf(view("2026-10-03T13:30Z", "2026-10-03T17:30Z"), "hour", 1, lordHowe);
  assert.deepEqual(named(half, "hour"), ["00:00", "01:00", "03:00", "04:00"]);
});

test("a day that begins where the clocks leave midnight out begins at its first instant", () => {
  const ticks = ticksOf(view("2026-03-07T05:00Z", "2026-03-10T04:00Z"), "day", 1, havana);
  assert.deepEqual(instants(ticks), ["2026-03-07T05:00Z", "2026-03-08T05:00Z", "2026-03-09T04:00Z"]);
  assert.deepEqual(named(ticks, "day"), ["Sat 7", "Sun 8", "Mon 9"]);
  const hours = ticksOf(view("2026-03-08T05:00Z", "2026-03-08T07:00Z"), "hour", 1, havana);
  assert.deepEqual(named(hours, "hour"), ["01:00", "02:00"], "what its clocks show then");
  // Midnight comes twice; the day begins with the first.
  const twice = ticksOf(view("2026-11-01T04:00Z", "2026-11-01T07:00Z"), "hour", 1, havana);
  assert.deepEqual(named(twice, "hour"), ["00:00", "00:00", "01:00"]);
  assert.equal(instantOf(at("2026-11-01T00:00Z"), havana), at("2026-11-01T04:00Z"));
});

test("months are as long as they are, also in a leap year, and weeks begin on Monday", () => {
  const months = ticksOf(view("2028-01-01T00:00Z", "2028-05-01T00:00Z"), "month", 1, utc);
  assert.deepEqual(named(months, "month"), ["Jan", "Feb", "Mar", "Apr"]);
  assert.deepEqual(
    months.slice(1).map((tick, place) => (tick.at - months[place].at) / DAY),
    [31, 29, 31],
  );
  assert.equal((at("2027-03-01T00:00Z") - at("2027-02-01T00:00Z")) / DAY, 28);
  const days = ticksOf(view("2028-02-28T00:00Z", "2028-03-02T00:00Z"), "day", 1, utc);
  assert.deepEqual(named(days, "day"), ["Mon 28", "Tue 29", "Wed 1"]);
  const weeks = ticksOf(view("2026-03-18T12:00Z", "2026-04-07T00:00Z"), "week", 1, berlin);
  assert.deepEqual(named(weeks, "week"), ["16 Mar", "23 Mar", "30 Mar", "6 Apr"]);
  assert.deepEqual(instants(weeks), [
    "2026-03-15T23:00Z",
    "2026-03-22T23:00Z",
    "2026-03-29T22:00Z",
    "2026-04-05T22:00Z",
  ]);
  const quarters = ticksOf(view("2026-02-03T00:00Z", "2027-01-02T00:00Z"), "month", 3, utc);
  assert.deepEqual(named(quarters, "month"), ["Jan", "Apr", "Jul", "Oct", "Jan"]);
});

test("from an hour to years there are some cuts, none closer than its name has room, and all in order", () => {
  const width = 900;
  const room = 56;
  for (const offset of [utc, berlin, losAngeles, lordHowe, havana]) {
    for (let span = SHORTEST; span <= LONGEST; span *= 1.7) {
      for (const begin of ["2026-03-08T01:23:45Z", "2026-10-25T00:59:59Z", "2027-12-31T23:00:00Z"]) {
        const seen = viewOf(at(begin), span);
        const { ticks, aboveTicks, above, unit, step } = cutsOf(seen, width, room, offset);
        const told = `${unit} ${step} from ${begin} for ${span / HOUR} h`;
        assert.ok(ticks.length >= 1 && ticks.length <= width / room + 3, `${ticks.length}: ${told}`);
        assert.ok(ticks.every((tick) => tick.at >= seen.from && tick.at < seen.to));
        const gaps = ticks.slice(1).map((tick, place) => tick.at - ticks[place].at);
        // Where the clocks are set forward, an hour less.
        const least = (room * span) / width;
        assert.ok(
          gaps.every((gap) => gap > 0 && (gap >= least - HOUR || gap >= least * 0.9)),
          told,
        );
        assert.ok(
          ticks.every((tick) => tick.at + offset(tick.at) * 60_000 === tick.civil || unit !== "hour"),
          told,
        );
        if (above) {
          assert.ok(aboveTicks[0].at <= seen.from, told);
          assert.ok(aboveName(above, aboveTicks[0].civil).length > 3);
        }
      }
    }
  }
});

test("what is above a cut is named in full where there is room", () => {
  assert.equal(aboveName("day", at("2026-03-08T00:00Z")), "Sun 8 March 2026");
  assert.equal(aboveName("month", at("2026-03-01T00:00Z")), "March 2026");
  assert.equal(aboveName("day", at("2026-03-08T00:00Z"), true), "Sun 8 Mar");
  assert.equal(aboveName("month", at("2026-03-01T00:00Z"), true), "Mar 26");
  assert.equal(aboveName("year", at("2026-01-01T00:00Z")), "2026");
});

test("zooming keeps its instant in place, goes back to where it came from, and ends at its limits", () => {
  const first = view("2026-03-01T00:00Z", "2026-03-08T00:00Z");
  const pinned = at("2026-03-02T05:07:09Z");
  const where = placeOf(first, 1000, pinned);
  let seen = first;
  for (let step = 0; step < 200; step += 1) {
    seen = zoomed(seen, step % 20 < 10 ? 1.15 : 1 / 1.15, pinned);
    assert.ok(Math.abs(placeOf(seen, 1000, pinned) - where) < 0.001, String(step));
  }
  assert.ok(Math.abs(seen.from - first.from) < 1 && Math.abs(seen.to - first.to) < 1);
  for (let step = 0; step < 60; step += 1) {
    seen = zoomed(seen, 2, pinned);
  }
  assert.equal(seen.to - seen.from, SHORTEST);
  assert.ok(seen.from <= pinned && pinned <= seen.to);
  assert.deepEqual(zoomed(seen, 2, pinned), seen, "at the limit nothing moves");
  for (let step = 0; step < 60; step += 1) {
    seen = zoomed(seen, 0.5, pinned);
  }
  assert.equal(seen.to - seen.from, LONGEST);
  assert.ok(seen.from <= pinned && pinned <= seen.to);
});

test("hours are named on the clock that the user wants", () => {
  const noon = at("2026-03-01T12:00Z");
  assert.deepEqual([tickName("hour", noon), tickName("minute", noon + 900_000)], ["12:00", "12:15"]);
  display.value = { ...display.peek(), clock: "12" };
  assert.deepEqual([tickName("hour", noon), tickName("day", noon)], ["12:00 pm", "Sun 1"]);
  display.value = { ...display.peek(), clock: "24" };
});

test("moving is by shares of what is seen and ends where the axis does", () => {
  const first = view("2026-03-01T00:00Z", "2026-03-08T00:00Z");
  assert.deepEqual(moved(first, 0.5), view("2026-03-04T12:00Z", "2026-03-11T12:00Z"));
  assert.deepEqual(moved(moved(first, 0.25), -0.25), first);
  const far = moved(first, 1e9);
  assert.equal(far.to, Date.UTC(9000, 0));
  assert.equal(far.to - far.from, SPANS.week);
  assert.equal(moved(first, -1e9).from, Date.UTC(1900, 0));
  assert.doesNotThrow(() => new Date(far.to).toISOString());
});

test("a stretch is shown with air around it, however short or long it is", () => {
  const { from, to } = around(at("2026-03-01T00:00Z"), at("2026-03-11T00:00Z"));
  assert.ok(from < at("2026-03-01T00:00Z") && to > at("2026-03-11T00:00Z"));
  assert.equal(around(0, 0).to - around(0, 0).from, SHORTEST);
  assert.equal(around(0, 1e16).to - around(0, 1e16).from, LONGEST);
});
