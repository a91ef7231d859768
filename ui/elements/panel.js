// Everything known of one policy, slid over the wall: figures, what the vendor said word for word, what was done and
// when, ids to take along. The wall stays usable beside it; Esc and the back button slide it away.

/** @import { AttemptView, EntryView, ErrorView, PolicyDetailView, PolicyView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../ipc.js";
import { cardId } from "../lib/ids.js";
import { number, percent } from "../lib/money.js";
import { lengthOf, stateOf } from "../lib/policy.js";
import { whyNot } from "../lib/said.js";
import { words } from "../lib/text.js";
import { accounts, desk, policyOf, readOnly, remember } from "../state/desk.js";
import { dialog, openDialog } from "../state/dialogs.js";
import { closePanel } from "../state/route.js";
import { AccountMark } from "./account-mark.js";
import { StateBadge } from "./badge.js";
import { Button, IconButton } from "./button.js";
import { nameOf, Saving, What } from "./card.js";
import { Copy } from "./copy.js";
import { ErrorNote } from "./error-note.js";
import { Fact, Facts } from "./facts.js";
import { Age, LocalTime, Moment } from "./moment.js";
import { Money, Unknown } from "./money.js";
import { usePainted } from "./painted.js";
import { Doable } from "./panel-doable.js";
import { Notes } from "./panel-notes.js";
import { Section, Word } from "./panel-section.js";

const said = words.details;

/**
 * @param {{ of: import("../state/route.js").PanelOf }} props
 */
export function DetailsPanel({ of }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const detail = useSignal(/** @type {PolicyDetailView | null} */ (null));
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  const known = policyOf(of.account, of.policy);
  const read = async () => {
    try {
      detail.value = await call("show_policy", of);
      remember(detail.value.policy);
      error.value = null;
    } catch (thrown) {
      error.value = /** @type {ErrorView} */ (thrown);
    }
  };
  useEffect(() => {
    read();
  }, [desk.value]);
  useEffect(() => {
    const opener = document.activeElement;
    frame.current?.querySelector("h2")?.focus();
    return () => giveFocusBack(opener, of);
  }, []);
  useEffect(() => {
    const leave = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && !dialog.peek()) {
        closePanel();
      }
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  const policy = detail.value?.policy ?? known;
  return html`<aside class="panel" ref=${frame} aria-labelledby="panel-title">
    <header class="panel__head">
      <h2 class="panel__title" id="panel-title" tabindex="-1"><bdi>${policy ? nameOf(policy) : of.policy}</bdi></h2>
      <${IconButton} icon="x" label=${words.close} press=${closePanel} />
      ${policy && html`<${Identity} policy=${policy} />`}
    </header>
    <div class="panel__body" tabindex="0" role="region" aria-labelledby="panel-title">
      ${error.value && html`<${ErrorNote} reads error=${error.value} retry=${read} />`}
      ${policy && html`<${Everything} policy=${policy} activity=${detail.value?.activity ?? null} refresh=${read} />`}
    </div>
    ${policy && html`<${Actions} policy=${policy} />`}
  </aside>`;
}

/**
 * To the policy's card, which may have been drawn anew; elsewhere to what opened the panel.
 *
 * @param {Element | null} opener
 * @param {import("../state/route.js").PanelOf} of
 */
function giveFocusBack(opener, { account, policy }) {
  const card = document.getElementById(`${cardId({ account, id: policy })}-open`);
  const target = card ?? (opener?.isConnected ? opener : null);
  if (target instanceof HTMLElement) {
    target.focus();
  }
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Identity({ policy }) {
  const state = stateOf(policy);
  return html`<div class="panel__state">
    <${StateBadge} state=${state} />
    <${AccountMark} account=${accounts.value.get(policy.account)} vendor />
    <span class="card__what"><${What} policy=${policy} /></span>
  </div>`;
}

/**
 * @param {{ policy: PolicyView; activity: EntryView[] | null; refresh: () => Promise<void> }} props
 */
function Everything({ policy, activity, refresh }) {
  const painted = usePainted();
  return html`
    ${policy.open && html`<${OpenAttempt} attempt=${policy.open} />`}
    ${policy.cancelled && html`<${Cancelled} policy=${policy} />`}
    <${Prices} policy=${policy} />
    <${Window} policy=${policy} />
    <${Doable} policy=${policy} />
    ${
      painted &&
      html`<${Notes} policy=${policy} refresh=${refresh} />
        <${Machines} policy=${policy} />
        <${Configuration} policy=${policy} />
        <${Origin} policy=${policy} />
        <${Activity} entries=${activity} />`
    }
  `;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Prices({ policy }) {
  const { price, list, perHour, listPerHour, breakEvenPercent, cardFee, bankFee, priceSeen, priceCharged } = policy;
  return html`<${Section} title=${said.price}>
    <p class="panel__amount"><${Money} value=${price} why=${words.card.noPriceWhy} /></p>
    <${Facts} dense>
      <${Fact} name=${said.saving}><${Saving} policy=${policy} /><//>
      <${Fact} name=${said.list}><${Money} value=${list} /><//>
      <${Fact} name=${said.perHour}><${Money} value=${perHour} /><//>
      <${Fact} name=${said.listPerHour}><${Money} value=${listPerHour} /><//>
      <${Fact} name=${said.breakEven}>
        ${breakEvenPercent === null ? html`<${Unknown} />` : `${percent(breakEvenPercent)} ${said.breakEvenUse}`}
      <//>
      <${Fact} name=${said.cardFee}><${Money} value=${cardFee} why=${said.feeUnstated} /><//>
      <${Fact} name=${said.bankFee}><${Money} value=${bankFee} why=${said.feeUnstated} /><//>
      ${policy.bought && html`<${Fact} name=${said.priceSeen}><${Money} value=${priceSeen} /><//>`}
      ${policy.bought && html`<${Fact} name=${said.priceCharged}><${Money} value=${priceCharged} /><//>`}
    <//>
  <//>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Window({ policy }) {
  const { window, freeCancelUntil } = policy;
  // The form is fetched with it: the desk has no need of it before.
  const again = () => import("../views/price-draft.js").then(({ startLike }) => startLike(policy));
  return html`<${Section} title=${said.window}>
    ${
      window
        ? html`<${Facts} dense>
          <${Fact} name=${said.starts}><${Moment} moment=${window.start} /><//>
          <${Fact} name=${said.ends}><${Moment} moment=${window.end} /><//>
          <${Fact} name=${said.length}>
            ${lengthOf(window)}
          <//>
          <${Fact} name=${said.freeCancelUntil}>${freeCancelUntil ? html`<${LocalTime} at=${freeCancelUntil} />` : html`<${Unknown} />`}<//>
        <//>`
        : html`<p><${Unknown} why=${words.card.noWindowWhy} /></p>`
    }
    <p><${Button} small icon="calendar-clock" id="panel-again" press=${again}>${said.again}<//></p>
  <//>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Machines({ policy }) {
  return html`<${Section} title=${said.machine}>
    <${Facts} dense>
      <${Word} name=${said.instance} text=${policy.instanceType} />
      <${Word} name=${said.quantity} text=${policy.quantity === null ? null : String(policy.quantity)} />
      <${Word} name=${said.region} text=${policy.region} />
      <${Word} name=${said.zone} text=${policy.zone} />
      <${Word} name=${said.platform} text=${policy.platform} />
      <${Word} name=${said.tenancy} text=${policy.tenancy} />
      <${Word} name=${said.vcpu} text=${policy.vcpu === null ? null : String(policy.vcpu)} />
      <${Fact} name=${said.memory}>${policy.memory === null ? html`<${Unknown} />` : said.gibibytes(number(policy.memory))}<//>
      ${policy.gpu !== null && html`<${Word} name=${said.gpu} text=${String(policy.gpu)} />`}
    <//>
  <//>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Configuration({ policy }) {
  const { vpc, securityGroup, image, keyPair, disk, autoRenewal } = policy;
  if ([vpc, securityGroup, image, keyPair, disk, autoRenewal].every((part) => part === null)) {
    return null;
  }
  return html`<${Section} title=${said.configuration}>
    <${Facts} dense>
      <${Word} name=${said.vpc} text=${vpc} />
      <${Word} name=${said.securityGroup} text=${securityGroup} />
      <${Word} name=${said.image} text=${image} />
      <${Word} name=${said.keyPair} text=${keyPair} />
      <${Fact} name=${said.disk}>${disk === null ? html`<${Unknown} />` : words.inUnit(number(disk), said.diskUnit)}<//>
      <${Fact} name=${said.renewal}><${RenewalWords} policy=${policy} /><//>
    <//>
  <//>`;
}

/**
 * Whether a policy renews itself, and how often.
 *
 * @param {{ policy: PolicyView }} props
 */
export function RenewalWords({ policy: { autoRenewal, frequency } }) {
  if (autoRenewal === null) {
    return html`<${Unknown} />`;
  }
  return autoRenewal ? html`<strong>${words.on}</strong>${frequency && html`, <bdi>${frequency}</bdi>`}` : words.off;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Origin({ policy }) {
  return html`<${Section} title=${said.identity}>
    <${Facts} dense>
      <${Fact} name=${said.id}><${Copy} text=${policy.id} label=${said.id} /><//>
      <${Word} name=${said.cloudAccount} text=${policy.cloudAccount} />
      <${Fact} name=${said.source}>${said.sources[policy.source]}<//>
      <${Word} name=${said.status} text=${policy.statusWord} />
      <${Word} name=${said.operating} text=${policy.operatingWord} />
      ${policy.reckoned && html`<${Fact} name=${said.state}>${words.stage[policy.stage]}, ${said.reckoned}<//>`}
      <${Fact} name=${said.created}>${policy.createdAt ? html`<${LocalTime} at=${policy.createdAt} />` : html`<${Unknown} />`}<//>
      <${Fact} name=${said.seen}><${Age} at=${policy.seenAt} /><//>
      ${policy.boughtAt && html`<${Fact} name=${said.bought}><${LocalTime} at=${policy.boughtAt} /><//>`}
    <//>
  <//>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Cancelled({ policy: { cancelled } }) {
  return (
    cancelled &&
    html`<${Section} title=${said.cancelled}>
      <p class="receipt-words">${cancelled.message === null ? words.card.cancelledSilent : html`<q><bdi>${cancelled.message}</bdi></q>`}</p>
      <${Facts} dense>
        <${Fact} name=${said.cancelled}><${LocalTime} at=${cancelled.at} /><//>
        <${Fact} name=${said.cancelFee}><${CancelFee} cancelled=${cancelled} /><//>
      <//>
    <//>`
  );
}

/**
 * The figure in a cancellation's sentence, its unit always marked as unconfirmed.
 *
 * @param {{ cancelled: import("../ipc.d.ts").CancellationView }} props
 */
export function CancelFee({ cancelled: { fee, free } }) {
  if (fee) {
    return fee.kind === "amount" ? said.feeAmount(fee.value) : said.feeRefund(fee.value);
  }
  return free ? words.card.cancelledFree : html`<${Unknown} />`;
}

/**
 * @param {{ attempt: AttemptView }} props
 */
function OpenAttempt({ attempt }) {
  const { operation, state, sentAt, recordedAt, note, answer, request } = attempt;
  return html`<${Section} title=${words.pair(words.operation[operation], words.attemptState[state])}>
    <p>${state === "unknown" ? words.card.doubtWords[operation] : words.card.underwayWords}</p>
    <${Facts} dense>
      <${Fact} name=${sentAt ? words.card.sentAt : words.card.recordedAt}><${LocalTime} at=${sentAt ?? recordedAt} /><//>
      <${Fact} name=${said.attempt}><${Copy} text=${attempt.id} label=${said.attempt} /><//>
      ${note && html`<${Word} name=${said.note} text=${note} />`}
    <//>
    <${Raw} title=${said.request} text=${request} />
    ${answer && html`<${Raw} title=${said.answer(answer.status)} text=${answer.body} />`}
  <//>`;
}

/**
 * @param {{ entries: EntryView[] | null }} props
 */
function Activity({ entries }) {
  /** @type {Record<string, string>} */
  const kinds = said.kinds;
  return html`<${Section} title=${said.activity}>
    ${
      entries === null
        ? html`<p>${words.loading}</p>`
        : entries.length === 0
          ? html`<p>${said.noActivity}</p>`
          : html`<ol class="activity">
            ${entries.map(
              (entry) => html`<li class="activity__entry" key=${String(entry.number)}>
                <span><bdi>${kinds[entry.kind] ?? entry.kind}</bdi></span>
                <span class="activity__when"><${LocalTime} at=${entry.at} /></span>
                <${Raw} title=${said.raw} text=${entry.body} />
              </li>`,
            )}
          </ol>`
    }
  <//>`;
}

/**
 * Text as it came, word for word.
 *
 * @param {{ title: string; text: string }} props
 */
export function Raw({ title, text }) {
  return html`<details class="raw">
    <summary>${title}</summary>
    <pre tabindex="0"><bdi>${text}</bdi></pre>
  </details>`;
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Actions({ policy }) {
  const subject = { account: policy.account, policy: policy.id };
  const over = policy.stage === "ended" || policy.stage === "cancelled";
  if (over && !policy.open) {
    return null;
  }
  return html`<footer class="panel__foot">
    ${
      !over &&
      html`<${Button} id="panel-configure" whyNot=${readOnly.value ?? whyNot(policy.change)} press=${() => openDialog("configure", subject)}>${words.configure.open}<//>
        <${Button} id="panel-renew" whyNot=${readOnly.value ?? whyNot(policy.change)} press=${() => openDialog("renew", subject)}>${words.renew.open}<//>`
    }
    ${!over && html`<${Button} id="panel-cancel" whyNot=${readOnly.value ?? whyNot(policy.cancel)} press=${() => openDialog("cancel", subject)}>${words.card.cancel}<//>`}
    ${
      policy.open?.state === "unknown"
        ? html`<${Button} look="primary" id="panel-settle" whyNot=${readOnly.value} press=${() => openDialog("settle", { attempt: policy.open, policy })}>${words.card.settle}<//>`
        : !policy.bought &&
          !over &&
          html`<${Button} look="primary" id="panel-buy" whyNot=${readOnly.value ?? whyNot(policy.buy)} press=${() => openDialog("purchase", subject)}>${words.card.buy}<//>`
    }
  </footer>`;
}
