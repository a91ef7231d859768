// Where everything stands on a wall that is longer than anybody scrolls: sections of cards in rows of one height, each
// section under a heading of its own where there are several. Reckoned from counts alone, so a hundred thousand cards cost
// no more than their sections.

/**
 * @typedef {{ columns: number; row: number; heading: number; gap: number }} Measures all but the first in pixels; rows and
 *   headings without the gap that follows them
 * @typedef {{ from: number; count: number; top: number; rows: number; end: number }} Shelf a section: its first card, how
 *   many it has, where its heading begins, its rows, and where the gap after it ends
 * @typedef {{ shelf: number; headed: boolean; top: number; from: number; to: number }} Visible a part of a section: whether
 *   its heading is in it, where it begins, and which cards it has
 */

/**
 * @param {number[]} counts cards of each section
 * @param {boolean} headed whether sections have headings
 * @param {Measures} measures
 * @returns {Shelf[]}
 */
export function shelvesOf(counts, headed, { columns, row, heading, gap }) {
  let from = 0;
  let top = 0;
  return counts.map((count) => {
    const rows = Math.ceil(count / columns);
    const end = top + (headed ? heading + gap : 0) + rows * (row + gap);
    const shelf = { from, count, top, rows, end };
    from += count;
    top = end;
    return shelf;
  });
}

/**
 * How high the wall is.
 *
 * @param {Shelf[]} shelves
 * @param {Measures} measures
 */
export function heightOf(shelves, { gap }) {
  return Math.max(0, (shelves.at(-1)?.end ?? 0) - gap);
}

/**
 * What is to be drawn between two heights: whole rows, the first of them where it belongs.
 *
 * @param {Shelf[]} shelves
 * @param {boolean} headed
 * @param {Measures} measures
 * @param {number} above
 * @param {number} below
 * @returns {Visible[]}
 */
export function visibleIn(shelves, headed, measures, above, below) {
  const { columns, row, heading, gap } = measures;
  const all = [];
  for (let at = firstBelow(shelves, above); at < shelves.length; at += 1) {
    const shelf = shelves[at];
    if (!shelf || shelf.top >= below) {
      break;
    }
    const body = shelf.top + (headed ? heading + gap : 0);
    const first = clamp(Math.floor((above - body) / (row + gap)), 0, shelf.rows);
    const last = clamp(Math.ceil((below - body) / (row + gap)), first, shelf.rows);
    const whole = headed && first === 0;
    all.push({
      shelf: at,
      headed: whole,
      top: whole ? shelf.top : body + first * (row + gap),
      from: shelf.from + first * columns,
      to: shelf.from + Math.min(shelf.count, last * columns),
    });
  }
  return all;
}

/**
 * Where a card of a section stands: where its row begins, from the top of the wall, and in which column, from 0.
 *
 * @param {Shelf} shelf
 * @param {boolean} headed
 * @param {Measures} measures
 * @param {number} place
 */
export function spotIn(shelf, headed, { columns, row, heading, gap }, place) {
  const at = place - shelf.from;
  const body = shelf.top + (headed ? heading + gap : 0);
  return { top: body + Math.floor(at / columns) * (row + gap), column: at % columns };
}

/**
 * Where a card's row begins, from the top of the wall.
 *
 * @param {Shelf[]} shelves
 * @param {boolean} headed
 * @param {Measures} measures
 * @param {number} place
 */
export function topOf(shelves, headed, measures, place) {
  const shelf = shelves.find(({ from, count }) => place < from + count);
  return shelf ? spotIn(shelf, headed, measures, place).top : 0;
}

/**
 * What is drawn, as it follows one another: so it is read out. While it moves, as it stood before it began to, and what is new at
 * the end: an element that is put elsewhere in the document is made anew by the engine.
 *
 * @template {{ key: string | number }} Item
 * @param {Item[]} items
 * @param {{ current: (string | number)[] }} order the keys as they stand in the document
 * @param {boolean} moves
 */
export function inOrder(items, order, moves) {
  const keys = items.map(({ key }) => key);
  order.current = moves ? [...new Set([...order.current, ...keys])] : keys;
  const at = new Map(order.current.map((key, place) => [key, place]));
  return items.sort((one, other) => (at.get(one.key) ?? 0) - (at.get(other.key) ?? 0));
}

/**
 * The card that a step leads to: one to the side, or to the same column of the next row, across sections.
 *
 * @param {Shelf[]} shelves
 * @param {number} columns
 * @param {number} place
 * @param {"left" | "right" | "up" | "down" | "first" | "last"} step
 */
export function stepFrom(shelves, columns, place, step) {
  const total = shelves.reduce((sum, { count }) => sum + count, 0);
  const at = shelves.findIndex(({ from, count }) => place < from + count);
  const shelf = shelves[at];
  if (!shelf) {
    return 0;
  }
  const column = (place - shelf.from) % columns;
  switch (step) {
    case "left":
      return Math.max(0, place - 1);
    case "right":
      return Math.min(total - 1, place + 1);
    case "first":
      return 0;
    case "last":
      return total - 1;
    case "up": {
      if (place - columns >= shelf.from) {
        return place - columns;
      }
      const before = shelves[at - 1];
      return before ? inLastRow(before, columns, column) : place;
    }
    default: {
      const next = place + columns;
      const end = shelf.from + shelf.count;
      if (next < end) {
        return next;
      }
      // A shorter last row is stepped to as well, at its end.
      if (Math.floor((place - shelf.from) / columns) < shelf.rows - 1) {
        return end - 1;
      }
      const after = shelves[at + 1];
      return after ? after.from + Math.min(column, after.count - 1) : place;
    }
  }
}

/**
 * @param {Shelf} shelf
 * @param {number} columns
 * @param {number} column
 */
function inLastRow({ from, count, rows }, columns, column) {
  return Math.min(from + (rows - 1) * columns + column, from + count - 1);
}

/**
 * The first section that ends below a height. There may be as many sections as there are owners.
 *
 * @param {Shelf[]} shelves
 * @param {number} height
 */
function firstBelow(shelves, height) {
  let low = 0;
  let high = shelves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shelves[middle]?.end ?? 0) <= height) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
