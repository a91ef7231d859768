import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { compare } from "../ui/lib/decimal.js";
import { words } from "../ui/lib/text.js";
import { joined, LOG_GROUPS, merged, questionsOf } from "../ui/state/log.js";
import { particulars, sentenceOf } from "../ui/views/activity-line.js";

const RUST = new URL("../src-tauri/", import.meta.url);
const usd = { currency: "USD" };
const plain = (text) => text.replace(/[\u2066-\u2069]/g, "");
const says = (kind, body = {}, account = usd) => plain(sentenceOf(kind, body, account).text);

const WRITTEN = {
  "core/src/desk": [
    /\.(?:entry|alter|put)\([^;]*?"([a-z_]+)"/g,
    /let kind = if on \{ "([a-z_]+)" \} else \{ "([a-z_]+)" \}/g,
    /=> \["([a-z_]+)", "([a-z_]+)", "([a-z_]+)"\]/g,
  ],
  "local/src/ledger": [/line_of_the_ledger\(now, "([a-z_]+)"/g],
};

/** Every kind that the code writes into the log, read from the code. */
async function kinds() {
  const found = new Set();
  for (const [folder, patterns] of Object.entries(WRITTEN)) {
    const names = (await readdir(new URL(folder, RUST))).filter((name) => name.endsWith(".rs"));
    for (const name of names) {
      const code = await readFile(new URL(`${folder}/${name}`, RUST), "utf8");
      for (const match of patterns.flatMap((pattern) => [...code.matchAll(pattern)])) {
        match.slice(1).forEach((kind) => {
          found.add(kind);
        });
      }
    }
  }
  return [...found];
}

test("every kind of line that Rust writes has a sentence, and a word for where there is little room", async () => {
  const written = await kinds();
  for (const kind of [
    "purchase_learnt",
    "safe_mode_off",
    "limits_set",
    "connected",
    "ledger_recovered",
    "clock_read",
  ]) {
    assert.ok(written.includes(kind), `${kind} is not found in the code: ${written}`);
  }
  for (const kind of written) {
    const body = { operation: "purchase", state: "unknown", label: "Prod", keep: "keychain" };
    assert.notEqual(says(kind, body), kind, `${kind} has no sentence`);
    assert.ok(says(kind, {}), `${kind} has no words without particulars`);
    assert.ok(words.details.kinds[kind], `${kind} has no word`);
  }
});

test("a kind of a newer Berth is shown by its own word", () => {
  assert.equal(says("teleported", { anything: [1] }), "teleported");
});

test("a purchase is told step by step, with the price that was seen", () => {
  const price_seen = { amount: "127.35", currency: "USD" };
  const step = (kind, parts) => says(kind, { price_seen, answer: null, ...parts });
  assert.equal(step("purchase_recorded"), "Purchase for $127.35 written down, before it is sent");
  assert.equal(step("purchase_sent"), "Purchase for $127.35 sent");
  assert.match(step("purchase_sent", { answer: { status: 401 } }), /sent once more, after a fresh sign-in/);
  assert.equal(step("purchase_learnt", { state: "confirmed" }), "Bought; the price shown before was $127.35");
  assert.equal(step("purchase_learnt", { state: "refused" }), "Not bought");
  assert.equal(step("purchase_learnt", { state: "unknown" }), "In doubt: no answer proves whether it was bought");
  assert.equal(step("purchase_learnt", { state: "new" }), "Purchase answered");
  assert.equal(sentenceOf("purchase_learnt", { state: "unknown" }, undefined).tone, "doubt");
  assert.equal(
    says("found_at_start", { operation: "cancel" }),
    "Found on its way when Berth started: the cancellation is in doubt",
  );
  assert.equal(
    says("settled_by_user", { operation: "purchase", verdict: "not_done" }),
    "You settled the purchase: it was not bought",
  );
});

test("a limit that was changed is told with its old figure and its new one", () => {
  const limits = (per_purchase, per_day, per_month) => ({ per_purchase, per_day, per_month });
  const change = (before, after) => sentenceOf("limits_set", { limits_before: before, limits: after }, usd);
  const raised = change(limits("5000", "20000", null), limits("10000.50", "20000.00", "100"));
  assert.equal(
    raised.text,
    "Limit per purchase raised: 5,000 USD → 10,000.50 USD; Limit per month lowered: no limit → 100 USD",
  );
  assert.equal(raised.tone, "warn", "to allow more has a look of its own");
  const freed = change(limits("5000", null, null), limits(null, null, null));
  assert.deepEqual([freed.text, freed.tone], ["Limit per purchase raised: 5,000 USD → no limit", "warn"]);
  assert.equal(change(limits("9", null, null), limits("8", null, null)).tone, "plain");
  assert.equal(change(limits("many", null, null), limits("more", null, null)).tone, "warn");
  assert.equal(says("limits_set", { limits: limits("5", null, null) }), "Limits set again, to the same figures");
});

test("that safe mode was left is told as what it allows", () => {
  const left = sentenceOf("safe_mode_off", {}, usd);
  assert.deepEqual([left.text, left.tone], ["Safe mode turned off: from here on it can spend", "warn"]);
  assert.equal(sentenceOf("safe_mode_on", {}, usd).tone, "plain");
});

test("the vendor's clock is told as ahead, behind or the same", () => {
  const clock = (skew_seconds) => says("clock_read", { skew_seconds });
  assert.match(clock(3600), /3,600 s ahead of/);
  assert.match(clock(-2), / 2 s behind /);
  assert.match(clock(0), /agrees with/);
});

test("a recovery is told with what came back", () => {
  const recovery = { policies: { recovered: 12, lost: 1 }, attempts: { recovered: 4, lost: 0 } };
  const text = says("ledger_recovered", { set_aside: "ledger.db.damaged-1", recovery }, undefined);
  assert.match(text, /ledger\.db\.damaged-1; read back from it: 12 of 13 policies, 4 of 4 requests/);
});

test("a body that is no JSON has no particulars", () => {
  assert.deepEqual(particulars('{"state":'), {});
  assert.deepEqual(particulars("null"), {});
  assert.equal(particulars('{"state":"sent"}').state, "sent");
});

const lines = (...numbers) => numbers.map((number) => ({ number: String(number) }));
const numbers = (page) => page.lines.map(({ number }) => number);

test("a group of several questions is one page without a gap", () => {
  const one = { lines: lines(90, 70, 50), older: true };
  const other = { lines: lines(80, 60, 40), older: true };
  const page = merged([one, other]);
  assert.deepEqual(numbers(page), ["90", "80", "70", "60", "50"], "below 50 a line of the first may be missing");
  assert.equal(page.older, true);
  const last = merged([
    { lines: lines(90, 70), older: false },
    { lines: lines(80), older: false },
  ]);
  assert.deepEqual([numbers(last), last.older], [["90", "80", "70"], false]);
  assert.deepEqual(merged([]), { lines: [], older: false });
});

test("numbers beyond what a floating number can tell apart keep their order", () => {
  const page = merged([
    { lines: lines("9007199254740993"), older: false },
    { lines: lines("9007199254740992"), older: false },
  ]);
  assert.deepEqual(numbers(page), ["9007199254740993", "9007199254740992"]);
});

test("what was read before stays below new lines, unless lines may lie between", () => {
  const known = { lines: lines(5, 4, 3, 2), older: true };
  assert.deepEqual(numbers(joined({ lines: lines(6, 5, 4), older: true }, known)), ["6", "5", "4", "3", "2"]);
  assert.deepEqual(numbers(joined({ lines: lines(9, 8, 7), older: true }, known)), ["9", "8", "7"]);
  assert.equal(joined({ lines: lines(6, 5, 4), older: false }, { ...known, lines: lines(5, 4) }).older, false);
  assert.deepEqual(numbers(joined({ lines: [], older: false }, known)), []);
});

test("every group asks Rust for what belongs to it, and has a word", () => {
  const all = [{ id: "a1" }, { id: "a2" }];
  assert.deepEqual(questionsOf(null, null, all), [{ account: null, subject: null, kind: null }]);
  assert.deepEqual(questionsOf("purchases", "a2", all), [{ account: "a2", subject: null, kind: "purchase_" }]);
  assert.deepEqual(
    questionsOf("accounts", null, all).map(({ account, subject }) => [account, subject]),
    [
      ["a1", "a1"],
      ["a2", "a2"],
    ],
  );
  for (const group of LOG_GROUPS) {
    assert.ok(words.activity.groups[group], group);
  }
});

test("decimals are compared by their value, and only decimals", () => {
  assert.equal(compare("5000", "5000.00"), 0);
  assert.equal(compare("0.1", "0.09"), 1);
  assert.equal(compare("-1", "0"), -1);
  assert.equal(compare("9007199254740993", "9007199254740992"), 1);
  assert.equal(compare("many", "1"), null);
});
