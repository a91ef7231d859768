// Names for elements that belong together, made of a policy's own ids so that focus can find its way back to a card that
// was drawn anew.

let last = 0;

/**
 * An id that no other element of this page has.
 *
 * @param {string} prefix
 */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/**
 * @param {{ account: string; id: string }} policy
 */
export function cardId({ account, id }) {
  return `card-${account}-${id}`;
}
