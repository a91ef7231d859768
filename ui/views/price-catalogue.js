// What Gcore sells by the hour in a region, and how much of it is free: read when it is asked for.

/** @import { AnsweredView, CatalogueView, FlavorListView, FlavorView, OrdinaryPriceView, ProjectView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { ErrorNote } from "../elements/error-note.js";
import { SelectField } from "../elements/field.js";
import { Money, Unknown } from "../elements/money.js";
import { ReadingLine } from "../elements/reading.js";
import { number } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { Question, reading } from "../state/reading.js";
import { basket } from "./price-basket.js";

const said = words.catalogue;

/** How many columns the table has. */
const COLUMNS = 6;

/** The project that was chosen for each account; without one it is the account's default. */
const chosen = signal(/** @type {Record<string, string>} */ ({}));

/** @type {Question<{ account: string }, AnsweredView<ProjectView>>} */
const projects = new Question(
  async (about) => projects.of(about)?.known ?? null,
  (about) => reading("list_projects", about),
);

// Stock is of the moment, so it is known as long as the window is open and no longer.
/** @type {Question<{ account: string; region: string; project: string | null }, CatalogueView>} */
const catalogue = new Question(
  async (about) => catalogue.of(about)?.known ?? null,
  (about) => reading("list_catalogue", about),
);

/**
 * @param {{ account: string }} props
 */
export function OrdinaryPrices({ account }) {
  const { region } = basket.value;
  const project = chosen.value[account] ?? null;
  const about = { account, region, project };
  // Whoever chooses another project has asked for it.
  const wanted = useRef(false);
  useEffect(() => {
    if (region && wanted.current) {
      catalogue.again(about);
    } else if (region) {
      catalogue.recall(about);
    }
    wanted.current = false;
    return catalogue.stop;
  }, [account, region, project]);
  useEffect(() => {
    projects.recall({ account });
    return projects.stop;
  }, [account]);
  if (!region) {
    return null;
  }
  const asked = catalogue.of(about);
  const read = () => {
    catalogue.again(about);
    if (!projects.of({ account })?.known) {
      projects.again({ account });
    }
  };
  const choose = (/** @type {string} */ id) => {
    wanted.current = true;
    chosen.value = { ...chosen.peek(), [account]: id };
  };
  return html`<section class="sheet" aria-labelledby="stock-title">
    <div><h2 class="sheet__title" id="stock-title">${said.title}</h2><p class="sheet__text">${said.text}</p></div>
    <${Projects} account=${account} value=${project ?? asked?.known?.project ?? null} choose=${choose} />
    <${ReadingLine} small asked=${asked} what=${said.what} saying=${said.reading} never=${said.never} again=${read} stop=${catalogue.stop} />
    ${asked?.error && html`<${ErrorNote} error=${asked.error} retry=${read}>${asked.known && html`<p>${words.reading.stale}</p>`}<//>`}
    ${asked?.known && html`<${Stock} lists=${asked.known.lists} />`}
  </section>`;
}

/**
 * Most accounts have one project, which is nothing to choose from.
 *
 * @param {{ account: string; value: string | null; choose: (id: string) => void }} props
 */
function Projects({ account, value, choose }) {
  const asked = projects.of({ account });
  const rows = asked?.known?.rows ?? [];
  if (asked?.error && rows.length === 0) {
    return html`<p class="sheet__text">${said.projectsUnread(asked.error.message)}</p>`;
  }
  return (
    rows.length > 1 &&
    html`<${SelectField}
      class="stock__project"
      label=${said.project}
      hint=${said.projectHint}
      name="project"
      value=${value ?? rows[0]?.id ?? ""}
      change=${choose}
      options=${rows.map(({ id, name, state }) => ({ value: id, label: state ? said.projectState(name, state) : name }))}
    />`
  );
}

/**
 * @param {{ lists: FlavorListView[] }} props
 */
function Stock({ lists }) {
  const zero = lists.some(({ rows }) =>
    rows.some(({ perHour, perMonth }) => perHour.kind === "zero" || perMonth.kind === "zero"),
  );
  return html`<div class="figures-frame figures-frame--wide" tabindex="0" role="region" aria-label=${said.label}>
      <table class="figures stock">
        <thead>
          <tr>
            <th scope="col">${said.type}</th>
            <th scope="col" class="stock__hardware">${said.hardware}</th>
            <th scope="col">${said.free}</th>
            <th scope="col">${said.reserved}</th>
            <th scope="col">${said.perHour}</th>
            <th scope="col">${said.perMonth}</th>
          </tr>
        </thead>
        ${lists.map((list) => html`<${List} list=${list} key=${list.kind} />`)}
      </table>
    </div>
    ${zero && html`<p class="sheet__text">${said.zero}</p>`}`;
}

/**
 * @param {{ list: FlavorListView }} props
 */
function List({ list: { kind, rows, unread } }) {
  const none = unread === null ? said.none : said.unread(unread);
  return html`<tbody>
    <tr><th scope="rowgroup" class="stock__kind" colspan=${COLUMNS}>${said.kinds[kind]}</th></tr>
    ${rows.length === 0 && html`<tr><td class="stock__none" colspan=${COLUMNS}>${none}</td></tr>`}
    ${rows.map((row) => html`<${Type} of=${row} key=${`${row.name} ${row.os}`} />`)}
  </tbody>`;
}

/**
 * @param {{ of: FlavorView }} props
 */
function Type({ of }) {
  const { name, os, disabled, free, reserved, perHour, perMonth } = of;
  return html`<tr>
    <th scope="row" class="stock__type">
      <bdi>${name}</bdi>${disabled && html` <${Badge} icon="ban">${said.off}<//>`}
      ${os && html`<span class="fact-note"><bdi>${os}</bdi></span>`}
    </th>
    <td class="stock__hardware"><${Hardware} of=${of} /></td>
    <td>${free === null ? html`<${Unknown} />` : number(free)}</td>
    <td>${reserved === null ? html`<${Unknown} />` : number(reserved)}</td>
    <td><${Price} price=${perHour} /></td>
    <td><${Price} price=${perMonth} /></td>
  </tr>`;
}

/**
 * @param {{ of: FlavorView }} props
 */
function Hardware({ of: { vcpus, memory, gpus, hardware } }) {
  const parts = [
    vcpus !== null && said.cpus(Number(vcpus), number(vcpus)),
    memory !== null && said.memory(number(memory)),
    gpus !== null && said.gpus(Number(gpus), number(gpus)),
  ].filter(Boolean);
  if (parts.length === 0 && hardware.length === 0) {
    return html`<${Unknown} />`;
  }
  return html`${listed(parts)}${hardware.length > 0 && html`<span class="fact-note"><bdi>${hardware.join(" · ")}</bdi></span>`}`;
}

/**
 * @param {{ price: OrdinaryPriceView }} props
 */
function Price({ price }) {
  return price.kind === "shown"
    ? html`<${Money} value=${price.money} />`
    : html`<${Unknown} why=${noPriceWords(price)} />`;
}

/**
 * Why there is no price.
 *
 * @param {Exclude<OrdinaryPriceView, { kind: "shown" }>} price
 */
export function noPriceWords(price) {
  return price.kind === "other" ? said.noPrice.other(price.word) : said.noPrice[price.kind];
}
