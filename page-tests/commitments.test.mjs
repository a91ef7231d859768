import assert from "node:assert/strict";
import test from "node:test";
import { changeOf, otherTotal } from "../ui/dialogs/create.js";
import { attemptName, attemptWhat } from "../ui/elements/card.js";
import { words } from "../ui/lib/text.js";
import { questionsOf } from "../ui/state/log.js";
import { hindrance } from "../ui/state/partly-documented.js";
import { sentenceOf } from "../ui/views/activity-line.js";
import { attempt, money } from "./fixtures.mjs";

const { whyNot } = words.partly;

test("what is documented only in part is asked for only where that is allowed, and spends only out of safe mode", () => {
  const account = (parts) => ({ forgotten: false, partlyDocumented: true, safeMode: false, ...parts });
  assert.equal(hindrance(undefined, true), whyNot.gone);
  assert.equal(hindrance(account({ forgotten: true, partlyDocumented: false }), true), whyNot.gone);
  assert.equal(hindrance(account({ partlyDocumented: false, safeMode: true }), true), whyNot.off);
  assert.equal(hindrance(account({ partlyDocumented: false }), false), whyNot.off);
  assert.equal(hindrance(account({ safeMode: true }), true), whyNot.safe);
  assert.equal(hindrance(account({ safeMode: true }), false), null, "a withdrawal spends nothing");
  assert.equal(hindrance(account(), true), null);
});

test("another total in the vendor's record is told, and one that differs below the cent is not", () => {
  const euros = (amount, shown) => money(amount, shown, "EUR");
  const seen = euros("1404.00", "1404.00");
  const receipt = (total) => ({ attempt: attempt({ priceSeen: seen }), reservation: { total } });
  assert.equal(otherTotal(receipt(euros("1404.00000001", "1404.00"))), null);
  assert.equal(otherTotal(receipt(null)), null);
  const more = euros("1500", "1500.00");
  assert.deepEqual(otherTotal(receipt(more)), { recorded: more, seen });
  assert.ok(otherTotal(receipt(money("1404.00", "1404.00", "USD"))), "another currency is another total");
});

test("a total that moved under the review is told as was and now", () => {
  const review = (shown) => ({ total: money(shown, shown, "EUR") });
  assert.equal(changeOf(review("1500.00"), review("1404.00")), "was €1,404.00, now €1,500.00");
  assert.equal(changeOf(review("1404.00"), review("1404.00")), null);
});

test("a request in doubt that stands on no policy is called by what was asked for", () => {
  const commit = attempt({
    operation: "create",
    request: JSON.stringify({
      name: "render farm",
      region: 4,
      region_name: "Sines-3",
      months: 36,
      machines: [
        { resource: "bm1-hf-medium", count: 3 },
        { resource: "bm1-hf-small", count: 1200 },
      ],
    }),
  });
  assert.equal(attemptName(commit), "render farm");
  assert.equal(attemptWhat(commit), "3 × bm1-hf-medium · 1,200 × bm1-hf-small · Sines-3 · 36 months");
  const withdraw = (request) => attempt({ operation: "withdraw", request: JSON.stringify(request) });
  const named = withdraw({ reservation: 10_218, name: "archive", status: "APPROVED" });
  assert.deepEqual([attemptName(named), attemptWhat(named)], ["archive", "Reservation 10218"]);
  const unnamed = withdraw({ reservation: 10_218, name: null, status: null });
  assert.deepEqual([attemptName(unnamed), attemptWhat(unnamed)], ["Reservation 10218", ""]);
  for (const operation of ["create", "withdraw"]) {
    const broken = attempt({ operation, request: '{"machines":' });
    assert.deepEqual([attemptName(broken), attemptWhat(broken)], [words.operation[operation], ""]);
    const odd = attempt({ operation, request: '{"machines":[null,7],"months":{}}' });
    assert.equal(typeof attemptWhat(odd), "string", "what is not of the shape is no mistake of the page");
  }
});

test("a commitment is told step by step, with what was committed to", () => {
  const says = (kind, body) => sentenceOf(kind, body, undefined).text;
  const price_seen = { amount: "1404.000000", currency: "EUR" };
  assert.equal(says("create_sent", { price_seen }), "Commitment for €1,404.00 sent");
  assert.equal(
    says("create_learnt", { state: "confirmed", price_seen }),
    "Filed; the price shown before was €1,404.00",
  );
  const exact = { price_seen: { amount: "15629.474400", currency: "EUR" } };
  assert.equal(says("create_sent", exact), "Commitment for €15,629.4744 sent", "no digit that says something is lost");
  assert.equal(says("withdraw_learnt", { state: "refused" }), "Not withdrawn");
  assert.equal(
    says("settled_by_user", { operation: "create", verdict: "done" }),
    "You settled the commitment: it was filed",
  );
  assert.equal(sentenceOf("partly_documented_on", {}, undefined).tone, "warn");
});

test("commitments and withdrawals are one group of the log", () => {
  assert.deepEqual(questionsOf("commitments", "a1", []), [
    { account: "a1", subject: null, kind: "create_" },
    { account: "a1", subject: null, kind: "withdraw_" },
  ]);
});
