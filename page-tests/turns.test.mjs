import assert from "node:assert/strict";
import test from "node:test";
import { turnsOf } from "../ui/lib/turns.js";

/** A screen whose frames come when they are told to. */
function screen() {
  const asked = [];
  return { frame: (then) => asked.push(then), asked, next: () => asked.shift()?.() };
}

test("what waits is done a piece with each frame, in the order it was asked for", () => {
  const { frame, asked, next } = screen();
  const turns = turnsOf(frame);
  const done = [];
  for (const name of ["a", "b", "c"]) {
    turns.ask(() => done.push(name));
  }
  assert.deepEqual(done, []);
  assert.equal(turns.busy.value, true);
  next();
  assert.deepEqual(done, ["a"]);
  assert.equal(asked.length, 1, "one frame is asked for at a time");
  next();
  next();
  assert.deepEqual(done, ["a", "b", "c"]);
  assert.equal(turns.busy.value, false);
  assert.equal(asked.length, 0, "no frame is asked for when nothing waits");
});

test("what was taken back is not done, and holds nobody up", () => {
  const { frame, next } = screen();
  const turns = turnsOf(frame);
  const done = [];
  const takeBack = turns.ask(() => done.push("a"));
  turns.ask(() => done.push("b"));
  takeBack();
  next();
  assert.deepEqual(done, ["b"]);
  assert.equal(turns.busy.value, false);
});

test("work that asks for more waits like any other", () => {
  const { frame, next } = screen();
  const turns = turnsOf(frame);
  const done = [];
  turns.ask(() => {
    done.push("a");
    turns.ask(() => done.push("c"));
  });
  turns.ask(() => done.push("b"));
  next();
  next();
  assert.deepEqual(done, ["a", "b"]);
  next();
  assert.deepEqual(done, ["a", "b", "c"]);
});
