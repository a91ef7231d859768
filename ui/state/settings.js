// The user's settings. The theme is shown at once and saved afterwards: a click answers in its own frame.

/** @import { SettingsView } from "../ipc.d.ts" */

import { effect, signal } from "@preact/signals";
import { call } from "../ipc.js";
import { notify } from "./announcements.js";

/** @typedef {"system" | "light" | "dark"} Theme */

/** @type {import("@preact/signals").Signal<Theme>} */
export const theme = signal("system");

const MEDIA = { system: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };

/** Applies the theme whenever it changes, and reads the saved settings. */
export async function startSettings() {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    const dark = document.getElementById("dark");
    if (dark instanceof HTMLLinkElement) {
      dark.media = MEDIA[theme.value];
    }
  });
  try {
    adopt(await call("read_settings", {}));
  } catch {
    // Unreadable settings are no reason to keep the desk from showing; the defaults stand.
  }
}

/**
 * @param {Theme} next
 * @param {import("../ipc.d.ts").Realm} realm
 */
export async function changeTheme(next, realm) {
  theme.value = next;
  await save(realm);
}

/**
 * Remembers the realm that is shown.
 *
 * @param {import("../ipc.d.ts").Realm} realm
 */
export async function save(realm) {
  try {
    await call("save_settings", { settings: { theme: theme.peek(), realm } });
  } catch (error) {
    notify({ tone: "bad", text: /** @type {import("../ipc.d.ts").ErrorView} */ (error).message });
  }
}

/**
 * @param {SettingsView} settings
 */
function adopt(settings) {
  if (settings.theme === "light" || settings.theme === "dark" || settings.theme === "system") {
    theme.value = settings.theme;
  }
}
