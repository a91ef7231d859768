// The timeline: what the wall would show, as windows on an axis of instants that is zoomed and moved.

/** @import { Found } from "../state/timeline.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { Icon } from "../elements/icon.js";
import { Countdown } from "../elements/moment.js";
import { SPANS } from "../lib/axis.js";
import { words } from "../lib/text.js";
import { instant } from "../lib/time.js";
import { timelineWords as said } from "../lib/timeline-text.js";
import { desk } from "../state/desk.js";
import { narrowed } from "../state/query.js";
import { openPanel } from "../state/route.js";
import {
  ask,
  asTable,
  axis,
  chooseZone,
  followTimeline,
  found,
  goToNow,
  move,
  showAll,
  showInstant,
  showOutside,
  showSpan,
  showTable,
  timelineError,
  view,
  zone,
  zoomIn,
  zoomOut,
} from "../state/timeline.js";
import { Narrowing, NoMatch, Nothing, Tools } from "./desk.js";
import { cutsSeen, NowMark, Scale, useHand, ZoneName } from "./timeline-axis.js";
import { Lanes } from "./timeline-lanes.js";
import { AsTable } from "./timeline-table.js";

const HOUR = 3_600_000;

/** How far a button moves the axis, as a share of what is seen. */
const SHARE = 0.5;

/** @type {import("../state/timeline.js").Span[]} */
const NAMES = /** @type {import("../state/timeline.js").Span[]} */ (Object.keys(SPANS));

export default function TimelineView() {
  useEffect(followTimeline, []);
  const lanes = found.value;
  const total = desk.value?.total ?? 0;
  const nothing = lanes !== null && lanes.found === 0 && !narrowed.value;
  return html`<div class="timeline">
    <h1 class="visually-hidden">${said.title}</h1>
    ${total > 0 && html`<div class="wall__bar"><${Narrowing} total=${total} /></div><${Tools} axis />`}
    ${timelineError.value && html`<${ErrorNote} reads error=${timelineError.value} retry=${ask} />`}
    ${nothing ? html`<${Nothing} />` : lanes && lanes.found === 0 ? html`<${NoMatch} />` : (lanes || !timelineError.value) && html`<${Axis} lanes=${lanes} />`}
  </div>`;
}

/**
 * @param {{ lanes: Found | null }} props
 */
function Axis({ lanes }) {
  return html`
    <${Bar} />
    <${Told} lanes=${lanes} />
    ${lanes && asTable.value ? html`<${AsTable} found=${lanes} />` : html`<${Picture} lanes=${lanes} />`}
  `;
}

function Bar() {
  const { from, to } = view.value;
  const near = (/** @type {number} */ span) => Math.abs(to - from - span) < 1000;
  const whose = axis.value.zone;
  return html`<div class="timeline__bar" role="group" aria-label=${said.tools}>
    <div class="segments" role="group" aria-label=${said.span}>
      ${NAMES.map(
        (name) =>
          html`<button type="button" class="segments__segment" key=${name} aria-pressed=${String(near(SPANS[name]))} onClick=${() => showSpan(name)}>${said.spans[name]}</button>`,
      )}
      <button type="button" class="segments__segment" id="axis-all" onClick=${showAll}>${said.all}</button>
    </div>
    <div class="timeline__pair">
      <${IconButton} icon="minus" id="zoom-out" label=${said.zoomOut} press=${zoomOut} />
      <${IconButton} icon="plus" id="zoom-in" label=${said.zoomIn} press=${zoomIn} />
    </div>
    <div class="timeline__pair">
      <${IconButton} icon="arrow-left" id="axis-back" label=${said.back} press=${() => move(-SHARE)} />
      <${Button} small id="axis-now" press=${goToNow}>${said.now}<//>
      <${IconButton} icon="arrow-right" id="axis-forward" label=${said.forward} press=${() => move(SHARE)} />
    </div>
    <div class="segments timeline__zones" role="group" aria-label=${said.zone}>
      <button type="button" class="segments__segment" aria-pressed=${String(whose === "mine")} onClick=${() => chooseZone("mine")}>${said.mine}</button>
      <button type="button" class="segments__segment" aria-pressed=${String(whose === "policys")} title=${said.policysHint} onClick=${() => chooseZone("policys")}>${said.policys}</button>
    </div>
    <div class="segments" role="group" aria-label=${said.form}>
      <button type="button" class="segments__segment" aria-pressed=${String(!asTable.value)} onClick=${() => showTable(false)}>${said.asBars}</button>
      <button type="button" class="segments__segment" aria-pressed=${String(asTable.value)} onClick=${() => showTable(true)}>${said.asTable}</button>
    </div>
  </div>`;
}

/**
 * What lies outside of what is seen, and what comes next.
 *
 * @param {{ lanes: Found | null }} props
 */
function Told({ lanes }) {
  const before = lanes?.before.count ?? 0;
  const after = lanes?.after.count ?? 0;
  return html`<div class="timeline__told">
    ${before > 0 && html`<${Button} small look="quiet" icon="arrow-left" id="axis-before" label=${`${said.before(before)}. ${said.showBefore}`} press=${() => showOutside("before")}>${said.before(before)}<//>`}
    <${Next} lanes=${lanes} />
    <p class="visually-hidden" role="status">${lanes ? said.shown(lanes.shown, lanes.found) : ""}</p>
    ${after > 0 && html`<span class="timeline__after"><${Button} small look="quiet" id="axis-after" label=${`${said.after(after)}. ${said.showAfter}`} press=${() => showOutside("after")}>${said.after(after)}<${Icon} name="arrow-right" /><//></span>`}
  </div>`;
}

/**
 * @param {{ lanes: Found | null }} props
 */
function Next({ lanes }) {
  const next = lanes?.next;
  if (!next) {
    return null;
  }
  const open = () => {
    showInstant(instant(next.at));
    openPanel({ account: next.account, policy: next.policy });
  };
  return html`<p class="timeline__next">
    <span class="timeline__next-word">${said.next}</span>
    <button type="button" class="figures__open" id="axis-next" onClick=${open}><bdi>${next.name ?? words.card.unnamed(next.policy)}</bdi></button>
    <span>${said.events[next.event]} ${said.in} <strong><${Countdown} until=${next.at} /></strong></span>
  </p>`;
}

/**
 * @param {{ lanes: Found | null }} props
 */
function Picture({ lanes }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {HTMLElement | null} */ (null));
  const size = useSignal({ width: 0, rem: 16 });
  useHand(frame, plot);
  useEffect(() => {
    const element = plot.current;
    if (!element) {
      return undefined;
    }
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const width = element.clientWidth;
      const before = size.peek();
      if (width !== before.width || rem !== before.rem) {
        size.value = { width, rem };
      }
    };
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    measure();
    return () => resized.disconnect();
  }, []);
  const { width, rem } = size.value;
  const { from, to } = view.value;
  return html`<div class="timeline__frame" ref=${frame} data-hours=${Math.round((to - from) / HOUR)} aria-busy=${lanes ? undefined : "true"}>
    <div class="timeline__scale">
      <div class="timeline__corner"><${ZoneName} /></div>
      <div class="timeline__plot" ref=${plot}>${width > 0 && html`<${Measured} width=${width} rem=${rem} />`}</div>
    </div>
    ${
      !lanes
        ? html`<p class="visually-hidden" role="status">${words.loading}</p><div class="lanes lanes--waiting" aria-hidden="true">${Array.from({ length: 8 }, (_, at) => html`<div class="lane lane--skeleton" key=${at}></div>`)}</div>`
        : lanes.shown === 0
          ? html`<${Elsewhere} lanes=${lanes} />`
          : width > 0 && html`<${Lanes} found=${lanes} width=${width} rem=${rem} />`
    }
  </div>
  <p class="visually-hidden" id="timeline-keys">${said.keys}</p>
  <${Key} />`;
}

/**
 * @param {{ width: number; rem: number }} props
 */
function Measured({ width, rem }) {
  const cuts = cutsSeen(width, rem);
  return html`<${Scale} cuts=${cuts} width=${width} rem=${rem} /><${NowMark} width=${width} sign="scale__now" key=${width} />`;
}

/**
 * Something was found, and none of it here.
 *
 * @param {{ lanes: Found }} props
 */
function Elsewhere({ lanes: { before, after } }) {
  return html`<${Empty} icon="chart-gantt" title=${said.emptyTitle} text=${said.empty(before.count, after.count)}>
    <${Button} look="primary" press=${showAll}>${said.all}<//>
    <${Button} press=${goToNow}>${said.now}<//>
  <//>`;
}

/** What the signs on a lane mean. */
function Key() {
  const { key } = said;
  const hint = axis.value.zone === "policys" && !zone.value;
  return html`<div class="timeline__key">
    ${hint && html`<p class="timeline__hint">${said.choose}</p>`}
    <ul class="timeline__signs" role="list" aria-label=${key.label}>
      <li><span class="sign sign--now" aria-hidden="true"></span>${key.now}</li>
      <li><span class="sign sign--free" aria-hidden="true"></span>${key.free}</li>
      <li><span class="sign sign--maybe" aria-hidden="true"></span>${key.maybe}</li>
      <li><span class="sign sign--renewal" aria-hidden="true"><${Icon} name="repeat" /></span>${key.renewal}</li>
      <li><span class="sign sign--cut" aria-hidden="true"></span>${key.cancelled}</li>
    </ul>
  </div>`;
}
