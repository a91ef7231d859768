// One account.

/** @import { AccountView, ErrorView, LimitsView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { Switch } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { Age, LocalTime } from "../elements/moment.js";
import { call } from "../ipc.js";
import { isolated } from "../lib/isolated.js";
import { number } from "../lib/money.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { readOnly, reload } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";

/**
 * @param {{ account: AccountView }} props
 */
export function AccountSheet({ account }) {
  const said = words.accounts;
  const id = `account-${account.id}`;
  const [error, setError] = useState(/** @type {ErrorView | null} */ (null));
  return html`<article class=${`sheet account account-mark--${account.colour} ${account.forgotten ? "account--forgotten" : ""}`} aria-labelledby=${id}>
    <header class="account__head">
      <h2 class="account__name" id=${id}><span class="account-mark__colour" aria-hidden="true"></span><bdi>${account.label}</bdi></h2>
      <p class="account__vendor">${words.vendorProduct[account.vendor]}</p>
      <p class="account__badges">
        ${account.testEndpoint !== null && html`<${Badge} icon="plug" tone="warn">${words.account.testEndpoint}<//>`}
        ${account.forgotten && html`<${Badge} icon="key-round" tone="bad">${said.forgotten}<//>`}
        ${!account.forgotten && account.safeMode && html`<${Badge} icon="lock">${words.accounts.safe}<//>`}
      </p>
    </header>
    ${account.forgotten && html`<p class="account__note"><${Icon} name="key-round" />${said.forgottenText}</p>`}
    ${account.realm === "sandbox" && html`<p class="account__note"><${Icon} name="flask-conical" />${said.partOfBerth}</p>`}
    <${AccountFacts} account=${account} />
    ${!account.forgotten && html`<${SafeMode} account=${account} failed=${setError} />`}
    ${!account.forgotten && account.vendor === "gcore" && html`<${PartlyDocumented} account=${account} failed=${setError} />`}
    ${error && html`<${ErrorNote} error=${error} />`}
    <${Actions} account=${account} failed=${setError} />
  </article>`;
}

/**
 * @param {{ account: AccountView }} props
 */
function AccountFacts({ account }) {
  const said = words.accounts;
  const { realm, vendor, user, keep, testedAt, forgotten, currency, currencyAssumed, payment, limits, testEndpoint } =
    account;
  return html`<${Facts} dense>
    ${testEndpoint !== null && html`<${Fact} name=${said.endpoint}><code>${testEndpoint}</code><//>`}
    ${
      !forgotten &&
      realm !== "sandbox" &&
      html`<${Fact} name=${said.signIn}>${user === null ? said.token : html`<bdi>${said.user(user)}</bdi>`}<//>
        <${Fact} name=${said.kept}>${keep === "keychain" ? said.keptKeychain : said.keptUntilQuit}<//>
        <${Fact} name=${said.tested}>
          ${
            testedAt === null
              ? vendor === "cloudidr" && user === null
                ? said.untestedToken
                : said.untested
              : html`${said.testedAt} <${Age} at=${testedAt} /> <span class="fact-note"><${LocalTime} at=${testedAt} /></span>`
          }
        <//>`
    }
    <${Fact} name=${said.currency}>${currencyAssumed ? html`${currency} <span class="fact-note">${said.assumed}</span>` : said.stated}<//>
    ${vendor === "cloudidr" && html`<${Fact} name=${said.payment}>${said.payments[payment]}<//>`}
    <${Fact} name=${said.limits}><${Limits} limits=${limits} currency=${currency} /><//>
  <//>`;
}

/**
 * @param {{ limits: LimitsView; currency: string }} props
 */
export function Limits({ limits: { perPurchase, perDay, perMonth }, currency }) {
  const said = words.accounts;
  const amount = (/** @type {string} */ decimal) => `${number(decimal)} ${currency}`;
  const set = [
    perPurchase !== null && said.perPurchase(amount(perPurchase)),
    perDay !== null && said.perDay(amount(perDay)),
    perMonth !== null && said.perMonth(amount(perMonth)),
  ].filter((limit) => limit !== false);
  return set.length === 0
    ? said.noLimits
    : html`<span class="account__limits">${set.map((limit) => html`<span>${limit}</span>`)}</span>`;
}

/**
 * On takes one press; off is asked for in a dialog that says what it allows.
 *
 * @param {{ account: AccountView; failed: (error: ErrorView | null) => void }} props
 */
function SafeMode({ account, failed }) {
  const said = words.accounts;
  const change = async (/** @type {boolean} */ on) => {
    if (!on) {
      openDialog("safeMode", { account });
      return;
    }
    failed(null);
    try {
      await call("set_safe_mode", { account: account.id, on });
      announce(words.safeMode.turnedOn(account.label));
      await reload();
    } catch (error) {
      failed(/** @type {ErrorView} */ (error));
    }
  };
  const off = account.vendor === "gcore" ? said.safeOffGcore : said.safeOff;
  return html`<${Switch} label=${said.safe} hint=${account.safeMode ? said.safeOn : off} on=${account.safeMode} change=${change} whyNot=${readOnly.value} />`;
}

/**
 * Both ways take one press: by itself it sends nothing, and every request has a review of its own.
 *
 * @param {{ account: AccountView; failed: (error: ErrorView | null) => void }} props
 */
function PartlyDocumented({ account, failed }) {
  const said = words.partly;
  const change = async (/** @type {boolean} */ on) => {
    failed(null);
    try {
      await call("set_partly_documented", { account: account.id, on });
      announce(said.turned(account.label, on));
      await reload();
    } catch (error) {
      failed(/** @type {ErrorView} */ (error));
    }
  };
  const on = account.partlyDocumented;
  return html`<${Switch} label=${said.label} hint=${on ? said.on : said.off} on=${on} change=${change} whyNot=${readOnly.value} />`;
}

/**
 * @param {{ account: AccountView; failed: (error: ErrorView | null) => void }} props
 */
function Actions({ account, failed }) {
  const said = words.accounts;
  const [testing, setTesting] = useState(false);
  const of = (/** @type {string} */ act) => said.of(act, account.label);
  const open = (/** @type {"change" | "credentials" | "limits" | "forget"} */ name) => () =>
    openDialog(name, { account });
  const test = async () => {
    setTesting(true);
    failed(null);
    try {
      const { message, account: after } = await call("test_account", { account: account.id });
      notify({
        tone: after.testedAt === null ? "plain" : "good",
        text: words.pair(isolated(account.label), told(message)),
      });
      await reload();
    } catch (error) {
      failed(/** @type {ErrorView} */ (error));
    } finally {
      setTesting(false);
    }
  };
  if (account.realm === "sandbox") {
    return html`<div class="account__actions">
      <${Button} small label=${of(said.rename)} id=${`change-${account.id}`} whyNot=${readOnly.value} press=${open("change")}>${said.rename}<//>
      <${Button} small label=${of(said.setLimits)} id=${`limits-${account.id}`} whyNot=${readOnly.value} press=${open("limits")}>${said.setLimits}<//>
    </div>`;
  }
  return html`<div class="account__actions">
    ${
      account.forgotten
        ? html`<${Button} small look="primary" label=${of(said.credentialsAgain)} id=${`credentials-${account.id}`} whyNot=${readOnly.value} press=${open("credentials")}>${said.credentialsAgain}<//>`
        : html`<${Button} small label=${of(said.test)} off=${testing} whyNot=${readOnly.value} press=${test}>${testing ? said.testing : said.test}<//>
          <${Button} small label=${of(said.credentials)} id=${`credentials-${account.id}`} whyNot=${readOnly.value} press=${open("credentials")}>${said.credentials}<//>`
    }
    <${Button} small label=${of(said.rename)} id=${`change-${account.id}`} whyNot=${readOnly.value} press=${open("change")}>${said.rename}<//>
    ${
      !account.forgotten &&
      html`<${Button} small label=${of(said.setLimits)} id=${`limits-${account.id}`} whyNot=${readOnly.value} press=${open("limits")}>${said.setLimits}<//>
        <${Button} small look="quiet" label=${of(said.forget)} id=${`forget-${account.id}`} whyNot=${readOnly.value} press=${open("forget")}>${said.forget}<//>`
    }
  </div>`;
}
