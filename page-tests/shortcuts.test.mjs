import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

globalThis.window = /** @type {any} */ ({ __TAURI_INTERNALS__: { invoke: async () => null } });
globalThis.history = /** @type {any} */ ({ pushState: () => {} });
/** As much of an element as a key is pressed in. */
class Field {
  constructor(typing = false) {
    this.typing = typing;
  }
  closest() {
    return this.typing ? this : null;
  }
}
globalThis.Element = /** @type {any} */ (Field);
let behind = false;
globalThis.document = /** @type {any} */ ({ activeElement: null, querySelector: () => (behind ? {} : null) });
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "X11; Linux x86_64" }, configurable: true });

const { chordsOf, isPressed, isSingle, signOf } = await import("../ui/lib/shortcut.js");
const { COMMANDS } = await import("../ui/state/commands.js");
const { dialog } = await import("../ui/state/dialogs.js");
const { goTo, route } = await import("../ui/state/route.js");
const { meaning, press, singleKeys, switchOf } = await import("../ui/state/shortcuts.js");

const HELD = { altKey: false, metaKey: false, ctrlKey: false, shiftKey: false };
const key = (name, held = {}) => ({ key: name, ...HELD, ...held });

function pressed(name, parts = {}) {
  const event = {
    ...key(name),
    target: new Field(),
    defaultPrevented: false,
    repeat: false,
    isComposing: false,
    ...parts,
  };
  event.preventDefault = () => {
    event.defaultPrevented = true;
  };
  press(/** @type {any} */ (event));
  return event.defaultPrevented;
}

beforeEach(() => {
  behind = false;
  dialog.value = null;
  singleKeys.value = { on: true };
  goTo("desk");
  pressed("Escape");
});

test("Command on a Mac is Control elsewhere, and each has the signs of its keys", () => {
  const signs = (keys, mac) => chordsOf(keys, mac).map((chord) => chord.map((one) => signOf(one, mac)).join(" "));
  assert.deepEqual([signs("Mod+k", true), signs("Mod+k", false)], [["⌘ K"], ["Ctrl K"]]);
  const back = COMMANDS.find(({ id }) => id === "back").keys;
  assert.deepEqual([signs(back, true), signs(back, false)], [["⌘ ["], ["Alt ←"]]);
  assert.deepEqual(signs("g d", true), ["G", "D"]);
  assert.deepEqual([signs("Alt+Shift+x", true), signs("Alt+Shift+x", false)], [["⌥ ⇧ X"], ["Alt Shift X"]]);
});

test("a key is the shortcut's with exactly what is held, whatever the keyboard needs for a sign", () => {
  const [palette] = chordsOf("Mod+k", false);
  assert.ok(isPressed(palette, key("k", { ctrlKey: true })));
  assert.ok(isPressed(palette, key("K", { ctrlKey: true })), "with caps lock");
  for (const held of [{}, { metaKey: true }, { ctrlKey: true, shiftKey: true }, { ctrlKey: true, altKey: true }]) {
    assert.ok(!isPressed(palette, key("k", held)), JSON.stringify(held));
  }
  assert.ok(isPressed(palette, key("л", { ctrlKey: true, code: "KeyK" })), "the same place in another alphabet");
  const [sheet] = chordsOf("?", false);
  assert.ok(isPressed(sheet, key("?", { shiftKey: true })) && isPressed(sheet, key("?")));
  assert.ok(!isPressed(sheet, key("?", { ctrlKey: true })));
  assert.ok(isSingle(sheet) && !isSingle(palette));
});

test("two keys lead to a place, one after the other, and another key between them ends it", () => {
  assert.ok(pressed("g") && pressed("s"));
  assert.equal(route.value.view, "savings");
  assert.ok(pressed("g") && !pressed("x") && !pressed("p"));
  assert.equal(route.value.view, "savings");
  pressed("g");
  pressed("g");
  pressed("p");
  assert.equal(route.value.view, "price", "a beginning may be begun again");
  pressed("g");
  pressed("?", { shiftKey: true });
  assert.equal(dialog.value?.name, "shortcuts", "another shortcut is heard all the same");
});

test("the second key does not wait for ever", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  pressed("g");
  context.mock.timers.tick(1501);
  pressed("p");
  assert.equal(route.value.view, "desk");
});

test("keys pressed alone are text where one types, and those with a modifier are not", () => {
  assert.equal(pressed("?", { target: new Field(true) }), false);
  assert.equal(pressed("g", { target: new Field(true) }), false);
  assert.equal(dialog.value, null);
  assert.equal(pressed("k", { ctrlKey: true, target: new Field(true) }), true);
  assert.equal(dialog.value?.name, "palette");
});

test("keys pressed alone can be turned off, and those with a modifier stay", () => {
  singleKeys.value = { on: false };
  assert.equal(pressed("?"), false);
  assert.equal(pressed("g"), false);
  assert.equal(pressed("p"), false);
  assert.deepEqual([dialog.value, route.value.view], [null, "desk"]);
  assert.equal(pressed("k", { ctrlKey: true }), true);
  assert.deepEqual(meaning([key("k", { metaKey: true })], false, true)?.command?.id, "palette");
  assert.deepEqual(switchOf({ on: false }), { on: false });
  for (const wrong of [undefined, null, true, {}, { on: "no" }, []]) {
    assert.equal(switchOf(wrong), null);
  }
});

test("nothing is heard behind a dialog, of a key that is held, or of one that was answered", () => {
  const open = { ctrlKey: true };
  dialog.value = { name: "purchase", props: {}, opener: { element: null, id: "" }, count: 1 };
  assert.equal(pressed("k", open), false);
  assert.equal(dialog.value.name, "purchase");
  dialog.value = null;
  // The one about closing the window is no dialog of the page's own.
  behind = true;
  assert.equal(pressed("k", open), false);
  behind = false;
  pressed("k", { ...open, repeat: true });
  pressed("k", { ...open, isComposing: true });
  pressed("k", { ...open, defaultPrevented: true });
  assert.equal(dialog.value, null);
});

test("a modifier on its own ends nothing", () => {
  pressed("g");
  pressed("Shift", { shiftKey: true });
  pressed("c");
  assert.equal(route.value.view, "compare");
});
