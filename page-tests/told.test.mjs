import assert from "node:assert/strict";
import test from "node:test";
import { at, desk as deskOf, policy, said } from "./fixtures.mjs";

const { notices, notify } = await import("../ui/state/announcements.js");
const { now } = await import("../ui/state/clock.js");
const { desk } = await import("../ui/state/desk.js");
const { followClosing, tell } = await import("../ui/state/told.js");

const opens = (/** @type {string} */ id) => ({ realm: "sandbox", account: "a1", policy: id });
const closes = (/** @type {string} */ id, /** @type {number} */ seconds) =>
  tell(/** @type {any} */ ({ title: said(id), body: said(`${seconds} s`), closing: { opens: opens(id), seconds } }));
const texts = () => notices.value.map(({ text }) => text);
const free = (/** @type {string} */ id) => policy({ id, bought: true, stage: "scheduled", freeCancelUntil: at(5) });

test("other news passes; what can still be cancelled for nothing is said as long as it may be so, the last minutes instead of those before", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  tell(/** @type {any} */ ({ title: said("It starts"), body: said("Now"), closing: null }));
  closes("sc_1", 300);
  closes("sc_2", 300);
  assert.deepEqual(texts(), ["It starts. Now", "sc_1. 300 s", "sc_2. 300 s"]);
  t.mock.timers.tick(8000);
  assert.deepEqual(texts(), ["sc_1. 300 s", "sc_2. 300 s"]);
  closes("sc_1", 120);
  assert.deepEqual(texts(), ["sc_2. 300 s", "sc_1. 120 s"]);
  t.mock.timers.tick(119_999);
  assert.deepEqual(texts(), ["sc_2. 300 s", "sc_1. 120 s"]);
  t.mock.timers.tick(1);
  assert.deepEqual(texts(), ["sc_2. 300 s"]);
  t.mock.timers.tick(300_000);
  assert.deepEqual(texts(), []);
});

test("it is taken back when the policy was cancelled, and when the machine slept over its end", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  now.value = Date.parse(at(1));
  const stop = followClosing();
  notify({ tone: "bad", text: "Something else" });
  closes("sc_1", 300);
  closes("sc_2", 300);
  desk.value = /** @type {any} */ (deskOf([free("sc_1"), free("sc_2")]));
  assert.deepEqual(texts(), ["Something else", "sc_1. 300 s", "sc_2. 300 s"], "both are free");
  const cancelled = policy({
    id: "sc_1",
    bought: true,
    stage: "cancelled",
    cancel: { may: false, whyNot: said("It was.") },
  });
  desk.value = /** @type {any} */ (deskOf([{ ...cancelled, freeCancelUntil: at(5) }, free("sc_2")]));
  assert.deepEqual(texts(), ["Something else", "sc_2. 300 s"]);
  now.value = Date.parse(at(6));
  desk.value = /** @type {any} */ (deskOf([free("sc_2")]));
  assert.deepEqual(texts(), ["Something else"]);
  stop();
});
