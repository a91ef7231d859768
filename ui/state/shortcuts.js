// What a pressed key means: the shortcuts of the commands, one key or one after the other.

import { signal } from "@preact/signals";
import { chordsOf, isPressed, isSingle, onMac } from "../lib/shortcut.js";
import { COMMANDS, runCommand } from "./commands.js";
import { dialog } from "./dialogs.js";
import { keep } from "./kept.js";

/** How long the second key of a shortcut may take, in milliseconds. */
const PATIENCE = 1500;

/** Keys that are only held for others. */
const HELD = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"];

/** Fields whose text a key goes into. What is ticked or slid is none. */
const TYPING =
  "input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit]), textarea, select, [contenteditable], [role=menu]";

/**
 * Whether keys that are pressed alone are heard (WCAG 2.1.4). An object, so that every choice is a new one and is kept.
 *
 * @type {import("@preact/signals").Signal<{ on: boolean }>}
 */
export const singleKeys = signal({ on: true });

/** Settles when it is known what was chosen before. */
export const ready = keep("singleKeys", singleKeys, switchOf);

/**
 * @param {unknown} found
 * @returns {{ on: boolean } | null}
 */
export function switchOf(found) {
  const { on } = /** @type {{ on?: unknown }} */ (found ?? {});
  return typeof on === "boolean" ? { on } : null;
}

/** What has been pressed of a shortcut of several keys. @type {import("../lib/shortcut.js").Pressed[]} */
let begun = [];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let forgetting;

/**
 * Does what a key means, if it means anything here.
 *
 * @param {KeyboardEvent} event
 */
export function press(event) {
  if (HELD.includes(event.key)) {
    return;
  }
  const before = begun;
  begun = [];
  clearTimeout(forgetting);
  // A key that somebody answered is answered; and what lies behind a dialog is out of reach, also of the one about closing.
  const taken = event.defaultPrevented || event.repeat || event.isComposing;
  if (taken || dialog.peek() || document.querySelector("dialog:modal")) {
    return;
  }
  const typing = event.target instanceof Element && event.target.closest(TYPING) !== null;
  const found = meaning([...before, event], typing) ?? meaning([event], typing);
  if (!found) {
    return;
  }
  event.preventDefault();
  if (found.command) {
    runCommand(found.command);
  } else {
    begun = found.pressed;
    forgetting = setTimeout(() => {
      begun = [];
    }, PATIENCE);
  }
}

/**
 * The command whose shortcut was pressed, or that one has begun.
 *
 * @param {import("../lib/shortcut.js").Pressed[]} pressed
 * @param {boolean} [typing] whether a key pressed alone would be text
 * @param {boolean} [mac]
 * @returns {{ command: import("./commands.js").Command | null; pressed: import("../lib/shortcut.js").Pressed[] } | null}
 */
export function meaning(pressed, typing = false, mac = onMac()) {
  for (const command of COMMANDS) {
    const chords = command.keys ? chordsOf(command.keys, mac) : [];
    const heard = !chords.some(isSingle) || (!typing && singleKeys.peek().on);
    if (heard && pressed.length <= chords.length && pressed.every((key, at) => isPressed(chords[at] ?? [], key))) {
      return { command: pressed.length === chords.length ? command : null, pressed };
    }
  }
  return null;
}
