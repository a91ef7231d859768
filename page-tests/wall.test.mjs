import assert from "node:assert/strict";
import test from "node:test";
import { askedWall, desk as shownDesk } from "../ui/state/desk.js";
import * as query from "../ui/state/query.js";
import { applyView, savedViews, saveView, viewsOf } from "../ui/state/views.js";
import * as wall from "../ui/state/wall.js";
import { desk, policy } from "./fixtures.mjs";

/** So many policies, of which Rust is asked page by page. */
function portfolio(count, named = "sc") {
  return Array.from({ length: count }, (_, at) => ({ kind: "policy", policy: policy({ id: `${named}_${at}` }) }));
}

/** Answers `show_wall`, each answer when the test lets it go. */
function answering(cards) {
  const asked = [];
  globalThis.window = {
    __TAURI_INTERNALS__: {
      invoke(command, args) {
        assert.equal(command, "show_wall");
        return new Promise((resolve, reject) => {
          const { first, count } = args;
          const answer = () =>
            resolve({ found: cards.length, sections: [], first, cards: cards.slice(first, first + count) });
          asked.push({ ...args, answer, fail: reject });
        });
      },
    },
  };
  return asked;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

function show(cards) {
  askedWall.value = query.wanted.peek();
  shownDesk.value = desk([], [], {
    wall: { found: cards.length, sections: [], first: 0, cards: cards.slice(0, wall.PAGE) },
  });
}

const idAt = (place) => wall.cardAt(wall.wall.value, place)?.policy.id;

test("the first page comes with the desk, and the others when they are looked at, once each", async () => {
  const cards = portfolio(1000);
  const asked = answering(cards);
  wall.followWall();
  show(cards);
  assert.equal(wall.wall.value.found, 1000);
  assert.equal(idAt(23), "sc_23");
  assert.equal(idAt(24), undefined);
  wall.need(20, 60);
  wall.need(21, 61);
  assert.deepEqual(
    asked.map(({ first }) => first),
    [24, 48],
  );
  for (const { answer } of asked) {
    answer();
  }
  await settled();
  assert.deepEqual([idAt(24), idAt(71)], ["sc_24", "sc_71"]);
  wall.need(20, 60);
  assert.equal(asked.length, 2, "what is known is not asked for again");
});

test("what is looked for replaces what was found, and an answer that comes late is not shown", async () => {
  const asked = answering(portfolio(3, "found"));
  query.search.value = "a";
  query.search.value = "ab";
  assert.deepEqual(
    asked.map(({ wall: { text } }) => text),
    ["a", "ab"],
  );
  asked[1].answer();
  await settled();
  assert.equal(wall.wall.value.found, 3);
  asked[0].answer();
  await settled();
  assert.equal(idAt(0), "found_0");
  asked[0].fail({});
  query.search.value = "abc";
  asked[2].fail({ code: "internal", message: "no", effect: "none", retryable: true, reference: "x" });
  await settled();
  assert.equal(wall.wallError.value.message, "no");
  assert.equal(idAt(0), "found_0", "what was found stands until something else is");
  query.search.value = "";
  asked.at(-1).answer();
  await settled();
  assert.equal(wall.wallError.value, null);
});

test("a desk that is read anew refreshes what is looked at and forgets what is not", async () => {
  const cards = portfolio(1000, "new");
  let asked = answering(cards);
  show(cards);
  wall.need(290, 310);
  asked[0].answer();
  await settled();
  wall.need(602, 620);
  asked[1].answer();
  await settled();
  asked = answering(cards);
  show(cards);
  assert.deepEqual(
    asked.map(({ first }) => first),
    [600],
  );
  assert.equal(idAt(610), "new_610", "it stands until the answer is there");
  assert.equal(idAt(310), undefined);
  asked[0].answer();
  await settled();
  shownDesk.value = null;
});

test("only so many pages are kept, the first always", () => {
  const pages = new Map(Array.from({ length: 30 }, (_, at) => [at, []]));
  assert.deepEqual(
    [...wall.nearest(pages, 20).keys()].sort((one, other) => one - other),
    [0, ...Array.from({ length: 12 }, (_, at) => at + 14)],
  );
});

test("what is over in any way is one chip", () => {
  assert.deepEqual(["ended", "cancelled", "lapsed", "running"].map(query.chipOf), ["over", "over", "over", "running"]);
  assert.deepEqual(query.groupsOf("over"), ["lapsed", "ended", "cancelled"]);
  assert.deepEqual(query.groupsOf(null), []);
});

test("days are asked for as the moments at which they begin and end on the user's clock", () => {
  const asked = (from, until) => query.requestOf("", null, { ...query.NO_FILTERS, from, until }, query.BY_URGENCY);
  const { from, until } = asked("2026-03-01", "2026-03-31");
  assert.equal(from, new Date(2026, 2, 1).toISOString());
  assert.equal(until, new Date(2026, 3, 1).toISOString(), "the last day is in it");
  assert.deepEqual([asked("", "").from, asked("20", "2026-13-99x").until], [null, null]);
});

test("a view keeps what is looked for under a name, and comes back as it was", () => {
  query.search.value = "nightly";
  query.toggleFilter("regions", "us-west-2");
  query.order.value = { sort: "price", descending: true, by: "account" };
  saveView("Mine");
  const kept = query.wanted.peek();
  query.clearNarrowing();
  query.order.value = query.BY_URGENCY;
  assert.equal(query.narrowed.value, false);
  const [view] = viewsOf(JSON.parse(JSON.stringify(savedViews.value)));
  applyView(view);
  assert.deepEqual(query.wanted.peek(), kept);
  saveView("Mine");
  assert.equal(savedViews.value.length, 1, "a view of the same name gives way");
  query.clearNarrowing();
  query.order.value = query.BY_URGENCY;
});

test("what was kept and is no view is left out", () => {
  const good = { name: "a", text: "", chip: null, filters: query.NO_FILTERS, order: query.BY_URGENCY };
  for (const wrong of [
    null,
    7,
    {},
    { ...good, name: "" },
    { ...good, chip: "constructor" },
    { ...good, filters: { ...query.NO_FILTERS, owners: [7] } },
    { ...good, filters: {} },
    { ...good, order: { sort: "toString", descending: false, by: null } },
    { ...good, order: { ...query.BY_URGENCY, by: "x" } },
  ]) {
    assert.deepEqual(viewsOf([wrong, good]), [good], JSON.stringify(wrong));
  }
  assert.equal(viewsOf({}), null);
});
