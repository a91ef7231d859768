// Cost against use, an offer a picture: the commitment as one line, on demand as the other, and where they cross. Each
// comes with the same figures as a table, for whoever does not see it.

/** @import { ColumnView, CompareView, PictureView, PointView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { Money } from "../elements/money.js";
import { money, number, percent } from "../lib/money.js";
import { words } from "../lib/text.js";
import { chosen, keyOf } from "./compare-offers.js";

/** The picture's size and where its plot of 1000 by 500 stands in it, in its own units. */
const SIZE = { width: 1140, height: 640 };
const LEFT = 65;
const BOTTOM = 560;

/**
 * @param {{ view: CompareView }} props
 */
export function Pictures({ view }) {
  const said = words.compare.picture;
  const drawn = view.columns.filter(
    ({ pick, picture }) => picture && chosen.value.some(({ key }) => key === keyOf(pick)),
  );
  return html`<section class="sheet" aria-labelledby="picture-title">
    <div>
      <h2 class="sheet__title" id="picture-title">${said.title}</h2>
      <p class="sheet__text">${drawn.length > 0 ? said.text : said.noneText}</p>
    </div>
    ${drawn.length > 0 && html`<div class="pictures">${drawn.map((column) => html`<${One} column=${column} key=${keyOf(column.pick)} />`)}</div>`}
  </section>`;
}

/**
 * @param {{ column: ColumnView }} props
 */
function One({ column }) {
  const said = words.compare.picture;
  const { pick, picture, hours } = column;
  const choice = chosen.value.find(({ key }) => key === keyOf(pick));
  if (!picture || !choice) {
    return null;
  }
  const name = `${choice.offer.name}, ${choice.label}`;
  const whole = pick.kind === "term" ? said.month : hours === null ? said.whole : said.window(number(hours));
  return html`<figure class="picture">
    <figcaption class="picture__name"><bdi>${name}</bdi><span class="picture__extent">${whole}</span></figcaption>
    <${Plot} picture=${picture} label=${said.described(name, evenWords(picture))} />
    <ul class="picture__legend" role="list">
      <li class="picture__key picture__key--committed">${said.committed}: ${money(picture.committed[1].cost)}</li>
      <li class="picture__key picture__key--demand">${said.onDemand}: ${money(picture.onDemand[1].cost)}</li>
      <li class="picture__key picture__key--crossing">${evenWords(picture)}</li>
      <li class="picture__key picture__key--expected">${said.expected}: ${percent(picture.expected.usedPercent)}</li>
    </ul>
    <${AsTable} picture=${picture} name=${name} />
  </figure>`;
}

/**
 * @param {{ picture: PictureView; label: string }} props
 */
function Plot({ picture: { committed, onDemand, crossing, expected }, label }) {
  const ticks = [0, 25, 50, 75, 100];
  return html`<svg class="plot" viewBox=${`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label=${label}>
    <path class="plot__axis" d=${`M${LEFT} ${BOTTOM - 520}V${BOTTOM}H${LEFT + 1000}`} />
    ${ticks.map((tick) => html`<text class="plot__tick" x=${LEFT + tick * 10} y=${BOTTOM + 52} text-anchor="middle" key=${tick}>${tick} %</text>`)}
    <path class="plot__expected" d=${`M${across(expected)} ${BOTTOM - 520}V${BOTTOM}`} />
    <path class="plot__demand" d=${line(onDemand)} />
    <path class="plot__committed" d=${line(committed)} />
    ${crossing && html`<circle class="plot__crossing" cx=${across(crossing)} cy=${up(crossing)} r="16" />`}
  </svg>`;
}

/**
 * @param {PointView} point
 */
function across({ x }) {
  return LEFT + x;
}

/**
 * @param {PointView} point
 */
function up({ y }) {
  return BOTTOM - y / 2;
}

/**
 * @param {PointView[]} points
 */
function line([from, to]) {
  return from && to ? `M${across(from)} ${up(from)}L${across(to)} ${up(to)}` : "";
}

/**
 * @param {PictureView} picture
 */
export function evenWords({ crossing }) {
  const said = words.compare.picture;
  return crossing ? `${said.crossing}: ${percent(crossing.usedPercent)}, ${money(crossing.cost)}` : said.none;
}

/**
 * @param {{ picture: PictureView; name: string }} props
 */
function AsTable({ picture: { committed, onDemand, crossing, expected }, name }) {
  const said = words.compare.picture;
  const cost = committed[0].cost;
  const points = [onDemand[0], expected, ...(crossing ? [crossing] : []), onDemand[1]];
  points.sort((one, other) => one.x - other.x);
  return html`<details class="picture__table">
    <summary>${said.asTable}</summary>
    <table class="figures">
      <caption class="visually-hidden">${said.label(name)}</caption>
      <thead>
        <tr><th scope="col">${said.use}</th><th scope="col">${said.committed}</th><th scope="col">${said.onDemand}</th></tr>
      </thead>
      <tbody>
        ${points.map(
          (point) => html`<tr>
            <th scope="row">${percent(point.usedPercent)}</th>
            <td><${Money} value=${cost} /></td>
            <td><${Money} value=${point.cost} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
