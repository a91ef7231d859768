import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { bucketName } from "../ui/lib/buckets.js";
import { help } from "../ui/lib/help.js";
import { money, number, percent } from "../ui/lib/money.js";
import { told } from "../ui/lib/said.js";
import { listed, speakTexts, words } from "../ui/lib/text.js";
import { age, briefly, userZone } from "../ui/lib/time.js";
import { timelineWords as timeline } from "../ui/lib/timeline-text.js";
import { bestOf } from "../ui/state/language.js";
import { LANGUAGES } from "../ui/text/languages.js";
import { pluralsOf } from "../ui/text/plural.js";
import { at, decimals, NOON, money as view } from "./fixtures.mjs";
import { leaves, pseudo } from "./pseudo.mjs";

/** Says everything in pseudo-language while a test runs, with these formats. */
function speaking(locale, then) {
  const texts = pseudo({ words, help, timeline });
  Object.assign(texts.words.locale, locale);
  speakTexts(texts);
  try {
    then();
  } finally {
    speakTexts(null);
  }
}

test("a language is spoken where it is wanted, by its whole tag or its first part; else English is", () => {
  const list = [LANGUAGES[0], { tag: "pt-BR", name: "Português (Brasil)" }, { tag: "de", name: "Deutsch" }];
  assert.equal(bestOf(["de-AT", "en"], list).tag, "de");
  assert.equal(bestOf(["PT-br"], list).tag, "pt-BR");
  assert.equal(bestOf(["pt-PT", "de"], list).tag, "pt-BR");
  assert.equal(bestOf(["fr", "de"], list).tag, "de");
  assert.equal(bestOf(["fr"], list).tag, "en");
  assert.equal(bestOf([], list).tag, "en");
});

test("every file of a language is on the list, and every language has one", async () => {
  const files = await readdir(new URL("../ui/text/", import.meta.url), { withFileTypes: true });
  const shared = ["languages.js", "plural.js"];
  const there = files.filter(({ name }) => !shared.includes(name)).map(({ name }) => name.replace(/\.js$/, ""));
  assert.deepEqual(there.sort(), LANGUAGES.map(({ tag }) => tag).sort());
  for (const { tag, name, load } of LANGUAGES) {
    assert.ok(Intl.getCanonicalLocales(tag).length === 1 && name.trim(), tag);
    const texts = load ? await load() : { words, help, timeline };
    assert.equal(texts.words.locale.tag, tag);
    assert.deepEqual(paths(texts), paths({ words, help, timeline }), `${tag} says all that English says, and no more`);
  }
});

/** Names of all texts, however they are made; of what Rust says only that it is there, for the types know the rest. */
function paths(texts, path = "") {
  return Object.entries(texts).flatMap(([key, text]) => {
    const name = `${path}.${key}`;
    const branch = typeof text === "object" && text !== null && !Array.isArray(text) && key !== "sentences";
    return branch ? paths(text, name) : [name];
  });
}

test("whoever holds on to a branch says what it says in the language that is spoken, and English again afterwards", () => {
  const { desk } = words;
  const { groups } = help;
  const before = leaves({ words, help, timeline });
  speaking({}, () => {
    assert.match(desk.title, /^⟦.*⟧$/);
    assert.match(groups.go, /^⟦.*⟧$/);
    assert.equal(words.desk, desk);
    assert.match(words.buy.act("$8.48"), /^⟦.*\$8\.48.*⟧$/);
  });
  assert.equal(desk.title, "Desk");
  assert.equal(words.buy.act("$8.48"), "Buy for $8.48");
  assert.deepEqual(leaves({ words, help, timeline }), before);
});

test("pseudo-language is English again without its marks, and longer by two fifths", () => {
  const plain = (text) => text.replace(/[\u0301\u02c9\u27e6\u27e7]/g, "");
  const english = leaves({ words, help, timeline });
  const strange = leaves(pseudo({ words, help, timeline }));
  assert.equal(strange.length, english.length);
  english.forEach((text, at) => {
    const letters = strange[at].replace(/\u0301/g, "");
    assert.equal(plain(strange[at]), text === "en" && strange[at] === "qps" ? "qps" : text);
    assert.ok(strange[at] === text || strange[at] === "qps" || letters.length >= text.length * 1.4, text);
  });
});

test("a noun has the form its number takes, also where a language has more forms than two", () => {
  const polish = pluralsOf("pl");
  const forms = { one: "polisa", few: "polisy", many: "polis", other: "polisy" };
  const counts = [0, 1, 2, 5, 12, 21, 22, 25].map((count) => polish.counted(count, forms));
  assert.deepEqual(counts, [
    "0 polis",
    "1 polisa",
    "2 polisy",
    "5 polis",
    "12 polis",
    "21 polis",
    "22 polisy",
    "25 polis",
  ]);
  assert.equal(polish.form(1.5, forms), "polisy");
  const arabic = pluralsOf("ar");
  const all = { zero: "zero", one: "one", two: "two", few: "few", many: "many", other: "other" };
  assert.deepEqual(
    [0, 1, 2, 5, 21, 100].map((count) => arabic.form(count, all)),
    ["zero", "one", "two", "few", "many", "other"],
  );
  assert.equal(pluralsOf("ja").counted(3, { other: "件" }), "3 件");
  assert.equal(pluralsOf("en").counted(12345, { one: "line", other: "lines" }), "12,345 lines");
});

test("amounts, dates and lists are written as the language's locales write them, and no digit is lost", () => {
  speaking({ tag: "de", dates: "de-DE", numbers: "de-DE" }, () => {
    assert.equal(money(view("1894.12")), "1.894,12\u00a0$");
    assert.equal(money(view("22154.93", "22154.93", "EUR")), "22.154,93\u00a0€");
    assert.equal(money(view("1200", "1200", "JPY")), "1.200\u00a0¥");
    assert.equal(number("1234567.5"), "1.234.567,5");
    assert.equal(percent("29.98"), "29,98\u202f%");
    assert.match(userZone("2026-01-10T08:00:00Z", "Europe/Berlin").date, /10\. Jan\.? 2026/);
    assert.doesNotMatch(briefly("2026-01-10T08:00:00Z", NOON, "Europe/Berlin").date, /2026/);
    assert.match(briefly("2027-01-10T08:00:00Z", NOON, "Europe/Berlin").date, /2027/);
    assert.equal(bucketName("month", "2026-01-01"), "Januar 2026");
    assert.match(age(at(-3), NOON), /^⟦.*3.*⟧$/);
    assert.match(listed(["a", null, "b", "c"]), /a, b/);
    for (const text of decimals(300)) {
      const figures = money(view(text))
        .replace(/[.$\s]/g, "")
        .replace(",", ".")
        .replace("\u2212", "-");
      assert.equal(figures, text);
    }
  });
  speaking({ dates: "ar-EG", numbers: "ar-EG" }, () => {
    assert.match(money(view("8.48")), /٨٫٤٨/);
    assert.doesNotMatch(briefly("2026-01-10T08:00:00Z", NOON, "Africa/Cairo").date, /٢٠٢٦/);
  });
  assert.equal(money(view("1894.12")), "$1,894.12");
});

test("what Rust says is said by its English, with its values in their places, or in the language's own words", () => {
  const inner = { english: " It says: “{message}”", values: { message: "{vendor} and more" } };
  const said = { english: "{vendor} refused. Nothing was changed.{words}", values: { vendor: "Gcore", words: inner } };
  assert.equal(told(said), "Gcore refused. Nothing was changed. It says: “{vendor} and more”");
  speaking({}, () => {
    assert.match(told(said), /^⟦G.*⟦ .*⟧.*⟧$/s);
  });
  assert.equal(told({ english: "A date is needed.", values: {} }), "A date is needed.");
});

test("no text is kept that nobody says", async () => {
  const code = [];
  const read = async (folder) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const url = new URL(entry.isDirectory() ? `${entry.name}/` : entry.name, folder);
      if (entry.isDirectory()) {
        await (["vendor", "text"].includes(entry.name) ? null : read(url));
      } else if (entry.name.endsWith(".js")) {
        code.push(await readFile(url, "utf8"));
      }
    }
  };
  await read(new URL("../ui/", import.meta.url));
  const used = new Set(code.join("\n").match(/[A-Za-z_$][\w$]*/g));
  // A branch that is looked through by a key of Rust's has the keys of its union (text.test.mjs); those stand in the types.
  const types = await readFile(new URL("../ui/ipc.d.ts", import.meta.url), "utf8");
  const unions = new Set(types.match(/[A-Za-z_][\w-]*/g));
  // Kinds of entries are looked up as the ledger spells them, keys as the keyboard does.
  const spelt = /^\.(words\.details\.kinds|help\.keys)\./;
  const dead = paths({ words, help, timeline }).filter((path) => {
    const key = path.split(".").at(-1);
    return !used.has(key) && !unions.has(key) && !/^\d+$/.test(key) && !spelt.test(path);
  });
  assert.deepEqual(dead, []);
});
