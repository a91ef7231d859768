// The policies that make a figure, a hundred at a time, each of which opens its details.

/** @import { ErrorView, FigureRequest, SavedRowView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Money, Unknown } from "../elements/money.js";
import { percent } from "../lib/money.js";
import { stateOf } from "../lib/policy.js";
import { words } from "../lib/text.js";
import { ownZone } from "../lib/time.js";
import { desk, policyOf } from "../state/desk.js";
import { openPanel } from "../state/route.js";
import { close, opened, readRows } from "./savings-asked.js";
import { Net, Share } from "./savings-figure.js";

const said = words.savings.rows;

/**
 * The list of the figure that is open in this part of the view, if one is.
 *
 * @param {{ place: import("./savings-asked.js").Opened["place"]; currency: string }} props
 */
export function Opened({ place, currency }) {
  const { value } = opened;
  if (value?.place !== place || value.currency !== currency) {
    return null;
  }
  return html`<${List} currency=${currency} figure=${value.figure} title=${value.title} key=${JSON.stringify(value.figure)} />`;
}

/**
 * @param {{ currency: string; figure: FigureRequest; title: string }} props
 */
function List({ currency, figure, title }) {
  const head = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return html`<section class="opened" aria-labelledby="opened-title">
    <header class="opened__head">
      <h3 class="opened__title" id="opened-title" tabindex="-1" ref=${head}>${said.title(title)}</h3>
      <${IconButton} icon="x" label=${said.close} press=${close} />
    </header>
    <${Rows} currency=${currency} figure=${figure} title=${title} />
  </section>`;
}

/**
 * @param {{ currency: string; figure: FigureRequest; title: string }} props
 */
export function Rows({ currency, figure, title }) {
  const found = useSignal(/** @type {{ rows: SavedRowView[]; more: number } | null} */ (null));
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  const turn = useRef(0);
  const read = async (/** @type {number} */ wanted) => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const answer = await readRows(currency, figure, wanted);
      if (mine === turn.current) {
        found.value = answer;
        error.value = null;
      }
    } catch (thrown) {
      if (mine === turn.current) {
        error.value = /** @type {ErrorView} */ (thrown);
      }
    }
  };
  const shown = found.value?.rows.length ?? 0;
  // Again whenever the desk was read anew, and as many as are shown.
  useEffect(() => {
    read(shown);
    return () => {
      turn.current += 1;
    };
  }, [desk.value]);
  if (error.value) {
    return html`<${ErrorNote} reads error=${error.value} retry=${() => read(shown)} />`;
  }
  if (!found.value) {
    return html`<p role="status">${words.loading}</p>`;
  }
  const { rows, more } = found.value;
  if (rows.length === 0) {
    return html`<p>${said.none}</p>`;
  }
  const columns = columnsOf(figure);
  return html`<div class="figures-frame figures-frame--wide" tabindex="0" role="region" aria-label=${said.title(title)}>
      <table class="figures">
        <caption class="visually-hidden">${said.title(title)}</caption>
        <thead><tr><th scope="col">${said.policy}</th>${columns.map(({ head }) => html`<th scope="col" key=${head}>${head()}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr key=${`${row.account} ${row.policy}`}>
              <th scope="row"><${Name} row=${row} /></th>
              ${columns.map(({ head, cell }) => html`<td key=${head}>${cell(row)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p><${Button} small press=${() => read(rows.length + 1)}>${said.more(more)}<//></p>`}`;
}

/**
 * @param {{ row: SavedRowView }} props
 */
function Name({ row: { account, policy, name, stage } }) {
  // Whatever is under way or in doubt is read with the desk.
  const open = policyOf(account, policy)?.open ?? null;
  return html`<button type="button" class="figures__open" onClick=${() => openPanel({ account, policy })}><bdi>${name ?? policy}</bdi></button>
    <span class="fact-note">${words.stage[stateOf({ open, stage })]}</span>`;
}

/** @typedef {{ head: () => string; cell: (row: SavedRowView) => any }} Column */

/** @type {Column} */
const PRICE = {
  head: () => said.paid,
  cell: (row) => html`<${Money} value=${row.price} why=${goneOr(row, words.card.noPrice)} />`,
};

/** @type {Column} */
const LIST = {
  head: () => said.list,
  cell: (row) => html`<${Money} value=${row.list} why=${goneOr(row, words.card.noSaving)} />`,
};

/** @type {Column[]} */
const MADE = [
  { head: () => said.counts, cell: ({ at }) => html`<${InUtc} at=${at} />` },
  PRICE,
  LIST,
  { head: () => said.fees, cell: ({ fee }) => html`<${Money} value=${fee} />` },
  {
    head: () => said.net,
    cell: (row) => (row.net ? html`<${Net} value=${row.net} />` : html`<${Unknown} why=${whyNoNet(row)} />`),
  },
  {
    head: () => said.share,
    cell: (row) =>
      html`<${Share} share=${row.share === null ? null : percent(row.share)} why=${row.net ? goneOr(row, words.card.noSaving) : whyNoNet(row)} />`,
  },
];

/** @type {Column[]} */
const AHEAD = [{ head: () => said.starts, cell: ({ at }) => html`<${InUtc} at=${at} />` }, PRICE, LIST];

/** @type {Column[]} */
const DRIFT = [
  { head: () => said.bought, cell: ({ at }) => html`<${InUtc} at=${at} />` },
  { head: () => said.seen, cell: ({ drift }) => html`<${Money} value=${drift?.seen ?? null} />` },
  { head: () => said.charged, cell: ({ drift }) => html`<${Money} value=${drift?.charged ?? null} />` },
  { head: () => said.difference, cell: ({ drift }) => html`<${Money} value=${drift?.difference ?? null} />` },
];

/**
 * @param {FigureRequest} figure
 */
function columnsOf({ kind }) {
  switch (kind) {
    case "ahead":
    case "committed":
      return AHEAD;
    case "drift":
      return DRIFT;
    default:
      return MADE;
  }
}

/**
 * What was given up has no price to be set against a base: only its fee counts.
 *
 * @param {SavedRowView} row
 * @param {string} otherwise
 */
function goneOr({ stage }, otherwise) {
  return stage === "cancelled" ? said.givenUp : otherwise;
}

/**
 * @param {SavedRowView} row
 */
function whyNoNet({ realised }) {
  return realised ? said.netUnknown : said.notBegun;
}

/**
 * @param {{ at: string | null }} props
 */
function InUtc({ at }) {
  if (at === null) {
    return html`<${Unknown} why=${said.undated} />`;
  }
  const { date, time } = ownZone({ at, offsetMinutes: 0 });
  return html`<time dateTime=${at}>${date}, ${time} <span class="moment__zone">${said.utc}</span></time>`;
}
