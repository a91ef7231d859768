// A card of the wall: who and what it is, one state, one number with one consequence, one clock, one action.

/** @import { AttemptView, PolicyView } from "../ipc.d.ts" */
/** @import { Card, LooseCard, PolicyCard } from "../state/desk.js" */

import { html } from "htm/preact";
import { cardId } from "../lib/ids.js";
import { exactMoney, isNegative, money, number, percent, withoutSign } from "../lib/money.js";
import { whyNot } from "../lib/said.js";
import { words } from "../lib/text.js";
import { now } from "../state/clock.js";
import { isFreeToCancel, readOnly, remember } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { openPanel } from "../state/route.js";
import { isSelected, selecting, toggleSelected } from "../state/selection.js";
import { AccountMark } from "./account-mark.js";
import { Badge, StateBadge } from "./badge.js";
import { Button } from "./button.js";
import { Icon } from "./icon.js";
import { Age, BriefTime, briefWindow, Countdown } from "./moment.js";
import { Money, Unknown } from "./money.js";
import { Ring } from "./ring.js";

/**
 * A card that is the same is not drawn anew because its neighbours are: what reads a signal is only drawn when one of those
 * changed, or its props. It is not kept by `useMemo`: a node that is kept over drawings holds on to the drawing in which it first
 * stood, that one to the nodes of its neighbours, those to the drawings before, and no drawing was ever let go.
 *
 * @param {{ card: Card; tabbed: boolean }} props `tabbed`: the tab key leads to this card, and to no other of the wall
 */
export function WallCard({ card, tabbed }) {
  return card.kind === "loose"
    ? html`<${LooseAttempt} card=${card} tabbed=${tabbed} />`
    : html`<${PolicyOnWall} card=${card} tabbed=${tabbed} />`;
}

/**
 * Most of its parts are called and not mounted: what keeps no state needs no component of its own, and there are thousands of
 * cards to go by. And what is read in one go is put together before it is handed over, because a template makes a run of text of
 * every value and of every sign between two, and the engine lays each of them out by itself (docs/adr/0016).
 *
 * @param {{ card: PolicyCard; tabbed: boolean }} props
 */
function PolicyOnWall({ card: { policy, account, group }, tabbed }) {
  const id = cardId(policy);
  const of = { account: policy.account, policy: policy.id };
  const choose = () => toggleSelected({ ...of, name: policy.name });
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      choose();
    } else {
      // What the card shows is what its details begin with.
      remember(policy);
      openPanel(of);
    }
  };
  const doubt = group === "doubt";
  const state = doubt || group === "underway" ? group : policy.stage;
  return html`<article class=${`card card--${state} ${policy.drift === "higher" ? "card--higher" : ""}`} aria-labelledby=${`${id}-name`}>
    <header class="card__head">
      ${selecting.value && html`<${Pick} on=${isSelected(of)} name=${nameOf(policy)} choose=${choose} />`}
      ${StateBadge({ state, title: policy.reckoned ? words.reckoned : undefined })}
      ${AccountMark({ account })}
    </header>
    <div class="card__identity">
      <h3 class="card__name" id=${`${id}-name`}>
        <button
          type="button"
          class="card__open"
          id=${`${id}-open`}
          tabindex=${tabbed ? undefined : -1}
          onClick=${open}
        >
          <bdi>${nameOf(policy)}</bdi>
        </button>
      </h3>
      <p class="card__what">${What({ policy })}</p>
      ${policy.window && html`<p class="card__window">${briefWindow(policy.window)}</p>`}
    </div>
    ${doubt || group === "underway" ? OpenAttempt({ attempt: policy.open, seen: policy.price }) : Price({ policy })}
    <footer class="card__foot">
      ${doubt || group === "underway" ? SentClock({ attempt: policy.open }) : Clock({ policy })}
      ${Action({ policy, group, id, tabbed })}
    </footer>
  </article>`;
}

/**
 * A request that stands on no policy: a reserve whose policy nobody knows yet, and whatever is asked of Gcore.
 *
 * @param {{ card: LooseCard; tabbed: boolean }} props
 */
function LooseAttempt({ card: { attempt, account, group }, tabbed }) {
  const state = group === "doubt" ? "doubt" : "underway";
  const id = `card-${attempt.id}`;
  return html`<article class=${`card card--${state}`} aria-labelledby=${`${id}-name`} tabindex=${tabbed ? 0 : -1}>
    <header class="card__head">
      <${StateBadge} state=${state} />
      <${AccountMark} account=${account} />
    </header>
    <div class="card__identity">
      <h3 class="card__name" id=${`${id}-name`}><bdi>${attemptName(attempt)}</bdi></h3>
      <p class="card__what"><bdi>${attemptWhat(attempt)}</bdi></p>
    </div>
    <${OpenAttempt} attempt=${attempt} seen=${null} />
    <footer class="card__foot">
      <${SentClock} attempt=${attempt} />
      ${
        state === "doubt" &&
        html`<${Button}
        look="primary"
        id=${`${id}-settle`}
        label=${words.actOn(words.card.settle, attemptName(attempt))}
        skip=${!tabbed}
        whyNot=${readOnly.value}
        press=${() => openDialog("settle", { attempt, policy: null })}
        >${words.card.settle}<//
      >`
      }
    </footer>
  </article>`;
}

/**
 * @param {{ on: boolean; name: string; choose: () => void }} props
 */
function Pick({ on, name, choose }) {
  return html`<input type="checkbox" class="card__pick" aria-label=${words.wall.chooseOne(name)} checked=${on} onChange=${choose} />`;
}

/**
 * @param {PolicyView} policy
 */
export function nameOf(policy) {
  return policy.name ?? words.card.unnamed(policy.id);
}

/** Letters, figures and signs of one direction. */
const PLAIN = /^[ -~×]+$/;

/**
 * Instance × count and place, as far as they are known.
 *
 * @param {{ policy: PolicyView }} props
 */
export function What({ policy }) {
  const { quantity, instanceType, region, zone } = policy;
  const machines = instanceType && (quantity === null ? instanceType : `${quantity} × ${instanceType}`);
  const known = [machines, region, zone].filter((part) => part !== null);
  if (known.length === 0) {
    return html`<${Unknown} why=${words.card.noWindowWhy} />`;
  }
  // What has one direction only needs no keeping apart: an element instead of five, on every card.
  return known.every((part) => PLAIN.test(part))
    ? html`<bdi>${known.join(" · ")}</bdi>`
    : known.map((part, at) => html`${at > 0 && " · "}<bdi>${part}</bdi>`);
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Price({ policy }) {
  return html`<div class="card__price">
    <p class="card__amount">${Money({ value: policy.price, why: words.card.noPrice })}</p>
    <p class="card__saving">${Saving({ policy })}</p>
    ${
      policy.drift === "higher" &&
      policy.priceCharged &&
      policy.priceSeen &&
      html`<p class="card__drift card__drift--higher">
      <${Icon} name="triangle-alert" />${words.card.drift(money(policy.priceCharged), money(policy.priceSeen))}
    </p>`
    }
    ${
      policy.drift === "lower" &&
      policy.priceCharged &&
      policy.priceSeen &&
      html`<p class="card__drift">${words.card.drift(money(policy.priceCharged), money(policy.priceSeen))}</p>`
    }
  </div>`;
}

/**
 * The saving and its base, or why there is none to speak of.
 *
 * @param {{ policy: PolicyView }} props
 */
export function Saving({ policy: { price, list, saving, savingPercent, baseline, stage } }) {
  if (stage === "cancelled" || stage === "lapsed") {
    return html`<span class="saving saving--shaky">${words.card.savesNothing[stage]}</span>`;
  }
  if (!saving || savingPercent === null) {
    return price && html`<${Unknown} why=${words.card.noSaving} />`;
  }
  const loss = isNegative(saving.amount);
  const shaky = baseline !== null && baseline !== "plausible";
  const net = withoutSign(saving);
  const saved = `${loss ? words.card.costsMore : words.card.saves} ${money(net)} · ${percent(withoutSign(savingPercent))}`;
  const base = loss ? words.card.above : words.card.below;
  return html`<span class=${loss || shaky ? "saving saving--shaky" : "saving"} title=${exactMoney(net)}>
    ${shaky ? `${saved} ` : saved}
    ${shaky && html`<${Badge} tone="warn" icon="circle-alert" title=${words.card.baseline[baseline]}>${words.card.unverified}<//>`}
  </span>
  <span class="saving__base" title=${list && exactMoney(list)}>${list ? `${base} (${money(list)})` : base}</span>`;
}

/**
 * What is known of a request nobody can tell the fate of.
 *
 * @param {{ attempt: AttemptView | null; seen: PolicyView["price"] }} props
 */
function OpenAttempt({ attempt, seen }) {
  if (!attempt) {
    return null;
  }
  const doubt = attempt.state === "unknown";
  const price = attempt.priceSeen ?? (attempt.operation === "purchase" ? seen : null);
  return html`<div class="card__open-attempt">
    ${price && html`<p class="card__amount"><${Money} value=${price} /></p>`}
    <p>${doubt ? words.card.doubtWords[attempt.operation] : words.card.underwayWords}</p>
    ${
      doubt &&
      html`<p class="card__locked">
      <${Icon} name="lock" />${words.card.locked}
    </p>`
    }
  </div>`;
}

/**
 * @param {{ attempt: AttemptView | null }} props
 */
function SentClock({ attempt }) {
  if (!attempt) {
    return null;
  }
  const at = attempt.sentAt ?? attempt.recordedAt;
  return html`<p class="clock">
    <span class="clock__what">${(attempt.sentAt ? words.card.operationSent : words.card.operationRecorded)(words.operation[attempt.operation])}</span>
    <span class="clock__left"><${Age} at=${at} /></span>
    <span class="clock__then"><${BriefTime} at=${at} /></span>
  </p>`;
}

/**
 * The next thing that will happen.
 *
 * @param {{ policy: PolicyView }} props
 */
function Clock({ policy }) {
  const { stage, window, cancelled, freeCancelUntil } = policy;
  // `peek`: the desk is read anew when a window closes, so a card needs no tick to notice.
  if (freeCancelUntil && isFreeToCancel(policy, now.peek())) {
    return html`<div class="clock clock--ring">
      <${Ring} until=${freeCancelUntil} key=${freeCancelUntil} />
      <p>
        <span class="clock__what">${policy.bought ? words.card.freeCancel : words.card.freeUndo}</span>
        <span class="clock__then">${words.card.freeThen}</span>
      </p>
    </div>`;
  }
  if (cancelled) {
    return html`<p class="clock">
      <span class="clock__what">${`${words.card.cancelledAt} `}<${Age} at=${cancelled.at} /></span>
      <span class="clock__words">${cancelled.free ? words.card.cancelledFree : (cancelled.message && html`<q><bdi>${cancelled.message}</bdi></q>`) || words.card.cancelledSilent}</span>
    </p>`;
  }
  if (!window) {
    return html`<p class="clock"><span class="clock__what">${words.card.noWindow}</span><span class="clock__then">${words.card.noWindowWhy}</span></p>`;
  }
  if (stage === "ended" || stage === "lapsed") {
    const at = stage === "ended" ? window.end.at : window.start.at;
    return html`<p class="clock">
      <span class="clock__what">${`${stage === "ended" ? words.card.endedAt : words.card.lapsedAt} `}<${Age} at=${at} /></span>
    </p>`;
  }
  const next = stage === "running" ? window.end : window.start;
  return html`<p class="clock clock--next">
    <span class="clock__what">${stage === "running" ? words.card.endsIn : words.card.startsIn}</span>
    <${Countdown} class="clock__left" until=${next.at} />
  </p>`;
}

/**
 * @param {{ policy: PolicyView; group: string; id: string; tabbed: boolean }} props
 */
function Action({ policy, group, id, tabbed }) {
  const subject = { account: policy.account, policy: policy.id };
  if (group === "doubt") {
    return html`<${Button}
      look="primary"
      id=${`${id}-settle`}
      label=${words.actOn(words.card.settle, nameOf(policy))}
      skip=${!tabbed}
      whyNot=${readOnly.value}
      press=${() => openDialog("settle", { attempt: policy.open, policy })}
      >${words.card.settle}<//
    >`;
  }
  if (group === "underway" || policy.stage === "ended" || policy.stage === "cancelled" || policy.stage === "lapsed") {
    return null;
  }
  // Who tracks a policy by its id has most likely bought it already; buying it stays possible in its details.
  const buy = policy.stage === "ready" || (policy.stage === "unknown" && !policy.bought && policy.source !== "tracked");
  const may = buy ? policy.buy : policy.cancel;
  const word = buy ? words.card.buy : words.card.cancel;
  return html`<${Button}
    look=${buy ? "primary" : "plain"}
    id=${`${id}-act`}
    label=${words.actOn(word, nameOf(policy))}
    skip=${!tabbed}
    whyNot=${readOnly.value ?? whyNot(may)}
    press=${() => {
      remember(policy);
      openDialog(buy ? "purchase" : "cancel", subject);
    }}
    >${word}<//
  >`;
}

/**
 * @param {AttemptView} attempt
 */
export function attemptName(attempt) {
  const { name, reservation } = requestOf(attempt);
  if (typeof name === "string" && name) {
    return name;
  }
  return attempt.operation === "withdraw" && reservation !== undefined
    ? words.card.unnamedReservation(String(reservation))
    : words.operation[attempt.operation];
}

/**
 * @param {AttemptView} attempt
 */
export function attemptWhat(attempt) {
  const request = requestOf(attempt);
  if (attempt.operation === "create") {
    const { machines, region_name: region, months } = request;
    return [...machinesOf(machines), region, months && words.card.months(Number(months))].filter(Boolean).join(" · ");
  }
  if (attempt.operation === "withdraw") {
    return request.name ? words.card.unnamedReservation(String(request.reservation)) : "";
  }
  const { quantity, instance_type: instance, zone } = request;
  const count = typeof quantity === "string" || typeof quantity === "number" ? `${number(String(quantity))} × ` : "";
  return [instance && `${count}${instance}`, zone].filter(Boolean).join(" · ");
}

/**
 * @param {unknown} lines
 */
function machinesOf(lines) {
  return (Array.isArray(lines) ? lines : []).map((line) => `${number(String(line?.count))} × ${line?.resource}`);
}

/**
 * What was asked for, in words of ours; its shape differs by operation, so nothing in it is relied on.
 *
 * @param {AttemptView} attempt
 * @returns {Record<string, unknown>}
 */
export function requestOf(attempt) {
  try {
    const request = JSON.parse(attempt.request);
    return typeof request === "object" && request !== null ? request : {};
  } catch {
    return {};
  }
}
