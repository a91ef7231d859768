import assert from "node:assert/strict";
import test from "node:test";
import {
  acknowledgeNotice,
  groupOf,
  isFreeToCancel,
  ledgerNotice,
  overcharged,
  desk as shownDesk,
  wallOf,
} from "../ui/state/desk.js";
import { nextBoundary } from "../ui/state/painting.js";
import { routeOf, stepOf } from "../ui/state/route.js";
import { chipOf, filterCards } from "../ui/state/wall.js";
import { at, attempt, desk, NOON, policy } from "./fixtures.mjs";

test("what is in doubt comes first, then what can still be undone", () => {
  const cards = wallOf(
    desk(
      [
        policy({ id: "ended", stage: "ended", bought: true }),
        policy({ id: "running", stage: "running", bought: true }),
        policy({ id: "ready" }),
        policy({ id: "closing", stage: "scheduled", bought: true, freeCancelUntil: at(4) }),
        policy({ id: "doubt", open: attempt() }),
      ],
      [attempt({ id: "lost", operation: "reserve", recordedAt: at(-60) })],
    ),
  );
  assert.deepEqual(
    cards.map((card) => (card.kind === "loose" ? card.attempt.id : card.policy.id)),
    ["lost", "doubt", "closing", "ready", "running", "ended"],
  );
});

test("among those that can be undone the one that closes first is first", () => {
  const soon = policy({ id: "soon", stage: "scheduled", bought: true, freeCancelUntil: at(2) });
  const later = policy({ id: "later", stage: "scheduled", bought: true, freeCancelUntil: at(12) });
  assert.deepEqual(
    wallOf(desk([later, soon])).map((card) => card.key),
    ["a1 soon", "a1 later"],
  );
});

test("a request under way is not in doubt", () => {
  assert.equal(groupOf(policy({ open: attempt({ state: "sent" }) }), NOON), "underway");
  assert.equal(groupOf(policy({ open: attempt({ state: "unknown" }) }), NOON), "doubt");
});

test("a higher charge asks for attention until the policy is cancelled", () => {
  const higher = { stage: "running", bought: true, drift: "higher" };
  assert.equal(groupOf(policy(higher), NOON), "attention");
  const cancelled = { at: at(-1), message: null, fee: null, free: true };
  assert.equal(groupOf(policy({ ...higher, stage: "cancelled", cancelled }), NOON), "cancelled");
});

test("a higher charge is told of as long as something can be done about it", () => {
  const cancelled = { at: at(-1), message: null, fee: null, free: true };
  const higher = (parts) => policy({ stage: "running", bought: true, drift: "higher", ...parts });
  shownDesk.value = desk([
    higher({ id: "running" }),
    higher({ id: "ended", stage: "ended" }),
    higher({ id: "cancelled", cancelled }),
    higher({ id: "lower", drift: "lower" }),
  ]);
  assert.deepEqual(
    overcharged.value.map(({ id }) => id),
    ["running"],
  );
  assert.equal(groupOf(higher({ stage: "ended" }), NOON), "ended");
  shownDesk.value = null;
});

test("free cancel ends at its deadline, not after it", () => {
  const open = policy({ freeCancelUntil: at(15) });
  assert.equal(isFreeToCancel(open, NOON), true);
  assert.equal(isFreeToCancel(open, Date.parse(at(15)) - 1), true);
  assert.equal(isFreeToCancel(open, Date.parse(at(15))), false);
});

test("what cannot be cancelled is not called free to cancel", () => {
  const barred = policy({ freeCancelUntil: at(15), cancel: { may: false, whyNot: "It is over." } });
  assert.equal(isFreeToCancel(barred, NOON), false);
});

test("a policy whose creation is not known is not called free to cancel", () => {
  assert.equal(isFreeToCancel(policy({ freeCancelUntil: null }), NOON), false);
});

test("every word of a search must be found, in any order and case", () => {
  const cards = wallOf(
    desk([
      policy({ id: "sc_1", name: "Nightly Batch", region: "us-west-2" }),
      policy({
        id: "sc_2",
        name: "nightly batch",
        region: "eu-west-1",
        reason: { owner: "Mira", ticket: null, purpose: null },
      }),
    ]),
  );
  const found = (text) => filterCards(cards, text, null).map(({ policy: { id } }) => id);
  assert.deepEqual(found("west nightly"), ["sc_1", "sc_2"]);
  assert.deepEqual(found("EU-WEST batch"), ["sc_2"]);
  assert.deepEqual(found("mira"), ["sc_2"]);
  assert.deepEqual(found("prod"), ["sc_1", "sc_2"]);
  assert.deepEqual(found("null"), []);
  assert.deepEqual(found("absent"), []);
});

test("what is over in any way is one choice", () => {
  assert.deepEqual(["ended", "cancelled", "lapsed", "running"].map(chipOf), ["over", "over", "over", "running"]);
  const cards = wallOf(
    desk([policy({ id: "1", stage: "ended" }), policy({ id: "2", stage: "lapsed" }), policy({ id: "3" })]),
  );
  assert.deepEqual(
    filterCards(cards, "", "over")
      .map((card) => card.policy.id)
      .sort(),
    ["1", "2"],
  );
});

test("a painting holds until the next moment that changes a card by time alone", () => {
  const later = (minutes) => new Date(NOON + minutes * 60_000).toISOString();
  const free = policy({ id: "a", freeCancelUntil: later(6), window: null });
  const over = policy({ id: "b", freeCancelUntil: later(-6), window: null });
  assert.equal(nextBoundary(desk([over, free]), NOON), later(6));
  assert.equal(nextBoundary(desk([over]), NOON), null);
});

test("what happened to the ledger stands until it is read, and comes again only as another sentence", () => {
  const show = (notice) => {
    shownDesk.value = desk([], [], { notice });
  };
  show("The ledger was damaged.");
  assert.equal(ledgerNotice.value, "The ledger was damaged.");
  show("The ledger was damaged.");
  assert.equal(ledgerNotice.value, "The ledger was damaged.", "reading the desk again does not put it away");
  acknowledgeNotice();
  assert.equal(ledgerNotice.value, null);
  show("The ledger was damaged.");
  assert.equal(ledgerNotice.value, null);
  show("The ledger was damaged once more.");
  assert.equal(ledgerNotice.value, "The ledger was damaged once more.");
  show(null);
  assert.equal(ledgerNotice.value, null);
  shownDesk.value = null;
});

test("a place that was kept is gone back to only if there is such a place", () => {
  const panel = { account: "a", policy: "sc_1" };
  assert.deepEqual(routeOf({ view: "price", tab: "gcore", panel: null }), { view: "price", tab: "gcore", panel: null });
  assert.deepEqual(routeOf({ view: "desk", panel }), { view: "desk", tab: null, panel });
  assert.deepEqual(routeOf({ view: "desk", tab: 1, panel: { account: 1 } }), { view: "desk", tab: null, panel: null });
  for (const wrong of [undefined, null, "desk", [], {}, { view: "constructor" }, { view: 1 }]) {
    assert.equal(routeOf(wrong), null);
  }
});

test("Alt and an arrow step through the history, on a Mac Command and a bracket, and nothing else does", () => {
  const key = (name, held = {}) => ({
    key: name,
    altKey: false,
    metaKey: false,
    ctrlKey: false,
    shiftKey: false,
    ...held,
  });
  assert.deepEqual(
    [stepOf(key("ArrowLeft", { altKey: true }), false), stepOf(key("ArrowRight", { altKey: true }), false)],
    [-1, 1],
  );
  assert.deepEqual([stepOf(key("[", { metaKey: true }), true), stepOf(key("]", { metaKey: true }), true)], [-1, 1]);
  for (const held of [
    {},
    { altKey: true, shiftKey: true },
    { altKey: true, ctrlKey: true },
    { altKey: true, metaKey: true },
    { metaKey: true },
  ]) {
    assert.equal(stepOf(key("ArrowLeft", held), false), 0);
  }
  // On a Mac, Alt and an arrow move by words in a text.
  assert.equal(stepOf(key("ArrowLeft", { altKey: true }), true), 0);
});
