// What a month's reservations came to, in the vendor's own rows: what they hold is described nowhere, so nothing is added
// up.

/** @import { CostTableView, CostTotalsView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { Unknown } from "../elements/money.js";
import { ReadingLine } from "../elements/reading.js";
import { words } from "../lib/text.js";
import { now } from "../state/clock.js";
import { Question, reading } from "../state/reading.js";

const said = words.catalogue.spent;

/** What was typed; nothing is the present month. */
const typed = signal(/** @type {string | null} */ (null));

/** @type {Question<{ account: string; month: string }, CostTotalsView>} */
const totals = new Question(
  async (about) => totals.of(about)?.known ?? null,
  (about) => reading("cost_totals", about),
);

/**
 * The month that it is in UTC, by which the vendor counts.
 *
 * @param {number} at milliseconds since 1970
 */
export function monthAt(at) {
  return new Date(at).toISOString().slice(0, 7);
}

/**
 * @param {string} text
 */
export function isMonth(text) {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text.trim());
}

/**
 * @param {{ account: string }} props
 */
export function Spent({ account }) {
  const text = typed.value ?? monthAt(now.peek());
  const month = text.trim();
  const fits = isMonth(text);
  useEffect(() => {
    if (fits) {
      totals.recall({ account, month });
    }
    return totals.stop;
  }, [account, month, fits]);
  const asked = fits ? totals.of({ account, month }) : null;
  const again = () => totals.again({ account, month });
  return html`<section class="sheet" aria-labelledby="spent-title">
    <div><h2 class="sheet__title" id="spent-title">${said.title}</h2><p class="sheet__text">${said.text}</p></div>
    <${TextField}
      class="spent__month"
      label=${said.month}
      hint=${said.monthHint}
      error=${fits ? null : said.monthWrong}
      name="month"
      value=${text}
      change=${(/** @type {string} */ value) => (typed.value = value)}
    />
    <${ReadingLine} small asked=${asked} what=${said.what} saying=${said.reading} never=${said.never} again=${again} stop=${totals.stop} />
    ${asked?.error && html`<${ErrorNote} error=${asked.error} retry=${again}>${asked.known && html`<p>${words.reading.stale}</p>`}<//>`}
    ${asked?.known && html`<${Rows} of=${asked.known} />`}
  </section>`;
}

/**
 * @param {{ of: CostTotalsView }} props
 */
function Rows({ of: { month, status, tables } }) {
  return html`<p class="sheet__text"><bdi>${spentStatusWords(status)}</bdi></p>
    ${tables.length === 0 && html`<p>${said.none}</p>`}
    ${tables.map((table, at) => {
      const label = tables.length === 1 ? said.rowsOf(month) : said.rowsOfPart(month, at + 1);
      return html`<${Table} table=${table} label=${label} key=${at} />`;
    })}`;
}

/**
 * Whether the figures are good, in words.
 *
 * @param {string | null} status the vendor's word
 */
export function spentStatusWords(status) {
  switch (status) {
    case null:
      return said.status.unsaid;
    case "show":
    case "hide":
    case "error":
      return said.status[status];
    default:
      return said.status.other(status);
  }
}

/**
 * @param {{ table: CostTableView; label: string }} props
 */
function Table({ table: { names, rows }, label }) {
  if (names.length === 0) {
    return html`<p>${said.blank(rows.length)}</p>`;
  }
  return html`<div class="figures-frame figures-frame--wide" tabindex="0" role="region" aria-label=${label}>
    <table class="figures figures--words spent">
      <thead>
        <tr>${names.map((name) => html`<th scope="col">${name === "" ? said.unnamed : html`<bdi>${name}</bdi>`}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((value) => html`<td>${value === null ? html`<${Unknown} why=${said.empty} />` : html`<bdi>${value}</bdi>`}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
