// Which dialog is open. There is at most one: a dialog that leads to another gives way to it.

import { signal } from "@preact/signals";
import { hush } from "./announcements.js";
import { focusView } from "./viewport.js";

/**
 * Each dialog lives in a module of its own, fetched when it is first needed or when the page has nothing else to do.
 *
 * @type {Record<string, () => Promise<{ default: import("preact").ComponentType<any> }>>}
 */
const MODULES = {
  purchase: () => import("../dialogs/purchase.js"),
  cancel: () => import("../dialogs/cancel.js"),
  configure: () => import("../dialogs/configure.js"),
  renew: () => import("../dialogs/renew.js"),
  create: () => import("../dialogs/create.js"),
  withdraw: () => import("../dialogs/withdraw.js"),
  settle: () => import("../dialogs/settle.js"),
  annotate: () => import("../dialogs/annotate.js"),
  track: () => import("../dialogs/track.js"),
  connect: () => import("../dialogs/connect.js"),
  change: () => import("../dialogs/change.js"),
  credentials: () => import("../dialogs/credentials.js"),
  limits: () => import("../dialogs/limits.js"),
  forget: () => import("../dialogs/forget.js"),
  safeMode: () => import("../dialogs/safe-mode.js"),
  restore: () => import("../dialogs/restore.js"),
  reset: () => import("../dialogs/reset.js"),
  palette: () => import("../dialogs/palette.js"),
  shortcuts: () => import("../dialogs/shortcuts.js"),
  glossary: () => import("../dialogs/glossary.js"),
  about: () => import("../dialogs/about.js"),
};

/** Those that have been fetched. @type {import("@preact/signals").Signal<Record<string, import("preact").ComponentType<any>>>} */
export const loaded = signal({});

/**
 * @typedef {{ name: string; props: Record<string, unknown>; opener: Opener; count: number }} OpenDialog
 * @typedef {{ element: Element | null; id: string }} Opener
 */

/** @type {import("@preact/signals").Signal<OpenDialog | null>} */
export const dialog = signal(null);

let count = 0;

/** What opened the dialog that has just made way. @type {Opener | null} */
let inherited = null;

/**
 * Opens a dialog. While one is open, a second request is not heard: only {@link replaceDialog} may follow it.
 *
 * @param {keyof typeof MODULES} name
 * @param {Record<string, unknown>} [props]
 */
export function openDialog(name, props = {}) {
  if (!dialog.peek()) {
    const element = document.activeElement;
    show(name, props, inherited ?? { element, id: element?.id ?? "" });
  }
}

/**
 * Lets the open dialog give way to another, which returns focus to where the first would have.
 *
 * @param {keyof typeof MODULES} name
 * @param {Record<string, unknown>} [props]
 */
export function replaceDialog(name, props = {}) {
  const opener = dialog.peek()?.opener ?? { element: null, id: "" };
  show(name, props, opener);
}

/** Closes the open dialog and gives focus back to what opened it, or to what took its place. */
export function closeDialog() {
  const open = dialog.peek();
  dialog.value = null;
  if (open) {
    // After the page was drawn: the opener may have been replaced by then, and a modal dialog holds focus until it is gone.
    requestAnimationFrame(() => giveFocusBack(open.opener));
  }
}

/**
 * Closes the open dialog for what follows at once. If that is a dialog too, focus goes back from it to what opened the first.
 *
 * @param {() => void} next
 */
export function makeWay(next) {
  inherited = dialog.peek()?.opener ?? null;
  closeDialog();
  next();
  inherited = null;
}

/**
 * @param {string} name
 */
export async function loadDialog(name) {
  const load = MODULES[name];
  if (!load) {
    throw new Error(`no dialog is called ${name}`);
  }
  const { default: component } = await load();
  loaded.value = { ...loaded.peek(), [name]: component };
}

/** Fetches every dialog before it is needed, so that the first click is answered in its own frame. */
export function prefetchDialogs() {
  return Promise.allSettled(Object.keys(MODULES).map(loadDialog));
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} props
 * @param {Opener} opener
 */
function show(name, props, opener) {
  // What was said of an earlier dialog must not stand in the live region of this one.
  hush();
  count += 1;
  dialog.value = { name, props, opener, count };
}

/**
 * @param {Opener} opener
 */
function giveFocusBack({ element, id }) {
  if (dialog.peek()) {
    return;
  }
  const still = element?.isConnected ? element : null;
  const target = still ?? (id ? document.getElementById(id) : null);
  if (target instanceof HTMLElement) {
    target.focus();
  } else {
    focusView();
  }
}
