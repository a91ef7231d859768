// What can be done with a policy now, and why the rest cannot: as text, for a button that sleeps tells only who points at it.

/** @import { AccountView, PolicyView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { whyNot } from "../lib/said.js";
import { words } from "../lib/text.js";
import { accounts, readOnly } from "../state/desk.js";
import { Icon } from "./icon.js";
import { Section } from "./panel-section.js";

const said = words.doable;

/**
 * @param {{ policy: PolicyView }} props
 */
export function Doable({ policy }) {
  const all = doable(policy, accounts.value.get(policy.account), readOnly.value);
  return html`<${Section} title=${said.title}>
    <ul class="doable">
      ${all.map(
        ({ what, may, why }) => html`<li class=${`doable__line ${may ? "doable__line--may" : ""}`} key=${what}>
          <${Icon} name=${may ? "circle-check" : "ban"} />
          <span class="doable__what">${said[what]}</span>
          <span class="doable__why">${may ? why : html`${said.no} ${why}`}</span>
        </li>`,
      )}
    </ul>
  <//>`;
}

/**
 * @typedef {"buy" | "configure" | "renew" | "cancel" | "settle" | "again"} Deed
 */

/**
 * Every deed, whether it can be done, and the sentence to it. What Rust refuses comes first, for it holds whatever else is.
 *
 * @param {PolicyView} policy
 * @param {AccountView | undefined} account
 * @param {string | null} looking why the ledger cannot be written, if so
 * @returns {{ what: Deed; may: boolean; why: string }[]}
 */
export function doable(policy, account, looking) {
  const safe = account?.safeMode === true;
  const { open, buy, change, cancel } = policy;
  const settle = open === null ? said.noDoubt : open.state === "unknown" ? null : said.underway;
  /** @type {[Deed, string | null, string][]} */
  const all = [
    ["buy", whyNot(buy) ?? (safe ? said.safeBuy : null), said.yes],
    ["configure", whyNot(change), said.yes],
    ["renew", whyNot(change), safe ? said.safeRenew : said.yes],
    ["cancel", whyNot(cancel), said.yes],
    ["settle", settle, said.yesSettle],
    ["again", account?.forgotten ? said.forgotten : null, said.yesAgain],
  ];
  return all.map(([what, not, yes]) => {
    const against = not ?? looking;
    return { what, may: against === null, why: against ?? yes };
  });
}
