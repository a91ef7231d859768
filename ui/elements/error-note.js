// What went wrong, whether it touched anything, where the log tells more, and the next step. Never a bare message.

/** @import { ErrorView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { words } from "../lib/text.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";

/**
 * @param {object} props
 * @param {ErrorView} props.error
 * @param {() => void} [props.retry] shown only where trying again may help
 * @param {boolean} [props.reads] only the ledger was read: that can be tried again whatever went wrong
 * @param {Record<import("../ipc.d.ts").ErrorEffect, string>} [props.effects] the effect in the words of what was tried
 * @param {any} [props.children] a next step of the place's own
 */
export function ErrorNote({ error, retry, reads, effects = words.error.effect, children }) {
  const doubt = error.effect === "unknown";
  const again = reads || error.retryable ? retry : undefined;
  return html`<div class=${`error-note ${doubt ? "error-note--doubt" : ""}`} role="alert">
    <${Icon} name=${doubt ? "triangle-alert" : "circle-alert"} />
    <div class="error-note__body">
      <p class="error-note__title">${words.error.title[error.code]}</p>
      <p><bdi>${error.message}</bdi></p>
      <p class="error-note__effect">
        <strong>${effects[error.effect]}</strong> <span class="error-note__reference">${words.error.reference} <code>${error.reference}</code></span>
      </p>
      ${
        (children || again) &&
        html`<div class="error-note__actions">
        ${again && html`<${Button} press=${again} icon="refresh-cw" small>${words.tryAgain}<//>`} ${children}
      </div>`
      }
    </div>
  </div>`;
}
