// Whose money it is: the account's colour and name, a key where its credentials were removed, a lock while it cannot
// spend, and a plug where it does not reach the vendor.

/** @import { AccountView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { words } from "../lib/text.js";
import { Icon } from "./icon.js";

/**
 * @param {{ account: AccountView | undefined; vendor?: boolean }} props `vendor` names the vendor as well
 */
export function AccountMark({ account, vendor = false }) {
  if (!account) {
    return null;
  }
  return html`<span class=${`account-mark account-mark--${account.colour}`}>
    <bdi class="account-mark__label">${account.label}</bdi>
    ${vendor && html`<span class="account-mark__vendor">${words.vendorProduct[account.vendor]}</span>`}
    ${account.forgotten && Sign({ icon: "key-round", says: words.account.forgotten })}
    ${account.safeMode && Sign({ icon: "lock", says: words.account.safe })}
    ${account.testEndpoint && Sign({ icon: "plug", says: words.account.testEndpoint })}
  </span>`;
}

/**
 * @param {{ icon: string; says: string }} props
 */
function Sign({ icon, says }) {
  return html`<span class="account-mark__sign" role="img" aria-label=${says} title=${says}>${Icon({ name: icon })}</span>`;
}
