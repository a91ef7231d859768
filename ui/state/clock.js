// One tick a second for everything that counts down. What shows a countdown reads it through a computed signal, whose
// text changes only when the words do: a card is never drawn anew because a second passed.

import { signal } from "@preact/signals";

const SECOND = 1000;

/** Milliseconds since 1970. */
export const now = signal(Date.now());

/**
 * How often this machine's clock was found elsewhere than it should be: it was set, or the machine slept. What Rust reckoned
 * by it has to be asked for again.
 */
export const jumps = signal(0);

/** A clock that is kept in step moves by less at a time, in milliseconds. */
const STEP = 2000;

/** Starts the ticks. They stop while nobody can see the window, and come at once when it is seen again. */
export function startClock() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  let origin = Date.now() - performance.now();
  const tick = () => {
    clearTimeout(next);
    now.value = Date.now();
    // `performance.now` cannot be set, and on most systems stands still while the machine sleeps.
    const found = Date.now() - performance.now();
    if (Math.abs(found - origin) > STEP) {
      jumps.value += 1;
    }
    origin = found;
    if (!document.hidden) {
      // On the second, so that all countdowns change together and a slow tick is not carried on.
      next = setTimeout(tick, SECOND - (Date.now() % SECOND));
    }
  };
  document.addEventListener("visibilitychange", tick);
  tick();
}
