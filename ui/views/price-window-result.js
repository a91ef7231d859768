// What came of asking for a window's price: a priced policy whose free-cancel clock runs already, nothing free, or an
// error that says what it left behind.

/** @import { AlternativesView, ErrorView, PolicyView } from "../ipc.d.ts" */
/** @import { Failed, Priced, Result, Unavailable } from "./price-draft.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { StateBadge } from "../elements/badge.js";
import { Button } from "../elements/button.js";
import { nameOf, Saving, What } from "../elements/card.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { Icon } from "../elements/icon.js";
import { Age, LocalTime, Moment } from "../elements/moment.js";
import { Money } from "../elements/money.js";
import { Ring } from "../elements/ring.js";
import { call } from "../ipc.js";
import { moneyDifference } from "../lib/decimal.js";
import { isolated } from "../lib/isolated.js";
import { money, percent } from "../lib/money.js";
import { told, whyNot } from "../lib/said.js";
import { words } from "../lib/text.js";
import { now } from "../state/clock.js";
import { accounts, isFreeToCancel, readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { goTo, openPanel } from "../state/route.js";
import { covered } from "../state/viewport.js";
import { ask, currentPolicy, startFresh, take } from "./price-draft.js";
import { changeWords } from "./price-saved.js";

/** How far down the window something may begin and still be noticed. */
const SEEN = 0.6;

/**
 * @param {{ since: string }} props
 */
export function Asking({ since }) {
  const said = words.price.sending;
  const frame = useSeen(since);
  return html`<section class="sheet sheet--waiting" aria-busy="true" aria-labelledby="asking-title" ref=${frame}>
    <h2 class="sheet__title" id="asking-title"><${Icon} name="send" />${said.title}</h2>
    <p class="sheet__text">${said.text}</p>
    <p class="sheet__text">${said.since} <${LocalTime} at=${since} /></p>
  </section>`;
}

/**
 * @param {{ result: Result }} props
 */
export function WindowResult({ result }) {
  const frame = useSeen(result);
  return html`<div class="pricing__result" ref=${frame}>
    ${
      result.kind === "priced"
        ? html`<${PricedWindow} priced=${result} />`
        : result.kind === "unavailable"
          ? html`<${NothingFree} unavailable=${result} />`
          : html`<${NoPrice} failed=${result} />`
    }
  </div>`;
}

/**
 * Where the form and its result stand under one another, the result is brought into view as it comes. Where they stand
 * side by side, nothing moves.
 *
 * @param {unknown} what
 */
function useSeen(what) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const top = frame.current?.getBoundingClientRect().top ?? 0;
    if (top < covered.peek() || top > innerHeight * SEEN) {
      frame.current?.scrollIntoView({ block: "start" });
    }
  }, [what]);
  return frame;
}

/**
 * @param {{ priced: Priced }} props
 */
function PricedWindow({ priced }) {
  const said = words.price.priced;
  const policy = currentPolicy(priced);
  const account = accounts.value.get(policy.account);
  const { group } = policy;
  const state = group === "doubt" || group === "underway" ? group : policy.stage;
  return html`<section class="sheet priced" aria-labelledby="priced-title">
      <header class="priced__head">
        <h2 class="visually-hidden" id="priced-title">${said.title}</h2>
        <${StateBadge} state=${state} />
        <${AccountMark} account=${account} />
      </header>
      <div>
        <p class="priced__name"><bdi>${nameOf(policy)}</bdi></p>
        <p class="priced__what"><${What} policy=${policy} /></p>
      </div>
      <div>
        <p class="priced__amount"><${Money} value=${policy.price} why=${words.card.noPrice} /></p>
        <p class="priced__then">${said.total}</p>
        <p class="priced__saving"><${Saving} policy=${policy} /></p>
        ${policy.baseline !== null && policy.baseline !== "plausible" && html`<p class="priced__shaky">${words.card.baseline[policy.baseline]}</p>`}
      </div>
      <${FreeCancel} policy=${policy} />
      <${Actions} policy=${policy} />
      <${Figures} policy=${policy} assumed=${account?.currencyAssumed ?? false} />
    </section>
    ${priced.alternatives.length > 0 && html`<${Alternatives} title=${words.price.unavailable.alternativesPriced} lists=${priced.alternatives} />`}`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function FreeCancel({ policy }) {
  const said = words.price.priced;
  const { freeCancelUntil } = policy;
  if (freeCancelUntil === null || policy.cancelled) {
    return null;
  }
  return isFreeToCancel(policy, now.peek())
    ? html`<div class="priced__clock"><${Ring} until=${freeCancelUntil} />
        <p><span class="priced__free">${said.free}</span><span class="priced__then">${said.freeThen}</span></p>
      </div>`
    : html`<p class="priced__then">${said.freePassed}</p>`;
}

/**
 * @param {{ policy: PolicyView; assumed: boolean }} props
 */
function Figures({ policy, assumed }) {
  const said = words.price.priced;
  const { window, list, perHour, listPerHour, breakEvenPercent, cardFee, bankFee } = policy;
  return html`<${Facts} dense>
      <${Fact} name=${said.list}><${Money} value=${list} why=${words.card.noSavingWhy} /><//>
      <${Fact} name=${said.perHour}>
        <${Money} value=${perHour} />${listPerHour && html` <span class="fact-note">${said.onDemandPerHour(money(listPerHour))}</span>`}
      <//>
      <${Before} policy=${policy} />
      ${breakEvenPercent !== null && html`<${Fact} name=${said.breakEven}>${said.breakEvenUse(percent(breakEvenPercent))}<//>`}
      <${Fact} name=${said.cardFee}><${Money} value=${cardFee} why=${said.feeUnstated} /><//>
      <${Fact} name=${said.bankFee}><${Money} value=${bankFee} why=${said.feeUnstated} /><//>
      ${
        window &&
        html`<${Fact} name=${words.details.starts}><${Moment} moment=${window.start} /><//>
          <${Fact} name=${words.details.ends}><${Moment} moment=${window.end} /><//>`
      }
    <//>
    ${assumed && html`<p class="priced__then">${said.currency}</p>`}`;
}

/**
 * The price of an hour against the last time the same was asked for, under whichever name and for however long.
 *
 * @param {{ policy: PolicyView }} props
 */
function Before({ policy }) {
  const last = useSignal(/** @type {PolicyView | null} */ (null));
  useEffect(() => {
    // Without it the price stands by itself.
    call("last_like", { account: policy.account, policy: policy.id }).then(
      (found) => (last.value = found),
      () => {},
    );
  }, [policy.account, policy.id]);
  const before = last.value;
  const change = before?.perHour && policy.perHour && moneyDifference(policy.perHour, before.perHour);
  if (!before || !change) {
    return null;
  }
  return html`<${Fact} name=${words.price.priced.before}>
    ${changeWords(policy.perHour, before.perHour, change)}
    <span class="fact-note"><bdi>${nameOf(before)}</bdi>, <${Age} at=${askedAt(before)} /></span>
  <//>`;
}

/**
 * @param {PolicyView} policy
 */
function askedAt({ createdAt, seenAt }) {
  return createdAt ?? seenAt;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Actions({ policy }) {
  const said = words.price.priced;
  const subject = { account: policy.account, policy: policy.id };
  const open = !policy.cancelled && policy.stage !== "ended";
  const show = () => {
    goTo("desk");
    openPanel(subject);
  };
  return html`<div class="priced__actions">
    ${
      open &&
      !policy.bought &&
      html`<${Button} look="primary" id="priced-buy" whyNot=${readOnly.value ?? whyNot(policy.buy)} press=${() => openDialog("purchase", subject)}>${said.review}<//>`
    }
    ${
      open &&
      html`<${Button} id="priced-cancel" whyNot=${readOnly.value ?? whyNot(policy.cancel)} press=${() => openDialog("cancel", subject)}>
        ${policy.bought ? words.card.cancel : said.giveBack}
      <//>`
    }
    <${Button} look="quiet" id="priced-show" press=${show}>${said.desk}<//>
    ${
      open &&
      !policy.bought &&
      policy.buy.whyNot !== null &&
      html`<p class="priced__why"><${Icon} name="lock" />${told(policy.buy.whyNot)}</p>`
    }
  </div>`;
}

/**
 * @param {{ unavailable: Unavailable }} props
 */
function NothingFree({ unavailable }) {
  const said = words.price.unavailable;
  return html`<section class="sheet" aria-labelledby="nothing-title">
      <h2 class="sheet__title" id="nothing-title"><${Icon} name="circle-pause" />${said.title}</h2>
      <p class="sheet__text">${said.text}</p>
      ${unavailable.alternatives.length === 0 && html`<p class="sheet__text">${said.none}</p>`}
    </section>
    ${unavailable.alternatives.length > 0 && html`<${Alternatives} title=${said.alternatives} lists=${unavailable.alternatives} />`}`;
}

/**
 * The vendor's lists, whose shape is not documented: shown as they came.
 *
 * @param {{ title: string; lists: AlternativesView[] }} props
 */
function Alternatives({ title, lists }) {
  const said = words.price.unavailable;
  return html`<section class="sheet" aria-labelledby="alternatives-title">
    <h2 class="sheet__title" id="alternatives-title">${title}</h2>
    <p class="sheet__text">${said.alternativesText}</p>
    ${lists
      .filter(({ items }) => items.length > 0)
      .map(
        ({ list, items }) => html`<div class="alternatives" key=${list}>
        <h3 class="alternatives__list"><bdi>${said.list(list)}</bdi></h3>
        <ul role="list">${items.map(
          ({ text, draft }) => html`<li class="alternatives__item">
            <bdi>${text}</bdi>
            ${draft && html`<${Button} small label=${words.pair(said.take, isolated(text))} press=${() => take(draft)}>${said.take}<//>`}
          </li>`,
        )}</ul>
      </div>`,
      )}
  </section>`;
}

/**
 * @param {{ failed: Failed }} props
 */
function NoPrice({ failed: { error } }) {
  const said = words.price.failed;
  // A reserve that certainly was not made may be asked for again by hand: it is a new request, never a repeated one.
  const again = error.effect === "none" && !readOnly.value ? () => ask() : undefined;
  return html`<section class="sheet" aria-labelledby="failed-title">
    <h2 class="sheet__title" id="failed-title">${said.title}</h2>
    <${ErrorNote} error=${error} effects=${said.effect} retry=${again}>${nextStep(error)}<//>
    ${error.effect === "unknown" && html`<p class="sheet__text">${said.unknown}</p>`}
  </section>`;
}

/**
 * @param {ErrorView} error
 */
function nextStep(error) {
  const said = words.price;
  if (error.code === "unauthorized") {
    return html`<${Button} small press=${() => goTo("accounts")}>${said.failed.accounts}<//>`;
  }
  if (error.effect === "none" && error.code !== "already_running") {
    return null;
  }
  return html`<${Button} small press=${() => goTo("desk")}>${said.priced.desk}<//>
    <${Button} small press=${startFresh}>${said.failed.fresh}<//>`;
}
