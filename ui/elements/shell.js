// The frame around every view: the mark, the places, the realm, and the banners that must not be missed.

/** @import { Realm } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { cardId } from "../lib/ids.js";
import { money } from "../lib/money.js";
import { words } from "../lib/text.js";
import { now } from "../state/clock.js";
import {
  acknowledgeNotice,
  desk,
  deskError,
  isFreeToCancel,
  ledgerNotice,
  overcharged,
  readOnly,
  realm,
  reload,
  showRealm,
} from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { brokenLine, integrity, integrityError, verify } from "../state/integrity.js";
import { search, shownChip } from "../state/query.js";
import { goTo, openPanel, route } from "../state/route.js";
import { settings } from "../state/settings.js";
import { tour, tourStep } from "../state/tour.js";
import { focusView, followCover, measureCover } from "../state/viewport.js";
import { Banner } from "./banner.js";
import { Button } from "./button.js";
import { nameOf } from "./card.js";
import { DialogHost } from "./dialog-host.js";
import { Guarded } from "./guarded.js";
import { Mark } from "./mark.js";
import { MenuButton } from "./menu-button.js";
import { Notices, Spoken } from "./notices.js";
import { PanelHost } from "./panel-host.js";
import { View } from "./view.js";

/** @type {import("../state/route.js").ViewName[]} */
const PLACES = ["desk", "timeline", "price", "compare", "savings", "activity", "accounts", "settings"];

export function Shell() {
  const { view } = route.value;
  const top = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => measureCover(top.current), []);
  useEffect(() => followCover(top.current), []);
  return html`<a class="skip" href="#main" onClick=${skip}>${words.skip}</a>
    <div class="top" ref=${top}>
      <header class="head">
        <div class="head__mark"><${Mark} /><span class="head__name">${words.name}</span></div>
        <${Places} />
        <div class="head__controls"><${RealmSwitch} /><${MenuButton} /></div>
      </header>
      <${Banners} />
    </div>
    <main class="main" id="main" tabindex="-1"><${Guarded} key=${view}><${View} /><//></main>
    <${PanelHost} />
    ${tour.value && html`<${tour.value.Note} />`}
    <${Notices} />
    <${Guarded}><${DialogHost} /><//>
    <${Spoken} />`;
}

/**
 * Moves focus by hand: the address of the page never changes.
 *
 * @param {Event} event
 */
function skip(event) {
  event.preventDefault();
  focusView();
}

function Places() {
  const { view } = route.value;
  return html`<nav class="places" aria-label=${words.places.label}>
    ${PLACES.map(
      (place) => html`<button
        type="button"
        class="places__place"
        key=${place}
        aria-current=${place === (view === "reservations" ? "desk" : view) ? "page" : undefined}
        onClick=${() => goTo(place)}
      >${words.places[place]}</button>`,
    )}
  </nav>`;
}

function RealmSwitch() {
  const realms = desk.value?.realms ?? [];
  if (realms.length === 0) {
    return null;
  }
  return html`<div class="segments" role="group" aria-label=${words.realm.label}>
    ${realms.map(
      ({ realm: name, doubts }) => html`<button
        type="button"
        class=${`segments__segment segments__segment--${name}`}
        key=${name}
        aria-pressed=${String(name === realm.value)}
        onClick=${() => showRealm(name)}
      >
        ${words.realm[name]}${doubts > 0 && html`<span class="segments__doubts" title=${words.realm.doubts(doubts)}><span class="visually-hidden">, ${words.realm.doubts(doubts)}</span><span aria-hidden="true">${doubts}</span></span>`}
      </button>`,
    )}
  </div>`;
}

/** The conditions a person must never miss, each in its place and form. */
function Banners() {
  const view = desk.value;
  const again = html`<${Button} small icon="refresh-cw" press=${() => reload()}>${words.tryAgain}<//>`;
  return html`<section class="banners" aria-label=${words.realm.banners}>
    ${view && realmBanner(view.realm, view.accounts)}
    ${ledgerNotice.value && html`<${LedgerNotice} notice=${ledgerNotice.value} />`}
    ${readOnly.value && html`<${Banner} kind="bad" icon="lock" role="alert" text=${readOnly.value}>${words.desk.readOnly}<//>`}
    ${
      integrity.value?.broken &&
      html`<${Banner} kind="bad" icon="triangle-alert" role="alert" more=${readOnly.value ? undefined : words.integrity.more}>${brokenLine(integrity.value.broken)}<//>`
    }
    <${Overcharged} />
    ${
      integrityError.value &&
      view &&
      html`<${Banner} kind="stale" icon="shield-check" role="status" action=${html`<${Button} small icon="refresh-cw" id="verify-again" press=${verify}>${words.tryAgain}<//>`}>${words.integrity.failed}<//>`
    }
    ${deskError.value && view && html`<${Banner} kind="stale" icon="cloud-off" role="status" action=${again}>${words.desk.stale}<//>`}
  </section>`;
}

/**
 * Charged more than was shown: told in every view, with the way out at hand. Several are one banner, for a window has to
 * keep room for the view itself.
 */
function Overcharged() {
  const [policy, ...others] = overcharged.value;
  if (!policy) {
    return null;
  }
  if (others.length > 0) {
    const show = html`<${Button} small id="higher-show" press=${showOvercharged}>${words.desk.showHigher}<//>`;
    return html`<${Banner} kind="bad" icon="triangle-alert" role="alert" action=${show}>
      ${words.desk.higherMany([policy, ...others].map(nameOf))}
    <//>`;
  }
  const subject = { account: policy.account, policy: policy.id };
  const id = `${cardId(policy)}-higher`;
  const action = policy.cancel.may
    ? html`<${Button} small look="danger" id=${id} whyNot=${readOnly.value} press=${() => openDialog("cancel", subject)}>
        ${isFreeToCancel(policy, now.peek()) ? words.desk.cancelWhileFree : words.card.cancel}
      <//>`
    : html`<${Button} small id=${id} press=${() => openPanel(subject)}>${words.card.details}<//>`;
  const figures =
    policy.priceCharged &&
    policy.priceSeen &&
    words.card.higherWords(money(policy.priceCharged), money(policy.priceSeen));
  return html`<${Banner} kind="bad" icon="triangle-alert" role="alert" text=${figures} action=${action} key=${id}>
    ${words.card.higher}: <bdi>${nameOf(policy)}</bdi>.
  <//>`;
}

/** Their cards, and no others. */
function showOvercharged() {
  search.value = "";
  shownChip.value = "attention";
  goTo("desk");
}

/**
 * MONEY: what a damaged ledger may have lost could be bought twice, so this stays until it was read.
 *
 * @param {{ notice: string }} props
 */
function LedgerNotice({ notice }) {
  const put = () => {
    acknowledgeNotice();
    focusView();
  };
  const read = html`<${Button} small id="ledger-notice" press=${put}>${words.desk.noticeRead}<//>`;
  return html`<${Banner} kind="bad" icon="triangle-alert" role="alert" text=${html`<bdi>${notice}</bdi>`} action=${read}>${words.desk.noticeTitle}<//>`;
}

/**
 * @param {Realm} shown
 * @param {import("../ipc.d.ts").AccountView[]} accounts
 */
function realmBanner(shown, accounts) {
  if (shown === "sandbox") {
    const connect = html`<${Button} small id="connect-real" whyNot=${readOnly.value} press=${() => openDialog("connect")}>${words.realm.connectReal}<//>`;
    // The offer of the tour stands where the second sentence would: nothing moves for it.
    const parts = tour.value;
    const offered = parts && !settings.value.tourOver && tourStep.value === null && route.value.view === "desk";
    const more = offered ? html`<${parts.Offer} />` : words.realm.sandboxMore;
    return html`<${Banner} kind="sandbox" icon="flask-conical" more=${more} action=${connect}>${words.realm.sandboxBanner}<//>`;
  }
  const safe = accounts.filter(({ safeMode, forgotten, vendor }) => safeMode && !forgotten && vendor === "cloudidr");
  const open = html`<${Button} small press=${() => goTo("accounts")}>${words.realm.openAccounts}<//>`;
  return [
    shown === "test" &&
      html`<${Banner} kind="test" icon="plug" more=${words.realm.testMore}>${words.realm.testBanner}<//>`,
    safe.length > 0 &&
      html`<${Banner} kind="safe" icon="lock" more=${words.realm.safeMore} action=${open}>
        ${words.realm.safeBanner(safe.map(({ label }) => label))}
      <//>`,
  ];
}
