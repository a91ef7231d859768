// Savings over time: the picture, its words, and the same as a table. The picture is for the eye; what it shows is told by a
// slider over its steps, which a listener hears and the arrow keys move.

/** @import { Bucket, CurrencySavingsView, StepView } from "../ipc.d.ts" */

import { signal, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Money } from "../elements/money.js";
import { bucketName } from "../lib/buckets.js";
import { money, percent } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { answer, ask, BUCKETS, bucket, isOpen, open } from "./savings-asked.js";
import { Figure, Net, Share, toneOf } from "./savings-figure.js";
import { Opened } from "./savings-rows.js";
import { doubtsOf, lastTold, rowsOf, sentence, told } from "./savings-series.js";

const said = words.savings.time;

/** Steps that Page Up and Page Down skip. */
const LEAP = 10;

/** What draws; fetched when the first series is shown. @type {import("@preact/signals").Signal<typeof import("./savings-chart.js").Chart | null>} */
const drawing = signal(null);

/** Whether that could not be fetched. */
const undrawable = signal(false);

/**
 * @param {{ view: CurrencySavingsView; currency: string }} props
 */
export function OverTime({ view, currency }) {
  const asTable = useSignal(false);
  const title = `time-${currency}`;
  const table = `${title}-table`;
  const cut = answer.value?.bucket ?? bucket.value;
  return html`<section class="sheet" aria-labelledby=${title}>
    <div class="sheet__head">
      <div>
        <h2 class="sheet__title" id=${title}>${said.title}</h2>
        <p class="sheet__text">${said.text}</p>
      </div>
      <div class="sheet__actions">
        <${BucketSwitch} />
        <button
          type="button"
          class="button button--plain button--small"
          aria-expanded=${String(asTable.value)}
          aria-controls=${table}
          onClick=${() => {
            asTable.value = !asTable.value;
          }}
        >${said.asTable}</button>
      </div>
    </div>
    ${view.steps.length > 0 ? html`<${Picture} view=${view} cut=${cut} currency=${currency} />` : !view.undated && !view.earlier && html`<p>${said.none}</p>`}
    <div id=${table}>${asTable.value && html`<${AsTable} view=${view} cut=${cut} currency=${currency} />`}</div>
    <${Opened} place="time" currency=${currency} />
  </section>`;
}

function BucketSwitch() {
  const choose = (/** @type {Bucket} */ next) => {
    bucket.value = next;
    ask();
  };
  return html`<div class="segments" role="group" aria-label=${said.label}>
    ${BUCKETS.map(
      (name) => html`<button
        type="button"
        class="segments__segment"
        key=${name}
        aria-pressed=${String(name === bucket.value)}
        onClick=${() => choose(name)}
      >${said.buckets[name]}</button>`,
    )}
  </div>`;
}

/**
 * @param {{ view: CurrencySavingsView; cut: Bucket; currency: string }} props
 */
function Picture({ view: { steps, earlier, undated }, cut, currency }) {
  // Which step is told belongs to a series; another series begins at its own last.
  const place = useSignal({ steps, at: lastTold(steps) });
  const at = place.value.steps === steps ? place.value.at : lastTold(steps);
  const go = (/** @type {number} */ next) => {
    place.value = { steps, at: Math.min(Math.max(next, 0), steps.length - 1) };
  };
  useEffect(() => {
    load();
  }, []);
  const step = /** @type {StepView} */ (steps[at]);
  const show = (/** @type {StepView} */ { first }) =>
    open({ currency, place: "time", figure: { kind: "step", bucket: cut, first }, title: bucketName(cut, first) });
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const to = target(event.key, at, steps.length);
    if (to !== null) {
      event.preventDefault();
      go(to);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show(step);
    }
  };
  const Chart = drawing.value;
  const hint = `keys-${currency}`;
  return html`<figure class="chart-frame">
    <figcaption class="visually-hidden" id=${hint}>${said.keys}</figcaption>
    <${Readout} cut=${cut} step=${step} currency=${currency} show=${() => show(step)} />
    <div
      class="chart-slider"
      role="slider"
      tabindex="0"
      aria-label=${said.chart(currency)}
      aria-describedby=${hint}
      aria-valuemin="0"
      aria-valuemax=${steps.length - 1}
      aria-valuenow=${at}
      aria-valuetext=${sentence(cut, step)}
      onKeyDown=${keys}
    >
      ${
        Chart
          ? html`<${Chart}
              bucket=${cut}
              steps=${steps}
              currency=${currency}
              at=${at}
              point=${go}
              choose=${(/** @type {number} */ to) => {
                go(to);
                show(/** @type {StepView} */ (steps[to]));
              }}
            />`
          : html`<p class="chart chart--waiting">${undrawable.value ? said.undrawable : said.drawing}</p>`
      }
    </div>
    <ul class="chart-key" role="list">
      <li class="chart-key__sign chart-key__sign--gain">${said.gain}</li>
      <li class="chart-key__sign chart-key__sign--loss">${said.loss}</li>
    </ul>
    ${earlier && steps[0] && html`<p class="sheet__text sheet__text--small">${said.earlierNote(money(earlier.saved), bucketName(cut, steps[0].first))}</p>`}
    ${undated && html`<p class="sheet__text sheet__text--small">${said.undatedNote(money(undated.saved), undated.policies)}</p>`}
  </figure>`;
}

/**
 * @param {string} key
 * @param {number} at
 * @param {number} count
 */
function target(key, at, count) {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return at + 1;
    case "ArrowLeft":
    case "ArrowDown":
      return at - 1;
    case "PageUp":
      return at + LEAP;
    case "PageDown":
      return at - LEAP;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

async function load() {
  if (!drawing.peek()) {
    try {
      const { Chart } = await import("./savings-chart.js");
      drawing.value = Chart;
    } catch {
      // The words and the table hold all that the picture would.
      undrawable.value = true;
    }
  }
}

/**
 * @param {{ cut: Bucket; step: StepView; currency: string; show: () => void }} props
 */
function Readout({ cut, step, currency, show }) {
  const { name, amount, count, notes, soFar } = told(cut, step);
  const figure = /** @type {const} */ ({ kind: "step", bucket: cut, first: step.first });
  return html`<div class="chart-told">
    <p class="chart-told__words">
      <strong>${name}</strong>
      <span class=${toneOf(step.realised.saved)}>${amount}</span>
      ${count && html`<span>${count}</span>`}
      ${notes.map((note) => html`<span class="chart-told__note" key=${note}>${note}</span>`)}
      <span>${soFar}</span>
    </p>
    <${Button} small off=${step.realised.policies === 0} pressed=${isOpen(currency, figure)} label=${words.pair(said.open, name)} press=${show}>${said.open}<//>
  </div>`;
}

/**
 * @param {{ view: CurrencySavingsView; cut: Bucket; currency: string }} props
 */
function AsTable({ view, cut, currency }) {
  const rows = rowsOf(cut, view);
  return html`<div class="figures-frame figures-frame--wide figures-frame--tall" tabindex="0" role="region" aria-label=${said.table}>
    <table class="figures">
      <caption class="visually-hidden">${said.table}</caption>
      <thead>
        <tr>
          <th scope="col">${said.bucket[cut]}</th>
          <th scope="col">${words.savings.net}</th>
          <th scope="col">${words.savings.parts.list}</th>
          <th scope="col">${words.savings.parts.percent}</th>
          <th scope="col">${words.savings.parts.count}</th>
          <th scope="col">${said.cumulative}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ key, name, realised, soFar, figure }) => html`<tr key=${key}>
            <th scope="row">
              <${Figure} currency=${currency} place="time" figure=${figure} title=${name} off=${realised.policies === 0}>${name}<//>
              ${doubtsOf(realised).length > 0 && html`<span class="fact-note">${listed(doubtsOf(realised))}</span>`}
            </th>
            <td><${Net} value=${realised.saved} /></td>
            <td><${Money} value=${realised.list} /></td>
            <td><${Share} share=${realised.percent === null ? null : percent(realised.percent)} why=${words.savings.parts.noBase} /></td>
            <td>${realised.policies}</td>
            <td>${soFar ? html`<${Money} value=${soFar} />` : html`<${Share} share=${null} why=${said.undatedWhy} />`}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
