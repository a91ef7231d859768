// What views are scrolled in: the window itself, from below the head and the banners, which stay. Without a GPU WebKit moves
// what is painted of a window that scrolls, where it paints a part that scrolls in it whole with each frame
// (docs/adr/0016-the-wall-is-looked-through-in-rust.md).

import { signal } from "@preact/signals";

/** How much of the window the head and the banners cover, in pixels from its top. */
export const covered = signal(0);

/** How much of a view is seen at once, in pixels. */
export function seenHeight() {
  return window.innerHeight - covered.peek();
}

/**
 * How far the view is scrolled past the top of what stands in it, in pixels; less than nothing where that begins below.
 *
 * @param {Element} element
 */
export function scrolledPast(element) {
  return covered.peek() - element.getBoundingClientRect().top;
}

/**
 * Reckons with what covers the window's top.
 *
 * @param {Element | null} top
 */
export function measureCover(top) {
  covered.value = top?.getBoundingClientRect().height ?? 0;
}

/**
 * Reckons with it as it grows and shrinks, and has the stylesheet do so. That styles the whole page once: not within the
 * first frame.
 *
 * @param {Element | null} top
 */
export function followCover(top) {
  if (!top) {
    return;
  }
  const resized = new ResizeObserver(() => {
    measureCover(top);
    document.documentElement.style.setProperty("--covered", `${covered.peek()}px`);
  });
  resized.observe(top);
  return () => resized.disconnect();
}

/**
 * Calls whenever something else of a view may be seen: it is scrolled, the window or what covers it has another size, or one
 * of these elements has.
 *
 * @param {() => void} look
 * @param {(Element | null)[]} elements
 */
export function followSeen(look, elements) {
  const resized = new ResizeObserver(look);
  for (const element of elements) {
    if (element) {
      resized.observe(element);
    }
  }
  addEventListener("scroll", look, { passive: true });
  addEventListener("resize", look);
  const forget = covered.subscribe(look);
  return () => {
    forget();
    removeEventListener("scroll", look);
    removeEventListener("resize", look);
    resized.disconnect();
  };
}

/**
 * Scrolls no further than it takes to see a row whole.
 *
 * @param {Element} room
 * @param {{ top: number; height: number }} row `top` from the top of the room
 * @param {{ above: number; below: number }} margin what else is to be seen, or lies over the view's edge
 */
export function bringIntoView(room, { top, height }, margin) {
  const at = top - scrolledPast(room);
  const beyond = at + height + margin.below - seenHeight();
  if (at < margin.above) {
    scrollBy(0, at - margin.above);
  } else if (beyond > 0) {
    scrollBy(0, beyond);
  }
}

/** Gives focus to the view as a whole, wherever it is scrolled to. */
export function focusView() {
  document.getElementById("main")?.focus({ preventScroll: true });
}
