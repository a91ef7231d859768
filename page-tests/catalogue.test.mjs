// Ordinary prices and stock, and what a month came to: the words where there is no figure, and which text is a month.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { noPriceWords } from "../ui/views/price-catalogue.js";
import { isMonth, monthAt, spentStatusWords } from "../ui/views/reservations-spent.js";

const types = await readFile(new URL("../ui/ipc.d.ts", import.meta.url), "utf8");

test("every reason why there is no ordinary price has words of its own, and none is a figure", () => {
  const declared = /export type OrdinaryPriceView = ([\s\S]+?);\n/.exec(types)[1];
  const kinds = [...declared.matchAll(/"kind": "(\w+)"/g)].map(([, kind]) => kind).filter((kind) => kind !== "shown");
  assert.equal(kinds.length, 7);
  const said = kinds.map((kind) => noPriceWords({ kind, word: "Soon" }));
  assert.equal(new Set(said).size, kinds.length);
  for (const text of said) {
    assert.match(text, /^\D+$/);
  }
  assert.match(noPriceWords({ kind: "other", word: "Soon" }), /Soon/);
});

test("a month is four digits, a dash and a month of the year", () => {
  for (const good of ["2026-01", "2026-12", " 2026-10 "]) {
    assert.ok(isMonth(good), good);
  }
  for (const bad of ["", "2026", "2026-13", "2026-00", "2026-1", "26-10", "2026-10-01", "2026/10"]) {
    assert.ok(!isMonth(bad), bad);
  }
});

test("the present month is the one that it is in UTC", () => {
  assert.equal(monthAt(Date.parse("2026-12-01T00:30:00+01:00")), "2026-11");
  assert.equal(monthAt(Date.parse("2026-11-30T23:30:00-01:00")), "2026-12");
});

test("every status of a month's figures is said in words of its own", () => {
  const said = ["show", "hide", "error", "soon", null].map(spentStatusWords);
  assert.equal(new Set(said).size, 5);
  assert.match(said[3], /soon/);
});
