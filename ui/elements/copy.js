// An id to take along: shown whole, copied with one press.

import { html } from "htm/preact";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { IconButton } from "./button.js";

/**
 * @param {{ text: string; label: string }} props `label` says what is copied
 */
export function Copy({ text, label }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce(words.copied);
    } catch {
      // Without a clipboard the text is still there to be selected.
    }
  };
  return html`<span class="copy"><code class="copy__text">${text}</code><${IconButton} icon="clipboard" label=${words.pair(words.copy, label)} press=${copy} /></span>`;
}
