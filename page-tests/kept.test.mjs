import assert from "node:assert/strict";
import test from "node:test";
import { signal } from "@preact/signals";

const BEFORE = { texts: ["an earlier"], broken: 7, other: "stays" };
const written = [];
globalThis.window = /** @type {any} */ ({
  __TAURI_INTERNALS__: {
    invoke: async (command, { state } = /** @type {any} */ ({})) => {
      if (command === "keep_page") {
        written.push(JSON.parse(state));
      }
      return command === "kept_page" ? JSON.stringify(BEFORE) : null;
    },
  },
});

const { keep } = await import("../ui/state/kept.js");

const texts = (/** @type {unknown} */ found) => (Array.isArray(found) ? found : null);
const rested = () => new Promise((resolve) => setTimeout(resolve, 450));

test("what a start has kept is there, and what the user makes of it is kept, also if that is what every start begins with", async () => {
  const NONE = /** @type {string[]} */ ([]);
  const one = signal(NONE);
  await keep("texts", one, texts);
  assert.deepEqual(one.value, ["an earlier"]);
  await rested();
  assert.deepEqual(written, [], "nothing is written that was just read");
  one.value = NONE;
  await rested();
  assert.deepEqual(written.at(-1), { ...BEFORE, texts: [] });
});

test("what is no longer of its shape is left, until something else is kept under its name", async () => {
  const one = signal(["as it begins"]);
  await keep("broken", one, texts);
  assert.deepEqual(one.value, ["as it begins"]);
  one.value = ["new"];
  await rested();
  assert.deepEqual(written.at(-1).broken, ["new"]);
});

test("a user who was faster than the file is not overruled, and what he did is kept", async () => {
  const one = signal(["as it begins"]);
  const known = keep("texts", one, texts);
  one.value = ["faster"];
  await known;
  assert.deepEqual(one.value, ["faster"]);
  await rested();
  assert.deepEqual(written.at(-1).texts, ["faster"]);
});
