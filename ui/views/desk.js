// The desk: the summary, and under it the wall of cards.

import { computed, useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { WallCard } from "../elements/card.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Icon } from "../elements/icon.js";
import { Skeleton } from "../elements/skeleton.js";
import { Summary } from "../elements/summary.js";
import { words } from "../lib/text.js";
import { accounts, cards, desk, deskError, readOnly, realm, reload } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { goTo } from "../state/route.js";
import { CHIPS, chipOf, filterCards, search, shownChip } from "../state/wall.js";

/** Whether an account of the realm can have reservations. */
const hasGcore = computed(() => desk.value?.accounts.some(({ vendor, forgotten }) => vendor === "gcore" && !forgotten));

export function DeskView() {
  if (!desk.value) {
    return deskError.value
      ? html`<div class="view view--failed">
          <h1 class="view__title">${words.desk.failedTitle}</h1>
          <${ErrorNote} error=${deskError.value} retry=${() => reload()} />
        </div>`
      : html`<${Skeleton} />`;
  }
  return html`<div class="desk">
    <h1 class="visually-hidden">${words.desk.title}</h1>
    <${Summary} />
    <${Wall} />
  </div>`;
}

function Wall() {
  const shown = useComputed(() => filterCards(cards.value, search.value, shownChip.value));
  const total = cards.value.length;
  return html`<section class="wall" aria-labelledby="wall-title">
    <h2 class="visually-hidden" id="wall-title" tabindex="-1">${words.desk.wall}</h2>
    ${total > 0 && html`<${Bar} />`}
    <p class="visually-hidden" role="status">${search.value || shownChip.value ? words.desk.found(shown.value.length) : ""}</p>
    ${
      total === 0
        ? html`<${Nothing} />`
        : shown.value.length === 0
          ? html`<${NoMatch} />`
          : html`<ul class="wall__cards" role="list">
            ${shown.value.map((card) => html`<li class="wall__card" key=${card.key}><${WallCard} card=${card} /></li>`)}
          </ul>`
    }
  </section>`;
}

function Bar() {
  return html`<div class="wall__bar">
    <${Search} />
    <${Chips} />
    <div class="wall__actions">
      ${hasGcore.value && html`<${Button} small look="quiet" id="reservations" label=${words.reservations.open} press=${() => goTo("reservations")}>${words.reservations.openShort}<//>`}
      <${Button} small icon="plus" id="track" label=${words.desk.track} whyNot=${readOnly.value} press=${() => openDialog("track")}>${words.desk.trackShort}<//>
      <${Button} small look="primary" id="price" press=${() => goTo("price")}>${words.desk.price}<//>
    </div>
  </div>`;
}

function Search() {
  return html`<label class="search">
    <${Icon} name="search" />
    <span class="visually-hidden">${words.desk.search}</span>
    <input
      class="search__input"
      type="search"
      placeholder=${words.desk.searchShort}
      title=${words.desk.searchHint}
      value=${search.value}
      spellcheck=${false}
      onInput=${(/** @type {InputEvent} */ event) => {
        search.value = /** @type {HTMLInputElement} */ (event.target).value;
      }}
    />
  </label>`;
}

/** The states that occur, each with its count: a legend that filters. */
function Chips() {
  const counts = useComputed(() => {
    const found = CHIPS.map((chip) => ({
      chip,
      count: cards.value.filter(({ group }) => chipOf(group) === chip).length,
    }));
    return found.filter(({ count }) => count > 0);
  });
  const chosen = shownChip.value;
  return html`<div class="chips" role="group" aria-label=${words.desk.show}>
    <button type="button" class="chips__chip" aria-pressed=${String(chosen === null)} onClick=${() => (shownChip.value = null)}>
      ${words.desk.all} <span class="chips__count">${cards.value.length}</span>
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

function Nothing() {
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

function NoMatch() {
  const clear = () => {
    search.value = "";
    shownChip.value = null;
  };
  return html`<${Empty} icon="search" title=${words.desk.noMatchTitle} text=${words.desk.noMatch}>
    <${Button} press=${clear}>${words.desk.clear}<//>
  <//>`;
}
