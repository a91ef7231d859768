import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { words } from "../ui/lib/text.js";
import { desk as shownDesk } from "../ui/state/desk.js";
import * as compare from "../ui/views/compare-offers.js";
import { evenWords } from "../ui/views/compare-picture.js";
import * as price from "../ui/views/price-draft.js";
import { at, desk, money, policy } from "./fixtures.mjs";

function quote(id, parts = {}) {
  return {
    id,
    account: "a2",
    region: "76",
    regionName: "Sines-3",
    lines: [{ resource: "bm1-hf-medium", count: 3 }],
    windowsLicences: false,
    takenAt: at(-5),
    offers: [{ months: 12 }, { months: 36 }],
    ...parts,
  };
}

/** The desk, and what a search for policies finds on it. */
async function show(parts = {}) {
  shownDesk.value = desk([policy()], [], { quotes: [quote("q1")], ...parts });
  await find("");
}

/** Rust finds what the desk of these tests knows, whatever is looked for. */
async function find(text) {
  const asked = [];
  const cards = shownDesk.value.policies.map((one) => ({ kind: "policy", policy: one }));
  const before = globalThis.window;
  globalThis.window = {
    __TAURI_INTERNALS__: {
      async invoke(command, args) {
        assert.equal(command, "show_wall");
        asked.push(args);
        return { found: cards.length, sections: [], first: 0, cards };
      },
    },
  };
  await compare.searchPolicies(text);
  globalThis.window = before;
  return asked;
}

const WINDOW = "policy a1 sc_1";
const YEAR = "quote q1 12";

/** Answers `compare_offers` by what the test says, and keeps what was asked. */
function answering(answer) {
  const asked = [];
  globalThis.window = {
    __TAURI_INTERNALS__: {
      invoke(command, { request }) {
        assert.equal(command, "compare_offers");
        asked.push(request);
        return answer(request);
      },
    },
  };
  return asked;
}

test("each term of a quote, its ordinary tariff and each policy can be picked", async () => {
  await show();
  const keys = compare.offers.value.map(({ choices }) => choices.map(({ key }) => key));
  assert.deepEqual(keys, [["quote q1 12", "quote q1 36", "quote q1 0"], ["policy a1 sc_1"]]);
  for (const { choices } of compare.offers.value) {
    for (const { key, pick } of choices) {
      assert.equal(compare.keyOf(pick), key, "an answer finds its way back to its column");
    }
  }
});

test("the window in the form can be picked once it says for which machine, and no longer once it is priced as it stands", async () => {
  await show();
  const drafts = () => compare.offers.value.filter(({ kind }) => kind === "draft");
  assert.deepEqual(drafts(), [], "an empty form is no offer");
  price.fill("instanceType", "p4d.24xlarge");
  price.fill("quantity", "2");
  const [{ key, name, what, choices }] = drafts();
  assert.equal(name, words.compare.picker.draftName);
  assert.match(what, /^2 × p4d\.24xlarge/);
  assert.equal(compare.keyOf(choices[0].pick), key);
  assert.deepEqual(choices[0].pick, { kind: "draft", account: "a1", draft: price.draft.value });
  price.result.value = { kind: "priced", account: "a1", policy: policy(), alternatives: [], draft: price.draft.value };
  assert.deepEqual(drafts(), [], "it is there as its policy");
  price.fill("quantity", "3");
  assert.equal(drafts().length, 1);
  price.fill("instanceType", "");
  price.result.value = null;
});

test("a search finds the offers that hold every word, in any order", async () => {
  await show();
  const found = (search) => compare.matching(compare.offers.value, search).map(({ key }) => key);
  // Policies were looked for in Rust, so all of them that came back stand.
  assert.deepEqual(found("sines hf-medium"), ["quote q1", WINDOW]);
  assert.deepEqual(found("sines c5"), [WINDOW]);
  assert.equal(found("  ").length, 2);
  const [{ realm, wall }] = await find("us-west C5.LARGE");
  assert.deepEqual([realm, wall.text], ["sandbox", "us-west C5.LARGE"]);
});

test("why policies were not found is said in their realm alone, and until they are", async () => {
  await show();
  const before = globalThis.window;
  const failure = { code: "ledger", message: "The ledger does not answer.", effect: "none" };
  globalThis.window = { __TAURI_INTERNALS__: { invoke: () => Promise.reject(failure) } };
  await compare.searchPolicies("c5");
  globalThis.window = before;
  assert.deepEqual(compare.searchError.value, failure);
  const here = shownDesk.value;
  shownDesk.value = { ...here, realm: "live" };
  assert.equal(compare.searchError.value, null, "nobody looked here yet");
  shownDesk.value = here;
  assert.deepEqual(compare.searchError.value, failure);
  await find("c5");
  assert.equal(compare.searchError.value, null);
});

test("what is picked stays in its order, and only that of the realm shown is asked for", async () => {
  await show();
  compare.togglePick(YEAR);
  compare.togglePick(WINDOW);
  assert.deepEqual(compare.question.value.picks, [
    { kind: "term", quote: "q1", months: 12 },
    { kind: "policy", account: "a1", policy: "sc_1" },
  ]);
  await show({ realm: "live", policies: [], quotes: [] });
  assert.equal(compare.question.value, null, "nothing of one realm is compared in another");
  compare.clearPicks();
  await show();
  assert.equal(compare.chosen.value.length, 2, "clearing one realm leaves the other's picks");
  compare.togglePick(YEAR);
  assert.deepEqual(
    compare.chosen.value.map(({ key }) => key),
    [WINDOW],
  );
  compare.clearPicks();
  assert.equal(compare.question.value, null);
});

test("a rate is for one pair of currencies and is not used for another", async () => {
  await show();
  compare.togglePick(WINDOW);
  compare.setTerms({ together: "USD" });
  compare.typeRate("EUR", "USD", { rate: "1.08", on: "2026-01-08" });
  assert.deepEqual(compare.question.value.rates, [{ from: "EUR", rate: "1.08", on: "2026-01-08" }]);
  compare.setTerms({ together: "EUR" });
  assert.deepEqual(compare.question.value.rates, []);
  assert.equal(compare.typedRate("EUR", "USD").rate, "1.08", "it is kept for when it is wanted again");
  compare.setTerms({ together: null });
  assert.deepEqual([compare.question.value.together, compare.question.value.rates], [null, []]);
  compare.clearPicks();
});

test("an answer that was overtaken by a later question is not shown", async () => {
  const answers = [];
  answering(() => new Promise((resolve) => answers.push(resolve)));
  const first = compare.compare({ usedPercent: 60 });
  const second = compare.compare({ usedPercent: 61 });
  answers[1]({ usedPercent: 61 });
  await second;
  answers[0]({ usedPercent: 60 });
  await first;
  assert.equal(compare.comparison.value.usedPercent, 61);
  const third = compare.compare({ usedPercent: 62 });
  await compare.compare(null);
  answers[2]({ usedPercent: 62 });
  await third;
  assert.equal(compare.comparison.value, null, "nothing is picked any more");
});

test("a failure is told beside the last answer, and gone with the next", async () => {
  let fails = false;
  answering(async () => {
    if (fails) {
      throw { code: "ledger_failed", message: "no", effect: "none", retryable: true, reference: "r" };
    }
    return { usedPercent: 50 };
  });
  await compare.compare({ usedPercent: 50 });
  fails = true;
  await compare.compare({ usedPercent: 51 });
  assert.equal(compare.compareError.value.code, "ledger_failed");
  assert.equal(compare.comparison.value.usedPercent, 50);
  fails = false;
  await compare.compare({ usedPercent: 50 });
  assert.equal(compare.compareError.value, null);
});

test("the months whose hours can be asked for begin with this one, by UTC", () => {
  const months = compare.monthsFrom(Date.parse("2026-11-30T23:30:00Z"));
  assert.deepEqual([months.length, months[0], months[1], months[2]], [12, "2026-11", "2026-12", "2027-01"]);
});

test("terms that were kept come back as far as they hold still", () => {
  const kept = { used: 60, month: "744", together: "USD", rates: { "EUR USD": { rate: "1.08", on: "2026-01-08" } } };
  assert.deepEqual(compare.termsOf(structuredClone(kept)), kept);
  assert.equal(compare.termsOf({ ...kept, month: "2001-01" }).month, null, "a month that has passed");
  assert.equal(compare.termsOf({ ...kept, month: null }).month, null, "what the settings say");
  assert.equal(compare.termsOf({ ...kept, used: 1000 }).used, 100);
  for (const found of [
    undefined,
    null,
    "60",
    { ...kept, used: "60" },
    { ...kept, month: 744 },
    { ...kept, together: 1 },
    { ...kept, rates: { "EUR USD": { rate: 1.08, on: "2026-01-08" } } },
    { ...kept, rates: { euros: { rate: "1", on: "" } } },
  ]) {
    assert.equal(compare.termsOf(found), null, JSON.stringify(found));
  }
});

test("a crossing is said in words, and so is that there is none", () => {
  const crossing = { usedPercent: "70.02", cost: money("8.48"), x: 700, y: 700 };
  assert.equal(evenWords({ crossing }), "Breaks even: 70.02\u202f%, $8.48");
  assert.equal(evenWords({ crossing: null }), words.compare.picture.none);
});

test("every way in which a base is weighed has words here too", async () => {
  const types = await readFile(new URL("../ui/ipc.d.ts", import.meta.url), "utf8");
  const [, union] = /export type Baseline = ([^;]+);/.exec(types);
  for (const [, word] of union.matchAll(/"(\w+)"/g)) {
    assert.ok(words.compare.table.baselines[word], word);
  }
});
