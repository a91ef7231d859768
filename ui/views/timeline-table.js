// The same windows as a table, for whoever does not see the picture, a part at a time.

/** @import { Found } from "../state/timeline.js" */
/** @import { LaneModel } from "./timeline-model.js" */

import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Icon } from "../elements/icon.js";
import { Unknown } from "../elements/money.js";
import { timelineWords as said } from "../lib/timeline-text.js";
import { axis, PART, showPart } from "../state/timeline.js";
import { modelOf, momentWords } from "./timeline-model.js";

/**
 * @param {{ found: Found }} props
 */
export function AsTable({ found }) {
  const { first, shown } = found;
  const lanes = found.lanes.slice(0, PART).map(modelOf);
  const last = first + lanes.length;
  const own = axis.value.zone === "policys";
  const columns = said.table;
  return html`<div class="timeline__table">
    <div class="figures-frame figures-frame--wide" tabindex="0" role="region" aria-label=${columns.caption}>
      <table class="figures figures--words">
        <caption class="visually-hidden">${columns.caption}</caption>
        <thead>
          <tr>
            <th scope="col">${columns.name}</th>
            <th scope="col">${columns.what}</th>
            <th scope="col">${columns.state}</th>
            <th scope="col">${columns.start}</th>
            <th scope="col">${columns.end}</th>
            <th scope="col">${columns.free}</th>
            <th scope="col">${columns.renews}</th>
            <th scope="col">${columns.price}</th>
          </tr>
        </thead>
        <tbody>${lanes.map((lane) => html`<${Row} lane=${lane} own=${own} key=${lane.key} />`)}</tbody>
      </table>
    </div>
    ${
      shown > lanes.length &&
      html`<div class="timeline__parts">
        <${Button} small off=${first === 0} press=${() => showPart(first - PART)}>${columns.earlier}<//>
        <span>${columns.part(first + 1, last, shown)}</span>
        <${Button} small off=${last >= shown} press=${() => showPart(last)}>${columns.later}<//>
      </div>`
    }
  </div>`;
}

/**
 * @param {{ lane: LaneModel; own: boolean }} props
 */
function Row({ lane, own }) {
  const { id, name, what, icon, stateWord, window, noWindow, freeUntil, renewals, renewsSomehow, price, open } = lane;
  const at = (/** @type {number} */ ms) =>
    momentWords(
      { at: new Date(ms).toISOString(), offsetMinutes: window?.start.offsetMinutes ?? 0 },
      own && window !== null,
    );
  const none = html`<span class="timeline__none">${said.table.none}</span>`;
  return html`<tr>
    <th scope="row"><button type="button" class="figures__open" id=${id} onClick=${open}><bdi>${name}</bdi></button></th>
    <td>${what ? html`<bdi>${what}</bdi>` : html`<${Unknown} why=${said.says.noPlace} />`}</td>
    <td><span class="timeline__state"><${Icon} name=${icon} />${stateWord}</span></td>
    ${
      window
        ? html`<td>${momentWords(window.start, own)}</td><td>${momentWords(window.end, own)}</td>`
        : html`<td colspan="2"><${Unknown} why=${noWindow} /></td>`
    }
    <td>${freeUntil === null ? none : at(freeUntil)}</td>
    <td>${renewals[0] === undefined ? (renewsSomehow ? said.says.somehow : none) : at(renewals[0])}</td>
    <td class="timeline__price">${price ?? html`<${Unknown} why=${said.says.noPrice} />`}</td>
  </tr>`;
}
