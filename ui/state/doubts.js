// The notice about requests in doubt. It is told at the start and whenever there are more of them, in whichever realm, and
// stays until it is put away or the last one is settled.

/** @import { Realm, RealmView } from "../ipc.d.ts" */

import { effect } from "@preact/signals";
import { words } from "../lib/text.js";
import { amend, dismiss, notify } from "./announcements.js";
import { desk, realm, showRealm } from "./desk.js";
import { search, shownChip } from "./query.js";
import { goTo } from "./route.js";

/** What was told last of each realm, and by which notice. @type {Map<Realm, { count: number; notice: number }>} */
const told = new Map();

/** Tells of doubts from now on. */
export function followDoubts() {
  effect(() => {
    if (desk.value) {
      tellDoubts(desk.value.realms);
    }
  });
}

/**
 * @param {Pick<RealmView, "realm" | "doubts">[]} realms
 */
export function tellDoubts(realms) {
  const counts = new Map(realms.map(({ realm: name, doubts }) => [name, doubts]));
  for (const name of new Set([...told.keys(), ...counts.keys()])) {
    tell(name, counts.get(name) ?? 0);
  }
}

/**
 * @param {Realm} of
 * @param {number} count
 */
function tell(of, count) {
  const { count: before, notice } = told.get(of) ?? { count: 0, notice: 0 };
  const text = words.doubts.notice(count, words.realm[of]);
  if (count > before) {
    dismiss(notice);
    const next = notify({ tone: "doubt", text, action: words.doubts.show, act: () => showDoubts(of) });
    told.set(of, { count, notice: next });
  } else if (count < before) {
    if (count === 0) {
      dismiss(notice);
    } else {
      amend(notice, text);
    }
    told.set(of, { count, notice });
  }
}

/**
 * The wall of that realm, whole: doubts come first on it.
 *
 * @param {Realm} of
 */
async function showDoubts(of) {
  search.value = "";
  shownChip.value = null;
  goTo("desk");
  if (realm.peek() !== of) {
    await showRealm(of);
  }
  // The button that was pressed is gone; after the view was drawn, focus goes to what it led to.
  requestAnimationFrame(() => document.getElementById("wall-title")?.focus());
}
