import assert from "node:assert/strict";
import test from "node:test";
import { heightOf, inOrder, shelvesOf, spotIn, stepFrom, topOf, visibleIn } from "../ui/lib/shelves.js";

const MEASURES = { columns: 4, row: 100, heading: 30, gap: 10 };

/** Where every card stands, drawn one by one: what the reckoning has to agree with. */
function drawn(counts, headed, { columns, row, heading, gap }) {
  const tops = [];
  let top = 0;
  for (const count of counts) {
    top += headed ? heading + gap : 0;
    for (let at = 0; at < count; at += columns) {
      for (let column = 0; column < Math.min(columns, count - at); column += 1) {
        tops.push(top);
      }
      top += row + gap;
    }
  }
  return { tops, height: Math.max(0, top - gap) };
}

const WALLS = [
  { counts: [0], headed: false },
  { counts: [1], headed: false },
  { counts: [9], headed: false },
  { counts: [3, 4, 5, 1, 8], headed: true },
];

test("the wall is as high as its rows and headings, and each card stands where they put it", () => {
  for (const { counts, headed } of WALLS) {
    const shelves = shelvesOf(counts, headed, MEASURES);
    const { tops, height } = drawn(counts, headed, MEASURES);
    assert.equal(heightOf(shelves, MEASURES), height, String(counts));
    assert.deepEqual(
      tops.map((_, place) => topOf(shelves, headed, MEASURES, place)),
      tops,
    );
  }
});

test("what is drawn is every row that shows, whole rows only, and begins where it belongs", () => {
  for (const { counts, headed } of WALLS) {
    const shelves = shelvesOf(counts, headed, MEASURES);
    const { tops, height } = drawn(counts, headed, MEASURES);
    for (let above = -150; above < height + 150; above += 37) {
      const below = above + 250;
      const parts = visibleIn(shelves, headed, MEASURES, above, below);
      const places = new Set(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));
      for (const [place, top] of tops.entries()) {
        if (top < below && top + MEASURES.row > above) {
          assert.ok(places.has(place), `card ${place} shows between ${above} and ${below}`);
        }
      }
      for (const { from, to, top, headed: whole } of parts) {
        const body = whole ? top + MEASURES.heading + MEASURES.gap : top;
        assert.ok(to === from || tops[from] === body, `the part of card ${from} begins at its row`);
      }
      assert.ok(places.size <= 5 * MEASURES.columns, "no more than the view and a row");
    }
  }
});

test("a hundred thousand cards are reckoned like ten", () => {
  const shelves = shelvesOf([100_000], false, MEASURES);
  const [part] = visibleIn(shelves, false, MEASURES, 1_000_000, 1_000_400);
  assert.deepEqual([part.from, part.to, part.top], [36_360, 36_380, 9090 * 110]);
});

test("a card stands in its row and column of its section", () => {
  for (const { counts, headed } of WALLS) {
    const shelves = shelvesOf(counts, headed, MEASURES);
    const { tops } = drawn(counts, headed, MEASURES);
    for (const shelf of shelves) {
      for (let at = 0; at < shelf.count; at += 1) {
        const spot = spotIn(shelf, headed, MEASURES, shelf.from + at);
        assert.deepEqual(spot, { top: tops[shelf.from + at], column: at % MEASURES.columns });
      }
    }
  }
});

test("elements follow one another at rest, and stay where they are in the document while the wall moves", () => {
  const order = { current: [] };
  const keysOf = (keys, moves) =>
    inOrder(
      keys.map((key) => ({ key })),
      order,
      moves,
    ).map(({ key }) => key);
  assert.deepEqual(keysOf([0, 1, 2, 3], false), [0, 1, 2, 3]);
  // Two rows on: the first elements show what comes after the last, and what is new stands at the end and stays there.
  assert.deepEqual(keysOf([1, 2, 3, 0], true), [0, 1, 2, 3]);
  assert.deepEqual(keysOf([2, 3, 4, 0, 1], true), [0, 1, 2, 3, 4]);
  assert.deepEqual(keysOf([3, 4, 0, 1, 2], true), [0, 1, 2, 3, 4]);
  assert.deepEqual(keysOf([3, 4, 0, 1, 2], false), [3, 4, 0, 1, 2]);
});

test("arrows step to the neighbour, across sections, and stay at the ends", () => {
  const shelves = shelvesOf([3, 6], true, MEASURES);
  const step = (place, way) => stepFrom(shelves, 4, place, way);
  // Rows: 0 1 2 / 3 4 5 6 / 7 8.
  assert.deepEqual(
    [0, 2, 3, 8].map((place) => step(place, "right")),
    [1, 3, 4, 8],
  );
  assert.deepEqual(
    [0, 3, 8].map((place) => step(place, "left")),
    [0, 2, 7],
  );
  assert.deepEqual(
    [0, 2, 3, 4, 5, 6, 7, 8].map((place) => step(place, "down")),
    [3, 5, 7, 8, 8, 8, 7, 8],
  );
  assert.deepEqual(
    [0, 3, 5, 6, 7, 8].map((place) => step(place, "up")),
    [0, 0, 2, 2, 3, 4],
  );
  assert.deepEqual([step(4, "first"), step(4, "last")], [0, 8]);
  assert.equal(stepFrom(shelvesOf([0], false, MEASURES), 4, 0, "down"), 0);
});
