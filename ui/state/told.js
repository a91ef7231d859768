// What Rust tells by itself: that something is due while this window is in front, and that a policy's details are asked for
// by a click on a notification or in the tray.

/** @import { OpenEvent, TellEvent } from "../ipc.d.ts" */

import { call } from "../ipc.js";
import { countsToTwelve } from "../lib/time.js";
import { notify } from "./announcements.js";
import { realm, showRealm } from "./desk.js";
import { openPanel } from "./route.js";

/** Listens, and lets Rust begin. */
export function startTelling() {
  addEventListener("berth:told", (event) => tell(detailOf(event)));
  addEventListener("berth:open", (event) => open(detailOf(event)));
  // Without notifications everything stands on the desk all the same.
  call("follow_events", { toTwelve: countsToTwelve() }).catch(() => {});
}

/**
 * @param {Event} event
 */
function detailOf(event) {
  return event instanceof CustomEvent ? event.detail : null;
}

/**
 * @param {TellEvent} told
 */
function tell({ title, body }) {
  notify({ tone: "plain", text: `${title}. ${body}` });
}

/**
 * @param {OpenEvent} of
 */
async function open({ realm: wanted, account, policy }) {
  if (wanted !== realm.peek()) {
    await showRealm(wanted);
  }
  openPanel({ account, policy });
}
