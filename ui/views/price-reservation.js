// A reservation at Gcore: a region, machine types and counts, and what 12 and 36 months of them cost.

/** @import { AnsweredView, ErrorView, RegionView, ReservableView } from "../ipc.d.ts" */
/** @import { Question } from "../state/reading.js" */

import { html } from "htm/preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { Button, IconButton } from "../elements/button.js";
import { Combobox } from "../elements/combobox.js";
import { ErrorNote } from "../elements/error-note.js";
import { Switch } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { ReadingBar, ReadingLine, useLong } from "../elements/reading.js";
import { freshId } from "../lib/ids.js";
import { isolated } from "../lib/isolated.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { readOnly } from "../state/desk.js";
import { isOld } from "../state/reading.js";
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
  regions,
  removeLine,
  setCount,
  setLicences,
  sortedRegions,
  stopPricing,
} from "./price-basket.js";
import { OrdinaryPrices } from "./price-catalogue.js";
import { QuoteSheet } from "./price-quote.js";
import { SavedQuotes } from "./price-saved.js";

export function ReservationPanel() {
  const account = planner.value;
  // Whoever leaves waits for nothing.
  useEffect(() => stopPricing, []);
  if (!account) {
    return html`<${NoAccount} vendor="gcore" />`;
  }
  return html`<div class="reservation">
    <div class="pricing">
      <${Catalogue} account=${account.id} key=${account.id} />
      <div class="pricing__aside"><${Basket} account=${account.id} /></div>
    </div>
    <${OrdinaryPrices} account=${account.id} key=${`prices-${account.id}`} />
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
    regions.open({ account });
    return regions.stop;
  }, [account]);
  const known = regions.of({ account })?.known;
  const list = useMemo(() => known && sortedRegions(known.rows), [known]);
  const here = list?.find(({ id }) => id === region);
  return html`<section class="sheet" aria-label=${said.machines}>
    <${AccountPicker} label=${words.price.whosePlan} name="planner" accounts=${planners.value} chosen=${account} choose=${choosePlanner} />
    ${
      list &&
      html`<${Combobox}
        label=${said.region}
        name="region"
        value=${region}
        change=${chooseRegion}
        choices=${list.map(regionChoice)}
        none=${said.regionNone}
        hint=${said.regionHint}
      />`
    }
    <${Listed} question=${regions} about=${{ account }} what=${said.regions} readAt=${said.regionsReadAt} saying=${said.regionsLoading} never=${said.regionsUnread} />
    ${
      here?.state &&
      here.state !== "ACTIVE" &&
      html`<p class="region-state"><${Icon} name="triangle-alert" /><span>${said.regionState(here.state)}</span></p>`
    }
    ${list && (here ? html`<${Machines} account=${account} region=${region} />` : html`<p class="sheet__text">${said.regionChosenNone}</p>`)}
  </section>`;
}

/**
 * How old a list is, and why it could not be read anew.
 *
 * @template A
 * @template T
 * @param {object} props
 * @param {Question<A, AnsweredView<T>>} props.question
 * @param {A} props.about
 * @param {string} props.what
 * @param {string} props.readAt
 * @param {string} props.saying
 * @param {string} props.never
 * @param {ErrorView | null} [props.before] What the list above it could not be read for.
 */
function Listed({ question, about, what, readAt, saying, never, before = null }) {
  const asked = question.of(about);
  const again = () => question.again(about);
  return html`
    ${asked?.error && html`<${Unlisted} error=${asked.error} known=${asked.known !== null} before=${before} retry=${again} />`}
    <${ReadingLine} small asked=${asked} what=${what} readAt=${readAt} saying=${saying} never=${never} again=${again} stop=${question.stop} />
  `;
}

/**
 * Without a connection there is nothing to put right here, so beside what is known a line is enough; and where the list above
 * it has said the same, the same is not said again.
 *
 * @param {{ error: ErrorView; known: boolean; before: ErrorView | null; retry: () => void }} props
 */
function Unlisted({ error, known, before, retry }) {
  if (known && error.code === "offline") {
    const why =
      before?.message === error.message
        ? words.reading.staleToo
        : html`<bdi>${error.message}</bdi> ${words.reading.stale}`;
    return html`<p class="region-state" role="alert">
      <${Icon} name="cloud-off" /><span>${why} ${words.error.reference} <code>${error.reference}</code></span>
    </p>`;
  }
  return html`<${ErrorNote} error=${error} retry=${retry}>
    ${known && html`<p>${words.reading.stale}</p>`}
    <${Accounts} code=${error.code} />
  <//>`;
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
    machines.open({ account, region });
    return machines.stop;
  }, [account, region]);
  const known = machines.of({ account, region })?.known;
  const rows = known?.rows;
  const before = regions.of({ account })?.error;
  return html`
    <${Listed} question=${machines} about=${{ account, region }} what=${said.machinesOf} readAt=${said.machinesReadAt} saying=${said.machinesLoading} never=${said.machinesUnread} before=${before} />
    ${rows?.length === 0 && html`<p class="sheet__text">${said.machinesNone}</p>`}
    ${
      rows &&
      rows.length > 0 &&
      html`<ul class="machines" role="list" aria-label=${said.machines}>
        ${rows.map((machine) => html`<${Machine} machine=${machine} old=${isOld(known)} key=${machine.name} />`)}
      </ul>`
    }
  `;
}

/**
 * @param {{ machine: ReservableView; old: boolean }} props
 */
function Machine({ machine: { name, available, disabled, hardware }, old }) {
  const said = words.price.basket;
  const inBasket = basket.value.lines.some(({ resource }) => resource === name);
  return html`<li class=${`machine ${disabled ? "machine--off" : ""}`}>
    <div class="machine__words">
      <p class="machine__name"><bdi>${name}</bdi>${disabled && html` <${Badge} icon="ban">${said.disabled}<//>`}</p>
      <p class="machine__hardware">
        ${hardware.length === 0 ? said.hardwareUnsaid : hardware.map((line, at) => html`${at > 0 && " · "}<bdi>${line}</bdi>`)}
      </p>
    </div>
    <p class="machine__free">
      <span class="machine__label">${old ? said.availableThen : said.available}</span>
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
  const long = useLong(waiting);
  const wrong = lines.some(({ count }) => !isCount(count));
  const stop = () => {
    stopPricing();
    announce(words.reading.stopped);
    // The button goes with the read; focus stays where it began.
    document.getElementById("price-basket")?.focus();
  };
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
      ${long && html`<${Button} icon="x" press=${stop}>${words.reading.stop}<//>`}
      <p class="sheet__text sheet__text--small" role="status">${waiting ? said.pricing : said.priceHint}</p>
      ${long && html`<${ReadingBar} />`}
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
