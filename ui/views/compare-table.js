// The offers side by side, one a column, in rows of one unit each. What is not known is a dash with a word on why.

/** @import { ColumnView, CompareView, FigureView, MoneyView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { AccountMark } from "../elements/account-mark.js";
import { Badge } from "../elements/badge.js";
import { IconButton } from "../elements/button.js";
import { Money, Unknown } from "../elements/money.js";
import { isNegative, money, number, percent } from "../lib/money.js";
import { listed, words } from "../lib/text.js";
import { accounts } from "../state/desk.js";
import { chosen, keyOf, togglePick } from "./compare-offers.js";

/**
 * @typedef {{ label: string; cell: (column: ColumnView) => any; strong?: boolean }} Row
 * @typedef {{ name: keyof typeof words.compare.table.groups; rows: Row[] }} Group
 */

/**
 * @param {{ view: CompareView }} props
 */
export function SideBySide({ view }) {
  const said = words.compare.table;
  const columns = view.columns.filter(({ pick }) => chosen.value.some(({ key }) => key === keyOf(pick)));
  return html`<section class="sheet beside" aria-labelledby="beside-title">
    <h2 class="sheet__title" id="beside-title">${said.title}</h2>
    <div class="figures-frame" tabindex="0" role="region" aria-label=${said.label}>
      <table class="figures beside__table">
        <thead>
          <tr>
            <th scope="col" class="beside__corner">${said.offer}</th>
            ${columns.map((column) => html`<${Head} column=${column} key=${keyOf(column.pick)} />`)}
          </tr>
        </thead>
        ${groupsOf(view).map(
          ({ name, rows }) => html`<tbody key=${name}>
            <tr><th scope="rowgroup" class="beside__group" colspan=${columns.length + 1}>${said.groups[name]}</th></tr>
            ${rows.map(
              ({ label, cell, strong }) => html`<tr class=${strong ? "beside__row--strong" : ""} key=${label}>
                <th scope="row">${label}</th>
                ${columns.map((column) => html`<td key=${keyOf(column.pick)}>${cell(column)}</td>`)}
              </tr>`,
            )}
          </tbody>`,
        )}
      </table>
    </div>
  </section>`;
}

/**
 * @param {{ column: ColumnView }} props
 */
function Head({ column: { pick, conversion } }) {
  const said = words.compare.table;
  const key = keyOf(pick);
  const choice = chosen.value.find((one) => one.key === key);
  if (!choice) {
    return html`<th scope="col"></th>`;
  }
  const { offer, label } = choice;
  return html`<th scope="col" class="beside__offer">
    <div class="beside__name">
      <bdi>${unbroken(offer.name)}</bdi>
      <${IconButton} icon="x" label=${said.remove(`${offer.name}: ${label}`)} press=${() => togglePick(key)} />
    </div>
    <p class="beside__what"><bdi>${label}</bdi></p>
    <${AccountMark} account=${accounts.value.get(offer.account)} />
    ${conversion && html`<p class="beside__rate">${said.converted(conversion.from, number(conversion.rate), conversion.to, conversion.on)}</p>`}
  </th>`;
}

/**
 * A name whose lines end at its commas: machines and regions have hyphens in theirs, at which an engine breaks too.
 *
 * @param {string} name
 */
function unbroken(name) {
  const parts = name.split(", ");
  return parts.map((part, at) => {
    const isLast = at === parts.length - 1;
    return html`<span class="beside__part">${isLast ? part : `${part},`}</span>${!isLast && " "}`;
  });
}

/**
 * @param {CompareView} view
 * @returns {Group[]}
 */
function groupsOf({ hours, usedPercent }) {
  const said = words.compare.table;
  return [
    {
      name: "bound",
      rows: [
        { label: said.commitment, cell: commitmentOf },
        { label: said.machines, cell: ({ machines }) => known(machines === null ? null : number(String(machines))) },
        { label: said.shape, cell: shapeOf },
        { label: said.instanceHours, cell: instanceHoursOf },
      ],
    },
    {
      name: "unit",
      rows: [
        { label: said.hour, cell: (column) => figure(column.perInstanceHour, whyNoPrice(column)), strong: true },
        {
          label: said.vcpuHour,
          cell: (column) => figure(column.perVcpuHour, column.vcpus ? whyNoPrice(column) : said.shapeUnknown),
        },
        { label: said.gpuHour, cell: gpuHourOf },
        {
          label: said.instanceMonth(number(hours)),
          cell: (column) => figure(column.perInstanceMonth, whyNoPrice(column)),
        },
      ],
    },
    {
      name: "use",
      rows: [
        {
          label: said.usedHour(usedPercent),
          cell: (column) => figure(column.perUsedHour, whyNoPrice(column)),
          strong: true,
        },
        { label: said.effective(usedPercent), cell: effectiveOf, strong: true },
        { label: said.evenUse, cell: evenUseOf },
        { label: said.evenMonths, cell: evenMonthsOf },
      ],
    },
    {
      name: "whole",
      rows: [
        { label: said.total, cell: totalOf },
        { label: said.month(number(hours)), cell: (column) => amount(column.perMonth, whyNoPrice(column)) },
        { label: said.billed, cell: billedOf },
      ],
    },
    {
      name: "list",
      rows: [
        { label: said.listHour, cell: (column) => amount(column.listPerInstanceHour, said.noList) },
        { label: said.saving, cell: (column) => saving(column, column.savingPercent) },
        { label: said.baseline, cell: baselineOf },
      ],
    },
  ];
}

/**
 * @param {string | null} text
 */
function known(text) {
  return text === null ? html`<${Unknown} why=${words.compare.table.notSaid} />` : text;
}

/**
 * @param {MoneyView | null} value
 * @param {string} why
 */
function amount(value, why) {
  return html`<${Money} value=${value} why=${why} />`;
}

/**
 * @param {FigureView} of
 * @param {string} why
 */
function figure({ value, lowest }, why) {
  return html`${lowest && html`<${Badge} tone="good" icon="check">${words.compare.table.lowest}<//> `}<${Money}
      value=${value}
      why=${why}
    />`;
}

/**
 * @param {ColumnView} column
 */
function whyNoPrice({ pick, currency }) {
  if (pick.kind === "draft") {
    return words.compare.table.notAsked;
  }
  return currency === null ? words.compare.table.noPrice : words.compare.table.notSaid;
}

/**
 * @param {ColumnView} column
 */
function commitmentOf({ pick, hours }) {
  const said = words.compare.table;
  switch (pick.kind) {
    case "term":
      return said.term(pick.months);
    case "pay_as_you_go":
      return said.nothing;
    default:
      return hours === null ? said.windowUnknown : said.window(number(hours));
  }
}

/**
 * @param {ColumnView} column
 */
function shapeOf({ vcpus, memory, gpus }) {
  const said = words.compare.table;
  if (vcpus === null && memory === null && gpus === null) {
    return html`<${Unknown} why=${said.shapeUnknown} />`;
  }
  const parts = [
    vcpus !== null && said.vcpus(number(vcpus)),
    memory !== null && said.memory(number(memory)),
    gpus === null ? said.gpuUnknown : gpus === "0" ? said.noGpu : said.gpus(Number(gpus), number(gpus)),
  ];
  return listed(parts);
}

/**
 * @param {ColumnView} column
 */
function instanceHoursOf({ pick, instanceHours }) {
  return pick.kind === "pay_as_you_go"
    ? words.compare.table.openEnded
    : known(instanceHours === null ? null : number(instanceHours));
}

/**
 * @param {ColumnView} column
 */
function gpuHourOf(column) {
  const said = words.compare.table;
  const { gpus, perGpuHour } = column;
  const why = gpus === "0" ? said.noGpu : gpus === null ? said.gpuUnknown : whyNoPrice(column);
  return figure(perGpuHour, why);
}

/**
 * @param {ColumnView} column
 */
function totalOf(column) {
  const said = words.compare.table;
  const { pick, total, fee } = column;
  if (pick.kind === "pay_as_you_go") {
    return said.noTotal;
  }
  const note = fee ? said.plusFee(money(fee)) : said.beforeFees;
  return html`${amount(total, whyNoPrice(column))}
    ${total && pick.kind === "policy" && html`<span class="fact-note">${note}</span>`}`;
}

/**
 * @param {ColumnView} column
 */
function billedOf(column) {
  const said = words.compare.table;
  const { pick, billed, billedHours } = column;
  if (pick.kind === "policy" || pick.kind === "draft") {
    return said.once;
  }
  return billed
    ? said.monthly(money(billed), billedHours && number(billedHours))
    : html`<${Unknown} why=${whyNoPrice(column)} />`;
}

/**
 * A share of the list that is saved, or lost.
 *
 * @param {ColumnView} column
 * @param {string | null} share
 */
function saving({ pick, currency, baseline }, share) {
  const said = words.compare.table;
  if (share === null) {
    return pick.kind === "pay_as_you_go" && currency !== null ? said.isBase : html`<${Unknown} why=${said.noList} />`;
  }
  const shaky = baseline !== null && baseline !== "plausible";
  const tone = isNegative(share) ? "beside__loss" : shaky ? "" : "beside__gain";
  return html`<span class=${tone}>${percent(share)}</span>
    ${shaky && html` <${Badge} tone="warn" icon="circle-alert">${said.unverified}<//>`}`;
}

/**
 * @param {ColumnView} column
 */
function effectiveOf(column) {
  const { effectivePercent, effectiveAfterFeePercent: after } = column;
  return html`${saving(column, effectivePercent)}
    ${after !== null && html`<span class="fact-note">${words.compare.table.afterFee(percent(after))}</span>`}`;
}

/**
 * @param {ColumnView} column
 */
function evenUseOf({ pick, currency, breakEvenPercent, picture }) {
  const said = words.compare.table;
  if (pick.kind === "pay_as_you_go" && currency !== null) {
    return said.isBase;
  }
  if (breakEvenPercent === null || !picture) {
    return html`<${Unknown} why=${said.noList} />`;
  }
  return picture.crossing ? said.evenUseOf(percent(breakEvenPercent)) : said.evenUseNever;
}

/**
 * Only a term has months.
 *
 * @param {ColumnView} column
 */
function evenMonthsOf({ pick, breakEvenMonths, picture }) {
  const said = words.compare.table;
  if (pick.kind !== "term") {
    return html`<${Unknown} why=${said.noTerm} />`;
  }
  if (breakEvenMonths === null || !picture) {
    return html`<${Unknown} why=${said.noList} />`;
  }
  return picture.crossing ? said.evenMonthsOf(number(breakEvenMonths), breakEvenMonths) : said.evenUseNever;
}

/**
 * @param {ColumnView} column
 */
function baselineOf({ pick, currency, baseline }) {
  const said = words.compare.table;
  if (baseline === null) {
    return pick.kind === "pay_as_you_go" && currency !== null ? said.isBase : html`<${Unknown} why=${said.noList} />`;
  }
  return said.baselines[baseline];
}
