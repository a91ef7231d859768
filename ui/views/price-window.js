// A window of AWS capacity: the eleven fields on one side, and on the other what they come to, then what came of asking.

/** @import { DraftField } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Combobox } from "../elements/combobox.js";
import { Fact, Facts } from "../elements/facts.js";
import { SelectField, TextField } from "../elements/field.js";
import { Moment } from "../elements/moment.js";
import { number } from "../lib/money.js";
import { words } from "../lib/text.js";
import { offsetName } from "../lib/time.js";
import { readOnly } from "../state/desk.js";
import { AccountPicker, NoAccount } from "./price-account.js";
import {
  ask,
  asking,
  check,
  checkDraft,
  choose,
  complaints,
  draft,
  fill,
  isPriced,
  result,
  seller,
  sellers,
  shift,
  startOver,
  touch,
  touchWindow,
  userOffset,
} from "./price-draft.js";
import { instanceTypes, OFFSETS, PLATFORMS, QUARTER_HOURS, ZONES } from "./price-suggestions.js";
import { Asking, WindowResult } from "./price-window-result.js";

const PAUSE = 150;

export function WindowPanel() {
  const account = seller.value;
  const typed = draft.value;
  const first = useRef(true);
  useEffect(() => {
    // The first check needs no pause: nobody is typing yet.
    const timer = setTimeout(checkDraft, first.current ? 0 : PAUSE);
    first.current = false;
    return () => clearTimeout(timer);
  }, [typed]);
  if (!account) {
    return html`<${NoAccount} vendor="cloudidr" />`;
  }
  // A result belongs to its account's world; in another realm there is nothing to show of it.
  const here = sellers.value.some(({ id }) => id === (asking.value ?? result.value)?.account);
  return html`<div class="pricing">
    <${WindowForm} account=${account.id} />
    <div class="pricing__aside">
      ${here && asking.value ? html`<${Asking} since=${asking.value.since} />` : here && result.value && html`<${WindowResult} result=${result.value} />`}
      <${Preview} short=${here && Boolean(asking.value ?? result.value)} />
    </div>
  </div>`;
}

/**
 * @param {{ account: string }} props
 */
function WindowForm({ account }) {
  const said = words.price.form;
  const frame = useRef(/** @type {HTMLFormElement | null} */ (null));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!(await ask())) {
      // After the complaints are drawn.
      requestAnimationFrame(() => focusFirstComplaint(frame.current));
    }
  };
  const wrong = complaints.value;
  // A complaint says what would be right, so the hint gives way to it.
  const field = (/** @type {DraftField} */ name, /** @type {string} */ hint = "") => ({
    name,
    label: said[name],
    hint: wrong[name] ? "" : hint,
    value: draft.value[name],
    error: wrong[name],
    change: (/** @type {string} */ value) => fill(name, value),
    leave: () => touch(name),
  });
  const windowField = (/** @type {DraftField} */ name, /** @type {string} */ hint = "") => ({
    ...field(name, hint),
    change: (/** @type {string} */ value) => {
      fill(name, value);
      touchWindow();
    },
  });
  return html`<form class="sheet" ref=${frame} onSubmit=${submit} noValidate aria-label=${said.title}>
    <${AccountPicker} label=${words.price.whoseWindow} name="seller" accounts=${sellers.value} chosen=${account} choose=${choose} />
    <div class="group" role="group" aria-labelledby="group-what">
      <h2 class="group__title" id="group-what">${said.what}</h2>
      <div class="group__row group__row--machines">
        <${Combobox} ...${field("instanceType", said.instanceTypeHint)} choices=${instanceTypes()} free />
        <${TextField} ...${field("quantity")} inputMode="numeric" />
        <${Combobox} ...${field("platform", said.platformHint)} choices=${PLATFORMS} free />
      </div>
    </div>
    <div class="group" role="group" aria-labelledby="group-where">
      <h2 class="group__title" id="group-where">${said.where}</h2>
      <div class="group__row group__row--place">
        <${Combobox} ...${field("zone", said.zoneHint)} choices=${ZONES} free />
        <${TextField} ...${field("cloudAccount", said.cloudAccountHint)} inputMode="numeric" />
      </div>
    </div>
    <div class="group" role="group" aria-labelledby="group-when">
      <h2 class="group__title" id="group-when">${said.when}</h2>
      <div class="group__row group__row--window">
        <${TextField} ...${windowField("startDate")} type="date" />
        <${SelectField} ...${windowField("startTime")} options=${TIMES} />
        <${TextField} ...${windowField("endDate")} type="date" />
        <${SelectField} ...${windowField("endTime")} options=${TIMES} />
        <${SelectField} ...${windowField("utcOffsetHours", userOffset(new Date()) === undefined ? said.halfHourHint : said.offsetHint)} options=${offsets()} />
        <${TextField} ...${field("name", said.nameHint)} />
      </div>
      <div class="group__shifts">
        ${SHIFTS.map((days) => html`<${Button} small look="quiet" key=${days} press=${() => shift(days)}>${said.later[days]}<//>`)}
      </div>
    </div>
    <div class="sheet__actions">
      <button
        type="submit"
        class="button button--primary"
        id="ask-price"
        aria-disabled=${asking.value || readOnly.value ? "true" : undefined}
        aria-describedby=${readOnly.value ? "ask-why" : undefined}
        title=${readOnly.value ?? undefined}
      >
        ${asking.value ? said.asking : said.ask}
      </button>
      ${readOnly.value && html`<span class="visually-hidden" id="ask-why">${readOnly.value}</span>`}
      <${Button} look="quiet" press=${startOver} off=${Boolean(asking.value)}>${said.reset}<//>
      <p class="sheet__text sheet__text--small">${isPriced.value ? said.askedHint : said.askHint}</p>
    </div>
  </form>`;
}

/** Days by which a window is moved at a press. @type {(1 | 7)[]} */
const SHIFTS = [1, 7];

const TIMES = QUARTER_HOURS.map((time) => ({ value: time, label: time }));

function offsets() {
  const own = userOffset(new Date());
  return OFFSETS.map((hours) => ({
    value: String(hours),
    label: hours === own ? `${offsetName(hours * 60)} (${words.price.form.yours})` : offsetName(hours * 60),
  }));
}

/**
 * @param {HTMLFormElement | null} form
 */
function focusFirstComplaint(form) {
  const wrong = form?.querySelector('[aria-invalid="true"]');
  if (wrong instanceof HTMLElement) {
    wrong.focus();
  }
}

/**
 * The window as Rust reads it, in its own zone and the user's.
 *
 * @param {{ short: boolean }} props without what happens next, which has happened by then
 */
function Preview({ short }) {
  const said = words.price.preview;
  const window = check.value?.window;
  if (short) {
    return null;
  }
  return html`<section class="sheet" aria-labelledby="preview-title">
    <h2 class="sheet__title" id="preview-title">${said.title}</h2>
    ${
      window
        ? html`<${Facts}>
          <${Fact} name=${said.from}><${Moment} moment=${window.start} /><//>
          <${Fact} name=${said.to}><${Moment} moment=${window.end} /><//>
          <${Fact} name=${said.length}>${said.hours(number(window.hours))}<//>
          ${
            window.instanceHours !== null &&
            html`<${Fact} name=${said.instanceHours} strong>${number(window.instanceHours)}
              <span class="fact-note">${said.times(number(window.hours), draft.value.quantity.trim())}</span>
            <//>`
          }
        <//>`
        : check.value && html`<p class="sheet__text">${said.missing}</p>`
    }
    <div class="next">
      <h3 class="next__title">${said.nextTitle}</h3>
      <ol class="next__steps">${said.next.map((step) => html`<li>${step}</li>`)}</ol>
    </div>
  </section>`;
}
