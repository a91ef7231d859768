// What Rust tells by itself: that something is due while this window is in front, and that a policy's details are asked for
// by a click on a notification or in the tray. And what it says elsewhere, for which the words are here.

/** @import { OpenEvent, SayEvent, TellEvent } from "../ipc.d.ts" */

import { effect } from "@preact/signals";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { language } from "../lib/text.js";
import { countsToTwelve } from "../lib/time.js";
import { LANGUAGES } from "../text/languages.js";
import { notify } from "./announcements.js";
import { realm, showRealm } from "./desk.js";
import { openPanel } from "./route.js";

/** Listens, and lets Rust begin. */
export function startTelling() {
  addEventListener("berth:told", (event) => tell(detailOf(event)));
  addEventListener("berth:open", (event) => open(detailOf(event)));
  addEventListener("berth:say", (event) => say(detailOf(event)));
  effect(() => {
    const foreign = language.value.words.locale.tag !== LANGUAGES[0].tag;
    // Without notifications everything stands on the desk all the same.
    call("follow_events", { toTwelve: countsToTwelve(), foreign }).catch(() => {});
  });
}

/**
 * @param {SayEvent} of
 */
function say({ number, said }) {
  // Whoever has no answer says it in English.
  call("answer_words", { number, texts: said.map(told) }).catch(() => {});
}

/**
 * @param {Event} event
 */
function detailOf(event) {
  return event instanceof CustomEvent ? event.detail : null;
}

/**
 * @param {TellEvent} of
 */
function tell({ title, body }) {
  notify({ tone: "plain", text: `${told(title)}. ${told(body)}` });
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
