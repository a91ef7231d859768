// What is reserved at Gcore: the vendor's two lists side by side, as they were read last. Nothing ties a row of one to a row
// of the other, so they stay apart.

/** @import { CommitmentView, ListingView, OlderView, ReservationView, StatusView } from "../ipc.d.ts" */

import { computed, signal, useComputed } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Badge } from "../elements/badge.js";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { LocalTime } from "../elements/moment.js";
import { Money, Unknown } from "../elements/money.js";
import { ReadingLine } from "../elements/reading.js";
import { call } from "../ipc.js";
import { number, percent } from "../lib/money.js";
import { words } from "../lib/text.js";
import { daysUntilEndOf } from "../lib/time.js";
import { now } from "../state/clock.js";
import { desk } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { whyNotAsked } from "../state/partly-documented.js";
import { Question, reading } from "../state/reading.js";
import { goTo } from "../state/route.js";
import { AccountPicker, NoAccount } from "./price-account.js";
import { usable } from "./price-draft.js";
import { Spent } from "./reservations-spent.js";

const said = words.reservations;

/** Accounts of the realm that can be asked. */
const owners = computed(() => usable(desk.value?.accounts ?? [], "gcore"));
const chosen = signal(/** @type {string | null} */ (null));
const owner = computed(() => owners.value.find(({ id }) => id === chosen.value) ?? owners.value[0]);

/** @type {Question<{ account: string }, ListingView>} */
const listings = new Question(
  (of) => call("known_reservations", of),
  (of) => reading("list_reservations", of),
);

/** When something of an account was last asked to change, in milliseconds since 1970. @type {import("@preact/signals").Signal<Record<string, number>>} */
const changed = signal({});

/**
 * @param {string} account
 */
export function chooseOwner(account) {
  chosen.value = account;
}

/**
 * Whatever comes of a request to change what is reserved: what was read before it is old.
 *
 * @template T
 * @param {string} account
 * @param {Promise<T>} answer
 */
export async function asking(account, answer) {
  try {
    return await answer;
  } finally {
    changed.value = { ...changed.peek(), [account]: Date.now() };
  }
}

/**
 * Shows what was read, and reads it anew when something was asked to change since.
 *
 * @param {string} account
 * @param {number} since
 */
async function look(account, since) {
  // Else it is read when it is asked for, not by looking.
  if (
    (await listings.recall({ account })) &&
    since > Date.parse(listings.of({ account })?.known?.readAt ?? "1970-01-01")
  ) {
    await listings.again({ account });
  }
}

export default function ReservationsView() {
  const account = owner.value?.id;
  const since = changed.value[account ?? ""] ?? 0;
  useEffect(() => {
    if (account) {
      look(account, since);
    }
    return listings.stop;
  }, [account, since]);
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
  const asked = listings.of({ account });
  const listing = asked?.known;
  const again = () => listings.again({ account });
  return html`
    <section class="sheet">
      <p class="sheet__text">${said.text}</p>
      ${owners.value.length > 1 && html`<${AccountPicker} label=${said.whose} name="owner" accounts=${owners.value} chosen=${account} choose=${(/** @type {string} */ id) => (chosen.value = id)} />`}
      <${ReadingLine} asked=${asked} first=${said.read} saying=${said.reading} never=${said.never} again=${again} stop=${listings.stop} />
      ${asked?.error && html`<${ErrorNote} error=${asked.error} retry=${again}>${listing && html`<p>${words.reading.stale}</p>`}<//>`}
    </section>
    ${
      listing &&
      html`<section class="sheet" aria-labelledby="older-title">
          <div><h2 class="sheet__title" id="older-title">${said.older}</h2><p class="sheet__text">${said.olderText}</p></div>
          <${Older} older=${listing.older} account=${account} />
        </section>
        <section class="sheet" aria-labelledby="current-title">
          <div><h2 class="sheet__title" id="current-title">${said.current}</h2><p class="sheet__text">${said.currentText}</p></div>
          <${Commitments} rows=${listing.commitments} />
        </section>`
    }
    <${Spent} account=${account} key=${account} />
  `;
}

/**
 * @param {{ older: OlderView; account: string }} props
 */
function Older({ older, account }) {
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
    ${older.rows.map((row) => html`<li class="reserved__one" key=${row.id}><${Reservation} of=${row} account=${account} /></li>`)}
  </ul>`;
}

/** @type {Record<StatusView["kind"], string>} */
export const ICONS = {
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
export function statusWord(status) {
  return status.kind === "other" ? status.word : said.status[status.kind];
}

/**
 * @param {{ status: StatusView | null }} props
 */
function StatusBadge({ status }) {
  return html`<${Badge} icon=${status ? ICONS[status.kind] : "circle-help"}><bdi>${status ? statusWord(status) : said.status.unknown}</bdi><//>`;
}

/**
 * @param {{ of: ReservationView }} props
 */
export function MachinesAndStatus({ of: { machines, status } }) {
  return html`<p class="reserved__head"><bdi>${machines.join(", ")}</bdi><${StatusBadge} status=${status} /></p>`;
}

/**
 * @param {{ name: string | null; id: string }} of
 */
export function nameOfReservation({ name, id }) {
  return name ?? words.card.unnamedReservation(id);
}

/**
 * @param {{ of: ReservationView; account: string }} props
 */
function Reservation({ of, account }) {
  const name = nameOfReservation(of);
  return html`
    <header class="reserved__head">
      <h3 class="reserved__name"><bdi>${name}</bdi></h3>
      <${EndsSoon} of=${of} />
      <${StatusBadge} status=${of.status} />
      <${Button}
        small
        look="quiet"
        id=${`withdraw-${of.id}`}
        label=${words.withdraw.openOne(name)}
        whyNot=${whyNotAsked(account, false)}
        press=${() => openDialog("withdraw", { account, reservation: of.id, name })}
        >${words.withdraw.open}<//
      >
    </header>
    <p><bdi>${of.machines.join(", ")}</bdi></p>
    <${ReservationFacts} of=${of} />
    <${NextSteps} of=${of} />
  `;
}

/**
 * @param {{ of: ReservationView }} props
 */
export function ReservationFacts({ of }) {
  const { id, region, months, from, to, perMonth, listPerMonth, total } = of;
  return html`<${Facts} dense columns>
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
    <//>`;
}

/**
 * @param {{ of: ReservationView }} props
 */
export function NextSteps({ of: { next } }) {
  return next.length > 0 && html`<p class="sheet__text">${said.next(next.map(statusWord))}</p>`;
}

/** From how many days before its end on a reservation says that it ends: time to decide on another, and to get it. */
const SOON = 60;

/**
 * @param {{ of: ReservationView }} props
 */
function EndsSoon({ of: { status, to } }) {
  const left = useComputed(() => (to && status?.kind === "activated" ? daysUntilEndOf(to, now.value) : null)).value;
  return left !== null && left >= 0 && left <= SOON && html`<${Badge} tone="warn" icon="flag">${said.endsIn(left)}<//>`;
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
