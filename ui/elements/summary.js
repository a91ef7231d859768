// The summary: what was saved, what is paid ahead, what can still be undone for free, and whether anything is in doubt.
// One row of figures a currency; two currencies are never added.

/** @import { TotalsView } from "../ipc.d.ts" */

import { useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { isNegative, money, percent } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { instant } from "../lib/time.js";
import { now } from "../state/clock.js";
import { desk, doubts } from "../state/desk.js";
import { Icon } from "./icon.js";
import { Age, Countdown } from "./moment.js";
import { Money } from "./money.js";

export function Summary() {
  const totals = desk.value?.totals ?? [];
  if (totals.length === 0 && doubts.value.length === 0) {
    return null;
  }
  return html`<section class="summary" aria-label=${words.summary.label}>
    <div class="summary__currencies">${totals.map((row) => html`<${Currency} totals=${row} key=${row.currency} many=${totals.length > 1} />`)}</div>
    <${Doubts} />
  </section>`;
}

/**
 * @param {{ totals: TotalsView; many: boolean }} props
 */
function Currency({ totals, many }) {
  return html`<div class="summary__row">
    <${Figure} label=${words.summary.saved} currency=${many ? totals.currency : null} tone=${isNegative(totals.realised.amount) ? "loss" : "saving"}>
      <${Money} value=${totals.realised} class="figure__amount" />
      <${Notes} notes=${savedNotes(totals)} />
    <//>
    <${Figure} label=${words.summary.committed} currency=${many ? totals.currency : null}>
      <${Money} value=${totals.committed} class="figure__amount" />
      <${Notes} notes=${committedNotes(totals)} />
    <//>
    <${Figure} label=${words.summary.free} currency=${many ? totals.currency : null}>
      <${Money} value=${totals.freeToCancel} class="figure__amount" />
      <${FreeNote} totals=${totals} />
    <//>
  </div>`;
}

/**
 * @param {{ label: string; currency?: string | null; tone?: string; children: any }} props
 */
function Figure({ label, currency, tone = "plain", children }) {
  return html`<div class=${`figure figure--${tone}`}>
    <h2 class="figure__label">${label}${currency && html` <span class="figure__currency">${currency}</span>`}</h2>
    ${children}
  </div>`;
}

/**
 * @param {{ notes: string[] }} props the first is seen at once, the others too where there is room, and all on hovering
 */
function Notes({ notes }) {
  return html`<p class="figure__notes" title=${listed(notes)}>${listed(notes)}</p>`;
}

/**
 * @param {TotalsView} totals
 */
export function savedNotes(totals) {
  const base =
    totals.realisedPercent === null
      ? words.summary.savedNothing
      : words.summary.savedBase(percent(totals.realisedPercent), money(totals.realisedList));
  return [
    base,
    totals.beforeFees > 0 && words.summary.beforeFees(totals.beforeFees),
    totals.realisedUnknown > 0 && words.summary.unknownSaving(totals.realisedUnknown),
    totals.assumedFees > 0 && words.summary.assumedFees(totals.assumedFees),
    totals.unknownFees > 0 && words.summary.unknownFees(totals.unknownFees),
  ].filter((note) => note !== false);
}

/**
 * @param {TotalsView} totals
 */
export function committedNotes({ committed, committedUnknown }) {
  const none = !/[1-9]/.test(committed.amount);
  return [
    none ? words.summary.committedNone : words.summary.committedNote,
    committedUnknown > 0 && words.summary.committedUnknown(committedUnknown),
  ].filter((note) => note !== false);
}

/**
 * @param {{ totals: TotalsView }} props
 */
function FreeNote({ totals }) {
  const next = useComputed(() => nextDeadline(totals.currency));
  if (totals.freeToCancelCount === 0) {
    return html`<p class="figure__notes">${words.summary.freeNone}</p>`;
  }
  return html`<p class="figure__notes">
    ${words.summary.freeCount(totals.freeToCancelCount)}${next.value && html`, ${words.summary.freeNext} <${Countdown} until=${next.value} />`}
  </p>`;
}

/**
 * The soonest end of a free-cancel window among what was bought in a currency.
 *
 * @param {string} currency
 */
function nextDeadline(currency) {
  const until = desk.value?.freeUntil[currency];
  return until && instant(until) > now.value ? until : undefined;
}

function Doubts() {
  const open = doubts.value;
  if (open.length === 0) {
    return null;
  }
  const oldest = open
    .map(({ sentAt, recordedAt }) => sentAt ?? recordedAt)
    .sort((one, other) => instant(one) - instant(other))[0];
  return html`<div class="figure figure--doubt">
    <h2 class="figure__label"><${Icon} name="triangle-alert" />${words.summary.doubt}</h2>
    <p class="figure__amount">${words.summary.doubtCount(open.length)}</p>
    <p class="figure__notes">${words.summary.doubtOldest} <${Age} at=${oldest} /></p>
  </div>`;
}
