// A state in words, with a colour and an icon of its own: each of the three is enough without the other two.

import { html } from "htm/preact";
import { words } from "../lib/text.js";
import { Icon } from "./icon.js";

/** @type {Record<keyof typeof words.stage, string>} */
export const STATE_ICONS = {
  ready: "circle-dashed",
  lapsed: "hourglass",
  scheduled: "calendar-clock",
  running: "circle-play",
  ended: "flag",
  cancelled: "ban",
  unknown: "circle-help",
  doubt: "triangle-alert",
  underway: "send",
};

/**
 * @param {{ state: keyof typeof words.stage; title?: string }} props
 */
export function StateBadge({ state, title }) {
  return html`<span class=${`badge badge--${state}`} title=${title}>${Icon({ name: STATE_ICONS[state] })}${words.stage[state]}</span>`;
}

/**
 * A small mark of another kind, such as "unverified".
 *
 * @param {{ icon?: string; tone?: "plain" | "warn" | "good" | "bad"; title?: string; children?: any }} props
 */
export function Badge({ icon, tone = "plain", title, children }) {
  return html`<span class=${`badge badge--${tone}`} title=${title}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;
}
