// How well a text is found by what was typed: every word of it has to be there, and its beginnings count for more than its
// middles.

/** What a word costs by where it was found. The least is the best. */
const COST = { start: 0, word: 1, alsoWord: 2, within: 3, alsoWithin: 4 };

/**
 * @param {string} typed
 * @param {string} title
 * @param {string} [also] other words for it
 * @returns {number | null} nothing where a word is missing; else the less, the better
 */
export function rankOf(typed, title, also = "") {
  const [own, other] = [folded(title), folded(also)];
  let rank = 0;
  for (const word of folded(typed).split(/\s+/).filter(Boolean)) {
    const cost = costOf(word, own, other);
    if (cost === null) {
      return null;
    }
    rank += cost;
  }
  return rank;
}

/**
 * @param {string} word
 * @param {string} own
 * @param {string} other
 */
function costOf(word, own, other) {
  if (own.startsWith(word)) {
    return COST.start;
  }
  if (beginsIn(word, own)) {
    return COST.word;
  }
  if (beginsIn(word, other)) {
    return COST.alsoWord;
  }
  return own.includes(word) ? COST.within : other.includes(word) ? COST.alsoWithin : null;
}

/**
 * Whether a word of the text begins so.
 *
 * @param {string} beginning
 * @param {string} text
 */
function beginsIn(beginning, text) {
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) {
      return true;
    }
  }
  return false;
}

/**
 * Without case, accents and marks of direction.
 *
 * @param {string} text
 */
function folded(text) {
  return text
    .normalize("NFD")
    .replace(/[\p{M}\u202a-\u202e\u2066-\u2069]/gu, "")
    .toLowerCase();
}
