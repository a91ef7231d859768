import assert from "node:assert/strict";
import test from "node:test";
import { SPANS } from "../ui/lib/axis.js";
import { now } from "../ui/state/clock.js";
import { desk as shownDesk } from "../ui/state/desk.js";
import * as query from "../ui/state/query.js";
import { route } from "../ui/state/route.js";
import * as timeline from "../ui/state/timeline.js";
import { labelPlace } from "../ui/views/timeline-lanes.js";
import { modelOf, sentenceOf } from "../ui/views/timeline-model.js";
import { at, attempt, desk, money, NOON } from "./fixtures.mjs";

const HOUR = 3_600_000;
const settled = () => new Promise((resolve) => setTimeout(resolve));
const rested = () => new Promise((resolve) => setTimeout(resolve, 220));

/** A policy on its lane, from one hour to another, counted from noon. */
function lane(start, end, parts = {}, offsetMinutes = -480) {
  const moment = (hours) => ({ at: at(hours * 60), offsetMinutes });
  return {
    kind: "policy",
    policy: {
      account: "a1",
      id: "sc_1",
      name: "nightly batch",
      stage: "running",
      group: "running",
      instanceType: "c5.large",
      quantity: 2,
      region: "us-west-2",
      price: money("8.48"),
      window: { start: moment(start), end: moment(end), hours: "1", instanceHours: "2" },
      heldUntil: at(end * 60),
      cancelledAt: null,
      freeUntil: null,
      maybeUntil: null,
      renewals: [],
      renewsSomehow: false,
      ...parts,
    },
  };
}

function answer(lanes, parts = {}) {
  const outside = { count: 0, at: null };
  return {
    found: lanes.length,
    shown: lanes.length,
    before: outside,
    after: outside,
    extent: null,
    next: null,
    sections: [{ kind: "cards", key: "a1", count: lanes.length }],
    first: 0,
    lanes,
    ...parts,
  };
}

/** What Rust is asked, each answered when the test lets it. */
function answering() {
  const asked = [];
  globalThis.window = {
    __TAURI_INTERNALS__: {
      invoke(command, { request }) {
        assert.equal(command, "show_timeline");
        return new Promise((resolve, reject) => asked.push({ ...request, answer: resolve, fail: reject }));
      },
    },
  };
  return asked;
}

function begin() {
  now.value = NOON;
  shownDesk.value = desk([]);
  query.clearNarrowing();
  timeline.startAgain();
  timeline.found.value = null;
  return answering();
}

test("the first view is the week around now, and what the wall looks for is asked there", async () => {
  const asked = begin();
  query.search.value = "batch";
  const stop = timeline.followTimeline();
  assert.deepEqual(
    asked.map(({ realm, wall, first }) => [realm, wall.text, first]),
    [["sandbox", "batch", 0]],
  );
  const [{ from, to }] = asked;
  assert.equal(Date.parse(to) - Date.parse(from), SPANS.week);
  assert.ok(Date.parse(from) < NOON && NOON < Date.parse(to));
  asked[0].answer(answer([lane(0, 1)]));
  await settled();
  assert.equal(timeline.found.value.lanes.length, 1);
  stop();
});

test("while the axis moves its lanes stay, and it is asked once when it rests", async () => {
  const asked = begin();
  const stop = timeline.followTimeline();
  asked[0].answer(answer([lane(0, 1)]));
  await settled();
  for (let step = 0; step < 30; step += 1) {
    timeline.zoom(1.02);
    timeline.move(0.01);
  }
  assert.equal(asked.length, 1);
  await rested();
  assert.equal(asked.length, 2);
  assert.equal(Date.parse(asked[1].to), Math.round(timeline.view.value.to));
  stop();
  timeline.move(0.5);
  await rested();
  assert.equal(asked.length, 2, "what is not shown asks for nothing");
});

test("an answer that was overtaken is not shown, and a failure stands beside what was", async () => {
  const asked = begin();
  const stop = timeline.followTimeline();
  query.search.value = "a";
  query.search.value = "ab";
  assert.deepEqual(
    asked.map(({ wall }) => wall.text),
    ["", "a", "ab"],
  );
  asked[2].answer(answer([lane(0, 1), lane(1, 2)]));
  await settled();
  asked[1].answer(answer([]));
  asked[0].answer(answer([]));
  await settled();
  assert.equal(timeline.found.value.shown, 2);
  timeline.ask();
  asked[3].fail({
    code: "ledger",
    message: "The ledger cannot be read.",
    effect: "nothing",
    reference: "r",
    retryable: true,
  });
  await settled();
  assert.match(timeline.timelineError.value.message, /cannot be read/);
  assert.equal(timeline.found.value.shown, 2);
  timeline.ask();
  asked[4].answer(answer([]));
  await settled();
  assert.equal(timeline.timelineError.value, null);
  stop();
});

test("lanes are asked for around the screen, and only those that are missing", async () => {
  const asked = begin();
  const stop = timeline.followTimeline();
  const all = Array.from({ length: 1000 }, (_, place) => lane(place, place + 1, { id: `sc_${place}` }));
  const give = ({ first, count, answer: to }) =>
    to(answer(all.slice(first, first + count), { first, shown: 1000, found: 1000 }));
  timeline.need(0, 12);
  give(asked[0]);
  await settled();
  const before = asked.length;
  timeline.need(5, 17);
  assert.equal(asked.length, before);
  timeline.need(700, 712);
  assert.equal(asked.length, before + 1);
  const last = asked.at(-1);
  assert.ok(last.first <= 700 && last.first + last.count >= 712 && last.count < 240);
  give(last);
  await settled();
  assert.equal(timeline.laneAt(timeline.found.value, 705).policy.id, "sc_705");
  assert.equal(timeline.laneAt(timeline.found.value, 5), undefined);
  timeline.need(988, 1003);
  give(asked.at(-1));
  await settled();
  const count = asked.length;
  timeline.need(988, 1003);
  assert.equal(asked.length, count, "beyond the last there is nothing to ask for");
  stop();
});

test("the axis has one zone: the user's, or that of the window that was chosen or of all of them", () => {
  begin();
  timeline.chosenZone.value = null;
  timeline.found.value = { ...answer([lane(0, 1), lane(1, 2, { id: "sc_2" })]), of: "" };
  timeline.chooseZone("mine");
  assert.equal(timeline.zone.value, null);
  assert.equal(timeline.offset.value(NOON), -new Date(NOON).getTimezoneOffset());
  timeline.chooseZone("policys");
  assert.equal(timeline.zone.value.minutes, -480, "all have the same");
  assert.equal(timeline.offset.value(NOON), -480);
  timeline.found.value = { ...answer([lane(0, 1), lane(1, 2, { id: "sc_2" }, 540)]), of: "" };
  assert.equal(timeline.zone.value, null, "two zones are none");
  timeline.chosenZone.value = { name: "in Tokyo", minutes: 540 };
  assert.deepEqual([timeline.zone.value.name, timeline.offset.value(NOON)], ["in Tokyo", 540]);
  timeline.chooseZone("mine");
  assert.equal(timeline.zone.value, null);
});

test("names of stretches, now, and what lies outside lead where they say", () => {
  begin();
  const span = () => timeline.view.value.to - timeline.view.value.from;
  const seen = (instant) => instant >= timeline.view.value.from && instant < timeline.view.value.to;
  timeline.showSpan("year");
  assert.ok(span() === SPANS.year && seen(NOON));
  timeline.move(3);
  const middle = (timeline.view.value.from + timeline.view.value.to) / 2;
  timeline.showSpan("day");
  assert.ok(span() === SPANS.day && seen(middle) && !seen(NOON));
  timeline.goToNow();
  assert.ok(span() === SPANS.day && seen(NOON));
  const outside = { before: { count: 2, at: at(-9000) }, after: { count: 1, at: at(9000) } };
  timeline.found.value = { ...answer([], { ...outside, extent: { from: at(-20000), to: at(30000) } }), of: "" };
  timeline.showOutside("before");
  assert.ok(seen(Date.parse(at(-9001))) && !seen(NOON));
  timeline.showOutside("after");
  assert.ok(seen(Date.parse(at(9001))));
  timeline.showAll();
  assert.ok(seen(Date.parse(at(-20000))) && seen(Date.parse(at(30000))) && seen(NOON));
  timeline.startAgain();
  timeline.zoomIn();
  timeline.zoomOut();
  assert.ok(Math.abs(span() - SPANS.week) < 1, "a step back is a step back");
});

test("the axis goes with now as long as nobody moved it, and stays where it was moved to", () => {
  begin();
  now.value = NOON + 30 * 24 * HOUR;
  const seen = () => now.value >= timeline.view.value.from && now.value < timeline.view.value.to;
  assert.ok(!seen());
  timeline.followTimeline()();
  assert.ok(seen());
  timeline.move(2);
  timeline.followTimeline()();
  assert.ok(!seen());
  timeline.goToNow();
  now.value += 30 * 24 * HOUR;
  timeline.followTimeline()();
  assert.ok(seen());
});

test("nothing of one realm is seen in another", async () => {
  const asked = begin();
  const stop = timeline.followTimeline();
  asked[0].answer(answer([lane(0, 1)]));
  await settled();
  timeline.chosenZone.value = { name: "nightly batch", minutes: -480 };
  shownDesk.value = desk([], [], { realm: "live" });
  assert.deepEqual([timeline.found.value, timeline.chosenZone.value, asked[1].realm], [null, null, "live"]);
  stop();
});

test("how the axis was left comes back only if it is a way to leave it", () => {
  assert.deepEqual(timeline.axisOf({ span: 5, zone: "mine" }), { span: 5, zone: "mine" });
  for (const found of [
    null,
    {},
    { span: "5", zone: "mine" },
    { span: Number.NaN, zone: "mine" },
    { span: 5, zone: "x" },
  ]) {
    assert.equal(timeline.axisOf(found), null);
  }
  route.value = { view: "timeline", tab: null, panel: null };
  assert.equal(timeline.isShown(), true);
  route.value = { view: "desk", tab: null, panel: null };
  assert.equal(timeline.isShown(), false);
});

test("a lane says in words what its picture shows, in the zone that was chosen", () => {
  const model = modelOf(
    lane(0, 71.25, {
      freeUntil: at(-10),
      maybeUntil: at(-5),
      renewals: [at(7 * 24 * 60), at(14 * 24 * 60)],
    }),
  );
  assert.equal(model.what, "2 × c5.large · us-west-2");
  assert.equal(
    sentenceOf(model, true),
    "Running, from Thu 8 Jan 2026, 04:00 UTC−08:00 to Sun 11 Jan 2026, 03:15 UTC−08:00, " +
      "free to cancel until Thu 8 Jan 2026, 03:50 UTC−08:00, maybe free until Thu 8 Jan 2026, 03:55 UTC−08:00, " +
      "renews itself, next Thu 15 Jan 2026, 04:00 UTC−08:00, 2 times in 90 days if nobody acts, $8.48",
  );
  assert.doesNotMatch(sentenceOf(model, false), /UTC−08:00/);
  const unknown = modelOf(
    lane(0, 1, { window: null, heldUntil: null, price: null, stage: "unknown", renewsSomehow: true }),
  );
  assert.equal(unknown.bar, null);
  assert.match(sentenceOf(unknown, false), /^Unknown, Its window is not known\..*when is not known, price not known$/);
  const doubt = modelOf(lane(0, 1, { group: "doubt" }));
  assert.deepEqual([doubt.state, doubt.stateWord], ["doubt", "In doubt"]);
  const cancelled = modelOf(
    lane(0, 5, { stage: "cancelled", group: "cancelled", heldUntil: at(60), cancelledAt: at(60) }),
  );
  assert.deepEqual(cancelled.bar, { start: NOON, end: NOON + 5 * HOUR, held: NOON + HOUR });
  assert.match(sentenceOf(cancelled, true), /Cancelled, from .*, cancelled Thu 8 Jan 2026, 05:00 UTC−08:00/);
});

test("what has no policy yet and what is reserved at Gcore are lanes as well, and claim no more than is known", () => {
  const loose = modelOf({ kind: "loose", group: "doubt", attempt: attempt({ operation: "reserve" }), asked: null });
  assert.equal(loose.bar, null);
  assert.match(sentenceOf(loose, false), /^In doubt, What was asked for cannot be read\./);
  const row = (parts) =>
    modelOf({
      kind: "reserved",
      reserved: {
        account: "a2",
        id: "7",
        name: null,
        machines: ["3 × bm1-hf-medium_min"],
        region: "Sines-3",
        status: { kind: "activated" },
        reach: { from: at(0), to: at(60) },
        total: null,
        ...parts,
      },
    });
  assert.deepEqual([row({}).name, row({}).state, row({}).stateWord], ["Reservation 7", "reserved", "Active"]);
  assert.equal(row({ status: { kind: "rejected" } }).state, "lapsed");
  assert.equal(row({ status: { kind: "approved" } }).state, "pending");
  const other = row({ status: { kind: "other", word: "QUEUED" } });
  assert.deepEqual([other.state, other.stateWord], ["pending", "QUEUED"]);
  const bare = row({ id: null, status: null, reach: null });
  assert.deepEqual([bare.name, bare.bar, bare.state], ["3 × bm1-hf-medium_min", null, "pending"]);
  assert.match(sentenceOf(bare, true), /The list does not tell its dates\./);
});

test("the words of a bar stand in it, or beside it where there is room and nothing else", () => {
  const place = (parts) =>
    labelPlace({ left: 0, right: 0, shown: true, width: 1000, needed: 100, taken: false, ...parts });
  assert.equal(place({ left: 100, right: 250 }).inside, true);
  assert.equal(place({ left: -400, right: 150 }).style.left, "6px", "what is seen of a bar counts");
  assert.equal(place({ left: 100, right: 130 }).style.left, "132px");
  assert.equal(place({ left: 950, right: 980 }).style.right, "52px");
  assert.equal(place({ left: 300, right: 330, taken: true }).style.right, "702px");
  assert.equal(place({ left: 50, right: 80, taken: true }).style.left, "82px", "rather over a sign than out of sight");
  assert.deepEqual(place({ left: 0, right: -20, shown: false }).style, { left: "6px" });
  assert.deepEqual(place({ left: 1100, right: 1008, shown: false }).style, { right: "6px" });
});
