// Shortcuts as they are written down (`Mod+k`, `?`, `g d`), told from a pressed key and shown to a reader.
//
// `Mod` is Command on a Mac and Control elsewhere. A space stands between keys that are pressed one after the other.

/**
 * @typedef {string | { mac: string; other: string }} Keys
 * @typedef {Pick<KeyboardEvent, "key" | "altKey" | "metaKey" | "ctrlKey" | "shiftKey"> & { code?: string }} Pressed
 */

/** Whether this is a Mac, which has other keys and other signs for them. */
export function onMac() {
  return navigator.userAgent.includes("Mac");
}

/**
 * The keys of a shortcut that are pressed one after the other, each with what is held.
 *
 * @param {Keys} keys
 * @param {boolean} mac
 * @returns {string[][]} the last of each is the key itself
 */
export function chordsOf(keys, mac) {
  const written = typeof keys === "string" ? keys : mac ? keys.mac : keys.other;
  return written
    .split(" ")
    .map((chord) =>
      (chord === "+" ? [chord] : chord.split("+")).map((key) => (key === "Mod" ? (mac ? "Meta" : "Control") : key)),
    );
}

/**
 * Whether a pressed key is the chord, with nothing else held.
 *
 * @param {string[]} chord
 * @param {Pressed} pressed
 */
export function isPressed(chord, pressed) {
  const key = chord.at(-1) ?? "";
  const held = (/** @type {string} */ name) => chord.slice(0, -1).includes(name);
  // A sign such as `?` needs Shift on one keyboard and none on the next; a letter never does.
  const shift = isSign(key) ? true : pressed.shiftKey === held("Shift");
  return (
    shift &&
    pressed.ctrlKey === held("Control") &&
    pressed.metaKey === held("Meta") &&
    pressed.altKey === held("Alt") &&
    keyOf(pressed) === key
  );
}

/**
 * Whether nothing is held for it, so that whoever speaks or slips could press it unawares (WCAG 2.1.4).
 *
 * @param {string[]} chord
 */
export function isSingle(chord) {
  return chord.length === 1 && chord[0]?.length === 1;
}

/**
 * The key of a press, in Latin letters where the keyboard writes others: Control and the key that says K in one alphabet
 * is the same place on the board in the next.
 *
 * @param {Pressed} pressed
 */
function keyOf({ key, code = "" }) {
  if (key.length > 1) {
    return key;
  }
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return key > "\u007f" && letter ? letter.toLowerCase() : key.toLowerCase();
}

/**
 * @param {string} key
 */
function isSign(key) {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase();
}

/** What stands on the keys, where it is not what they are called. */
const SIGNS = {
  mac: { Meta: "⌘", Control: "⌃", Alt: "⌥", Shift: "⇧", ArrowLeft: "←", ArrowRight: "→" },
  other: { Control: "Ctrl", ArrowLeft: "←", ArrowRight: "→" },
};

/**
 * @param {string} key
 * @param {boolean} mac
 */
export function signOf(key, mac) {
  /** @type {Record<string, string>} */
  const signs = mac ? SIGNS.mac : SIGNS.other;
  return signs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
