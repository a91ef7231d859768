import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

/** What Rust would do: it keeps what it is told, unless its disk is full, and then holds it all the same. */
let kept;
let full = false;
const asked = [];
globalThis.window = /** @type {any} */ ({
  __TAURI_INTERNALS__: {
    invoke: async (command, { settings: change } = {}) => {
      asked.push([command, change]);
      if (command === "save_settings") {
        kept = { ...kept, ...change, unsaved: full };
        if (full) {
          throw { code: "ledger_failed", message: "The settings could not be written.", effect: "none" };
        }
      }
      if (command === "reset_settings") {
        kept = { ...FIRST };
      }
      return { ...kept };
    },
  },
});
class Link {
  /** @type {any} */ sheet = null;
  /** @type {(() => void)[]} */ waiting = [];
  /** @param {string} _ @param {() => void} then */
  addEventListener(_, then) {
    this.waiting.push(then);
  }
}
class Rule {
  /** @param {Map<string, string>} values */
  constructor(values) {
    this.style = {
      getPropertyValue: (/** @type {string} */ name) => values.get(name),
      [Symbol.iterator]: () => values.keys(),
    };
  }
}
class Layer {
  /** @param {unknown[]} cssRules */
  constructor(...cssRules) {
    this.cssRules = cssRules;
  }
}
Object.assign(globalThis, { HTMLLinkElement: Link, CSSLayerBlockRule: Layer, CSSStyleRule: Rule });
const links = { tokens: new Link(), dark: new Link() };
const sheetOf = (/** @type {Record<string, string>} */ values) => ({
  cssRules: [new Layer({}, new Rule(new Map(Object.entries(values))))],
});
const later = globalThis.setTimeout;
globalThis.setTimeout = /** @type {any} */ ((...of) => later(...of).unref());
/** What is put on the document itself. @type {Map<string, string>} */
const worn = new Map();
const page = {
  dataset: /** @type {Record<string, string>} */ ({}),
  style: {
    setProperty: (/** @type {string} */ name, /** @type {string} */ value) => worn.set(name, value),
    removeProperty: (/** @type {string} */ name) => worn.delete(name),
  },
};
globalThis.document = /** @type {any} */ ({
  documentElement: page,
  getElementById: (/** @type {"tokens" | "dark"} */ id) => links[id] ?? null,
});

const { changeSettings, resetSettings, settings, startSettings, theme } = await import("../ui/state/settings.js");
const { notices } = await import("../ui/state/announcements.js");
const { display, ownZone, userZone } = await import("../ui/lib/time.js");
const { help } = await import("../ui/lib/help.js");
const { routeOf } = await import("../ui/state/route.js");

const FIRST = { ...settings.peek(), tourOver: false };

beforeEach(async () => {
  full = false;
  kept = { ...FIRST };
  notices.value = [];
  await startSettings();
  asked.length = 0;
});

test("a change holds before it is saved, and only it is sent", async () => {
  const saving = changeSettings({ theme: "dark" });
  assert.deepEqual([theme.value, page.dataset.theme], ["dark", "dark"]);
  await saving;
  assert.deepEqual(asked, [["save_settings", { theme: "dark" }]]);
  assert.equal(kept.theme, "dark");
});

test("a theme is put on colour by colour, as soon as both are there, and taken off for the system's", async () => {
  links.tokens.sheet = sheetOf({ "--ink": "dark blue", "--text": "1rem" });
  await changeSettings({ theme: "dark" });
  assert.deepEqual([...worn], []);
  links.dark.sheet = sheetOf({ "--ink": "white" });
  for (const then of links.dark.waiting) {
    then();
  }
  assert.deepEqual([...worn], [["--ink", "white"]]);
  await changeSettings({ theme: "light" });
  assert.deepEqual([...worn], [["--ink", "dark blue"]]);
  await changeSettings({ theme: "system" });
  assert.deepEqual([...worn], []);
});

test("an answer to an earlier change does not undo a later one", async () => {
  await Promise.all([changeSettings({ clock: "12" }), changeSettings({ clock: "system" })]);
  assert.equal(settings.value.clock, "system");
});

test("what the disk does not take is said, holds, and can be saved later", async () => {
  full = true;
  await changeSettings({ hoursPerMonth: "744" });
  assert.deepEqual([settings.value.hoursPerMonth, settings.value.unsaved], ["744", true]);
  assert.match(notices.value[0].text, /could not be written/);
  full = false;
  await changeSettings({});
  assert.deepEqual([settings.value.hoursPerMonth, settings.value.unsaved], ["744", false]);
});

test("a reset takes everything back", async () => {
  await changeSettings({ theme: "dark", clock: "12", zoneFirst: "mine", tourOver: true });
  await resetSettings();
  assert.deepEqual(settings.value, FIRST);
  assert.deepEqual(display.value, { clock: "24", first: "place" });
});

test("times are counted to twelve or to twenty-four as is chosen, midnight and noon too", async () => {
  const moment = (/** @type {string} */ at) => ({ at, offsetMinutes: 0 });
  await changeSettings({ clock: "12" });
  assert.equal(ownZone(moment("2026-01-10T00:05:00Z")).time, "12:05\u202fam".replace("\u202f", " "));
  assert.equal(ownZone(moment("2026-01-10T12:00:00Z")).time, "12:00 pm");
  assert.equal(userZone("2026-01-10T20:30:00Z", "UTC").time, "8:30 pm");
  await changeSettings({ clock: "24" });
  assert.equal(ownZone(moment("2026-01-10T00:05:00Z")).time, "00:05");
  assert.equal(userZone("2026-01-10T20:30:00Z", "UTC").time, "20:30");
});

test("sizes are told in the unit that says most", () => {
  const sizes = [0, 999, 1000, 1_500_000, 12_340_000_000].map((bytes) =>
    help.settings.size(bytes).replace("\u202f", " "),
  );
  assert.deepEqual(sizes, ["0 B", "999 B", "1 kB", "1.5 MB", "12.3 GB"]);
});

test("a start can come back to the settings", () => {
  assert.deepEqual(routeOf({ view: "settings", tab: null }), { view: "settings", tab: null, panel: null });
});
