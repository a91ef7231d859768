import assert from "node:assert/strict";
import test from "node:test";
import {
  acknowledgeNotice,
  isFreeToCancel,
  ledgerNotice,
  overcharged,
  policyOf,
  remember,
  desk as shownDesk,
} from "../ui/state/desk.js";
import { routeOf, stepOf } from "../ui/state/route.js";
import { at, desk, NOON, policy, said } from "./fixtures.mjs";

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
  shownDesk.value = null;
});

test("free cancel ends at its deadline, not after it", () => {
  const open = policy({ freeCancelUntil: at(15) });
  assert.equal(isFreeToCancel(open, NOON), true);
  assert.equal(isFreeToCancel(open, Date.parse(at(15)) - 1), true);
  assert.equal(isFreeToCancel(open, Date.parse(at(15))), false);
});

test("what cannot be cancelled is not called free to cancel", () => {
  const barred = policy({ freeCancelUntil: at(15), cancel: { may: false, whyNot: said("It is over.") } });
  assert.equal(isFreeToCancel(barred, NOON), false);
});

test("a policy whose creation is not known is not called free to cancel", () => {
  assert.equal(isFreeToCancel(policy({ freeCancelUntil: null }), NOON), false);
});

test("what happened to the ledger stands until it is read, and comes again only as another sentence", () => {
  const show = (notice) => {
    shownDesk.value = desk([], [], { notice: notice && said(notice) });
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

test("what another answer told of a policy stands until the desk tells of it, and in its own realm only", () => {
  shownDesk.value = desk([]);
  remember(policy({ id: "sc_9", name: "as it was answered" }));
  assert.equal(policyOf("a1", "sc_9")?.name, "as it was answered");
  assert.equal(policyOf("a2", "sc_9"), undefined);
  shownDesk.value = desk([policy({ id: "sc_9", name: "as the ledger has it" })]);
  assert.equal(policyOf("a1", "sc_9")?.name, "as the ledger has it");
  shownDesk.value = desk([], [], { realm: "live" });
  assert.equal(policyOf("a1", "sc_9"), undefined);
  shownDesk.value = null;
});
