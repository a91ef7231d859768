import assert from "node:assert/strict";
import test from "node:test";
import { bucketMark, bucketName } from "../ui/lib/buckets.js";
import { words } from "../ui/lib/text.js";
import { desk as shownDesk } from "../ui/state/desk.js";
import { countsOf, driftWords } from "../ui/views/savings-ahead.js";
import * as asked from "../ui/views/savings-asked.js";
import { mostOf } from "../ui/views/savings-figure.js";
import { partsOf, sorted } from "../ui/views/savings-parts.js";
import { doubtsOf, lastTold, pictureOf, rowsOf, sentence } from "../ui/views/savings-series.js";
import { decimals, desk, money } from "./fixtures.mjs";

function realised(saved, parts = {}) {
  return {
    saved: money(saved),
    list: money("100.00"),
    percent: "10.00",
    policies: 1,
    unknown: 0,
    beforeFees: 0,
    assumedFees: 0,
    unknownFees: 0,
    ...parts,
  };
}

function step(first, saved, soFar, parts = {}) {
  return { first, realised: realised(saved, parts), soFar: money(soFar) };
}

const STEPS = [
  step("2026-01-01", "3.63", "3.63"),
  step("2026-02-01", "0", "3.63", { policies: 0 }),
  step("2026-03-01", "-50.00", "-46.37", { assumedFees: 1, policies: 2 }),
];

test("the picture's numbers come from the same steps as the table's rows, place by place", () => {
  const picture = pictureOf(STEPS);
  const rows = rowsOf("month", { steps: STEPS, earlier: null, undated: null }).reverse();
  assert.deepEqual(picture.places, [0, 1, 2]);
  for (const [place, { realised: row, soFar }] of rows.entries()) {
    assert.equal(picture.gains[place] ?? picture.losses[place] ?? 0, Number(row.saved.amount));
    assert.equal(picture.soFar[place], Number(soFar.amount));
  }
  assert.deepEqual(picture.gains, [3.63, null, null]);
  assert.deepEqual(picture.losses, [null, null, -50]);
});

test("for any amounts, a step is a gain, a loss or nothing, and keeps its order in the table", () => {
  const amounts = decimals(300);
  const steps = amounts.map((amount, at) => step(`2026-01-${String(at).padStart(3, "0")}`, amount, amount));
  const { gains, losses } = pictureOf(steps);
  for (const [at, amount] of amounts.entries()) {
    assert.ok(gains[at] === null || losses[at] === null);
    assert.equal(gains[at] ?? losses[at] ?? 0, Number(amount), amount);
  }
});

test("the table shows the decimal text as it came, the latest first, then what lies before and what has no date", () => {
  const long = step("2026-04-01", "12345678901234567.89", "12345678901234521.52");
  const rows = rowsOf("month", { steps: [...STEPS, long], earlier: realised("9.00"), undated: realised("1.00") });
  assert.deepEqual(
    rows.map(({ name }) => name),
    ["April 2026", "March 2026", "February 2026", "January 2026", "Before January 2026", words.savings.time.undated],
  );
  assert.equal(rows[0].realised.saved.shown, "12345678901234567.89", "no digit went through a floating number");
  assert.deepEqual(
    rows.map(({ figure }) => figure.kind),
    ["step", "step", "step", "step", "earlier", "undated"],
  );
  assert.deepEqual([rows[4].soFar.amount, rows[5].soFar], ["9.00", null]);
});

test("a step is told with its amount in words, what is not known of it, and the sum up to it", () => {
  assert.equal(sentence("month", STEPS[0]), "January 2026: $3.63 saved, 1 policy, $3.63 so far");
  assert.equal(sentence("month", STEPS[1]), "February 2026: nothing began, $3.63 so far");
  assert.equal(
    sentence("month", STEPS[2]),
    "March 2026: $50.00 lost, 2 policies, 1 cancel fee unconfirmed, −$46.37 so far",
  );
  assert.deepEqual(doubtsOf(realised("1", { unknown: 2, beforeFees: 1, unknownFees: 1 })), [
    "before 1 processing fee",
    "2 savings not known",
    "1 cancel fee not known",
  ]);
});

test("what is told first is the last step in which something counts", () => {
  assert.equal(lastTold(STEPS), 2);
  assert.equal(lastTold(STEPS.slice(0, 2)), 0);
  assert.equal(lastTold([STEPS[1]]), 0);
});

test("a stretch of time is called by its first day in UTC, wherever the user is", () => {
  assert.equal(bucketName("day", "2026-01-05"), "5 Jan 2026");
  assert.equal(bucketName("week", "2026-01-05"), "Week of 5 Jan 2026");
  assert.equal(bucketName("month", "2026-01-01"), "January 2026");
  assert.deepEqual([bucketMark("day", "2026-01-05"), bucketMark("month", "2026-01-01")], ["5 Jan", "Jan 26"]);
});

test("a bar is as long as its amount is of the largest, and never divides by nothing", () => {
  assert.equal(mostOf([money("3.5"), money("-50.00"), money("9")]), "50.00");
  assert.equal(mostOf([money("0.00")]), "1");
  assert.equal(mostOf([]), "1");
});

test("rows of a breakdown are sorted by exact amounts, and the unknown stays last", () => {
  const group = (key, saved, percent = "1.00") => ({
    key,
    realised: realised(saved, { percent }),
    committed: { paid: money("0"), policies: 0, unknown: 0 },
  });
  const groups = [
    group("c5", "9.00"),
    group("m7i", "10.00", null),
    group(null, "99.00"),
    group("c10", "-3.00", "12.00"),
  ];
  const parts = partsOf("family", { groups });
  const order = (column, up) => sorted(parts, { column, up }).map(({ key }) => key);
  assert.deepEqual(order("saved", false), [null, "m7i", "c5", "c10"]);
  assert.deepEqual(order("saved", true), ["c10", "c5", "m7i", null]);
  assert.deepEqual(order("name", true), ["c5", "c10", "m7i", null]);
  assert.deepEqual(order("name", false), ["m7i", "c10", "c5", null]);
  assert.deepEqual(order("percent", false), ["c10", "c5", null, "m7i"]);
  assert.equal(parts[2].name, words.savings.parts.unknown.family);
  assert.deepEqual(parts[2].figure, { kind: "group", by: "family", key: null });
});

test("an account's group is called by its label and a vendor's by its product", () => {
  shownDesk.value = desk([]);
  const group = (key) => ({ key, realised: realised("1"), committed: { paid: money("0"), policies: 0, unknown: 0 } });
  assert.equal(partsOf("account", { groups: [group("a1")] })[0].name, "Prod");
  assert.equal(partsOf("vendor", { groups: [group("cloudidr")] })[0].name, words.vendorProduct.cloudidr);
});

test("a drift is said with its direction in words", () => {
  const drift = (difference, seen, charged) => ({
    difference: money(difference),
    seen: money(seen),
    charged: money(charged),
  });
  assert.equal(driftWords(drift("1.50", "8.00", "9.50")), "charged more than seen ($8.00 → $9.50)");
  assert.equal(driftWords(drift("-0.25", "8.00", "7.75")), "charged less than seen ($8.00 → $7.75)");
  assert.equal(driftWords(drift("0.00", "8.00", "8.00")), words.savings.drift.even);
  assert.deepEqual(countsOf({ higher: 1, lower: 2, same: 0, unknown: 3 }), [
    "1 charge higher",
    "2 charges lower",
    "3 cannot be compared",
  ]);
});

/** Answers what is asked by what the test says. */
function answering(answer) {
  const requests = [];
  globalThis.window = {
    __TAURI_INTERNALS__: {
      invoke(command, { request }) {
        requests.push([command, request]);
        return answer(request);
      },
    },
  };
  return requests;
}

test("an answer that was overtaken is not shown", async () => {
  shownDesk.value = desk([]);
  /** @type {(() => void)[]} */
  const late = [];
  answering((request) => new Promise((resolve) => late.push(() => resolve({ bucket: request.bucket }))));
  const first = asked.ask();
  asked.bucket.value = "week";
  const second = asked.ask();
  late[1]();
  await second;
  late[0]();
  await first;
  assert.equal(asked.answer.value.bucket, "week");
});

test("a list that is read anew is as long as it was", async () => {
  shownDesk.value = desk([]);
  const all = Array.from({ length: 250 }, (_, at) => ({ policy: `p${at}` }));
  const requests = answering(async ({ skip }) => ({
    rows: all.slice(skip, skip + 100),
    more: Math.max(0, all.length - skip - 100),
  }));
  const figure = { kind: "realised" };
  const first = await asked.readRows("USD", figure, 0);
  assert.deepEqual([first.rows.length, first.more], [100, 150]);
  const again = await asked.readRows("USD", figure, 101);
  assert.deepEqual([again.rows.length, again.more], [200, 50]);
  const whole = await asked.readRows("USD", figure, 999);
  assert.deepEqual(
    whole.rows.map(({ policy }) => policy),
    all.map(({ policy }) => policy),
  );
  assert.deepEqual(
    requests.map(([, { skip }]) => skip),
    [0, 0, 100, 0, 100, 200],
  );
});
