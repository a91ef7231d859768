// Where the user is: one view, and at most one side panel over it. The browser's history carries both, so that the back
// button of a mouse and Alt+Left work; the address never changes. The place survives a restart.

import { signal } from "@preact/signals";
import { chordsOf, isPressed, onMac } from "../lib/shortcut.js";
import { dialog } from "./dialogs.js";
import { keep } from "./kept.js";

/**
 * `reservations` is a part of the desk with a view of its own.
 *
 * @typedef {"desk" | "reservations" | "timeline" | "price" | "compare" | "savings" | "activity" | "accounts" | "settings"} ViewName
 * @typedef {{ account: string; policy: string }} PanelOf
 * @typedef {{ view: ViewName; tab: string | null; panel: PanelOf | null }} Route
 */

/** @type {readonly ViewName[]} */
const VIEWS = ["desk", "reservations", "timeline", "price", "compare", "savings", "activity", "accounts", "settings"];

/** @type {Route} */
const HOME = { view: "desk", tab: null, panel: null };

/** @type {import("@preact/signals").Signal<Route>} */
export const route = signal(HOME);

/** Makes the history lead here, and goes where the last start ended. */
export async function startRoute() {
  // A step back closes what lies over a view and leaves the view where it was scrolled to since.
  history.scrollRestoration = "manual";
  addEventListener("popstate", ({ state }) => {
    route.value = state ?? HOME;
  });
  addEventListener("keydown", (event) => {
    const step = stepOf(event);
    if (step !== 0) {
      // Some engines step by themselves.
      event.preventDefault();
      if (!dialog.peek()) {
        history.go(step);
      }
    }
  });
  // The window steps at a mouse's own buttons, unless it is told not to: what lies behind a dialog stays.
  addEventListener("mouseup", (event) => {
    if (dialog.peek() && (event.button === BACK || event.button === FORWARD)) {
      event.preventDefault();
    }
  });
  await keep("place", route, routeOf);
  history.replaceState(route.peek(), "");
}

/** A mouse's buttons at the thumb. */
const BACK = 3;
const FORWARD = 4;

/** The keys that step through the history: on a Mac, Alt and an arrow move by words in a text. */
export const STEPS = {
  back: { mac: "Meta+[", other: "Alt+ArrowLeft" },
  forward: { mac: "Meta+]", other: "Alt+ArrowRight" },
};

/**
 * How many steps through the history a key means.
 *
 * @param {import("../lib/shortcut.js").Pressed} event
 * @param {boolean} [mac]
 */
export function stepOf(event, mac = onMac()) {
  const means = (/** @type {import("../lib/shortcut.js").Keys} */ keys) =>
    chordsOf(keys, mac).some((chord) => isPressed(chord, event));
  return means(STEPS.back) ? -1 : means(STEPS.forward) ? 1 : 0;
}

/**
 * A place that was kept.
 *
 * @param {unknown} found
 * @returns {Route | null}
 */
export function routeOf(found) {
  const { view, tab, panel } = /** @type {Partial<Route>} */ (found ?? {});
  const known = VIEWS.find((name) => name === view);
  const of = panel && typeof panel.account === "string" && typeof panel.policy === "string" ? panel : null;
  return known ? { view: known, tab: typeof tab === "string" ? tab : null, panel: of } : null;
}

/**
 * Shows another view.
 *
 * @param {ViewName} view
 * @param {string | null} [tab] a part of the view
 */
export function goTo(view, tab = null) {
  move({ view, tab, panel: null });
}

/**
 * Slides a policy's details over the wall.
 *
 * @param {PanelOf} panel
 */
export function openPanel(panel) {
  move({ ...route.peek(), panel });
}

/** Slides them away. */
export function closePanel() {
  if (route.peek().panel) {
    move({ ...route.peek(), panel: null });
  }
}

/**
 * @param {Route} next
 */
function move(next) {
  if (JSON.stringify(next) !== JSON.stringify(route.peek())) {
    history.pushState(next, "");
    route.value = next;
  }
}
