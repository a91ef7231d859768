// Everything that can be done from anywhere, once: the palette, the menu, the sheet of shortcuts and the keys read this
// table and no other.
//
// MONEY: a command goes somewhere, looks, or opens a review. None confirms anything, and none may: what spends is decided
// in a dialog that shows what it costs (page-tests/commands.test.mjs).

import { signal } from "@preact/signals";
import { help } from "../lib/help.js";
import { words } from "../lib/text.js";
import { notify } from "./announcements.js";
import { desk, deskError, readOnly, reload, showRealm } from "./desk.js";
import { openDialog } from "./dialogs.js";
import { brokenLine, integrity, integrityError, verify } from "./integrity.js";
import { keep } from "./kept.js";
import { backUpLedger, exportActivity } from "./ledger-files.js";
import { goTo, route, STEPS } from "./route.js";
import { changeSettings } from "./settings.js";
import { isShown, startAgain, zoomIn, zoomOut } from "./timeline.js";
import { startTour } from "./tour.js";

/**
 * @typedef {"go" | "act" | "policies" | "ledger" | "look" | "help" | "glossary"} CommandGroup
 *
 * @typedef {object} Command
 * @property {string} id
 * @property {string} title
 * @property {CommandGroup} group
 * @property {() => void} run
 * @property {() => string | null} [whyNot] why it cannot be done now
 * @property {string} [icon]
 * @property {import("../lib/shortcut.js").Keys} [keys]
 * @property {string} [also] other words by which it is found
 * @property {string} [note] what tells it from another of its title
 * @property {boolean} [inMenu]
 */

/** Groups in the order in which they are shown. @type {CommandGroup[]} */
export const GROUPS = ["go", "act", "policies", "ledger", "look", "help", "glossary"];

/** Why nothing can be changed, if so, in short: a banner says it at length, in every view. */
export const lookingOnly = () => (readOnly.value === null ? null : help.whyNot.readOnly);

/** The field that searches the wall. */
const SEARCH = "search";

/** The views that have it. */
const SEARCHED = ["desk", "timeline"];

/** @type {Command[]} */
export const COMMANDS = [
  go("desk", "anchor", "g d"),
  go("reservations", "server", "g r", () => (hasGcore() ? null : help.whyNot.noGcore)),
  go("timeline", "chart-gantt", "g t"),
  go("price", "tag", "g p"),
  go("compare", "scale", "g c"),
  go("savings", "piggy-bank", "g s"),
  go("activity", "receipt-text", "g l"),
  go("accounts", "key-round", "g a"),
  go("settings", "settings", "g e"),
  command("back", "go", { icon: "arrow-left", keys: STEPS.back, run: () => history.back() }),
  command("forward", "go", { icon: "arrow-right", keys: STEPS.forward, run: () => history.forward() }),
  command("search", "act", {
    icon: "search",
    keys: "/",
    whyNot: () => ((desk.value?.total ?? 0) > 0 ? null : help.whyNot.noPolicies),
    run: () => {
      // The details of a policy stay open beside what is searched.
      if (!SEARCHED.includes(route.peek().view)) {
        goTo("desk");
      }
      focusOn(SEARCH);
    },
  }),
  command("priceWindow", "act", { icon: "plus", inMenu: true, run: () => goTo("price", "window") }),
  command("priceReservation", "act", { icon: "plus", run: () => goTo("price", "gcore") }),
  command("track", "act", { icon: "eye", inMenu: true, whyNot: lookingOnly, run: () => openDialog("track") }),
  command("connect", "act", { icon: "plug", inMenu: true, whyNot: lookingOnly, run: () => openDialog("connect") }),
  command("reload", "ledger", { icon: "refresh-cw", inMenu: true, run: readAgain }),
  command("verify", "ledger", { icon: "shield-check", inMenu: true, run: verifyAndTell }),
  command("export", "ledger", { icon: "download", inMenu: true, run: () => tell(exportActivity) }),
  command("backUp", "ledger", { icon: "archive", inMenu: true, run: () => tell(backUpLedger) }),
  command("sandbox", "look", { icon: "flask-conical", run: () => showRealm("sandbox") }),
  command("live", "look", { icon: "globe", run: () => showRealm("live") }),
  command("test", "look", {
    icon: "plug",
    whyNot: () => (desk.value?.realms.some((one) => one.realm === "test") ? null : help.whyNot.noTest),
    run: () => showRealm("test"),
  }),
  command("zoomIn", "look", { icon: "plus", keys: "+", whyNot: offTheAxis, run: zoomIn }),
  command("zoomOut", "look", { icon: "minus", keys: "-", whyNot: offTheAxis, run: zoomOut }),
  command("zoomAgain", "look", { icon: "clock", keys: "0", whyNot: offTheAxis, run: startAgain }),
  command("themeSystem", "look", { icon: "monitor", run: () => changeSettings({ theme: "system" }) }),
  command("themeLight", "look", { icon: "sun", run: () => changeSettings({ theme: "light" }) }),
  command("themeDark", "look", { icon: "moon", run: () => changeSettings({ theme: "dark" }) }),
  command("setTime", "look", { icon: "settings", run: () => goTo("settings", "time") }),
  command("setMoney", "look", { icon: "settings", run: () => goTo("settings", "money") }),
  command("setAccounts", "look", { icon: "settings", run: () => goTo("settings", "accounts") }),
  command("setNotifications", "look", { icon: "settings", run: () => goTo("settings", "notifications") }),
  command("setData", "look", { icon: "settings", run: () => goTo("settings", "data") }),
  command("setLog", "look", { icon: "settings", run: () => goTo("settings", "log") }),
  command("setReset", "look", { icon: "settings", run: () => openDialog("reset") }),
  command("palette", "help", { icon: "command", keys: "Mod+k", inMenu: true, run: () => openDialog("palette") }),
  command("shortcuts", "help", { icon: "keyboard", keys: "?", inMenu: true, run: () => openDialog("shortcuts") }),
  command("glossary", "help", { icon: "book-open", inMenu: true, run: () => openDialog("glossary") }),
  command("tour", "help", { icon: "flask-conical", inMenu: true, run: takeTour }),
  command("about", "help", { icon: "info", inMenu: true, run: () => openDialog("about") }),
];

/**
 * The glossary's words, each a command that opens it there.
 *
 * @returns {Command[]}
 */
export function terms() {
  return help.glossary.terms.map(({ id, term, also = [], find = "" }) => ({
    id: `term-${id}`,
    title: help.term(term),
    group: "glossary",
    icon: "book-open",
    also: [...also, find].join(" "),
    run: () => openDialog("glossary", { term: id }),
  }));
}

/** How many commands are remembered. */
const REMEMBERED = 5;

/** Commands used last, the latest first. @type {import("@preact/signals").Signal<string[]>} */
export const recent = signal([]);

keep("recentCommands", recent, (found) =>
  Array.isArray(found) ? found.filter((id) => typeof id === "string").slice(0, REMEMBERED) : null,
);

/**
 * Does it, or says why not.
 *
 * @param {Command} chosen
 */
export function runCommand(chosen) {
  const why = chosen.whyNot?.() ?? null;
  if (why !== null) {
    notify({ tone: "plain", text: `${chosen.title}: ${why}` });
    return;
  }
  // A policy's own are not remembered: the policy may be gone by then.
  if (COMMANDS.includes(chosen) && chosen.id !== "palette") {
    recent.value = [chosen.id, ...recent.peek().filter((id) => id !== chosen.id)].slice(0, REMEMBERED);
  }
  chosen.run();
}

/**
 * @param {Exclude<keyof typeof help.commands, import("./route.js").ViewName>} id
 * @param {CommandGroup} group
 * @param {Omit<Command, "id" | "group" | "title" | "also">} rest
 * @returns {Command}
 */
function command(id, group, rest) {
  return titled({ id, group, ...rest });
}

/**
 * @param {import("./route.js").ViewName} place
 * @param {string} icon
 * @param {string} keys
 * @param {Command["whyNot"]} [whyNot]
 * @returns {Command}
 */
function go(place, icon, keys, whyNot) {
  return titled({ id: place, group: "go", icon, keys, whyNot, run: () => goTo(place) });
}

/**
 * The table outlives the language that it was made in, so what a command is called is asked for whenever it is read.
 *
 * @param {Omit<Command, "id" | "title" | "also"> & { id: keyof typeof help.commands }} rest
 * @returns {Command}
 */
function titled(rest) {
  return Object.defineProperties(/** @type {Command} */ (rest), {
    title: { enumerable: true, get: () => help.commands[rest.id] },
    also: { enumerable: true, get: () => help.also[rest.id] },
  });
}

function offTheAxis() {
  return isShown() ? null : help.whyNot.noTimeline;
}

function hasGcore() {
  return desk.value?.accounts.some(({ vendor, forgotten }) => vendor === "gcore" && !forgotten) ?? false;
}

/** It is about the sandbox's desk. */
async function takeTour() {
  goTo("desk");
  await showRealm("sandbox");
  await startTour();
}

async function readAgain() {
  await reload();
  if (!deskError.peek()) {
    notify({ tone: "plain", text: help.reloaded });
  }
}

/** What goes wrong with it has a banner of its own. */
async function verifyAndTell() {
  await verify();
  const found = integrity.peek();
  if (found && !integrityError.peek()) {
    const { broken, entries } = found;
    notify({ tone: broken ? "bad" : "good", text: broken ? brokenLine(broken) : words.integrity.whole(entries) });
  }
}

/**
 * Writes a file that the system asks for, and tells what came of it.
 *
 * @param {() => Promise<string | null>} write
 */
async function tell(write) {
  try {
    const done = await write();
    if (done) {
      notify({ tone: "good", text: done });
    }
  } catch (error) {
    notify({ tone: "bad", text: /** @type {import("../ipc.d.ts").ErrorView} */ (error).message });
  }
}

/** Frames to wait for a field of a view that has yet to be drawn. */
const SOON = 20;

/**
 * Puts the keyboard into a field: now if it is there, so that nothing typed meanwhile is lost.
 *
 * @param {string} id
 * @param {number} [frames]
 */
function focusOn(id, frames = SOON) {
  const field = document.getElementById(id);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
  // What lies behind a dialog that is just closing takes no focus yet.
  if (document.activeElement !== field && frames > 0) {
    requestAnimationFrame(() => focusOn(id, frames - 1));
  }
}
