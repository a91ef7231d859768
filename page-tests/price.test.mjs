import assert from "node:assert/strict";
import test from "node:test";
import { matching } from "../ui/elements/combobox.js";
import { difference, isZero, moneyDifference, placeBetween } from "../ui/lib/decimal.js";
import { words } from "../ui/lib/text.js";
import { desk as shownDesk } from "../ui/state/desk.js";
import * as basket from "../ui/views/price-basket.js";
import * as window from "../ui/views/price-draft.js";
import { coursesOf, courseWords, runsOf } from "../ui/views/price-history.js";
import { statusWords } from "../ui/views/price-quote.js";
import { changeWords } from "../ui/views/price-saved.js";
import { instanceTypes, OFFSETS, QUARTER_HOURS, ZONES } from "../ui/views/price-suggestions.js";
import { at, money, said } from "./fixtures.mjs";

const euro = (amount) => money(amount, amount, "EUR");

test("a difference of prices is exact where floating numbers are not", () => {
  assert.equal(difference("0.3", "0.1"), "0.2");
  assert.equal(difference("1302.46", "1314.86"), "-12.40");
  assert.equal(difference("1", "0.9999"), "0.0001");
  assert.equal(difference("-0.05", "-0.10"), "0.05");
  assert.equal(difference("9007199254740993.01", "9007199254740992.00"), "1.01");
  assert.equal(difference("7", "7"), "0");
  assert.ok(isZero(difference("8.48", "8.480")));
});

test("two currencies have no difference", () => {
  assert.equal(moneyDifference(euro("2"), money("1")), null);
  assert.deepEqual(moneyDifference(euro("2.50"), euro("1.25")), euro("1.25"));
});

test("a draft begins with one machine on tomorrow's working day", () => {
  const draft = window.firstDraft(new Date("2026-03-31T12:00:00Z"));
  assert.equal(draft.quantity, "1");
  assert.equal(draft.startDate, "2026-04-01");
  assert.equal(draft.startDate, draft.endDate);
  assert.ok(QUARTER_HOURS.includes(draft.startTime) && QUARTER_HOURS.includes(draft.endTime));
  assert.ok(OFFSETS.map(String).includes(draft.utcOffsetHours));
});

test("a draft that was kept comes back, on days to come, and only if it is one", () => {
  const now = new Date("2026-01-08T12:00:00Z");
  const first = window.firstDraft(now);
  const kept = { ...first, name: "nightly", startDate: "2026-02-01", endDate: "2026-02-02" };
  assert.deepEqual(window.freshDraft(kept, now), kept);
  const passed = window.freshDraft({ ...kept, startDate: "2026-01-01", endDate: "2026-01-02" }, now);
  assert.deepEqual(passed, { ...first, name: "nightly" });
  for (const wrong of [undefined, null, [], "text", {}, { ...kept, quantity: 1 }, { ...kept, more: "" }]) {
    assert.equal(window.freshDraft(wrong, now), null);
  }
});

test("a basket that was kept comes back only if it is one", () => {
  const kept = { region: "4", lines: [{ resource: "bm1-hf-medium", count: "3" }], windowsLicences: false };
  assert.deepEqual(basket.basketOf(kept), kept);
  for (const wrong of [undefined, null, {}, { ...kept, lines: [{ resource: "a" }] }, { ...kept, region: 4 }]) {
    assert.equal(basket.basketOf(wrong), null);
  }
});

test("every field of a window has words, and none is forgotten", () => {
  assert.deepEqual([...window.FIELDS].sort(), Object.keys(window.firstDraft(new Date())).sort());
  for (const field of window.FIELDS) {
    assert.ok(words.price.form[field], field);
  }
});

test("a clock that is not on a whole hour has no offset that Cloudidr takes", () => {
  const clock = (minutes) => ({ getTimezoneOffset: () => minutes });
  assert.equal(window.userOffset(clock(480)), -8);
  assert.equal(window.userOffset(clock(-60)), 1);
  assert.equal(window.userOffset(clock(-330)), undefined);
});

test("a complaint is seen only after its field was visited", () => {
  window.check.value = {
    errors: [
      { field: "zone", message: said("A zone id is needed.") },
      { field: "name", message: said("Give it a name.") },
    ],
    window: null,
    of: window.draft.value,
  };
  assert.deepEqual(window.complaints.value, {});
  window.touched.value = new Set(["name"]);
  assert.deepEqual(window.complaints.value, { name: "Give it a name." });
});

test("a complaint is gone with the first key that changes what it is about", () => {
  window.startOver();
  const errors = [
    { field: "zone", message: said("A zone id is needed.") },
    { field: "endDate", message: said("The end is before the start.") },
  ];
  window.check.value = { errors, window: null, of: window.draft.value };
  window.touched.value = new Set(["zone", "endDate"]);
  window.fill("name", "n");
  assert.deepEqual(Object.keys(window.complaints.value), ["zone", "endDate"]);
  window.fill("zone", "u");
  assert.deepEqual(Object.keys(window.complaints.value), ["endDate"]);
  window.fill("startTime", "00:00");
  assert.deepEqual(window.complaints.value, {}, "the ends of a window are complained about together");
});

const SELLER = { id: "a1", vendor: "cloudidr", label: "Prod", forgotten: false };

/** Answers the page's commands in their order, and keeps what was asked. */
function answering(...answers) {
  const asked = [];
  globalThis.window = {
    __TAURI_INTERNALS__: {
      async invoke(command, args) {
        if (command === "show_desk") {
          return shownDesk.peek();
        }
        asked.push(args.request);
        const answer = answers.shift();
        if (answer instanceof Error) {
          throw answer.cause;
        }
        return answer;
      },
    },
  };
  shownDesk.value = { realm: "live", realms: [], now: at(0), accounts: [SELLER], policies: [], loose: [], quotes: [] };
  window.startOver();
  return asked;
}

function failing(code, effect) {
  return new Error(code, { cause: { code, effect, message: code, retryable: false, reference: "r" } });
}

test("each settled answer ends a draft, so that the next question is another one", async () => {
  const asked = answering({ kind: "unavailable", alternatives: [] }, failing("refused", "none"), {
    kind: "unavailable",
    alternatives: [],
  });
  await window.ask();
  await window.ask();
  await window.ask();
  assert.equal(new Set(asked.map(({ draftId }) => draftId)).size, 3);
});

test("a draft in doubt keeps its name, and with it Rust's lock, until the user begins another", async () => {
  const asked = answering(failing("outcome_unknown", "unknown"), failing("already_running", "none"), {
    kind: "unavailable",
    alternatives: [],
  });
  await window.ask();
  assert.equal(window.result.value.kind, "failed");
  await window.ask();
  assert.equal(asked[1].draftId, asked[0].draftId);
  window.startFresh();
  await window.ask();
  assert.notEqual(asked[2].draftId, asked[0].draftId);
});

test("what Rust complains about is not counted as sent, and every field may then complain", async () => {
  answering({ kind: "invalid", errors: [{ field: "cloudAccount", message: said("Twelve digits.") }] });
  window.touched.value = new Set();
  assert.equal(await window.ask(), false);
  assert.deepEqual(window.complaints.value, { cloudAccount: "Twelve digits." });
  assert.equal(window.result.value, null);
});

test("a second press while an answer is awaited sends nothing", async () => {
  const asked = answering({ kind: "unavailable", alternatives: [] });
  await Promise.all([window.ask(), window.ask()]);
  assert.equal(asked.length, 1);
});

test("suggestions have the shape that Rust takes", () => {
  for (const { value } of instanceTypes()) {
    assert.match(value, /^[a-z0-9]+\.[a-z0-9]+$/);
  }
  for (const { value, note } of ZONES) {
    assert.match(value, /^[a-z0-9]+-az\d$/);
    assert.ok(note);
  }
  assert.equal(new Set(ZONES.map(({ value }) => value)).size, ZONES.length);
  assert.deepEqual([QUARTER_HOURS.length, QUARTER_HOURS[0], QUARTER_HOURS[95]], [96, "00:00", "23:45"]);
});

test("choices are found by every word typed, in their name or what stands beside it", () => {
  const found = (typed) => matching(ZONES, typed).map(({ value }) => value);
  assert.equal(found(null).length, ZONES.length);
  assert.deepEqual(found("us-west-2 AZ1"), ["usw2-az1"]);
  assert.deepEqual(found("nowhere"), []);
});

test("regions with bare metal come first, those that do not say next", () => {
  const region = (name, bareMetal) => ({ id: name, name, bareMetal, country: null, state: null });
  const sorted = basket.sortedRegions([region("B", false), region("D", true), region("C", null), region("A", true)]);
  assert.deepEqual(
    sorted.map(({ name }) => name),
    ["A", "D", "C", "B"],
  );
});

test("a count is a whole number from 1 to 10000", () => {
  for (const good of ["1", " 12 ", "10000"]) {
    assert.ok(basket.isCount(good), good);
  }
  for (const bad of ["", "0", "-1", "1.5", "10001", "1e3", "lots"]) {
    assert.ok(!basket.isCount(bad), bad);
  }
});

test("another region begins another basket", () => {
  basket.chooseRegion("76");
  basket.addLine("bm1-hf-medium");
  basket.addLine("bm1-hf-medium");
  assert.deepEqual(basket.basket.value.lines, [{ resource: "bm1-hf-medium", count: "1" }]);
  basket.chooseRegion("76");
  assert.equal(basket.basket.value.lines.length, 1);
  basket.chooseRegion("84");
  assert.deepEqual(basket.basket.value.lines, []);
});

function quote(id, minutes, perMonth, parts = {}) {
  const offer = (months, amount) => ({ months, commit: amount === null ? null : { perMonth: euro(amount) } });
  return {
    id,
    account: "g1",
    region: "76",
    regionName: "Luxembourg-2",
    lines: [{ resource: "bm1-hf-medium", count: 1 }],
    windowsLicences: false,
    takenAt: at(minutes),
    offers: [offer(12, perMonth), offer(36, null)],
    ...parts,
  };
}

test("the same basket priced again shows old and new; another basket is another quote", () => {
  const two = [
    { resource: "bm1-hf-medium", count: 1 },
    { resource: "bm1-basic-small", count: 2 },
  ];
  const saved = basket.savedQuotes([
    quote("new", 0, "1314.86"),
    quote("two", -5, "10", { lines: two }),
    quote("old", -60, "1302.46"),
    quote("two earlier", -90, "11", { lines: [...two].reverse() }),
    quote("licences", -95, "12", { windowsLicences: true }),
  ]);
  assert.deepEqual(
    saved.map(({ latest, earlier }) => [latest.id, ...earlier.map(({ id }) => id)]),
    [["new", "old"], ["two", "two earlier"], ["licences"]],
  );
  const [twelve, thirtySix] = saved[0].changes;
  assert.equal(twelve.difference.shown, "12.40");
  assert.equal(thirtySix.difference, null);
});

test("a change of price is said in words, and a missing price is never a zero", () => {
  const say = (now, old) =>
    changeWords(now && euro(now), old && euro(old), now && old && moneyDifference(euro(now), euro(old)));
  assert.equal(say("1314.86", "1302.46"), "↑ €12.40 more than €1,302.46");
  assert.equal(say("1290.06", "1302.46"), "↓ €12.40 less than €1,302.46");
  assert.equal(say("1302.46", "1302.46"), words.price.saved.unchanged);
  assert.equal(say(null, "1302.46"), "was €1,302.46");
  assert.equal(say("1302.46", null), "was – no price");
  assert.equal(say(null, null), "");
});

test("every status other than a price is said in words of its own", () => {
  const said = ["show", "hide", "error", "soon"].map(statusWords);
  assert.equal(new Set(said).size, 4);
  assert.match(said[3], /“soon”/);
});

test("a decimal's place between two others is exact, and half way where they are one", () => {
  assert.equal(placeBetween("117.5", "117", "118.00"), 500);
  assert.equal(placeBetween("9007199254740993", "9007199254740992", "9007199254740994"), 500);
  assert.equal(placeBetween("1", "1", "3"), 0);
  assert.equal(placeBetween("3", "1", "3"), 1000);
  assert.equal(placeBetween("7", "7", "7"), 500);
});

/** Two terms, at a price a month each; a missing one is hidden. */
const quoted = (takenAt, twelve, thirtySix) => ({
  takenAt,
  offers: [
    [12, twelve],
    [36, thirtySix],
  ].map(([months, price]) => ({
    months,
    commit: price && { perMonth: typeof price === "string" ? euro(price) : price },
  })),
});

test("the course of a basket's price begins with the oldest quote and is broken where none was shown", () => {
  const quotes = [
    quoted("2026-01-05T00:00:00Z", "130", "90"),
    quoted("2026-01-04T00:00:00Z", null, "90"),
    quoted("2026-01-03T00:00:00Z", "120", "90"),
    quoted("2026-01-01T00:00:00Z", "110", "90"),
  ];
  const [twelve, thirtySix] = coursesOf(quotes);
  assert.deepEqual([twelve.lowest.amount, twelve.highest.amount], ["110", "130"]);
  assert.equal(courseWords(twelve), "12 months: €110 at first, €130 now");
  assert.equal(courseWords(thirtySix), "36 months: €90 throughout");
  const range = [euro("90"), euro("130")];
  assert.deepEqual(runsOf(twelve, range), [
    [
      { x: 0, y: 150 },
      { x: 500, y: 75 },
    ],
    [{ x: 1000, y: 0 }],
  ]);
  assert.equal(runsOf(thirtySix, range)[0].length, 4);
});

test("one price is no course, and another currency's is none of it", () => {
  assert.deepEqual(coursesOf([]), []);
  assert.deepEqual(coursesOf([quoted("2026-01-05T00:00:00Z", "1", null)]), []);
  const dollars = quoted("2026-01-01T00:00:00Z", money("3"), money("3"));
  assert.deepEqual(coursesOf([quoted("2026-01-05T00:00:00Z", "1", "1"), dollars]), []);
});
