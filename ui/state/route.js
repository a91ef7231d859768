// Where the user is: one view, and at most one side panel over it. The browser's history carries both, so that the back
// button of a mouse and Alt+Left work; the address never changes.

import { signal } from "@preact/signals";

/**
 * `reservations` is a part of the desk with a view of its own.
 *
 * @typedef {"desk" | "reservations" | "price" | "compare" | "activity" | "accounts"} ViewName
 * @typedef {{ account: string; policy: string }} PanelOf
 * @typedef {{ view: ViewName; tab: string | null; panel: PanelOf | null }} Route
 */

/** @type {Route} */
const HOME = { view: "desk", tab: null, panel: null };

/** @type {import("@preact/signals").Signal<Route>} */
export const route = signal(HOME);

/** Makes the history lead here. */
export function startRoute() {
  history.replaceState(route.peek(), "");
  addEventListener("popstate", ({ state }) => {
    route.value = state ?? HOME;
  });
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
