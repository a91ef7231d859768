// Price: a window of AWS capacity at Cloudidr, or a reservation at Gcore. Each keeps its draft while the user looks
// elsewhere.

import { html } from "htm/preact";
import { Tabs } from "../elements/tabs.js";
import { words } from "../lib/text.js";
import { goTo } from "../state/route.js";
import { ReservationPanel } from "./price-reservation.js";
import { WindowPanel } from "./price-window.js";

/** The tab last shown, for whoever comes back without naming one. */
let last = "window";

/**
 * @param {{ tab: string | null }} props
 */
export default function PriceView({ tab }) {
  const said = words.price;
  last = tab === "window" || tab === "gcore" ? tab : last;
  const tabs = [
    { name: "window", label: said.window },
    { name: "gcore", label: said.reservation },
  ];
  return html`<div class="view view--tabbed">
    <h1 class="visually-hidden">${said.title}</h1>
    <${Tabs} id="price" label=${said.tabs} chosen=${last} choose=${(/** @type {string} */ name) => goTo("price", name)} tabs=${tabs}>
      ${last === "gcore" ? html`<${ReservationPanel} />` : html`<${WindowPanel} />`}
    <//>
  </div>`;
}
