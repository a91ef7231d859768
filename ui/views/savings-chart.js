// The picture of a series: what was saved so far as a line, and each step as a column under it. uPlot draws on canvas and
// knows nothing of the page; what stands under the pointer or the keyboard is held by the caller.

/** @import { Bucket, StepView } from "../ipc.d.ts" */

import { useSignalEffect } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import UPlot from "uplot";
import { bucketMark } from "../lib/buckets.js";
import { words } from "../lib/text.js";
import { theme } from "../state/settings.js";
import { pictureOf } from "./savings-series.js";

const said = words.savings.time;

/** Heights of the two plots and what an axis takes, in rem, so that larger text makes a larger picture. */
const LINE = 9;
const COLUMNS = 8.5;
const SCALE = 3.75;
const DATES = 1.75;

/** Room that a date takes, in rem. */
const DATE = 4.25;

/**
 * @param {object} props
 * @param {Bucket} props.bucket
 * @param {StepView[]} props.steps
 * @param {string} props.currency
 * @param {number} props.at the step that is marked
 * @param {(at: number) => void} props.point the pointer stands on a step
 * @param {(at: number) => void} props.choose and was pressed there
 */
export function Chart({ bucket, steps, currency, at, point, choose }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const plots = useRef(/** @type {UPlot[]} */ ([]));
  const marked = useRef(at);
  marked.current = at;

  useEffect(() => {
    const element = frame.current;
    if (!element) {
      return undefined;
    }
    const drawn = draw(element, bucket, steps, currency);
    plots.current = drawn;
    mark(drawn, marked.current);
    const resize = new ResizeObserver(() => fit(drawn, element, () => marked.current));
    resize.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const repaint = () => redraw(drawn);
    dark.addEventListener("change", repaint);
    return () => {
      resize.disconnect();
      dark.removeEventListener("change", repaint);
      for (const plot of drawn) {
        plot.destroy();
      }
    };
  }, [bucket, steps, currency]);

  useEffect(() => mark(plots.current, at), [at]);

  useSignalEffect(() => {
    theme.value;
    // The theme's colours are known once its styles are in force.
    const frame = requestAnimationFrame(() => redraw(plots.current));
    return () => cancelAnimationFrame(frame);
  });

  const placeOf = (/** @type {MouseEvent} */ event) => {
    const plot = plots.current.find(({ root }) => root.contains(/** @type {Node} */ (event.target)));
    if (!plot) {
      return null;
    }
    const place = Math.round(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x"));
    return Math.min(Math.max(place, 0), steps.length - 1);
  };
  const pass = (/** @type {(at: number) => void} */ on) => (/** @type {MouseEvent} */ event) => {
    const place = placeOf(event);
    if (place !== null) {
      on(place);
    }
  };
  return html`<div class="chart" ref=${frame} aria-hidden="true" onPointerMove=${pass(point)} onClick=${pass(choose)}></div>`;
}

/**
 * Draws a series into an element: the line, and the columns under it.
 *
 * @param {HTMLElement} element
 * @param {Bucket} bucket
 * @param {StepView[]} steps
 * @param {string} currency
 */
export function draw(element, bucket, steps, currency) {
  const { places, gains, losses, soFar } = pictureOf(steps);
  const rem = remOf();
  const room = SCALE * rem;
  const money = marksOf(currency);
  const scales = {
    x: { time: false, range: /** @type {[number, number]} */ ([-0.5, steps.length - 0.5]) },
    y: { range: withZero },
  };
  const values = {
    scale: "y",
    size: room,
    gap: 0.5 * rem,
    space: 1.75 * rem,
    values: (/** @type {UPlot} */ _, /** @type {number[]} */ marks) => marks.map(money),
    ...axis(rem),
  };
  const dates = {
    scale: "x",
    size: DATES * rem,
    gap: 0.375 * rem,
    splits: (/** @type {UPlot} */ plot) =>
      spread(steps.length, Math.floor(plot.bbox.width / UPlot.pxRatio / (DATE * rem))),
    values: (/** @type {UPlot} */ _, /** @type {number[]} */ marks) =>
      marks.map((place) => (steps[place] ? bucketMark(bucket, steps[place].first) : "")),
    ...axis(rem),
    grid: { show: false },
  };
  const common = {
    width: widthOf(element),
    legend: { show: false },
    // The marked step is set from outside; nothing is dragged or zoomed, and nothing follows the pointer by itself.
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false }, bind: UNBOUND },
    scales,
    hooks: { drawAxes: [zeroLine] },
  };
  const line = new UPlot(
    {
      ...common,
      height: LINE * rem,
      padding: [0.5 * rem, 0.5 * rem, 0.5 * rem, 0],
      axes: [{ show: false }, values],
      // Steps, because a saving counts as a whole: nothing is saved between two of them.
      series: [
        {},
        {
          paths: UPlot.paths.stepped?.({ align: 1 }),
          stroke: tone("--accent"),
          width: 2,
          fill: tone("--oklch-accent", 0.12),
          points: { show: false },
        },
      ],
    },
    stairs(soFar),
    element,
  );
  const bars = new UPlot(
    {
      ...common,
      height: (COLUMNS + DATES) * rem,
      padding: [0.5 * rem, 0.5 * rem, 0, 0],
      axes: [dates, values],
      // Two series, so that the scale holds both; the columns are drawn by us.
      series: [{}, UNDRAWN, UNDRAWN],
      hooks: { ...common.hooks, draw: [(/** @type {UPlot} */ plot) => columns(plot, gains, losses)] },
    },
    [places, gains, losses],
    element,
  );
  name(line, said.soFar);
  name(bars, said.each[bucket]);
  return [line, bars];
}

/**
 * The line's points: each amount holds from the left edge of its place to the right.
 *
 * @param {number[]} amounts
 * @returns {[number[], number[]]}
 */
function stairs(amounts) {
  const last = amounts.at(-1) ?? 0;
  return [[...amounts.keys(), amounts.length].map((place) => place - 0.5), [...amounts, last]];
}

const none = () => null;

/** A series of which uPlot draws nothing. */
const UNDRAWN = { paths: none, points: { show: false } };

/** Which of uPlot's own listeners are not wanted. */
const UNBOUND = {
  mousedown: none,
  mouseup: none,
  click: none,
  dblclick: none,
  mousemove: none,
  mouseleave: none,
  mouseenter: none,
};

/**
 * @param {UPlot} plot
 * @param {string} text
 */
function name({ root }, text) {
  const title = document.createElement("p");
  title.className = "chart__name";
  title.textContent = text;
  root.prepend(title);
}

/**
 * @param {UPlot[]} plots
 * @param {number} at
 */
function mark(plots, at) {
  for (const plot of plots) {
    plot.setCursor({ left: plot.valToPos(at, "x"), top: 0 }, false);
  }
}

/**
 * @param {UPlot[]} plots
 */
function redraw(plots) {
  for (const plot of plots) {
    plot.redraw(false);
  }
}

/**
 * @param {UPlot[]} plots
 * @param {HTMLElement} element
 * @param {() => number} at
 */
function fit(plots, element, at) {
  const width = widthOf(element);
  for (const plot of plots) {
    if (plot.width !== width) {
      plot.setSize({ width, height: plot.height });
    }
  }
  // Positions hold for a width.
  queueMicrotask(() => mark(plots, at()));
}

/**
 * @param {HTMLElement} element
 */
function widthOf(element) {
  return Math.max(Math.floor(element.clientWidth), 120);
}

function remOf() {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/**
 * A colour of the theme in force, read anew at each drawing. With an opacity the token is a triplet.
 *
 * @param {string} token
 * @param {number} [opacity]
 */
function tone(token, opacity) {
  return () => colour(token, opacity);
}

/**
 * @param {string} token
 * @param {number} [opacity]
 */
function colour(token, opacity) {
  const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  return opacity === undefined ? value : `oklch(${value} / ${opacity})`;
}

/**
 * @param {number} rem
 */
function axis(rem) {
  return {
    font: `${0.75 * rem}px Inter, sans-serif`,
    stroke: tone("--ink-soft"),
    grid: { stroke: tone("--line"), width: 1 },
    ticks: { show: false },
  };
}

/** How much of its place a column fills, at most so many rem, and from how many pixels on stripes can be seen in it. */
const FILLED = 0.72;
const WIDEST = 4;
const STRIPED = 5;

/**
 * The columns, one rectangle each on whole pixels. uPlot would fill one path of them all, which takes this engine ten times as
 * long: two thousand columns would miss their frame.
 *
 * @param {UPlot} plot
 * @param {(number | null)[]} gains
 * @param {(number | null)[]} losses
 */
function columns(plot, gains, losses) {
  const { ctx, bbox } = plot;
  const room = bbox.width / gains.length;
  const width = Math.max(1, Math.min(Math.floor(room * FILLED), Math.floor(WIDEST * remOf() * UPlot.pxRatio)));
  const ground = plot.valToPos(0, "y", true);
  const unit = plot.valToPos(1, "y", true) - ground;
  const zero = Math.round(ground);
  const each = (/** @type {(number | null)[]} */ values, /** @type {(left: number, end: number) => void} */ drawn) => {
    // Of those that fall on the same pixels the furthest is all that can be seen.
    /** @type {Map<number, number>} */
    const furthest = new Map();
    for (const [place, value] of values.entries()) {
      if (value !== null) {
        const left = Math.round(bbox.left + (place + 0.5) * room - width / 2);
        const before = furthest.get(left) ?? 0;
        furthest.set(left, Math.abs(value) > Math.abs(before) ? value : before);
      }
    }
    for (const [left, value] of furthest) {
      const end = Math.round(ground + value * unit);
      // A small amount is to be seen as well.
      drawn(left, end === zero ? zero - Math.sign(value) : end);
    }
  };
  ctx.save();
  ctx.fillStyle = colour("--saving");
  each(gains, (left, end) => ctx.fillRect(left, end, width, zero - end));
  const striped = width >= STRIPED * UPlot.pxRatio;
  ctx.fillStyle = striped ? stripes(ctx) : colour("--danger");
  ctx.strokeStyle = colour("--danger");
  ctx.lineWidth = UPlot.pxRatio;
  const inset = ctx.lineWidth / 2;
  each(losses, (left, end) => {
    ctx.fillRect(left, zero, width, end - zero);
    if (striped) {
      ctx.strokeRect(left + inset, zero + inset, width - 2 * inset, end - zero - 2 * inset);
    }
  });
  ctx.restore();
}

/**
 * Stripes, so that a loss is told from a gain without its colour.
 *
 * @param {CanvasRenderingContext2D} ctx
 */
function stripes(ctx) {
  const size = Math.round(6 * UPlot.pxRatio);
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const brush = tile.getContext("2d");
  if (!brush) {
    return colour("--danger");
  }
  brush.strokeStyle = colour("--danger");
  brush.lineWidth = 1.5 * UPlot.pxRatio;
  brush.beginPath();
  // Three strokes, so that the stripes meet at the tile's edges.
  for (const shift of [-size, 0, size]) {
    brush.moveTo(shift, size);
    brush.lineTo(shift + size, 0);
  }
  brush.stroke();
  return ctx.createPattern(tile, "repeat") ?? colour("--danger");
}

/**
 * The line that tells gains from losses.
 *
 * @param {UPlot} plot
 */
function zeroLine(plot) {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(0, "y", true));
  ctx.save();
  ctx.fillStyle = colour("--line-strong");
  ctx.fillRect(bbox.left, y, bbox.width, Math.max(1, Math.round(UPlot.pxRatio)));
  ctx.restore();
}

/**
 * A range with nothing in it: columns stand on it, and a line that starts elsewhere would exaggerate.
 *
 * @param {UPlot} _
 * @param {number | null} min
 * @param {number | null} max
 * @returns {[number, number]}
 */
function withZero(_, min, max) {
  const [least, most] = [Math.min(min ?? 0, 0), Math.max(max ?? 0, 0)];
  const margin = (most - least || 1) * 0.08;
  return [least < 0 ? least - margin : 0, most > 0 || least === 0 ? most + margin : 0];
}

/**
 * Every so many places, so that as many fit as there is room for.
 *
 * @param {number} count
 * @param {number} room
 */
function spread(count, room) {
  const step = Math.ceil(count / Math.max(1, room));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

/**
 * Marks on the scale of money. They are the picture's own round numbers and no figures of anybody's.
 *
 * @param {string} currency
 */
function marksOf(currency) {
  const format = new Intl.NumberFormat(words.locale.numbers, {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 2,
  });
  return (/** @type {number} */ mark) => format.format(mark).replace("-", "\u2212");
}
