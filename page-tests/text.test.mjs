import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { help } from "../ui/lib/help.js";
import { lengthOf, stateOf } from "../ui/lib/policy.js";
import { words } from "../ui/lib/text.js";

const types = await readFile(new URL("../ui/ipc.d.ts", import.meta.url), "utf8");

/** The words of a union in `ipc.d.ts`. */
function union(name) {
  const declared = new RegExp(`export type ${name} = ([^;]+);`).exec(types);
  assert.ok(declared, `ipc.d.ts declares ${name}`);
  return [...declared[1].matchAll(/"(\w+)"/g)].map(([, word]) => word);
}

const COVERED = {
  ErrorCode: words.error.title,
  ErrorEffect: words.error.effect,
  Realm: words.realm,
  Vendor: words.vendor,
  Stage: words.stage,
  AttemptState: words.attemptState,
  PolicySource: words.details.sources,
  Limit: words.buy.limits,
  Baseline: words.card.baseline,
  Payment: words.review.payment,
  Operation: words.operation,
  FlavorKind: words.catalogue.kinds,
  ReasonPart: words.notes.parts,
};

for (const [name, texts] of Object.entries(COVERED)) {
  test(`every word of ${name} has a text`, () => {
    for (const word of union(name)) {
      assert.equal(typeof texts[word], "string", `${name} "${word}"`);
    }
  });
}

test("every operation in doubt has words for both verdicts", () => {
  for (const operation of union("Operation")) {
    for (const texts of [
      words.card.doubtWords,
      words.settle.done,
      words.settle.notDone,
      words.settle.doneHint,
      words.settle.notDoneHint,
    ]) {
      assert.ok(texts[operation], operation);
    }
  }
});

test("every effect is said in the words of a purchase and of a cancellation", () => {
  for (const effect of union("ErrorEffect")) {
    assert.ok(words.error.buyEffect[effect], effect);
    assert.ok(words.error.cancelEffect[effect], effect);
  }
});

test("every text is words, or a function that makes them", () => {
  // Said by its absence: a plausible baseline and an unknown way of payment need no word.
  const silent = new Set(["card.baseline.plausible", "price.quote.baseline.plausible", "review.payment.unknown"]);
  const walk = (texts, path) => {
    for (const [key, text] of Object.entries(texts)) {
      const name = [...path, key].join(".");
      if (name === "sentences") {
        assert.equal(text, null, "what Rust says, it says in English");
      } else if (typeof text === "object" && text !== null) {
        walk(text, [...path, key]);
      } else if (typeof text === "string") {
        assert.ok(silent.has(name) || text.trim(), `${name} is empty`);
        assert.doesNotMatch(text, /undefined|TODO|\$\{/, name);
      } else {
        assert.equal(typeof text, "function", name);
      }
    }
  };
  walk(words, []);
  walk(help, []);
});

test("every word of the glossary is explained once, in its own words", () => {
  const { terms } = help.glossary;
  for (const parts of ["id", "term", "meaning"]) {
    assert.equal(new Set(terms.map((term) => term[parts].toLowerCase())).size, terms.length, parts);
  }
  for (const { term, meaning } of terms) {
    assert.match(meaning, /^\p{Lu}.*\.$/su, term);
    assert.ok(meaning.length < 260, `${term} is long`);
  }
});

test("buttons that decide carry their verb", () => {
  assert.equal(words.buy.act("$8.48"), "Buy for $8.48");
  const title = words.buy.title("2 × c5.large, us-west-2", "$8.48");
  assert.equal(title.replace(/[\u2068\u2069]/g, ""), "Buy 2 × c5.large, us-west-2, for $8.48?");
  for (const text of [words.buy.keep, words.give.keep, words.give.actFee, words.give.actFree, words.settle.act]) {
    assert.doesNotMatch(text, /^(ok|yes|no|confirm)$/i);
  }
});

test("a name cannot turn the sentence around it", () => {
  assert.equal(words.give.opening("x\u202e.gpj\u2069"), "Cancel \u2068x.gpj\u2069");
});

test("one of anything is told in the singular, also where the number is written in figures of its own", () => {
  const window = (/** @type {string} */ hours) => ({ hours, instanceHours: hours });
  assert.equal(lengthOf(/** @type {any} */ (window("1"))), "1 hour, 1 instance-hour");
  assert.equal(lengthOf(/** @type {any} */ (window("1.5"))), "1.5 hours, 1.5 instance-hours");
  assert.equal(words.give.hoursLost("1", "1"), "1 hour of the window");
  assert.equal(words.integrity.whole("1"), "1 line, each as it was written");
  assert.equal(words.card.months(1), "1 month");
});

test("what is under way or in doubt goes before the stage of a policy", () => {
  const open = (/** @type {string} */ state) => /** @type {any} */ ({ stage: "ready", open: { state } });
  assert.equal(stateOf(open("unknown")), "doubt");
  assert.equal(stateOf(open("sent")), "underway");
  assert.equal(stateOf({ stage: "ready", open: null }), "ready");
});
