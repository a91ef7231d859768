// What one basket has cost from quote to quote: a line a term, broken where no price was shown, and the same as a table.
// The axis does not begin at nothing, for then the changes that it is there for could not be seen; its ends are named.

/** @import { MoneyView, QuoteView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { LocalTime } from "../elements/moment.js";
import { Money } from "../elements/money.js";
import { compare, placeBetween } from "../lib/decimal.js";
import { money } from "../lib/money.js";
import { words } from "../lib/text.js";
import { instant } from "../lib/time.js";

/**
 * @typedef {{ at: string; price: MoneyView | null }} Told
 * @typedef {{ months: number; told: Told[]; lowest: MoneyView; highest: MoneyView }} Course
 * @typedef {{ x: number; y: number }} Point
 */

/** The picture's size, and the margin around its plot of 1000 by 300, in its own units. */
const SIZE = { width: 1040, height: 340 };
const MARGIN = 20;

/** Quotes drawn at most: more could not be told apart. */
const MOST = 60;

/**
 * The course of each term's monthly price, oldest first, in the currency of the newest quote. Nothing for a term with
 * fewer than two prices.
 *
 * @param {QuoteView[]} quotes of one basket, newest first
 * @returns {Course[]}
 */
export function coursesOf(quotes) {
  const terms = quotes[0]?.offers.map(({ months }) => months) ?? [];
  const currency = quotes[0]?.offers.find(({ commit }) => commit)?.commit?.perMonth.currency;
  return terms.flatMap((months) => {
    const told = quotes
      .slice(0, MOST)
      .toReversed()
      .map(({ takenAt, offers }) => {
        const price = offers.find((offer) => offer.months === months)?.commit?.perMonth ?? null;
        return { at: takenAt, price: price?.currency === currency ? price : null };
      });
    const prices = told.flatMap(({ price }) => (price ? [price] : [])).sort(byAmount);
    const [lowest, highest] = [prices[0], prices[prices.length - 1]];
    return prices.length < 2 || !lowest || !highest ? [] : [{ months, told, lowest, highest }];
  });
}

/**
 * Where the prices of a course stand in the plot, in runs without a gap.
 *
 * @param {Course} course
 * @param {[MoneyView, MoneyView]} range the lowest and the highest price of all courses
 * @returns {Point[][]}
 */
export function runsOf({ told }, [lowest, highest]) {
  const [from, to] = [instant(told[0]?.at ?? ""), instant(told[told.length - 1]?.at ?? "")];
  /** @type {Point[][]} */
  const runs = [[]];
  for (const { at, price } of told) {
    if (price) {
      const x = to === from ? 500 : Math.round(((instant(at) - from) * 1000) / (to - from));
      const y = 300 - Math.round(placeBetween(price.amount, lowest.amount, highest.amount) * 0.3);
      runs[runs.length - 1]?.push({ x, y });
    } else {
      runs.push([]);
    }
  }
  return runs.filter((run) => run.length > 0);
}

/**
 * @param {{ quotes: QuoteView[] }} props of one basket, newest first
 */
export function QuoteHistory({ quotes }) {
  const said = words.price.history;
  const courses = coursesOf(quotes);
  const range = rangeOf(courses);
  if (!range) {
    return null;
  }
  const summary = courses.map((course) => courseWords(course));
  return html`<figure class="history">
    <figcaption class="history__title">${said.title(quotes.length)}</figcaption>
    <svg class="plot history__plot" viewBox=${`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label=${words.pair(said.label, summary.join("; "))}>
      <path class="plot__axis" d=${`M${MARGIN} ${SIZE.height - 1}H${SIZE.width - MARGIN}`} />
      ${courses.map((course, at) => html`<${Line} runs=${runsOf(course, range)} at=${at} key=${course.months} />`)}
    </svg>
    <ul class="picture__legend" role="list">
      ${courses.map((course, at) => html`<li class=${`picture__key history__key--${at}`} key=${course.months}>${summary[at]}</li>`)}
      <li class="history__note">${said.range(money(range[0]), money(range[1]))}</li>
    </ul>
    <${AsTable} quotes=${quotes} courses=${courses} />
  </figure>`;
}

/**
 * @param {{ runs: Point[][]; at: number }} props
 */
function Line({ runs, at }) {
  const place = (/** @type {Point} */ { x, y }) => `${MARGIN + x} ${MARGIN + y}`;
  return html`<g class=${`history__line history__line--${at}`}>
    ${runs.map((run) => html`<path d=${`M${run.map(place).join("L")}`} />`)}
    ${runs.flat().map(({ x, y }) => html`<circle cx=${MARGIN + x} cy=${MARGIN + y} r="7" />`)}
  </g>`;
}

/**
 * @param {{ quotes: QuoteView[]; courses: Course[] }} props
 */
function AsTable({ quotes, courses }) {
  const said = words.price.history;
  const rows = quotes.slice(0, MOST);
  return html`<details class="picture__table">
    <summary>${said.asTable}</summary>
    <div class="figures-frame">
      <table class="figures">
        <caption class="visually-hidden">${said.label}</caption>
        <thead>
          <tr><th scope="col">${said.when}</th>${courses.map(({ months }) => html`<th scope="col" key=${months}>${words.price.saved.months(months)}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, takenAt }, row) => html`<tr key=${id}>
              <th scope="row"><${LocalTime} at=${takenAt} /></th>
              ${courses.map(({ months, told }) => html`<td key=${months}><${Money} value=${told[told.length - 1 - row]?.price ?? null} /></td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/**
 * @param {Course} course
 */
export function courseWords({ months, told, lowest, highest }) {
  const said = words.price.history;
  const prices = told.flatMap(({ price }) => (price ? [price] : []));
  const [first, last] = [prices[0], prices[prices.length - 1]];
  const term = words.price.saved.months(months);
  if (!first || !last || compare(lowest.amount, highest.amount) === 0) {
    return said.same(term, money(lowest));
  }
  return said.moved(term, money(first), money(last));
}

/**
 * @param {Course[]} courses
 * @returns {[MoneyView, MoneyView] | null}
 */
function rangeOf(courses) {
  const lowest = courses.map((course) => course.lowest).sort(byAmount)[0];
  const highest = courses
    .map((course) => course.highest)
    .sort(byAmount)
    .pop();
  return lowest && highest ? [lowest, highest] : null;
}

/**
 * @param {MoneyView} one
 * @param {MoneyView} other
 */
function byAmount(one, other) {
  return compare(one.amount, other.amount) ?? 0;
}
