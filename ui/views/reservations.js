// What is reserved at Gcore: the vendor's two lists side by side, as they were read last. Nothing ties a row of one to a row
// of the other, so they stay apart.

/** @import { CommitmentView, ErrorView, ListingView, OlderView, ReservationView, StatusView } from "../ipc.d.ts" */

import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { Age, LocalTime } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { call } from "../ipc.js";
import { number, percent } from "../lib/money.js";
import { words } from "../lib/text.js";
import { desk } from "../state/desk.js";
import { goTo } from "../state/route.js";
import { AccountPicker, NoAccount } from "./price-account.js";
import { usable } from "./price-draft.js";

const said = words.reservations;

/** Accounts of the realm that can be asked. */
const owners = computed(() => usable(desk.value?.accounts ?? [], "gcore"));
const chosen = signal(/** @type {string | null} */ (null));
const owner = computed(() => owners.value.find(({ id }) => id === chosen.value) ?? owners.value[0]);

/** What was read last, by account; nothing where it was never read. @type {import("@preact/signals").Signal<Record<string, ListingView | null>>} */
const listings = signal({});
const failure = signal(/** @type {{ account: string; error: ErrorView } | null} */ (null));
const reading = signal(/** @type {string | null} */ (null));

/**
 * @param {string} account
 */
async function recall(account) {
  if (!(account in listings.peek())) {
    // Without it there is nothing to show yet, which is what is shown.
    const known = await call("known_reservations", { account }).catch(() => null);
    listings.value = { [account]: known, ...listings.peek() };
  }
}

/**
 * @param {string} account
 */
async function read(account) {
  reading.value = account;
  failure.value = null;
  try {
    const listing = await call("list_reservations", { account });
    listings.value = { ...listings.peek(), [account]: listing };
  } catch (error) {
    failure.value = { account, error: /** @type {ErrorView} */ (error) };
  }
  reading.value = null;
}

export default function ReservationsView() {
  const account = owner.value?.id;
  useEffect(() => {
    if (account) {
      recall(account);
    }
  }, [account]);
  return html`<div class="view">
    <div class="view__head">
      <h1 class="view__title">${said.title}</h1>
      <${Button} small look="quiet" press=${() => goTo("desk")}>${said.back}<//>
    </div>
    ${account ? html`<${Owned} account=${account} />` : html`<${NoAccount} vendor="gcore" />`}
  </div>`;
}

/**
 * @param {{ account: string }} props
 */
function Owned({ account }) {
  const listing = listings.value[account];
  const busy = reading.value !== null;
  const failed = failure.value?.account === account ? failure.value.error : null;
  return html`
    <section class="sheet" aria-busy=${busy ? "true" : undefined}>
      <p class="sheet__text">${said.text}</p>
      ${owners.value.length > 1 && html`<${AccountPicker} label=${said.whose} name="owner" accounts=${owners.value} chosen=${account} choose=${(/** @type {string} */ id) => (chosen.value = id)} />`}
      <div class="sheet__actions">
        <${Button} look=${listing ? "plain" : "primary"} icon="refresh-cw" off=${busy} press=${() => read(account)}>${listing ? said.again : said.read}<//>
        <p class="sheet__text" role="status">
          ${busy ? said.reading : listing ? html`${said.readAt} <${Age} at=${listing.readAt} />` : said.never}
        </p>
      </div>
      ${failed && html`<${ErrorNote} error=${failed} retry=${() => read(account)}>${listing && html`<p>${said.stale}</p>`}<//>`}
    </section>
    ${
      listing &&
      html`<section class="sheet" aria-labelledby="older-title">
          <div><h2 class="sheet__title" id="older-title">${said.older}</h2><p class="sheet__text">${said.olderText}</p></div>
          <${Older} older=${listing.older} />
        </section>
        <section class="sheet" aria-labelledby="current-title">
          <div><h2 class="sheet__title" id="current-title">${said.current}</h2><p class="sheet__text">${said.currentText}</p></div>
          <${Commitments} rows=${listing.commitments} />
        </section>`
    }
  `;
}

/**
 * @param {{ older: OlderView }} props
 */
function Older({ older }) {
  if (older.kind === "gone") {
    return html`<p>${said.olderGone}</p>`;
  }
  if (older.kind === "unread") {
    return html`<p>${said.olderUnread(older.why)}</p>`;
  }
  if (older.rows.length === 0) {
    return html`<p>${said.olderNone}</p>`;
  }
  return html`<ul class="reserved" role="list">
    ${older.rows.map((row) => html`<li class="reserved__one" key=${row.id}><${Reservation} of=${row} /></li>`)}
  </ul>`;
}

/** @type {Record<StatusView["kind"], string>} */
const ICONS = {
  created: "clock",
  approved: "check",
  rejected: "circle-x",
  reserved: "lock",
  waiting_for_payment: "hourglass",
  activated: "circle-play",
  expired: "flag",
  copied: "clipboard",
  other: "circle-help",
};

/**
 * @param {StatusView} status
 */
function statusWord(status) {
  return status.kind === "other" ? status.word : said.status[status.kind];
}

/**
 * @param {{ of: ReservationView }} props
 */
function Reservation({ of }) {
  const { id, name, status, next, machines, region, months, from, to, perMonth, listPerMonth, total } = of;
  return html`
    <header class="reserved__head">
      <h3 class="reserved__name"><bdi>${name ?? `${said.number} ${id}`}</bdi></h3>
      <${Badge} icon=${status ? ICONS[status.kind] : "circle-help"}><bdi>${status ? statusWord(status) : said.status.unknown}</bdi><//>
    </header>
    <p><bdi>${machines.join(", ")}</bdi></p>
    <${Facts} dense columns>
      <${Fact} name=${said.number}><code>${id}</code><//>
      <${Fact} name=${said.region}>${region === null ? html`<${Unknown} />` : html`<bdi>${region}</bdi>`}<//>
      <${Fact} name=${said.term}>
        ${months === null ? html`<${Unknown} />` : said.months(months)}${from && to && html`, ${said.fromTo(from, to)}`}
      <//>
      <${Fact} name=${said.perMonth}><${Money} value=${perMonth} />${of.discountPercent !== null && html`, ${said.below(percent(of.discountPercent))}`}<//>
      <${Fact} name=${said.list}><${Money} value=${listPerMonth} /><//>
      <${Fact} name=${said.total}><${Money} value=${total} /><//>
      ${of.eta && html`<${Fact} name=${said.eta}>${of.eta}<//>`}
      ${of.reminder && html`<${Fact} name=${said.reminder}>${of.reminder}<//>`}
      ${of.error && html`<${Fact} name=${said.error}><bdi>${of.error}</bdi><//>`}
    <//>
    ${next.length > 0 && html`<p class="sheet__text">${said.next(next.map(statusWord))}</p>`}
  `;
}

/**
 * @param {{ rows: CommitmentView[] }} props
 */
function Commitments({ rows }) {
  if (rows.length === 0) {
    return html`<p>${said.currentNone}</p>`;
  }
  return html`<p class="sheet__text">${said.noCurrency}</p>
    <ul class="reserved" role="list">
      ${rows.map((row) => html`<li class="reserved__one"><${Commitment} of=${row} /></li>`)}
    </ul>`;
}

/**
 * @param {{ of: CommitmentView }} props
 */
function Commitment({ of: { resource, count, region, commit, overcommit, discountPercent, hardware } }) {
  return html`
    <h3 class="reserved__name"><bdi>${count === null ? resource : `${count} × ${resource}`}</bdi></h3>
    ${hardware && html`<p class="sheet__text"><bdi>${hardware}</bdi></p>`}
    <${Facts} dense columns>
      <${Fact} name=${said.region}>${region === null ? html`<${Unknown} />` : html`<bdi>${region}</bdi>`}<//>
      <${Fact} name=${said.until}>${commit?.to ? html`<${LocalTime} at=${commit.to} />` : html`<${Unknown} />`}<//>
      <${Fact} name=${said.each}>
        <${Figure} text=${commit?.perMonth ?? null} />${discountPercent !== null && html`, ${said.below(percent(discountPercent))}`}
      <//>
      <${Fact} name=${said.ordinary}><${Figure} text=${overcommit?.perMonth ?? null} /><//>
      <${Fact} name=${said.total}><${Figure} text=${commit?.total ?? null} /><//>
    <//>
  `;
}

/**
 * @param {{ text: string | null }} props
 */
function Figure({ text }) {
  return text === null ? html`<${Unknown} />` : number(text);
}
