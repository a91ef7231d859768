// Work that can wait, a piece with each frame, so that no frame has to bear it all.

import { signal } from "@preact/signals-core";

/** What waits for its turn: `ask` puts it at the end and tells how to take it back, `busy` whether anything waits. */
export function turnsOf(frame = requestAnimationFrame) {
  /** @type {Set<() => void>} */
  const waiting = new Set();
  const busy = signal(false);
  let comes = false;
  const look = () => {
    busy.value = waiting.size > 0;
    if (busy.peek() && !comes) {
      comes = true;
      frame(take);
    }
  };
  const take = () => {
    comes = false;
    for (const first of waiting) {
      waiting.delete(first);
      first();
      break;
    }
    look();
  };
  return {
    busy,
    /** @param {() => void} work */
    ask(work) {
      waiting.add(work);
      look();
      return () => {
        waiting.delete(work);
        look();
      };
    },
  };
}
