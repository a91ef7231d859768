// The user's settings. A change is shown at once and saved afterwards: a click answers in its own frame. What the disk does
// not take holds until Berth quits, and is said.

/** @import { SettingsRequest, SettingsView } from "../ipc.d.ts" */

import { computed, effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { display } from "../lib/time.js";
import { notify } from "./announcements.js";

/** @typedef {SettingsView["theme"]} Theme */

/** What holds. Until Rust has answered, what a first start has. @type {import("@preact/signals").Signal<SettingsView>} */
export const settings = signal({
  theme: "system",
  realm: "sandbox",
  hoursPerMonth: "730",
  currency: "USD",
  clock: "24",
  zoneFirst: "place",
  logLevel: "info",
  tourOver: true,
  unsaved: false,
  setAside: null,
});

export const theme = computed(() => settings.value.theme);

/** Lets every setting take effect whenever it changes, and reads those that were saved. */
export async function startSettings() {
  effect(() => wear(theme.value));
  effect(() => {
    const { clock, zoneFirst } = settings.value;
    const { clock: before, first } = display.peek();
    if (clock !== before || zoneFirst !== first) {
      display.value = { clock, first: zoneFirst };
    }
  });
  try {
    settings.value = await call("read_settings", {});
  } catch {
    // Unreadable settings are no reason to keep the desk from showing; the defaults stand.
  }
}

/**
 * Which theme the system asks for, the stylesheets know by themselves. One that was chosen is put on the document, colour by
 * colour: turning a stylesheet on or off has WebKit lay out the whole page anew, and takes twice as long as all the rest.
 *
 * @param {Theme} chosen
 */
function wear(chosen) {
  const { dataset, style } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = chosen;
  if (before === chosen && chosen === "system") {
    return;
  }
  const [light, dark] = [coloursOf("tokens"), coloursOf("dark")];
  if (!light || !dark) {
    // Where the system does not ask for it, the dark one comes when everything else is there.
    document.getElementById("dark")?.addEventListener("load", () => wear(theme.peek()), { once: true });
    return;
  }
  const worn = chosen === "dark" ? dark : light;
  for (const name of dark) {
    if (chosen === "system") {
      style.removeProperty(name);
    } else {
      style.setProperty(name, worn.getPropertyValue(name));
    }
  }
}

/**
 * What a stylesheet says of the document itself, as soon as it is there.
 *
 * @param {string} id of its link
 */
function coloursOf(id) {
  const link = document.getElementById(id);
  if (!(link instanceof HTMLLinkElement) || !link.sheet) {
    return null;
  }
  const [layer] = link.sheet.cssRules;
  const rules = layer instanceof CSSLayerBlockRule ? [...layer.cssRules] : [];
  const root = rules.find((rule) => rule instanceof CSSStyleRule);
  return root?.style ?? null;
}

/** How many changes were made: an answer to an earlier one says nothing of a later. */
let changes = 0;

/**
 * Changes settings at once, and saves them.
 *
 * @param {SettingsRequest} change
 */
export async function changeSettings(change) {
  settings.value = { ...settings.peek(), ...change };
  await settle(() => call("save_settings", { settings: change }));
}

/** Everything as at the first start, but the realm that is shown. */
export async function resetSettings() {
  await settle(() => call("reset_settings", {}));
}

/**
 * @param {() => Promise<SettingsView>} ask
 */
async function settle(ask) {
  changes += 1;
  const turn = changes;
  try {
    const answer = await ask();
    if (turn === changes) {
      settings.value = answer;
    }
  } catch (error) {
    notify({ tone: "bad", text: /** @type {import("../ipc.d.ts").ErrorView} */ (error).message });
    // What holds although it was not saved, as Rust has it.
    const holds = await call("read_settings", {}).catch(() => settings.peek());
    if (turn === changes) {
      settings.value = holds;
    }
  }
}
