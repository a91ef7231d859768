// What Rust tells by itself: that something is due while this window is in front, and that a policy's details are asked for
// by a click on a notification or in the tray. And what it says elsewhere, for which the words are here.

/** @import { OpenEvent, SayEvent, TellEvent } from "../ipc.d.ts" */

import { effect } from "@preact/signals";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { language, words } from "../lib/text.js";
import { countsToTwelve } from "../lib/time.js";
import { LANGUAGES } from "../text/languages.js";
import { dismiss, notices, notify } from "./announcements.js";
import { now } from "./clock.js";
import { desk, isFreeToCancel, policyOf, realm, showRealm, watch } from "./desk.js";
import { openPanel } from "./route.js";

/** Listens, and lets Rust begin. */
export function startTelling() {
  addEventListener("berth:told", (event) => tell(detailOf(event)));
  addEventListener("berth:open", (event) => open(detailOf(event)));
  addEventListener("berth:say", (event) => say(detailOf(event)));
  followClosing();
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

/** Policies that can still be cancelled for nothing, by the notice that says so. @type {Map<number, OpenEvent>} */
const closing = new Map();

watch(() =>
  [...closing.values()].flatMap((of) =>
    of.realm === realm.peek() ? [{ account: of.account, policy: of.policy }] : [],
  ),
);

/**
 * What can still be cancelled for nothing stays said as long as that may be so, and leads to the policy; the last minutes take
 * the place of the minutes before.
 *
 * @param {TellEvent} of
 */
export function tell({ title, body, closing: closes }) {
  const text = `${told(title)}. ${told(body)}`;
  if (!closes) {
    notify({ tone: "plain", text });
    return;
  }
  const { opens, seconds } = closes;
  takeBack((of) => of.account === opens.account && of.policy === opens.policy);
  const act = () => open(opens);
  closing.set(notify({ tone: "due", text, action: words.doubts.show, act, lasts: seconds * 1000 }), opens);
}

/** Takes back what no longer holds: it was cancelled, or the machine slept over its end. */
export function followClosing() {
  return effect(() => {
    if (desk.value) {
      takeBack(({ account, policy: id }) => {
        const policy = policyOf(account, id);
        return policy !== undefined && !isFreeToCancel(policy, now.peek());
      });
    }
  });
}

/**
 * @param {(of: OpenEvent) => boolean} which
 */
function takeBack(which) {
  const shown = new Set(notices.peek().map(({ id }) => id));
  for (const [notice, of] of closing) {
    if (!shown.has(notice) || which(of)) {
      closing.delete(notice);
      dismiss(notice);
    }
  }
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
