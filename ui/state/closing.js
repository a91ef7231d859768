// Rust says that the window is to close while a request is under way; the user decides.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { render } from "preact";

/** What had focus before, while the question stands. */
const asked = signal(/** @type {{ before: Element | null } | null} */ (null));

/** Listens for Rust's word. */
export function startClosing() {
  const place = document.body.appendChild(document.createElement("div"));
  addEventListener("berth:closing", async () => {
    // Fetched only now: it is hardly ever needed, and the page is embedded in the program.
    const { default: Closing } = await import("../dialogs/closing.js");
    if (!asked.peek()) {
      asked.value = { before: document.activeElement };
      render(html`<${Closing} stay=${() => stay(place)} />`, place);
    }
  });
}

/**
 * @param {HTMLElement} place
 */
function stay(place) {
  const before = asked.peek()?.before;
  asked.value = null;
  render(null, place);
  requestAnimationFrame(() => {
    if (before instanceof HTMLElement && before.isConnected) {
      before.focus();
    }
  });
}
