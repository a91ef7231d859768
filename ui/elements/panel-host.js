// The place of the details panel. The panel itself is fetched when a hand comes, or when the last start ended with it open: a
// desk that is only looked at has no need of it.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { route } from "../state/route.js";

/** @type {import("@preact/signals").Signal<import("preact").ComponentType<any> | null>} */
const loaded = signal(null);

export function PanelHost() {
  const { panel } = route.value;
  const Panel = loaded.value;
  useEffect(() => {
    if (panel) {
      prefetchPanel();
    }
  }, [panel]);
  return panel && Panel && html`<${Panel} of=${panel} key=${`${panel.account} ${panel.policy}`} />`;
}

/** Fetches it before it is wanted. */
export async function prefetchPanel() {
  if (!loaded.peek()) {
    const { DetailsPanel } = await import("./panel.js");
    loaded.value = DetailsPanel;
  }
}
