import assert from "node:assert/strict";
import test from "node:test";
import { isOld, Question, reading, wasStopped } from "../ui/state/reading.js";

const HOUR = 60 * 60 * 1000;
const ABORTED = { code: "aborted", message: "Stopped.", effect: "none", retryable: true, reference: "r" };
const OFFLINE = { ...ABORTED, code: "offline", message: "No." };

const ago = (milliseconds) => new Date(Date.now() - milliseconds).toISOString();
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Answers the page's commands: reads when they are told to, and those that are stopped as Rust does. */
function answering(known = {}) {
  const reads = new Map();
  const calls = [];
  const invoke = (command, args) => {
    calls.push(command);
    if (command === "abort_read") {
      reads.get(args.read)?.fail(ABORTED);
      return Promise.resolve(null);
    }
    if (command.startsWith("known_")) {
      return Promise.resolve(known[args.account] ?? null);
    }
    return new Promise((answer, fail) => reads.set(args.read, { of: args.account, answer, fail }));
  };
  globalThis.window = /** @type {any} */ ({ __TAURI_INTERNALS__: { invoke } });
  const last = () => [...reads.values()].at(-1);
  return { calls, known, last, count: (command) => calls.filter((name) => name === command).length };
}

const question = () =>
  new Question(
    (of) => globalThis.window.__TAURI_INTERNALS__.invoke("known_regions", of),
    (of) => reading("list_regions", of),
  );

const A = { account: "a" };

test("a read is stopped by its own name, once it has begun and until it is over", async () => {
  const rust = answering();
  const first = reading("list_regions", A);
  const second = reading("list_regions", A);
  first.stop();
  await assert.rejects(first.promise, wasStopped);
  rust.last().answer("here");
  assert.equal(await second.promise, "here");
  second.stop();
  assert.equal(rust.count("abort_read"), 1, "what is over is not stopped");
});

test("an answer is old after an hour, or when it comes from the future", () => {
  const old = (age) => isOld({ readAt: ago(age) });
  assert.deepEqual([0, HOUR - 1000, HOUR + 1000, -1000, -HOUR].map(old), [false, false, true, false, true]);
  assert.ok(isOld({ readAt: "soon" }));
});

test("what is known is shown without asking; nothing, or what is old, is asked for", async () => {
  for (const [known, asks] of [
    [null, 1],
    [{ readAt: ago(2 * HOUR), rows: [] }, 1],
    [{ readAt: ago(1000), rows: [] }, 0],
  ]) {
    const rust = answering({ a: known });
    const one = question();
    const opened = one.open(A);
    await settled();
    assert.equal(rust.count("list_regions"), asks);
    assert.equal(one.of(A).known, known);
    assert.equal(one.of(A).reading, asks === 1);
    rust.last()?.answer({ readAt: ago(0), rows: [1] });
    await opened;
    assert.deepEqual(one.of(A).known.rows, asks ? [1] : []);
    assert.equal(one.of(A).reading, false);
  }
});

test("when reading fails, what was known stays beside the reason", async () => {
  const known = { readAt: ago(2 * HOUR), rows: [1] };
  const rust = answering({ a: known });
  const one = question();
  const opened = one.open(A);
  await settled();
  rust.last().fail(OFFLINE);
  await opened;
  assert.deepEqual(one.of(A), { of: JSON.stringify(A), known, recalled: true, reading: false, error: OFFLINE });
});

test("who leaves stops what was read, hears of no error, and reads again when back", async () => {
  const rust = answering();
  const one = question();
  const left = one.open(A);
  await settled();
  one.stop();
  await left;
  assert.equal(rust.count("abort_read"), 1);
  assert.deepEqual(one.of(A), { of: JSON.stringify(A), known: null, recalled: true, reading: false, error: null });
  const back = one.open(A);
  await settled();
  rust.last().answer({ readAt: ago(0), rows: [1] });
  await back;
  assert.deepEqual(one.of(A).known.rows, [1]);
});

test("who leaves before anything was recalled begins no read", async () => {
  const rust = answering();
  const one = question();
  const opened = one.open(A);
  one.stop();
  await opened;
  assert.equal(rust.count("list_regions"), 0);
});

test("another thing asked about stops the first, whose late answer is not shown under it", async () => {
  const rust = answering();
  const one = question();
  const first = one.open(A);
  await settled();
  const late = rust.last();
  const second = one.open({ account: "b" });
  await settled();
  late.answer({ readAt: ago(0), rows: ["a"] });
  rust.last().answer({ readAt: ago(0), rows: ["b"] });
  await Promise.all([first, second]);
  assert.equal(rust.count("abort_read"), 1);
  assert.equal(one.of(A), null);
  assert.deepEqual(one.of({ account: "b" }).known.rows, ["b"]);
});

test("what was forgotten with its credentials is not shown to the next", async () => {
  const rust = answering({ a: { readAt: ago(1000), rows: [1] } });
  const one = question();
  await one.open(A);
  assert.deepEqual(one.of(A).known.rows, [1]);
  rust.known.a = null;
  await one.recall(A);
  assert.equal(one.of(A).known, null);
});
