// A reservation at Gcore: a region, machine types and counts, and what 12 and 36 months of them cost.

/** @import { RegionView, ReservableView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { Button, IconButton } from "../elements/button.js";
import { Combobox } from "../elements/combobox.js";
import { ErrorNote } from "../elements/error-note.js";
import { Switch } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { freshId } from "../lib/ids.js";
import { isolated } from "../lib/isolated.js";
import { words } from "../lib/text.js";
import { readOnly } from "../state/desk.js";
import { goTo } from "../state/route.js";
import { AccountPicker, NoAccount } from "./price-account.js";
import {
  addLine,
  basket,
  choosePlanner,
  chooseRegion,
  isCount,
  machines,
  planner,
  planners,
  price,
  pricing,
  quote,
  quoteError,
  readMachines,
  readRegions,
  regions,
  removeLine,
  setCount,
  setLicences,
} from "./price-basket.js";
import { QuoteSheet } from "./price-quote.js";
import { SavedQuotes } from "./price-saved.js";

export function ReservationPanel() {
  const account = planner.value;
  if (!account) {
    return html`<${NoAccount} vendor="gcore" />`;
  }
  return html`<div class="reservation">
    <div class="pricing">
      <${Catalogue} account=${account.id} key=${account.id} />
      <div class="pricing__aside"><${Basket} account=${account.id} /></div>
    </div>
    ${quote.value && html`<${QuoteSheet} quote=${quote.value} key=${quote.value.id} />`}
    <${SavedQuotes} />
  </div>`;
}

/**
 * @param {{ account: string }} props
 */
function Catalogue({ account }) {
  const said = words.price.basket;
  const { region } = basket.value;
  useEffect(() => {
    readRegions(account);
  }, [account]);
  const found = regions.value?.of === account ? regions.value : null;
  const here = found?.list?.find(({ id }) => id === region);
  return html`<section class="sheet" aria-label=${said.machines}>
    <${AccountPicker} label=${words.price.whosePlan} name="planner" accounts=${planners.value} chosen=${account} choose=${choosePlanner} />
    ${
      found?.error
        ? html`<${ErrorNote} error=${found.error} retry=${() => readRegions(account, true)}><${Accounts} code=${found.error.code} /><//>`
        : found?.list
          ? html`<${Combobox}
              label=${said.region}
              name="region"
              value=${region}
              change=${chooseRegion}
              choices=${found.list.map(regionChoice)}
              none=${said.regionNone}
              hint=${said.regionHint}
            />`
          : html`<p class="waiting" role="status">${said.regionsLoading}</p>`
    }
    ${
      here?.state &&
      here.state !== "ACTIVE" &&
      html`<p class="region-state"><${Icon} name="triangle-alert" /><span>${said.regionState(here.state)}</span></p>`
    }
    ${found?.list && (here ? html`<${Machines} account=${account} region=${region} />` : html`<p class="sheet__text">${said.regionChosenNone}</p>`)}
  </section>`;
}

/**
 * A rejected credential is put right under Accounts.
 *
 * @param {{ code: string }} props
 */
function Accounts({ code }) {
  return (
    code === "unauthorized" && html`<${Button} small press=${() => goTo("accounts")}>${words.price.failed.accounts}<//>`
  );
}

/**
 * @param {RegionView} region
 */
function regionChoice({ id, name, country, bareMetal, state }) {
  const said = words.price.basket;
  const metal = bareMetal === null ? said.bareMetalUnsaid : bareMetal ? said.bareMetal : said.noBareMetal;
  const note = [country && isolated(country), metal, state && state !== "ACTIVE" && isolated(state)]
    .filter(Boolean)
    .join(" · ");
  return { value: id, label: name, note };
}

/**
 * @param {{ account: string; region: string }} props
 */
function Machines({ account, region }) {
  const said = words.price.basket;
  useEffect(() => {
    readMachines(account, region);
  }, [account, region]);
  const found = machines.value?.of === `${account} ${region}` ? machines.value : null;
  if (found?.error) {
    return html`<${ErrorNote} error=${found.error} retry=${() => readMachines(account, region, true)}><${Accounts} code=${found.error.code} /><//>`;
  }
  if (!found?.list) {
    return html`<p class="waiting" role="status">${said.machinesLoading}</p>`;
  }
  return found.list.length === 0
    ? html`<p class="sheet__text">${said.machinesNone}</p>`
    : html`<ul class="machines" role="list" aria-label=${said.machines}>
        ${found.list.map((machine) => html`<${Machine} machine=${machine} key=${machine.name} />`)}
      </ul>`;
}

/**
 * @param {{ machine: ReservableView }} props
 */
function Machine({ machine: { name, available, disabled, hardware } }) {
  const said = words.price.basket;
  const inBasket = basket.value.lines.some(({ resource }) => resource === name);
  return html`<li class=${`machine ${disabled ? "machine--off" : ""}`}>
    <div class="machine__words">
      <p class="machine__name"><bdi>${name}</bdi>${disabled && html` <${Badge} icon="ban">${said.disabled}<//>`}</p>
      <p class="machine__hardware">
        ${hardware.length === 0 ? said.hardwareUnsaid : hardware.map((line, at) => html`${at > 0 && html`<span class="card__dot" aria-hidden="true"> · </span>`}<bdi>${line}</bdi>`)}
      </p>
    </div>
    <p class="machine__free">
      <span class="machine__label">${said.available}</span>
      <span class=${available === null ? "machine__unsaid" : "machine__count"}>${available ?? said.unsaid}</span>
    </p>
    <div class="machine__act">
      <${Button}
        small
        look=${inBasket ? "quiet" : "plain"}
        icon=${inBasket ? "check" : "plus"}
        label=${inBasket ? said.inBasket(name) : said.addOne(name)}
        whyNot=${disabled ? said.disabledWhy : null}
        pressed=${inBasket}
        press=${() => (inBasket ? removeLine(name) : addLine(name))}
        >${inBasket ? said.added : said.add}<//
      >
    </div>
  </li>`;
}

/**
 * @param {{ account: string }} props
 */
function Basket({ account }) {
  const said = words.price.basket;
  const { lines, windowsLicences } = basket.value;
  const failed = quoteError.value?.account === account ? quoteError.value.error : null;
  const waiting = pricing.value !== null;
  const wrong = lines.some(({ count }) => !isCount(count));
  const ask = () => price(account, basket.peek());
  return html`<section class="sheet basket" aria-labelledby="basket-title">
    <h2 class="sheet__title" id="basket-title" tabindex="-1">${said.title}</h2>
    ${
      lines.length === 0
        ? html`<p class="sheet__text">${said.empty}</p>`
        : html`<ul class="basket__lines" role="list">
            ${lines.map((line) => html`<${BasketLine} line=${line} key=${line.resource} />`)}
          </ul>`
    }
    <${Switch} label=${said.windows} hint=${said.windowsHint} on=${windowsLicences} change=${setLicences} />
    ${failed && html`<${ErrorNote} error=${failed} retry=${readOnly.value ? undefined : ask}><${Accounts} code=${failed.code} /><//>`}
    <div class="sheet__actions">
      <${Button}
        look="primary"
        id="price-basket"
        off=${waiting}
        whyNot=${readOnly.value ?? (lines.length === 0 ? said.empty : wrong ? said.countWrong : null)}
        press=${ask}
        >${said.price}<//
      >
      <p class="sheet__text sheet__text--small" role="status">${waiting ? said.pricing : said.priceHint}</p>
    </div>
  </section>`;
}

/**
 * @param {{ line: import("./price-basket.js").Line }} props
 */
function BasketLine({ line: { resource, count } }) {
  const said = words.price.basket;
  const [id] = useState(() => freshId("line"));
  const wrong = !isCount(count);
  const remove = () => {
    removeLine(resource);
    // The button goes with its line; focus stays in the basket.
    document.getElementById("basket-title")?.focus();
  };
  return html`<li class="basket__line">
    <label class="visually-hidden" for=${id}>${said.countOf(resource)}</label>
    <input
      class=${`input basket__count ${wrong ? "basket__count--wrong" : ""}`}
      id=${id}
      name=${`count-${resource}`}
      type="text"
      inputmode="numeric"
      autocomplete="off"
      value=${count}
      aria-invalid=${wrong ? "true" : undefined}
      aria-describedby=${wrong ? `${id}-error` : undefined}
      onInput=${(/** @type {InputEvent} */ event) => setCount(resource, /** @type {HTMLInputElement} */ (event.target).value)}
    />
    <span aria-hidden="true">×</span>
    <span class="basket__name"><bdi>${resource}</bdi></span>
    <${IconButton} icon="trash-2" label=${said.remove(resource)} press=${remove} />
    ${wrong && html`<p class="field__error basket__error" id=${`${id}-error`}><${Icon} name="circle-alert" />${said.countWrong}</p>`}
  </li>`;
}
