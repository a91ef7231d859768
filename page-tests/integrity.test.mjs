import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { desk } from "../ui/state/desk.js";
import { brokenLine, integrity, integrityError, verify, verifyInQuiet } from "../ui/state/integrity.js";

const whole = { entries: "12", broken: null };
let answer = async () => whole;
globalThis.window = /** @type {any} */ ({ __TAURI_INTERNALS__: { invoke: (command) => answer(command) } });

test("the log is looked at in quiet once, unless somebody has looked by then", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  let asked = 0;
  answer = async () => {
    asked += 1;
    return whole;
  };
  verifyInQuiet();
  mock.timers.tick(10_000);
  assert.equal(asked, 0, "of a ledger that does not open, enough is said");
  desk.value = /** @type {any} */ ({});
  mock.timers.tick(10_000);
  desk.value = /** @type {any} */ ({});
  mock.timers.tick(10_000);
  assert.equal(asked, 1);
  desk.value = null;
  verifyInQuiet();
  desk.value = /** @type {any} */ ({});
  mock.timers.tick(10_000);
  assert.equal(asked, 1, "what was looked at is not looked at again by itself");
  desk.value = null;
});

test("of two looks the later one counts, whichever is answered first", async () => {
  const waiting = [];
  answer = () => new Promise((told, failed) => waiting.push({ told, failed }));
  const [early, late] = [verify(), verify()];
  const failure = { code: "ledger_failed", message: "No.", effect: "none", retryable: true, reference: "B-1" };
  waiting[1].failed(failure);
  await late;
  waiting[0].told(whole);
  await early;
  assert.equal(integrityError.value, failure);
  integrityError.value = null;
  integrity.value = null;
});

test("a verification that fails says nothing of the log, and one that works takes that back", async () => {
  const failure = { code: "ledger_failed", message: "No.", effect: "none", retryable: true, reference: "B-1" };
  answer = () => Promise.reject(failure);
  await verify();
  assert.equal(integrityError.value, failure);
  assert.equal(integrity.value, null, "a log that could not be read is neither whole nor broken");
  answer = async (command) => {
    assert.equal(command, "verify_activity");
    return whole;
  };
  await verify();
  assert.equal(integrityError.value, null);
  assert.equal(integrity.value.entries, "12");
});

test("a broken log is told with the line that does not fit", () => {
  const line = { number: "3", kind: "purchase_sent", at: "2026-01-08T12:00:00Z", former: false };
  assert.match(brokenLine(line), /line 3 \(Purchase sent, Thu 8 Jan 2026\) does not fit/);
  assert.match(brokenLine({ ...line, at: null, former: true }), /former ledger's.*its date cannot be read/);
});
