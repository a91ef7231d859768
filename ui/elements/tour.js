// The tour: an offer in the sandbox's banner, and notes beside what they tell of. They are no dialog: whatever else is on
// the page can be used meanwhile, and a dialog that opens takes their place.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { help } from "../lib/help.js";
import { realm } from "../state/desk.js";
import { dialog } from "../state/dialogs.js";
import { route } from "../state/route.js";
import { changeSettings } from "../state/settings.js";
import { startTour, tourStep } from "../state/tour.js";
import { focusView, followSeen } from "../state/viewport.js";
import { Button, IconButton } from "./button.js";

const said = help.tour;

/** What each note stands beside. */
const TARGETS = [
  () =>
    document.querySelector(".wall__card [role=timer]")?.closest("article") ??
    document.querySelector(".wall__card article"),
  () => document.getElementById("price"),
  () => document.getElementById("connect-real"),
];

/** Between a note and what it stands beside, and from the window's edge, in pixels. */
const GAP = 10;

/** In place of the banner's second sentence. */
export function Offer() {
  return html`<span class="tour-offer">
    <${Button} small look="quiet" id="tour-start" press=${startTour}>${said.offer}<//>
    <${IconButton} icon="x" label=${said.decline} press=${end} />
  </span>`;
}

export function Note() {
  const at = tourStep.value;
  const shown = at !== null && realm.value === "sandbox" && route.value.view === "desk" && !dialog.value;
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const [place, setPlace] = useState({ left: GAP, top: GAP });
  useLayoutEffect(() => {
    if (!shown) {
      return;
    }
    const put = () => setPlace(placeOf(TARGETS[at]?.() ?? null, frame.current));
    return followSeen(put, []);
  }, [shown, at]);
  useEffect(() => {
    if (shown) {
      document.getElementById("tour-title")?.focus({ preventScroll: true });
    }
  }, [shown, at]);
  if (!shown) {
    return null;
  }
  const step = said.steps[at];
  const last = at === said.steps.length - 1;
  const leave = () => {
    end();
    focusView();
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  };
  return html`<section class="tour" aria-labelledby="tour-title" ref=${frame} style=${{ left: `${place.left}px`, top: `${place.top}px` }} onKeyDown=${press}>
    <h2 class="tour__title" id="tour-title" tabindex="-1">${step?.title}</h2>
    <p>${step?.text}</p>
    <div class="tour__actions">
      <span class="tour__count">${said.count(at + 1, said.steps.length)}</span>
      ${!last && html`<${Button} small look="quiet" press=${leave}>${said.end}<//>`}
      ${at > 0 && html`<${Button} small press=${() => (tourStep.value = at - 1)}>${said.before}<//>`}
      <${Button} small look="primary" press=${last ? leave : () => ((tourStep.value = at + 1))}>${last ? said.done : said.next}<//>
    </div>
  </section>`;
}

/** Over for good, unless it is asked for. */
function end() {
  tourStep.value = null;
  changeSettings({ tourOver: true });
}

/**
 * Below what it tells of; beside it or above where there is no room; and within the window.
 *
 * @param {Element | null} target
 * @param {HTMLElement | null} note
 */
function placeOf(target, note) {
  const { offsetWidth: width = 0, offsetHeight: height = 0 } = note ?? {};
  const { left, top, right, bottom } = target?.getBoundingClientRect() ?? {
    left: GAP,
    top: GAP,
    right: GAP,
    bottom: GAP,
  };
  const below = bottom + GAP + height <= innerHeight;
  const beside = !below && right + GAP + width <= innerWidth;
  const wanted = beside ? { left: right + GAP, top } : { left, top: below ? bottom + GAP : top - GAP - height };
  const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(GAP, Math.min(at, most - GAP));
  return { left: within(wanted.left, innerWidth - width), top: within(wanted.top, innerHeight - height) };
}
