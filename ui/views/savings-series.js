// The series as words, as rows of a table and as numbers for a picture: all three from the same steps.

/** @import { Bucket, CurrencySavingsView, RealisedView, StepView } from "../ipc.d.ts" */

import { bucketName } from "../lib/buckets.js";
import { isNegative, money, withoutSign } from "../lib/money.js";
import { listed, words } from "../lib/text.js";

const said = words.savings.time;

/**
 * What uPlot draws: a place for each step, what was gained or lost in it, and what was saved up to its end.
 *
 * MONEY: the amounts become floating numbers here, for pixels only. No figure that can be read is made of them: the words
 * beside the picture, its table and its lists show the decimal text that Rust sent.
 *
 * @param {StepView[]} steps
 * @returns {{ places: number[]; gains: (number | null)[]; losses: (number | null)[]; soFar: number[] }}
 */
export function pictureOf(steps) {
  const amounts = steps.map(({ realised }) => Number(realised.saved.amount));
  return {
    places: steps.map((_, place) => place),
    gains: amounts.map((amount) => (amount > 0 ? amount : null)),
    losses: amounts.map((amount) => (amount < 0 ? amount : null)),
    soFar: steps.map(({ soFar }) => Number(soFar.amount)),
  };
}

/**
 * A step as it is told to whoever stands on it.
 *
 * @param {Bucket} bucket
 * @param {StepView} step
 */
export function told(bucket, { first, realised, soFar }) {
  return { name: bucketName(bucket, first), ...wordsOf(realised), soFar: said.inAll(money(soFar)) };
}

/**
 * The same in one sentence.
 *
 * @param {Bucket} bucket
 * @param {StepView} step
 */
export function sentence(bucket, step) {
  const { name, amount, count, notes, soFar } = told(bucket, step);
  return words.pair(name, listed([amount, count, ...notes, soFar].filter(Boolean)));
}

/**
 * @param {RealisedView} realised
 */
function wordsOf(realised) {
  const { saved, policies } = realised;
  if (policies === 0) {
    return { amount: said.nothing, count: "", notes: [] };
  }
  const amount = isNegative(saved.amount) ? said.lost(money(withoutSign(saved))) : said.saved(money(saved));
  return { amount, count: words.savings.policies(policies), notes: doubtsOf(realised) };
}

/**
 * What is not known or not confirmed of a figure, in the words of the desk's summary.
 *
 * @param {RealisedView} realised
 */
export function doubtsOf({ beforeFees, unknown, assumedFees, unknownFees }) {
  const said = words.summary;
  return [
    beforeFees > 0 && said.beforeFees(beforeFees),
    unknown > 0 && said.unknownSaving(unknown),
    assumedFees > 0 && said.assumedFees(assumedFees),
    unknownFees > 0 && said.unknownFees(unknownFees),
  ].filter((note) => note !== false);
}

/**
 * The rows of the table: the steps, the latest first, then what lies before them and what has no date. Their sum is the whole.
 *
 * @param {Bucket} bucket
 * @param {CurrencySavingsView} view
 * @returns {{ key: string; name: string; realised: RealisedView; soFar: StepView["soFar"] | null; figure: import("../ipc.d.ts").FigureRequest }[]}
 */
export function rowsOf(bucket, { steps, earlier, undated }) {
  const stepped = steps.map(({ first, realised, soFar }) => ({
    key: first,
    name: bucketName(bucket, first),
    realised,
    soFar,
    figure: /** @type {const} */ ({ kind: "step", bucket, first }),
  }));
  const begin = steps[0] ? said.earlier(bucketName(bucket, steps[0].first)) : said.before;
  return [
    ...stepped.reverse(),
    ...(earlier
      ? [
          {
            key: "earlier",
            name: begin,
            realised: earlier,
            soFar: earlier.saved,
            figure: /** @type {const} */ ({ kind: "earlier", bucket }),
          },
        ]
      : []),
    ...(undated
      ? [
          {
            key: "undated",
            name: said.undated,
            realised: undated,
            soFar: null,
            figure: /** @type {const} */ ({ kind: "undated" }),
          },
        ]
      : []),
  ];
}

/**
 * The step that is told first: the last in which something counts.
 *
 * @param {StepView[]} steps
 */
export function lastTold(steps) {
  return Math.max(
    0,
    steps.findLastIndex(({ realised }) => realised.policies > 0),
  );
}
