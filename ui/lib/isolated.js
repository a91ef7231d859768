// Text from outside within a sentence of ours.

const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A name as it may stand in a sentence: its direction stays its own, and no mark in it can reach what follows. Where the
 * name itself is shown, a `<bdi>` around it does the same and leaves every letter.
 *
 * @param {string} name
 */
export function isolated(name) {
  return `\u2068${name.replace(DIRECTIONS, "")}\u2069`;
}
