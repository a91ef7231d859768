// A Lucide icon. Always beside words, so it is hidden from people who listen.

import { h } from "preact";
import { ICONS } from "../vendor/icons.js";

/**
 * @param {{ name: string; class?: string }} props
 */
export function Icon({ name, class: extra = "" }) {
  return h(
    "svg",
    { class: `icon ${extra}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    h("path", { d: ICONS[name] }),
  );
}
