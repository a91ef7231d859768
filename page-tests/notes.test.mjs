import assert from "node:assert/strict";
import test from "node:test";
import { changesOf, requestOf } from "../ui/dialogs/annotate.js";
import { doable } from "../ui/elements/panel-doable.js";
import { words } from "../ui/lib/text.js";
import {
  beginEdit,
  changeOf,
  edits,
  editsOf,
  endEdit,
  isTouched,
  keyOf,
  tagsOf,
  textOf,
  write,
} from "../ui/state/notes.js";
import { sentenceOf } from "../ui/views/activity-line.js";
import { attempt, policy, said as sentence } from "./fixtures.mjs";

const plain = (text) => text.replace(/[\u2066-\u2069]/g, "");
const reason = {
  owner: "Ada",
  ticket: null,
  purpose: null,
  note: "one\ntwo",
  tags: ["prod", "team=data"],
  saidAt: null,
};
const said = policy({ reason });

test("an edit asks for what was touched in it and nothing else", () => {
  beginEdit(said);
  const edit = () => edits.value[keyOf(said)];
  assert.equal(isTouched(edit()), false);
  assert.deepEqual(changeOf(edit()), {
    owner: null,
    ticket: null,
    purpose: null,
    note: null,
    addTags: [],
    removeTags: [],
  });
  write(said, "owner", "");
  write(said, "ticket", "OPS-7");
  write(said, "tags", "team=data, new ,, new");
  assert.equal(isTouched(edit()), true);
  assert.deepEqual(changeOf(edit()), {
    owner: "",
    ticket: "OPS-7",
    purpose: null,
    note: null,
    addTags: ["new"],
    removeTags: ["prod"],
  });
  endEdit(said);
  assert.equal(edit(), undefined);
  assert.equal(isTouched(edit()), false);
});

test("tags are told apart by commas, each once and without what surrounds it", () => {
  assert.deepEqual(tagsOf(" a ,b,, a,c d ,"), ["a", "b", "c d"]);
  assert.deepEqual(tagsOf(""), []);
  assert.equal(textOf(reason).tags, "prod, team=data");
});

test("of the edits that were kept only what is whole and unsaved comes back, and not more than eight", () => {
  const began = textOf(reason);
  const whole = { began, typed: { ...began, note: "unsaved" } };
  assert.deepEqual(editsOf({ "a1 sc_1": whole }), { "a1 sc_1": whole });
  assert.deepEqual(editsOf({ "a1 sc_1": { began, typed: began } }), {}, "nothing was written in it");
  assert.deepEqual(editsOf({ "a1 sc_1": { began }, x: null, y: { began: 1, typed: [] } }), {});
  assert.equal(editsOf("nonsense"), null);
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`a1 sc_${at}`, whole]));
  assert.deepEqual(Object.keys(editsOf(many)).length, 8);
  for (let at = 0; at < 12; at += 1) {
    beginEdit(policy({ id: `sc_${at}`, reason }));
  }
  assert.deepEqual(
    Object.keys(edits.value),
    [4, 5, 6, 7, 8, 9, 10, 11].map((at) => `a1 sc_${at}`),
  );
});

test("every deed says whether it can be done, and a sentence to it", () => {
  const no = (whyNot) => ({ may: false, whyNot: sentence(whyNot) });
  const yes = { may: true, whyNot: null };
  const account = { safeMode: false, forgotten: false };
  const told = (parts, of = account, looking = null) =>
    Object.fromEntries(
      doable(policy({ change: yes, ...parts }), of, looking).map(({ what, may, why }) => [what, [may, why]]),
    );
  const ready = told({});
  assert.deepEqual(Object.keys(ready), ["buy", "configure", "renew", "cancel", "settle", "again"]);
  assert.deepEqual(ready.buy, [true, words.doable.yes]);
  assert.deepEqual(ready.settle, [false, words.doable.noDoubt]);

  const bought = told({ buy: no("It is bought already."), cancel: no("It is over."), change: no("It is over.") });
  assert.deepEqual(bought.buy, [false, "It is bought already."]);
  assert.deepEqual(bought.renew, [false, "It is over."]);

  const safe = told({}, { ...account, safeMode: true });
  assert.deepEqual(safe.buy, [false, words.doable.safeBuy]);
  assert.deepEqual(safe.cancel, [true, words.doable.yes], "safe mode stops no cancellation");
  assert.deepEqual(safe.renew, [true, words.doable.safeRenew]);
  const both = told({ buy: no("It is over.") }, { ...account, safeMode: true });
  assert.deepEqual(both.buy, [false, "It is over."]);

  assert.deepEqual(told({ open: attempt() }).settle, [true, words.doable.yesSettle]);
  assert.deepEqual(told({ open: attempt({ state: "sent" }) }).settle, [false, words.doable.underway]);
  assert.deepEqual(told({}, { ...account, forgotten: true }).again, [false, words.doable.forgotten]);
  const looking = told({}, account, "Looking only.");
  assert.ok(Object.values(looking).every(([may]) => !may));
  assert.deepEqual(looking.buy, [false, "Looking only."]);
});

test("a change of many leaves what is empty as it is, and says before what it will do", () => {
  const nothing = { owner: "", ticket: "", purpose: "", gone: [], addTags: "", removeTags: [] };
  assert.deepEqual(requestOf(nothing), {
    owner: null,
    ticket: null,
    purpose: null,
    note: null,
    addTags: [],
    removeTags: [],
  });
  assert.deepEqual(changesOf(nothing, 3), []);
  const wanted = { ...nothing, owner: " Ada ", gone: ["ticket"], addTags: "a, b", removeTags: ["b", "c"] };
  assert.deepEqual(requestOf(wanted), {
    owner: "Ada",
    ticket: "",
    purpose: null,
    note: null,
    addTags: ["a", "b"],
    removeTags: ["c"],
  });
  assert.deepEqual(changesOf(wanted, 3).map(plain), [
    "Owner becomes Ada on 3 policies.",
    "Ticket is taken away from 3 policies.",
    "Tags a, b given to 3 policies.",
    "Tag c taken away wherever it stands.",
  ]);
});

test("a line about notes tells what is said now, and of a note only that it differs", () => {
  const says = (before, after) => plain(sentenceOf("annotated", { before, after }, undefined).text);
  assert.equal(says({ owner: null }, { owner: "Ada" }), "Owner Ada");
  assert.equal(says({ owner: "Ada", ticket: "1" }, { owner: null, ticket: "2" }), "Owner taken away; Ticket 2");
  assert.equal(says({ tags: ["a", "b"] }, { tags: ["b", "c", "d"] }), "Tags c, d; Tag a taken away");
  assert.equal(says({ note: null }, { note: "secret plan" }), "Note written");
  assert.equal(says({ note: "x" }, { note: "y" }), "Note changed");
  assert.equal(says({ note: "x" }, { note: null }), "Note taken away");
  assert.equal(says(undefined, undefined), "Notes changed");
  assert.equal(says({ tags: 7, owner: {} }, { tags: ["a", 7], owner: {} }), "Owner taken away; Tag a");
});
