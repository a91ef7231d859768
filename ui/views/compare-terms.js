// On what terms offers are compared: how much is used, how many hours a month has, and whether currencies stay apart. A
// rate is the user's own, and has the day that they say it is of.

/** @import { RateErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { Field, SelectField, TextField } from "../elements/field.js";
import { told } from "../lib/said.js";
import { listed, words } from "../lib/text.js";
import { named } from "../lib/time.js";
import { now } from "../state/clock.js";
import { monthsFrom, setTerms, terms, typedRate, typeRate, usualMonth } from "./compare-offers.js";

/**
 * @param {{ currencies: string[]; complaints: RateErrorView[] }} props
 */
export function Terms({ currencies, complaints }) {
  const said = words.compare.terms;
  const { month, together } = terms.value;
  return html`<section class="sheet terms" aria-labelledby="terms-title">
    <h2 class="visually-hidden" id="terms-title">${said.title}</h2>
    <div class="terms__row">
      <${Use} />
      <${SelectField}
        label=${said.month}
        name="month"
        value=${month ?? ""}
        change=${(/** @type {string} */ chosen) => setTerms({ month: chosen || null })}
        options=${monthOptions(now.peek())}
      />
      ${(currencies.length > 1 || together) && html`<${Together} currencies=${currencies} />`}
    </div>
    ${together && html`<${Rates} currencies=${currencies} to=${together} complaints=${complaints} />`}
  </section>`;
}

function Use() {
  const said = words.compare.terms;
  const { used: percent } = terms.value;
  return html`<${Field}
    label=${said.used}
    hint=${said.usedHint}
    class="use"
    control=${(/** @type {{ id: string }} */ ids) => html`<div class="use__control">
      <input
        ...${ids}
        class="use__slider"
        name="use"
        type="range"
        min="1"
        max="100"
        step="1"
        value=${percent}
        aria-valuetext=${said.usedValue(percent)}
        onInput=${(/** @type {InputEvent} */ event) =>
          setTerms({ used: /** @type {HTMLInputElement} */ (event.target).valueAsNumber })}
      />
      <output class="use__value" for=${ids.id} aria-hidden="true">${said.usedValue(percent)}</output>
    </div>`}
  />`;
}

/**
 * @param {{ currencies: string[] }} props
 */
function Together({ currencies }) {
  const said = words.compare.terms;
  const options = currencies.map((currency) => ({ value: currency, label: said.allIn(currency) }));
  return html`<${SelectField}
    label=${said.together}
    name="together"
    value=${terms.value.together ?? ""}
    change=${(/** @type {string} */ chosen) => setTerms({ together: chosen || null })}
    options=${[{ value: "", label: said.apart }, ...options]}
  />`;
}

/**
 * @param {{ currencies: string[]; to: string; complaints: RateErrorView[] }} props
 */
function Rates({ currencies, to, complaints }) {
  const said = words.compare.terms;
  const foreign = currencies.filter((currency) => currency !== to);
  const apart = foreign.filter((currency) => typedRate(currency, to).rate.trim() === "");
  return html`<div class="terms__rates">
      ${foreign.map((from) => html`<${RateFields} from=${from} to=${to} complaints=${complaints} key=${from} />`)}
    </div>
    ${apart.length > 0 && html`<p class="sheet__text">${said.stillApart(listed(apart))}</p>`}`;
}

/**
 * @param {{ from: string; to: string; complaints: RateErrorView[] }} props
 */
function RateFields({ from, to, complaints }) {
  const said = words.compare.terms;
  const typed = typedRate(from, to);
  // A typed rate is most often today's; the day stands beside it and can be changed.
  const on = typed.on || today();
  const complaint = (/** @type {RateErrorView["field"]} */ field) => {
    const found = complaints.find((one) => one.from === from && one.field === field);
    return found ? told(found.message) : null;
  };
  return html`<${TextField}
      label=${said.rate(from, to)}
      hint=${said.rateHint}
      inputMode="decimal"
      value=${typed.rate}
      error=${complaint("rate")}
      change=${(/** @type {string} */ rate) => typeRate(from, to, { rate, on })}
    />
    <${TextField}
      label=${said.on(from)}
      type="date"
      value=${on}
      error=${complaint("on")}
      change=${(/** @type {string} */ day) => typeRate(from, to, { rate: typed.rate, on: day })}
    />`;
}

/** The day on this machine's clock. */
function today() {
  const at = new Date(now.peek());
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** @type {Intl.DateTimeFormatOptions} */
const MONTH = { month: "long", year: "numeric", timeZone: "UTC" };

/**
 * @param {number} at milliseconds since 1970
 */
function monthOptions(at) {
  const said = words.compare.terms;
  const actual = monthsFrom(at).map((name) => ({
    value: name,
    label: said.actual(named(MONTH).format(new Date(`${name}-01`))),
  }));
  const all = [{ value: "730", label: said.average }, { value: "744", label: said.longest }, ...actual];
  const usual = all.find(({ value }) => value === usualMonth.value)?.label ?? "";
  return [{ value: "", label: said.asSet(usual) }, ...all];
}
