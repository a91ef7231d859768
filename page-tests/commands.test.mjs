import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test, { beforeEach } from "node:test";
import { fileURLToPath } from "node:url";
import { at, attempt, desk as deskOf, money, policy, said } from "./fixtures.mjs";

const asked = [];
globalThis.window = /** @type {any} */ ({
  __TAURI_INTERNALS__: {
    invoke: async (command, args) => {
      asked.push(command);
      return command === "show_desk" ? deskOf(POLICIES) : command === "show_wall" ? found(args.wall.text) : null;
    },
  },
});

/** What Rust would find of the desk's policies. */
function found(text) {
  const wanted = text.toLowerCase().split(/\s+/);
  const holds = ({ id, name, zone }) => wanted.every((word) => `${id} ${name} ${zone}`.toLowerCase().includes(word));
  const cards = desk.value.policies.filter(holds).map((one) => ({ kind: "policy", policy: one }));
  return { found: cards.length, sections: [], first: 0, cards };
}
globalThis.document = /** @type {any} */ ({
  activeElement: null,
  getElementById: () => null,
  querySelector: () => null,
});
// A notice passes after seconds that no test has to wait for.
const later = globalThis.setTimeout;
globalThis.setTimeout = /** @type {any} */ ((...of) => later(...of).unref());
globalThis.HTMLInputElement = /** @type {any} */ (class {});
globalThis.requestAnimationFrame = /** @type {any} */ (() => 0);
globalThis.history = /** @type {any} */ ({ pushState: () => {}, back: () => {}, forward: () => {} });

const { notices } = await import("../ui/state/announcements.js");
const { COMMANDS, GROUPS, recent, runCommand, terms } = await import("../ui/state/commands.js");
const { desk } = await import("../ui/state/desk.js");
const { dialog, makeWay, openDialog } = await import("../ui/state/dialogs.js");
const { listedAtFirst, listedFor, policyCommands, topOf, wantedOf } = await import("../ui/state/palette.js");
const { route } = await import("../ui/state/route.js");
const { movedTo } = await import("../ui/dialogs/palette.js");
const { help } = await import("../ui/lib/help.js");

const over = { may: false, whyNot: said("It was cancelled.") };
const POLICIES = [
  policy({ id: "sc_1", name: "ml-train nightly" }),
  policy({
    id: "sc_2",
    name: "llm fine-tune",
    bought: true,
    stage: "scheduled",
    buy: { may: false, whyNot: said("It is bought.") },
  }),
  policy({
    id: "sc_3",
    name: "old crawl",
    stage: "cancelled",
    bought: true,
    buy: over,
    cancel: over,
    zone: "euw1-az1",
  }),
  policy({ id: "sc_4", name: null, open: attempt(), price: money("1") }),
];

beforeEach(() => {
  desk.value = deskOf(POLICIES, [], { realms: [{ realm: "sandbox", accounts: 1, doubts: 0 }] });
  dialog.value = null;
  recent.value = [];
  notices.value = [];
  asked.length = 0;
});

const titles = (commands) => commands.map(({ title }) => title.replace(/[\u2066-\u2069]/g, ""));
const listedTitles = (listed) => listed.flatMap(({ commands }) => titles(commands));

test("every command has a title, other words, a known group and an id of its own", () => {
  const ids = [...COMMANDS, ...terms()].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const command of [...COMMANDS, ...terms()]) {
    assert.ok(command.title.trim() && GROUPS.includes(command.group) && command.icon, command.id);
    assert.equal(typeof command.also, "string", command.id);
  }
  assert.deepEqual(COMMANDS.map(({ id }) => id).sort(), Object.keys(help.commands).sort());
  assert.deepEqual(COMMANDS.map(({ id }) => id).sort(), Object.keys(help.also).sort());
});

test("no two shortcuts are the same, and none is the beginning of another", () => {
  for (const system of ["mac", "other"]) {
    const written = COMMANDS.flatMap(({ keys }) => (keys ? [typeof keys === "string" ? keys : keys[system]] : []));
    for (const one of written) {
      assert.equal(
        written.filter((other) => other === one || other.startsWith(`${one} `)).length,
        1,
        `${one} on ${system}`,
      );
    }
  }
});

test("MONEY: nothing that the commands are made of names a request that decides", async () => {
  const UI = fileURLToPath(new URL("../ui", import.meta.url));
  const seen = new Map();
  const follow = async (name) => {
    if (seen.has(name) || name.startsWith("vendor/")) {
      return;
    }
    const code = await readFile(join(UI, name), "utf8");
    seen.set(name, code);
    for (const [, path] of code.matchAll(/^(?:import|export)[^"]*?from "(\.[^"]+)"/gm)) {
      await follow(join(name, "..", path));
    }
  };
  for (const name of [
    "state/keys.js",
    "state/shortcuts.js",
    "state/palette.js",
    "dialogs/palette.js",
    "elements/menu.js",
  ]) {
    await follow(name);
  }
  assert.ok(seen.has("state/commands.js") && seen.has("state/policies.js"));
  for (const [name, code] of seen) {
    assert.doesNotMatch(code, /["'`](?:confirm|begin|reserve|restore|track|import|connect|forget|settle|set)_/, name);
  }
  // What they fetch later are dialogs, and those decide by buttons of their own; it is opened by its name, and no other way.
  for (const name of [
    "state/commands.js",
    "state/palette.js",
    "state/shortcuts.js",
    "elements/menu.js",
    "dialogs/palette.js",
  ]) {
    const code = seen.get(name).replace(/\/\*\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(code, /import\(|\bcall\(/, name);
  }
});

test("MONEY: no command sends anything to a vendor, whatever can be found and run", async () => {
  const found = (
    await Promise.all(["", "buy", "cancel", "details", "settle", "sc_1", "sc_2", "sc_4"].map(policyCommands))
  ).flat();
  assert.ok(found.length > 10);
  const opened = [];
  for (const command of [...COMMANDS, ...terms(), ...found]) {
    dialog.value = null;
    runCommand(command);
    if (dialog.value) {
      opened.push([dialog.value.name, Object.keys(dialog.value.props).join()]);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const harmless = [
    "show_desk",
    "show_wall",
    "save_settings",
    "verify_activity",
    "export_activity",
    "back_up_ledger",
    "kept_page",
    "keep_page",
  ];
  assert.deepEqual(
    [...new Set(asked)].filter((name) => !harmless.includes(name)),
    [],
  );
  assert.ok(opened.some(([name]) => name === "purchase") && opened.some(([name]) => name === "cancel"));
  for (const [name, props] of opened.filter(([name]) => name === "purchase" || name === "cancel")) {
    assert.equal(props, "account,policy", `${name} opens at its review`);
  }
});

test("what cannot be done is not done, and says why", () => {
  desk.value = { ...deskOf(POLICIES), readOnly: said("Another window holds the ledger.") };
  const track = COMMANDS.find(({ id }) => id === "track");
  runCommand(track);
  assert.equal(dialog.value, null);
  assert.match(notices.value[0].text, /^Track a policy…: The ledger can only be looked at now\.$/);
  assert.deepEqual(recent.value, []);
  assert.equal(COMMANDS.find(({ id }) => id === "test").whyNot(), help.whyNot.noTest);
  desk.value = { ...deskOf([]), realms: [{ realm: "test", accounts: 1, doubts: 0 }] };
  assert.equal(COMMANDS.find(({ id }) => id === "test").whyNot(), null);
  assert.equal(COMMANDS.find(({ id }) => id === "search").whyNot(), help.whyNot.noPolicies);
});

test("what was used last comes first, at first and among what matches as well", () => {
  runCommand(COMMANDS.find(({ id }) => id === "themeDark"));
  runCommand(COMMANDS.find(({ id }) => id === "savings"));
  assert.equal(route.value.view, "savings");
  const [used, ...others] = listedAtFirst();
  assert.deepEqual([used.group, titles(used.commands)], ["recent", ["Go to savings", "Settings: dark theme"]]);
  assert.ok(!listedTitles(others).includes("Go to savings"), "each is listed once");
  assert.equal(listedTitles(listedFor("theme", { of: "theme", commands: [] }))[0], "Settings: dark theme");
  for (const { id } of COMMANDS.slice(0, 7)) {
    runCommand(COMMANDS.find((command) => command.id === id));
  }
  assert.equal(recent.value.length, 5);
});

test("what is in sight is the top of what is listed, in its groups", () => {
  const listed = listedAtFirst();
  for (const most of [0, 1, 7, 12, 1000]) {
    assert.deepEqual(listedTitles(topOf(listed, most)), listedTitles(listed).slice(0, most));
  }
  assert.ok(
    topOf(listed, 7).every(({ commands }) => commands.length > 0),
    "no group is a heading alone",
  );
});

test("policies are found by name, and by what is wanted of them", async () => {
  assert.deepEqual(titles(await policyCommands("ml-tr")), [
    "Details: ml-train nightly",
    "Review buying ml-train nightly…",
    "Review cancelling ml-train nightly…",
  ]);
  assert.deepEqual(titles(await policyCommands("llm")), ["Details: llm fine-tune", "Review cancelling llm fine-tune…"]);
  assert.deepEqual(titles(await policyCommands("old crawl")), ["Details: old crawl"], "nothing is left to review");
  const [bought] = await policyCommands("buy llm");
  assert.deepEqual([titles([bought])[0], bought.whyNot()], ["Review buying llm fine-tune…", "It is bought."]);
  const [cancelled] = await policyCommands("cancel euw1");
  assert.deepEqual([titles([cancelled])[0], cancelled.whyNot()], ["Review cancelling old crawl…", "It was cancelled."]);
  assert.deepEqual(titles(await policyCommands("sc_4"))[0], "Details: Policy sc_4");
  const [, settled] = await policyCommands("sc_4");
  assert.deepEqual([titles([settled])[0], settled.whyNot()], ["Settle what is in doubt of Policy sc_4…", null]);
  const [nothing] = await policyCommands("settle llm");
  assert.deepEqual(
    [titles([nothing])[0], nothing.whyNot()],
    ["Settle what is in doubt of llm fine-tune…", "Nothing is in doubt."],
  );
  assert.match((await policyCommands("sc_4"))[0].note, /^In doubt · \u20682 × c5\.large/);
  assert.deepEqual(await policyCommands("nobody is called so"), []);
});

test("the first word says what is wanted, and one letter does not", () => {
  assert.deepEqual(wantedOf("buy ml train"), { verb: "buy", rest: "ml train" });
  assert.deepEqual(wantedOf("  Can LLM"), { verb: "cancel", rest: "llm" });
  assert.equal(wantedOf("c llm").verb, null);
  assert.equal(wantedOf("compare").verb, null);
});

test("a found policy's rows stay while its text stands, and later only where their words fit", async () => {
  const commands = await policyCommands("buy ml");
  assert.equal(listedTitles(listedFor("buy ml", { of: "buy ml", commands }))[0], "Review buying ml-train nightly…");
  assert.deepEqual(listedFor("zzz", { of: "buy ml", commands }), []);
  const byOwner = { ...commands[0], title: "Details: x", also: "" };
  assert.deepEqual(listedTitles(listedFor("ada", { of: "ada", commands: [byOwner] })), ["Details: x"]);
});

test("arrows go around the list, a page stops at its ends, and other keys are text", () => {
  const moves = (key) => [0, 1, 11].map((from) => movedTo(key, from, 12));
  assert.deepEqual(moves("ArrowDown"), [1, 2, 0]);
  assert.deepEqual(moves("ArrowUp"), [11, 0, 10]);
  assert.deepEqual(
    [moves("PageDown"), moves("PageUp")],
    [
      [8, 9, 11],
      [0, 0, 3],
    ],
  );
  assert.deepEqual(
    [moves("Home"), moves("End")],
    [
      [0, 0, 0],
      [11, 11, 11],
    ],
  );
  assert.deepEqual([movedTo("a", 0, 12), movedTo("ArrowDown", 0, 0)], [null, null]);
});

test("the glossary is listed by its words and by what else they are called", () => {
  assert.equal(listedTitles(listedFor("list price", { of: "", commands: [] }))[0], "Glossary: On-demand price");
  assert.equal(listedTitles(listedFor("glossary drift", { of: "", commands: [] }))[0], "Glossary: Drift");
  runCommand(terms().find(({ id }) => id === "term-drift"));
  assert.deepEqual([dialog.value.name, dialog.value.props], ["glossary", { term: "drift" }]);
});

test("a dialog that is opened from the palette gives focus back to what the palette was opened from", () => {
  const button = { id: "track", isConnected: true };
  document.activeElement = button;
  openDialog("palette");
  document.activeElement = { id: "", isConnected: true };
  makeWay(() => openDialog("track"));
  assert.deepEqual([dialog.value.name, dialog.value.opener.element], ["track", button]);
  dialog.value = null;
  openDialog("palette");
  assert.notEqual(dialog.value.opener.element, button, "and only that one");
});

test("every policy is reviewed as it stands: a window that is gone is no reason to hide it", async () => {
  desk.value = deskOf([policy({ id: "sc_9", name: "late", stage: "lapsed", seenAt: at(-1) })]);
  assert.deepEqual(titles(await policyCommands("late")), ["Details: late"]);
  assert.deepEqual(titles(await policyCommands("cancel late"))[0], "Review cancelling late…");
});
