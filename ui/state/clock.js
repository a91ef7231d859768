// One tick a second for everything that counts down. What shows a countdown reads it through a computed signal, whose
// text changes only when the words do: a card is never drawn anew because a second passed.

import { signal } from "@preact/signals";

const SECOND = 1000;

/** Milliseconds since 1970. */
export const now = signal(Date.now());

/** Starts the ticks. They stop while nobody can see the window, and come at once when it is seen again. */
export function startClock() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  const tick = () => {
    clearTimeout(next);
    now.value = Date.now();
    if (!document.hidden) {
      // On the second, so that all countdowns change together and a slow tick is not carried on.
      next = setTimeout(tick, SECOND - (Date.now() % SECOND));
    }
  };
  document.addEventListener("visibilitychange", tick);
  tick();
}
