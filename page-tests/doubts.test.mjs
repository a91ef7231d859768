import assert from "node:assert/strict";
import test from "node:test";
import { announce, dismiss, notices, spoken } from "../ui/state/announcements.js";
import { tellDoubts } from "../ui/state/doubts.js";

const realms = (sandbox, live) => [
  { realm: "sandbox", doubts: sandbox },
  { realm: "live", doubts: live },
];
const texts = () => notices.value.map(({ text }) => text);

test("doubts are told when there are more of them, of every realm apart, until the last is settled", () => {
  tellDoubts(realms(0, 0));
  assert.deepEqual(texts(), []);
  tellDoubts(realms(0, 2));
  assert.deepEqual(texts(), ["2 requests are in doubt in Live."]);
  assert.equal(notices.value[0].tone, "doubt");
  assert.equal(notices.value[0].action, "Show");
  assert.equal(spoken.value.trim(), "2 requests are in doubt in Live.");
  tellDoubts(realms(1, 2));
  assert.deepEqual(texts(), ["2 requests are in doubt in Live.", "1 request is in doubt in Sandbox."]);

  tellDoubts(realms(1, 2));
  assert.equal(notices.value.length, 2, "the same doubts are not told again");
  announce("Settled.");
  tellDoubts(realms(1, 1));
  assert.deepEqual(texts(), ["1 request is in doubt in Live.", "1 request is in doubt in Sandbox."]);
  assert.equal(spoken.value, "Settled.", "that there are fewer is not said aloud");
  tellDoubts(realms(1, 0));
  assert.deepEqual(texts(), ["1 request is in doubt in Sandbox."]);
});

test("a notice that was put away comes again only with another doubt", () => {
  dismiss(notices.value[0].id);
  tellDoubts(realms(1, 0));
  assert.deepEqual(texts(), []);
  tellDoubts(realms(2, 0));
  assert.deepEqual(texts(), ["2 requests are in doubt in Sandbox."]);
  tellDoubts([]);
  assert.deepEqual(texts(), [], "a realm that is gone has no doubts");
});
