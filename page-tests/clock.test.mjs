import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { jumps, now, startClock } from "../ui/state/clock.js";

test("a clock that was set is noticed at the next tick, and one that runs is not", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const { performance } = globalThis;
  let steady = 0;
  Object.defineProperty(globalThis, "performance", { value: { now: () => steady }, configurable: true });
  globalThis.document = /** @type {any} */ ({ hidden: false, addEventListener: () => {} });
  const pass = (/** @type {number} */ milliseconds) => {
    steady += milliseconds;
    mock.timers.tick(milliseconds);
  };
  try {
    startClock();
    for (let second = 0; second < 5; second += 1) {
      pass(1000);
    }
    assert.equal(now.value, 1_005_000);
    assert.equal(jumps.value, 0);
    // An hour by the wall, none by the machine.
    mock.timers.setTime(1_005_000 + 3_600_000);
    pass(1000);
    assert.equal(jumps.value, 1);
    pass(1000);
    assert.equal(jumps.value, 1);
  } finally {
    Object.defineProperty(globalThis, "performance", { value: performance, configurable: true });
    delete globalThis.document;
    mock.timers.reset();
  }
});
