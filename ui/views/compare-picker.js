// What can be compared: every quote with a choice for each of its terms, and every policy. Searched, because there may be
// thousands.

/** @import { Choice, Offer } from "./compare-offers.js" */

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Icon } from "../elements/icon.js";
import { Age } from "../elements/moment.js";
import { Waiting } from "../elements/waiting.js";
import { words } from "../lib/text.js";
import { accounts, desk } from "../state/desk.js";
import {
  chosen,
  clearPicks,
  isPicked,
  MOST,
  matching,
  moreFound,
  offers,
  readPicked,
  searchError,
  searching,
  searchPolicies,
  togglePick,
} from "./compare-offers.js";

/** Kept while the user looks elsewhere. */
const search = signal("");

export function OfferPicker() {
  const said = words.compare.picker;
  const found = matching(offers.value, search.value);
  const count = chosen.value.length;
  const { value: shown } = desk;
  // Again whenever the desk was read anew.
  useEffect(() => {
    searchPolicies(search.value);
  }, [search.value, shown]);
  useEffect(() => {
    readPicked();
  }, [count]);
  return html`<section class="sheet picker" aria-labelledby="picker-title">
    <header class="picker__head">
      <h2 class="sheet__title" id="picker-title">${said.title}</h2>
      <span class="picker__count" role="status">${said.picked(count)}</span>
      ${count > 0 && html`<${Button} small look="quiet" press=${clearPicks}>${said.clear}<//>`}
    </header>
    <label class="search">
      <${Icon} name="search" />
      <input
        class="search__input"
        type="search"
        aria-label=${said.search}
        placeholder=${said.search}
        value=${search.value}
        onInput=${(/** @type {InputEvent} */ event) => {
          search.value = /** @type {HTMLInputElement} */ (event.target).value;
        }}
      />
    </label>
    ${count >= MOST && html`<p class="picker__note">${said.full}</p>`}
    ${searchError.value && html`<${ErrorNote} reads error=${searchError.value} retry=${() => searchPolicies(search.peek())} />`}
    ${
      found.length === 0
        ? !searchError.value &&
          (searching.value ? html`<${Waiting} lines=${8} />` : html`<p class="picker__note">${said.noMatch}</p>`)
        : html`<ul class="picker__list" role="list">
          ${found.map((offer) => html`<${One} offer=${offer} key=${offer.key} />`)}
        </ul>`
    }
    ${moreFound.value > 0 && html`<p class="picker__note">${said.more(moreFound.value)}</p>`}
  </section>`;
}

/**
 * @param {{ offer: Offer }} props
 */
function One({ offer }) {
  const said = words.compare.picker;
  const { name, what, choices, account } = offer;
  return html`<li class="picker__offer">
    <p class="picker__name"><bdi>${name}</bdi></p>
    <p class="picker__what">
      <bdi>${what}</bdi>${offer.kind === "quote" && html`, ${said.taken} <${Age} at=${offer.quote.takenAt} />`}
    </p>
    <${AccountMark} account=${accounts.value.get(account)} />
    <div class="picker__choices">
      ${choices.map((choice) => html`<${Pick} name=${name} choice=${choice} key=${choice.key} />`)}
    </div>
  </li>`;
}

/**
 * @param {{ name: string; choice: Choice }} props
 */
function Pick({ name, choice: { key, label } }) {
  const on = isPicked(key);
  return html`<label class="picker__choice">
    <input
      type="checkbox"
      checked=${on}
      disabled=${!on && chosen.value.length >= MOST}
      aria-label=${words.compare.picker.one(name, label)}
      onChange=${() => togglePick(key)}
    />
    <span aria-hidden="true">${label}</span>
  </label>`;
}
