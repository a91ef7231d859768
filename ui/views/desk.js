// The desk: the summary, and under it the wall of cards.

import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Icon } from "../elements/icon.js";
import { Skeleton } from "../elements/skeleton.js";
import { Summary } from "../elements/summary.js";
import { WallCards } from "../elements/wall-cards.js";
import { words } from "../lib/text.js";
import { accounts, desk, readOnly, realm } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { clearNarrowing, filterCount, narrowed, search, shownChip } from "../state/query.js";
import { goTo } from "../state/route.js";
import { selecting } from "../state/selection.js";
import { counts, findAgain, wall, wallError } from "../state/wall.js";

/** Whether an account of the realm can have reservations. */
const hasGcore = computed(() => desk.value?.accounts.some(({ vendor, forgotten }) => vendor === "gcore" && !forgotten));

/** Whether the strip with the filters is shown. */
const toolsOpen = signal(false);

/** Parts that are fetched when they are first wanted. @type {import("@preact/signals").Signal<{ tools?: import("preact").ComponentType<{ axis?: boolean }>; selection?: import("preact").ComponentType }>} */
const parts = signal({});

export function DeskView() {
  if (!desk.value) {
    return html`<${Skeleton} />`;
  }
  return html`<div class="desk">
    <h1 class="visually-hidden">${words.desk.title}</h1>
    <${Summary} />
    <${Wall} />
  </div>`;
}

function Wall() {
  const total = desk.value?.total ?? 0;
  const found = wall.value;
  const { selection: Selection } = parts.value;
  useEffect(() => {
    if (selecting.value) {
      fetchSelection();
    }
  }, [selecting.value]);
  return html`<section class="wall" aria-labelledby="wall-title">
    <h2 class="visually-hidden" id="wall-title" tabindex="-1">${words.desk.wall}</h2>
    ${total > 0 && html`<${Bar} total=${total} />`}
    ${total > 0 && html`<${Tools} />`}
    <${Told} />
    ${wallError.value && html`<${ErrorNote} reads error=${wallError.value} retry=${findAgain} />`}
    ${total === 0 ? html`<${Nothing} />` : found && (found.found === 0 ? html`<${NoMatch} />` : html`<${WallCards} found=${found} />`)}
    ${selecting.value && Selection && html`<${Selection} />`}
  </section>`;
}

/** How much was found, for those who listen. */
function Told() {
  return html`<p class="visually-hidden" role="status">${narrowed.value && wall.value ? words.desk.found(wall.value.found) : ""}</p>`;
}

/**
 * The strip of filters, while it is open.
 *
 * @param {{ axis?: boolean }} props `axis` where the order is that of time, and nothing is chosen
 */
export function Tools({ axis = false }) {
  const { tools: Strip } = parts.value;
  useEffect(() => {
    if (toolsOpen.value) {
      fetchTools();
    }
  }, [toolsOpen.value]);
  return toolsOpen.value && Strip && html`<${Strip} axis=${axis} />`;
}

async function fetchTools() {
  const { default: tools } = await import("../elements/wall-tools.js");
  parts.value = { ...parts.peek(), tools };
}

async function fetchSelection() {
  const { default: selection } = await import("../elements/selection-bar.js");
  parts.value = { ...parts.peek(), selection };
}

/**
 * @param {{ total: number }} props
 */
function Bar({ total }) {
  return html`<div class="wall__bar">
    <${Narrowing} total=${total} />
    <div class="wall__actions">
      ${hasGcore.value && html`<${Button} small look="quiet" id="reservations" label=${words.reservations.open} press=${() => goTo("reservations")}>${words.reservations.openShort}<//>`}
      <${Button} small icon="plus" id="track" label=${words.desk.track} whyNot=${readOnly.value} press=${() => openDialog("track")}>${words.desk.trackShort}<//>
      <${Button} small look="primary" id="price" press=${() => goTo("price")}>${words.desk.price}<//>
    </div>
  </div>`;
}

/**
 * What is looked for: the search, the filters behind their button, and the states.
 *
 * @param {{ total: number }} props
 */
export function Narrowing({ total }) {
  const set = filterCount.value;
  return html`<${Search} />
    <button
      type="button"
      id="tools"
      class="button button--quiet button--icon wall__tools"
      aria-expanded=${String(toolsOpen.value)}
      aria-label=${set > 0 ? words.wall.toolsSet(set) : words.wall.tools}
      title=${words.wall.tools}
      onClick=${() => (toolsOpen.value = !toolsOpen.value)}
    ><${Icon} name="sliders-horizontal" />${set > 0 && html`<span class="wall__set" aria-hidden="true">${set}</span>`}</button>
    <${Chips} total=${total} />`;
}

function Search() {
  const down = (/** @type {KeyboardEvent} */ event) => {
    // From what was typed straight to what was found.
    if (event.key === "ArrowDown" && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const first = document.querySelector(
        '.wall__card [tabindex="0"], .wall__card .card__open, .lane__open[tabindex="0"]',
      );
      if (first instanceof HTMLElement) {
        event.preventDefault();
        first.focus();
      }
    }
  };
  return html`<label class="search">
    <${Icon} name="search" />
    <input
      class="search__input"
      id="search"
      type="search"
      aria-label=${words.desk.search}
      placeholder=${words.desk.searchShort}
      title=${words.desk.searchHint}
      value=${search.value}
      spellcheck=${false}
      onKeyDown=${down}
      onInput=${(/** @type {InputEvent} */ event) => {
        search.value = /** @type {HTMLInputElement} */ (event.target).value;
      }}
    />
  </label>`;
}

/**
 * The states that occur, each with its count: a legend that filters.
 *
 * @param {{ total: number }} props
 */
function Chips({ total }) {
  const chosen = shownChip.value;
  return html`<div class="chips" role="group" aria-label=${words.desk.show}>
    <button type="button" class="chips__chip" aria-pressed=${String(chosen === null)} onClick=${() => (shownChip.value = null)}>
      ${words.desk.all} <span class="chips__count">${total}</span>
    </button>
    ${counts.value.map(
      ({ chip, count }) => html`<button
        type="button"
        class=${`chips__chip chips__chip--${chip}`}
        key=${chip}
        aria-pressed=${String(chosen === chip)}
        onClick=${() => (shownChip.value = chosen === chip ? null : chip)}
      >${chip === "attention" || chip === "over" ? words.desk[chip] : words.stage[chip]} <span class="chips__count">${count}</span></button>`,
    )}
  </div>`;
}

export function Nothing() {
  if (accounts.value.size === 0) {
    return html`<${Empty} icon="anchor" title=${words.desk.noAccountTitle} text=${words.desk.noAccount}>
      <${Button} look="primary" id="connect-first" whyNot=${readOnly.value} press=${() => openDialog("connect")}>${words.desk.connect}<//>
    <//>`;
  }
  return html`<${Empty} icon="anchor" title=${words.desk.noneTitle} text=${realm.value === "sandbox" ? words.desk.noneSandbox : words.desk.noneLive}>
    <${Button} look="primary" press=${() => goTo("price")}>${words.desk.price}<//>
    <${Button} id="track" whyNot=${readOnly.value} press=${() => openDialog("track")}>${words.desk.track}<//>
    ${hasGcore.value && html`<${Button} id="reservations" press=${() => goTo("reservations")}>${words.reservations.open}<//>`}
  <//>`;
}

export function NoMatch() {
  return html`<${Empty} icon="search" title=${words.desk.noMatchTitle} text=${words.desk.noMatch}>
    <${Button} press=${clearNarrowing}>${words.desk.clear}<//>
  <//>`;
}
