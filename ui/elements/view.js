// The view that is chosen. The desk is there from the start; the others are fetched when they are first wanted, or when
// the page has nothing else to do.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { words } from "../lib/text.js";
import { desk, deskError, reload } from "../state/desk.js";
import { route } from "../state/route.js";
import { DeskView } from "../views/desk.js";
import { ErrorNote } from "./error-note.js";

/** @type {Record<import("../state/route.js").ViewName, () => Promise<{ default: import("preact").ComponentType<any> }>>} */
const MODULES = {
  desk: async () => ({ default: DeskView }),
  reservations: () => import("../views/reservations.js"),
  timeline: () => import("../views/timeline.js"),
  price: () => import("../views/price.js"),
  compare: () => import("../views/compare.js"),
  savings: () => import("../views/savings.js"),
  activity: () => import("../views/activity.js"),
  accounts: () => import("../views/accounts.js"),
  settings: () => import("../views/settings.js"),
};

/** What shows something without the desk. @type {import("../state/route.js").ViewName[]} */
const BY_THEMSELVES = ["activity", "settings"];

/** @type {import("@preact/signals").Signal<Partial<Record<import("../state/route.js").ViewName, import("preact").ComponentType<any>>>>} */
const loaded = signal({ desk: DeskView });

export function View() {
  const { view, tab } = route.value;
  const Chosen = loaded.value[view];
  // Another view begins at its top, wherever the last one was left.
  useLayoutEffect(() => scrollTo(0, 0), [view]);
  useEffect(() => {
    document.title = view === "desk" ? words.name : words.titleOf(words.places[view]);
    load(view);
  }, [view]);
  // Without the desk a view would say that there is nothing, where nobody can tell.
  if (!desk.value && deskError.value && !BY_THEMSELVES.includes(view)) {
    return html`<div class="view view--failed">
      <h1 class="view__title">${words.desk.failedTitle}</h1>
      <${ErrorNote} reads error=${deskError.value} retry=${() => reload()} />
    </div>`;
  }
  return Chosen
    ? html`<${Chosen} tab=${tab} key=${view} />`
    : html`<p class="view-loading" role="status">${words.loading}</p>`;
}

/** Fetches the other views before they are wanted. */
export function prefetchViews() {
  for (const view of /** @type {import("../state/route.js").ViewName[]} */ (Object.keys(MODULES))) {
    load(view);
  }
}

/**
 * @param {import("../state/route.js").ViewName} view
 */
async function load(view) {
  if (!loaded.peek()[view]) {
    const module = await MODULES[view]();
    loaded.value = { ...loaded.peek(), [view]: module.default };
  }
}
