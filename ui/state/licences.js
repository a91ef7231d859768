// What Berth is made of: the page's libraries with the texts of their licences, and the crates of the program.

import { CRATES as LINES } from "../licences/crates.js";

export { LIBRARIES } from "../vendor/licences.js";

/**
 * @typedef {"linux" | "macos" | "windows"} System
 * @typedef {{ name: string; version: string; licence: string; systems: System[] }} Crate
 */

/**
 * The texts that came with a crate. They are half a megabyte, so they are fetched when one is asked for; those of crates
 * that other systems are built with are in the programs for those.
 *
 * @param {Crate} crate
 */
export async function textsOf({ name, version }) {
  const { PLACES, TEXTS } = await import("../vendor/crate-licences.js");
  const [, places = []] = PLACES.find(([of]) => of === `${name} ${version}`) ?? [];
  return places.flatMap((place) => TEXTS[place] ?? []);
}

/** The letter of each system in the list. @type {[string, System][]} */
const LETTERS = [
  ["l", "linux"],
  ["m", "macos"],
  ["w", "windows"],
];

export const CRATES = cratesOf(LINES);

/**
 * Crates from the lines that scripts/crate-licences.mjs writes.
 *
 * @param {string} lines
 * @returns {Crate[]}
 */
export function cratesOf(lines) {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [name = "", version = "", licence = "", letters = ""] = line.split("\t");
      return {
        name,
        version,
        licence,
        systems: LETTERS.flatMap(([letter, system]) => (letters.includes(letter) ? [system] : [])),
      };
    });
}
