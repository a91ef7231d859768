// The strip under the wall's bar: filters, the order, groups, saved views, and choosing several. Fetched when it is first
// opened.

/** @import { FacetView, WallBy, WallSort } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { desk } from "../state/desk.js";
import { BYS, filterCount, filters, NO_FILTERS, order, SORTS, toggleFilter } from "../state/query.js";
import { selecting, startSelecting, stopSelecting } from "../state/selection.js";
import { applyView, MOST_VIEWS, removeView, savedViews, saveView } from "../state/views.js";
import { facets, labelOf, readFacets } from "../state/wall.js";
import { Button, IconButton } from "./button.js";

const said = words.wall;

/** @type {[name: "accounts" | "vendors" | "regions" | "families" | "owners", by: WallBy][]} */
const FACETS = [
  ["accounts", "account"],
  ["vendors", "vendor"],
  ["regions", "region"],
  ["families", "family"],
  ["owners", "owner"],
];

/** @typedef {(typeof FACETS)[number][0] | "views"} Panel what is folded out under the strip */

/**
 * @param {{ axis?: boolean }} props `axis` where the order is that of time, and nothing is chosen
 */
export default function WallTools({ axis = false }) {
  const open = useSignal(/** @type {Panel | null} */ (null));
  const { value: shown } = desk;
  // What can be filtered by changes with the ledger.
  useEffect(() => {
    readFacets();
  }, [shown]);
  const choosing = selecting.value;
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && open.value) {
      // It closes this and nothing else.
      event.preventDefault();
      event.stopPropagation();
      document.getElementById(toggleId(open.value))?.focus();
      open.value = null;
    }
  };
  const facet = FACETS.find(([name]) => name === open.value);
  return html`<div class="tools" role="group" aria-label=${said.tools} onKeyDown=${leave}>
    <div class="tools__part" role="group" aria-label=${said.filter.label}>
      ${FACETS.map(([name]) => html`<${FacetToggle} name=${name} open=${open} key=${name} />`)}
      <${Days} />
      ${filterCount.value > 0 && html`<${Button} small look="quiet" id="clear-filters" press=${clearFilters}>${said.clear}<//>`}
    </div>
    <div class="tools__part">
      ${!axis && html`<${SortMenu} />`}
      <${ByMenu} />
      <${Toggle} name="views" label=${said.views.label} open=${open} />
      ${!axis && html`<${Button} small id="choose-several" pressed=${choosing} press=${choosing ? stopSelecting : startSelecting}>${said.choose}<//>`}
    </div>
    ${facet && html`<${FacetPanel} name=${facet[0]} by=${facet[1]} key=${facet[0]} />`}
    ${open.value === "views" && html`<${Views} />`}
  </div>`;
}

function clearFilters() {
  filters.value = NO_FILTERS;
}

/**
 * @param {Panel} name
 */
function toggleId(name) {
  return `filter-${name}`;
}

/**
 * Folds a part of the strip out, and in again.
 *
 * @param {{ name: Panel; label: string; says?: string; marked?: boolean; open: import("@preact/signals").Signal<Panel | null> }} props
 */
function Toggle({ name, label, says, marked, open }) {
  const out = open.value === name;
  const turn = () => {
    open.value = out ? null : name;
  };
  return html`<button
    type="button"
    class=${`tools__toggle ${marked ? "tools__toggle--set" : ""}`}
    id=${toggleId(name)}
    aria-label=${says}
    aria-expanded=${String(out)}
    aria-controls=${out ? "tools-panel" : undefined}
    onClick=${turn}
  >${label}</button>`;
}

/**
 * @param {{ name: (typeof FACETS)[number][0]; open: import("@preact/signals").Signal<Panel | null> }} props
 */
function FacetToggle({ name, open }) {
  const count = filters.value[name].length;
  const label = said.filter[name];
  return html`<${Toggle}
    name=${name}
    label=${count > 0 ? `${label} · ${count}` : label}
    says=${count > 0 ? said.filter.set(label, count) : undefined}
    marked=${count > 0}
    open=${open}
  />`;
}

/**
 * @param {{ name: (typeof FACETS)[number][0]; by: WallBy }} props
 */
function FacetPanel({ name, by }) {
  const chosen = /** @type {(string | null)[]} */ (filters.value[name]);
  const found = facets.value?.[name] ?? [];
  // What is chosen stays to be taken back, even where nothing has it any more.
  const gone = chosen.filter((key) => !found.some((facet) => facet.key === key)).map((key) => ({ key, count: 0 }));
  const all = [...found, ...gone];
  return html`<div class="tools__panel" id="tools-panel" role="group" aria-label=${said.filter[name]}>
    ${
      all.length === 0
        ? html`<p class="tools__none">${said.filter.none}</p>`
        : html`<ul class="tools__list" role="list">${all.map(
            (facet) =>
              html`<li key=${String(facet.key)}><${Check} facet=${facet} by=${by} on=${chosen.includes(facet.key)} change=${() => toggleFilter(name, facet.key)} /></li>`,
          )}</ul>`
    }
  </div>`;
}

/**
 * @param {{ facet: FacetView; by: WallBy; on: boolean; change: () => void }} props
 */
function Check({ facet, by, on, change }) {
  return html`<label class="tools__check">
    <input type="checkbox" checked=${on} onChange=${change} />
    <bdi>${labelOf(by, facet.key)}</bdi>
    <span class="tools__count">${facet.count}</span>
  </label>`;
}

/** @type {("from" | "until")[]} */
const DAYS = ["from", "until"];

function Days() {
  const set = (/** @type {"from" | "until"} */ name) => (/** @type {InputEvent} */ event) => {
    filters.value = { ...filters.peek(), [name]: /** @type {HTMLInputElement} */ (event.target).value };
  };
  return html`<div class="tools__days" role="group" aria-label=${said.filter.dates} title=${said.filter.dates}>
    ${DAYS.map((name) => {
      const { [name]: day } = filters.value;
      return html`<label class="tools__field">${said.filter[name]}<input class=${`input input--small ${day ? "" : "input--unset"}`} type="date" aria-label=${said.filter[name]} name=${name} value=${day} onInput=${set(name)} /></label>`;
    })}
  </div>`;
}

/**
 * A list of the engine's own, that looks like the buttons beside it.
 *
 * @param {{ label: string; name: string; change: (value: any) => void; children?: any }} props
 */
function Choice({ label, name, change, children }) {
  return html`<label class="tools__field">${label}
    <span class="tools__toggle tools__toggle--list">
      <select class="tools__select" aria-label=${label} name=${name} onChange=${(/** @type {Event} */ event) => change(chosenIn(event))}>${children}</select>
    </span>
  </label>`;
}

function SortMenu() {
  const { sort, descending } = order.value;
  const turn = descending ? said.sort.descending : said.sort.ascending;
  return html`<div class="tools__pair">
    <${Choice} label=${said.sort.label} name="sort" change=${(/** @type {WallSort} */ one) => (order.value = { ...order.peek(), sort: one })}>
      ${SORTS.map((one) => html`<option value=${one} selected=${one === sort}>${said.sort[one]}</option>`)}
    <//>
    <${IconButton} id="sort-turn" icon=${descending ? "arrow-down" : "arrow-up"} label=${turn} press=${() => (order.value = { ...order.peek(), descending: !descending })} />
  </div>`;
}

function ByMenu() {
  const { by } = order.value;
  return html`<${Choice} label=${said.by.label} name="by" change=${(/** @type {string} */ chosen) => (order.value = { ...order.peek(), by: BYS.find((one) => one === chosen) ?? null })}>
    <option value="" selected=${by === null}>${said.by.none}</option>
    ${BYS.map((one) => html`<option value=${one} selected=${one === by}>${said.by[one]}</option>`)}
  <//>`;
}

/**
 * @param {Event} event
 */
function chosenIn(event) {
  return /** @type {HTMLSelectElement} */ (event.target).value;
}

function Views() {
  const name = useSignal("");
  const [id] = useState(() => freshId("view-name"));
  const all = savedViews.value;
  const full = all.length >= MOST_VIEWS && !all.some((view) => view.name === name.value.trim());
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    const chosen = name.peek().trim();
    if (chosen && !full) {
      saveView(chosen);
      name.value = "";
      announce(said.views.saved);
    }
  };
  const type = (/** @type {InputEvent} */ event) => {
    name.value = /** @type {HTMLInputElement} */ (event.target).value;
  };
  return html`<div class="tools__panel" id="tools-panel" role="group" aria-label=${said.views.label}>
    ${
      all.length === 0
        ? html`<p class="tools__none">${said.views.none}</p>`
        : html`<ul class="tools__list" role="list">${all.map((view) => html`<${View} view=${view} key=${view.name} />`)}</ul>`
    }
    <form class="tools__form" onSubmit=${save}>
      <label class="visually-hidden" for=${id}>${said.views.name}</label>
      <input class="input input--small" id=${id} name="view-name" placeholder=${said.views.name} maxlength="60" value=${name.value} onInput=${type} />
      <button type="submit" class="button button--plain button--small" aria-disabled=${full || !name.value.trim() ? "true" : undefined}>${said.views.save}</button>
      ${full && html`<p class="tools__none">${said.views.full}</p>`}
    </form>
  </div>`;
}

/**
 * @param {{ view: import("../state/views.js").SavedView }} props
 */
function View({ view }) {
  const remove = () => {
    removeView(view.name);
    announce(said.views.removed);
    document.getElementById(toggleId("views"))?.focus();
  };
  return html`<li class="tools__view">
    <button type="button" class="tools__choice" onClick=${() => applyView(view)}><bdi>${view.name}</bdi></button>
    <${IconButton} icon="trash-2" label=${said.views.remove(view.name)} press=${remove} />
  </li>`;
}
