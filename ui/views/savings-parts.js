// Savings by what made them: one breakdown at a time, its rows sorted as the user wants them.

/** @import { CommittedView, CurrencySavingsView, Dimension, FigureRequest, RealisedView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { AccountMark } from "../elements/account-mark.js";
import { Money } from "../elements/money.js";
import { Tabs } from "../elements/tabs.js";
import { compare } from "../lib/decimal.js";
import { percent } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { accounts } from "../state/desk.js";
import { answer, ask, by, DIMENSIONS, opened } from "./savings-asked.js";
import { Bar, Figure, mostOf, Net, Share } from "./savings-figure.js";
import { Opened } from "./savings-rows.js";
import { doubtsOf } from "./savings-series.js";

const said = words.savings.parts;

/**
 * What the rows can be sorted by.
 *
 * @typedef {"name" | "saved" | "list" | "percent" | "committed" | "policies"} Column
 */

/** @type {import("@preact/signals").Signal<{ column: Column; up: boolean }>} */
export const order = signal({ column: "saved", up: false });

/**
 * A row of the breakdown.
 *
 * @typedef {object} Part
 * @property {string} name as it is read
 * @property {string | null} key
 * @property {RealisedView} realised
 * @property {CommittedView} committed
 * @property {FigureRequest} figure
 */

/**
 * @param {{ view: CurrencySavingsView; currency: string }} props
 */
export function ByPart({ view, currency }) {
  const title = `parts-${currency}`;
  const choose = (/** @type {string} */ name) => {
    const next = DIMENSIONS.find((dimension) => dimension === name);
    if (next && next !== by.peek()) {
      by.value = next;
      if (opened.peek()?.place === "parts") {
        opened.value = null;
      }
      ask();
    }
  };
  const tabs = DIMENSIONS.map((name) => ({ name, label: said.by[name] }));
  // The answer's own breakdown: another may be asked for already.
  const shown = answer.value?.by ?? by.value;
  return html`<section class="sheet" aria-labelledby=${title}>
    <h2 class="sheet__title" id=${title}>${said.title}</h2>
    <${Tabs} label=${said.label} id=${`by-${currency}`} chosen=${by.value} choose=${choose} tabs=${tabs}>
      ${
        view.groups.length === 0
          ? html`<p>${said.none}</p>`
          : html`<${Breakdown} view=${view} currency=${currency} dimension=${shown} />`
      }
      <${Opened} place="parts" currency=${currency} />
    <//>
  </section>`;
}

/**
 * @param {{ view: CurrencySavingsView; currency: string; dimension: Dimension }} props
 */
function Breakdown({ view, currency, dimension }) {
  const parts = sorted(partsOf(dimension, view), order.value);
  const most = mostOf(parts.map(({ realised }) => realised.saved));
  const label = said.table(said.by[dimension]);
  const { totals, rest } = view;
  return html`<div class="figures-frame figures-frame--wide" tabindex="0" role="region" aria-label=${label}>
    <table class="figures figures--parts">
      <caption class="visually-hidden">${label}</caption>
      <thead>
        <tr>
          <${Head} column="name">${said.by[dimension]}<//>
          <${Head} column="saved">${said.saved}<//>
          <${Head} column="list">${said.list}<//>
          <${Head} column="percent">${said.percent}<//>
          <${Head} column="committed">${said.ahead}<//>
          <${Head} column="policies">${said.count}<//>
        </tr>
      </thead>
      <tbody>
        ${parts.map((part) => html`<${Row} part=${part} dimension=${dimension} currency=${currency} most=${most} key=${`${dimension} ${part.key}`} />`)}
        ${
          rest &&
          html`<${Row}
            part=${{ name: said.rest(rest.groups), key: null, figure: { kind: "rest", by: dimension }, ...rest }}
            dimension=${dimension}
            currency=${currency}
            most=${most}
          />`
        }
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${said.whole}</th>
          <td><${Net} value=${totals.realised} /></td>
          <td><${Money} value=${totals.realisedList} /></td>
          <td><${Share} share=${totals.realisedPercent === null ? null : percent(totals.realisedPercent)} /></td>
          <td><${Money} value=${totals.committed} /></td>
          <td></td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}

/**
 * @param {{ column: Column; children: any }} props
 */
function Head({ column, children }) {
  const { column: chosen, up } = order.value;
  const sort = column === chosen ? (up ? "ascending" : "descending") : undefined;
  // Names begin with the first, amounts with the largest.
  const next = () => {
    order.value = { column, up: column === chosen ? !up : column === "name" };
  };
  return html`<th scope="col" aria-sort=${sort}>
    <button type="button" class="figures__sort" onClick=${next}><span>${children}</span><span class="figures__arrow" aria-hidden="true">${sort ? (up ? "▲" : "▼") : ""}</span></button>
  </th>`;
}

/**
 * @param {{ part: Part; dimension: Dimension; currency: string; most: string }} props
 */
function Row({ part: { name, key, realised, committed, figure }, dimension, currency, most }) {
  const notes = [
    ...doubtsOf(realised),
    committed.unknown > 0 && words.summary.committedUnknown(committed.unknown),
  ].filter(Boolean);
  const account = dimension === "account" && key !== null ? accounts.value.get(key) : undefined;
  return html`<tr>
    <th scope="row">
      <${Figure} currency=${currency} place="parts" figure=${figure} title=${name}>
        ${account ? html`<${AccountMark} account=${account} />` : html`<bdi>${name}</bdi>`}
      <//>
      ${notes.length > 0 && html`<span class="fact-note">${listed(notes)}</span>`}
    </th>
    <td><${Net} value=${realised.saved} /><${Bar} value=${realised.saved} most=${most} /></td>
    <td><${Money} value=${realised.list} /></td>
    <td><${Share} share=${realised.percent === null ? null : percent(realised.percent)} why=${said.noBase} /></td>
    <td><${Money} value=${committed.paid} /></td>
    <td class="figures__count">${said.counts(realised.policies, committed.policies)}</td>
  </tr>`;
}

/**
 * @param {Dimension} dimension
 * @param {Pick<CurrencySavingsView, "groups">} view
 * @returns {Part[]}
 */
export function partsOf(dimension, { groups }) {
  return groups.map(({ key, realised, committed }) => ({
    name: nameOf(dimension, key),
    key,
    realised,
    committed,
    figure: { kind: "group", by: dimension, key },
  }));
}

/**
 * @param {Dimension} dimension
 * @param {string | null} key
 */
function nameOf(dimension, key) {
  if (key === null) {
    return said.unknown[dimension];
  }
  switch (dimension) {
    case "account":
      return accounts.value.get(key)?.label ?? said.unknown.account;
    case "vendor":
      return key === "gcore" ? words.vendorProduct.gcore : words.vendorProduct.cloudidr;
    default:
      return key;
  }
}

/**
 * The rows in order; what is not known comes last, whichever way they go.
 *
 * @param {Part[]} parts
 * @param {{ column: Column; up: boolean }} order
 */
export function sorted(parts, { column, up }) {
  const way = up ? 1 : -1;
  return parts.toSorted((one, other) => {
    const [left, right] = [cellOf(one, column), cellOf(other, column)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null);
    }
    const more =
      column === "name" ? left.localeCompare(right, words.locale.tag, { numeric: true }) : (compare(left, right) ?? 0);
    return way * more;
  });
}

/**
 * @param {Part} part
 * @param {Column} column
 */
function cellOf({ name, key, realised, committed }, column) {
  switch (column) {
    case "name":
      return key === null ? null : name;
    case "saved":
      return realised.saved.amount;
    case "list":
      return realised.list.amount;
    case "percent":
      return realised.percent;
    case "committed":
      return committed.paid.amount;
    case "policies":
      return String(realised.policies + committed.policies);
  }
}
