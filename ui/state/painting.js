// The painting: what the desk looks like at rest, handed to Rust so that the next start can show it with its first frame
// (src-tauri/src/painting.rs). What ticks or passes is left out; Rust decides what of the rest may be written. Whoever is
// elsewhere comes back there, so nothing is painted then.

/** @import { DeskView, PaintedNode } from "../ipc.d.ts" */

import { effect } from "@preact/signals";
import { call } from "../ipc.js";
import { display } from "../lib/time.js";
import { askedWall, desk, deskError, reload } from "./desk.js";
import { dialog } from "./dialogs.js";
import { menuOpen } from "./menu.js";
import { narrowed, wanted } from "./query.js";
import { route } from "./route.js";
import { selecting } from "./selection.js";

/** The desk is at rest when nothing changed for so long. */
const REST = 1500;

/**
 * Keeps a painting whenever the desk has come to rest as the next start will show it.
 *
 * @param {HTMLElement} app
 */
export function startPainting(app) {
  let kept = "";
  effect(() => {
    const view = desk.value;
    const away = route.value.view !== "desk";
    const { clock, first: zone } = display.value;
    const wall = wanted.value;
    if (!view || !(away || isPlain(view))) {
      return;
    }
    const rest = setTimeout(async () => {
      // A wall that was scrolled down has other cards at its top.
      if (!away && scrollY) {
        return;
      }
      if (!away && JSON.stringify(askedWall.peek()) !== JSON.stringify(wall)) {
        // The next start asks for the desk in this order.
        await reload();
        return;
      }
      const { until } = away ? { until: null } : view;
      const one = away ? "nothing" : `${view.fingerprint} ${until} ${clock} ${zone}`;
      if (kept !== one) {
        kept = one;
        const nodes = away ? [] : paintedAll(app.childNodes, window.innerHeight);
        // Only the speed of the next start hangs on it.
        await call("keep_painting", { painting: { of: view.fingerprint, wall, until, nodes } }).catch(() => {});
      }
    }, REST);
    return () => clearTimeout(rest);
  });
}

/**
 * Whether the desk shows what a start shows: nothing looked for, no dialog, no menu, and nothing is being chosen. Notices
 * lie over it and are left out.
 *
 * @param {DeskView} view
 */
function isPlain(view) {
  const { panel, view: place } = route.value;
  const plain = place === "desk" && !panel && !dialog.value && !menuOpen.value && !selecting.value;
  return plain && !narrowed.value && !deskError.value && !view.notice && !view.readOnly;
}

/**
 * A node as it is handed over; notices, the strip of filters, which no start unfolds, what lies below the window's edge, and
 * what only a reader's voice would say are not: every element is time in the first frame.
 *
 * @param {Node} node
 * @param {number} edge where the window ends, from its top
 * @returns {PaintedNode | null}
 */
function painted(node, edge) {
  if (node instanceof Text) {
    return node.data;
  }
  if (!(node instanceof HTMLElement || node instanceof SVGElement)) {
    return null;
  }
  const unseen =
    ["notice", "tools", "tour", "tour-offer"].some((name) => node.classList.contains(name)) ||
    node.classList.contains("visually-hidden");
  if (unseen || node.getBoundingClientRect().top > edge) {
    return null;
  }
  const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const passes = "ticks" in node.dataset || node.hasAttribute("aria-live");
  const children = passes ? [] : paintedAll(node.childNodes, edge);
  return [node.localName, attributes, children];
}

/**
 * @param {NodeListOf<ChildNode>} nodes
 * @param {number} edge
 */
function paintedAll(nodes, edge) {
  return [...nodes].map((node) => painted(node, edge)).filter((node) => node !== null);
}
