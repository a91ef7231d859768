// What happened while nobody was looking at it: kept until dismissed, and said aloud once.

import { html } from "htm/preact";
import { words } from "../lib/text.js";
import { dismiss, notices, spoken } from "../state/announcements.js";
import { Button, IconButton } from "./button.js";
import { Icon } from "./icon.js";

const ICONS = { good: "circle-check", bad: "circle-alert", doubt: "triangle-alert", due: "hourglass", plain: "info" };

export function Notices() {
  return html`<section class="notices" aria-label=${words.notices}>
    ${notices.value.map(
      (notice) => html`<div class=${`notice notice--${notice.tone}`} key=${notice.id}>
        <${Icon} name=${ICONS[notice.tone]} />
        <p class="notice__text"><bdi>${notice.text}</bdi></p>
        ${
          notice.act &&
          html`<${Button}
          small
          press=${() => {
            dismiss(notice.id);
            notice.act?.();
          }}
          >${notice.action}<//
        >`
        }
        <${IconButton} icon="x" label=${words.dismiss} press=${() => dismiss(notice.id)} />
      </div>`,
    )}
  </section>`;
}

/** The polite live region. It is there from the start, because a region that arrives with its text is not read. */
export function Spoken() {
  return html`<p class="visually-hidden" role="status" aria-live="polite">${spoken}</p>`;
}
