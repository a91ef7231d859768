// Starts the page: draws the frame, asks for the desk, and fetches the rest once that stands.

import { html, render } from "htm/preact";
import { prefetchMenu } from "./elements/menu-button.js";
import { prefetchPanel } from "./elements/panel-host.js";
import { Shell } from "./elements/shell.js";
import { prefetchViews } from "./elements/view.js";
import { language } from "./lib/text.js";
import { startClock } from "./state/clock.js";
import { startClosing } from "./state/closing.js";
import { followClock, reload } from "./state/desk.js";
import { prefetchDialogs } from "./state/dialogs.js";
import { followDoubts } from "./state/doubts.js";
import { verifyInQuiet } from "./state/integrity.js";
import { keep } from "./state/kept.js";
import { fetchShortcuts, startKeys } from "./state/keys.js";
import { speak } from "./state/language.js";
import { startPainting } from "./state/painting.js";
import { startPointer } from "./state/pointer.js";
import { order, orderOf } from "./state/query.js";
import { route, startRoute } from "./state/route.js";
import { startSettings } from "./state/settings.js";
import { offerTour } from "./state/tour.js";
import { followWall } from "./state/wall.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
// The settings and the language too: the first times that are drawn are shown as the user wants them, and the first words are
// his. English is there at once.
const first = Promise.all([
  reload(),
  ordered(),
  startRoute().then(openedPanel),
  startSettings(),
  speak("system"),
  styled(),
]);
startPointer();
startClock();
startClosing();
followWall();
first.then(() => {
  // The skeleton of index.html, or the painting of the last time, stands until the cards are there: it gives way once.
  app.replaceChildren();
  app.inert = false;
  app.ariaBusy = null;
  render(html`<${Page} />`, app);
  followClock();
  followDoubts();
  startPainting(app);
  startKeys();
  whenAHandComes(() => {
    fetchShortcuts();
    prefetchMenu();
    prefetchPanel();
    prefetchViews();
    prefetchDialogs();
    offerTour();
  });
  verifyInQuiet();
  setTimeout(tell, QUIET);
});

/** The frame, drawn anew in every language. */
function Page() {
  return html`<${Shell} key=${language.value.turn} />`;
}

/** The styles of what the first frame does not show, which are fetched after it. */
function styled() {
  const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel="stylesheet"]')]);
  return Promise.all(
    sheets
      .filter(({ sheet }) => !sheet)
      .map(
        (link) =>
          new Promise((resolve) => {
            link.onload = link.onerror = resolve;
          }),
      ),
  );
}

/** After the start, in milliseconds: when the desk stands, what comes next may be told outside the window too. */
const QUIET = 1500;

async function tell() {
  const { startTelling } = await import("./state/told.js");
  startTelling();
}

/** The wall stands in the order in which it was left. Nobody waits for that who left it as it comes. */
async function ordered() {
  const before = order.peek();
  await keep("wall-order", order, orderOf);
  if (order.peek() !== before) {
    await reload();
  }
}

/** Where the last start ended with the details of a policy, they are there from the beginning. */
async function openedPanel() {
  if (route.peek().panel) {
    await prefetchPanel();
  }
}

/**
 * Whoever moves the pointer or presses a key is about to want more than the desk. In a window that is only looked at, the
 * rest of the page would take time from the start, and memory for nothing.
 *
 * @param {() => void} then
 */
function whenAHandComes(then) {
  const signs = ["pointermove", "pointerdown", "keydown"];
  const once = () => {
    for (const sign of signs) {
      removeEventListener(sign, once, true);
    }
    then();
  };
  for (const sign of signs) {
    addEventListener(sign, once, { capture: true, passive: true });
  }
}
