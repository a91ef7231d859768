// Whether a request may be made that Gcore documents only in part: whoever makes one has allowed that for the account.

/** @import { AccountView } from "../ipc.d.ts" */

import { words } from "../lib/text.js";
import { accounts, readOnly } from "./desk.js";

/**
 * Why such a request cannot be made now, if so, by what stands in the way first.
 *
 * @param {string} account
 * @param {boolean} spends
 */
export function whyNotAsked(account, spends) {
  return readOnly.value ?? hindrance(accounts.value.get(account), spends);
}

/**
 * @param {AccountView | undefined} account
 * @param {boolean} spends
 * @returns {string | null}
 */
export function hindrance(account, spends) {
  const said = words.partly.whyNot;
  if (!account || account.forgotten) {
    return said.gone;
  }
  if (!account.partlyDocumented) {
    return said.off;
  }
  return spends && account.safeMode ? said.safe : null;
}
