import assert from "node:assert/strict";
import test from "node:test";
import { rankOf } from "../ui/lib/ranking.js";

test("a beginning is better than a word's beginning, that than another word's, and the middle is last", () => {
  const ranks = [
    rankOf("pri", "Price a window"),
    rankOf("win", "Price a window"),
    rankOf("quo", "Price a window", "new quote"),
    rankOf("indo", "Price a window"),
    rankOf("uot", "Price a window", "new quote"),
  ];
  assert.deepEqual(
    ranks,
    [...ranks].sort((one, other) => one - other),
  );
  assert.equal(new Set(ranks).size, ranks.length);
});

test("every word has to be there, in any order", () => {
  assert.notEqual(rankOf("fine llm", "Details: llm fine-tune"), null);
  assert.equal(rankOf("llm coarse", "Details: llm fine-tune"), null);
  assert.equal(rankOf("   ", "anything"), 0);
});

test("a word with a sign in it is looked for as it is, and one after a sign is a beginning", () => {
  assert.equal(rankOf("fine-tu", "llm fine-tune"), rankOf("fine", "llm fine-tune"));
  assert.equal(rankOf("tune", "llm fine-tune"), rankOf("fine", "llm fine-tune"));
  assert.equal(rankOf("une", "tune une"), rankOf("fine", "llm fine-tune"), "a later place may be the better one");
});

test("case, accents and marks of direction make no difference, and signs are no patterns", () => {
  assert.equal(rankOf("Zurich", "Zürich"), 0);
  assert.equal(rankOf("x y", "\u2068x\u2069 y"), rankOf("x y", "x y"));
  assert.equal(rankOf(".*", "anything"), null);
  assert.equal(rankOf("(", "f(x)"), rankOf("x", "f(x)") + 2);
});
