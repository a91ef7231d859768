import assert from "node:assert/strict";
import test from "node:test";
import { brokenLine, integrity, integrityError, verify } from "../ui/state/integrity.js";

let answer = async () => ({ entries: "12", broken: null });
globalThis.window = /** @type {any} */ ({ __TAURI_INTERNALS__: { invoke: (command) => answer(command) } });

test("a verification that fails says nothing of the log, and one that works takes that back", async () => {
  const failure = { code: "ledger_failed", message: "No.", effect: "none", retryable: true, reference: "B-1" };
  answer = () => Promise.reject(failure);
  await verify();
  assert.equal(integrityError.value, failure);
  assert.equal(integrity.value, null, "a log that could not be read is neither whole nor broken");
  answer = async (command) => {
    assert.equal(command, "verify_activity");
    return { entries: "12", broken: null };
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
