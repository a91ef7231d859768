// One line of the activity log: when, what happened in plain words, whose, about what, and all of it as it is kept.

/** @import { AccountView, ActivityLineView, Operation } from "../ipc.d.ts" */

import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { AccountMark } from "../elements/account-mark.js";
import { Copy } from "../elements/copy.js";
import { Fact, Facts } from "../elements/facts.js";
import { Icon } from "../elements/icon.js";
import { LocalTime } from "../elements/moment.js";
import { compare } from "../lib/decimal.js";
import { isolated } from "../lib/isolated.js";
import { money, number } from "../lib/money.js";
import { words } from "../lib/text.js";
import { accounts, doubts } from "../state/desk.js";
import { openPanel } from "../state/route.js";

const said = words.activity;

/**
 * @typedef {"plain" | "good" | "bad" | "doubt" | "warn"} Tone
 * @typedef {{ text: string; tone: Tone; icon: string }} Sentence
 * @typedef {Record<string, unknown>} Particulars
 */

/** @type {readonly string[]} */
const OPERATIONS = /** @type {Operation[]} */ ([
  "reserve",
  "purchase",
  "cancel",
  "configure",
  "renew",
  "create",
  "withdraw",
]);
const REASON_WORDS = /** @type {const} */ (["owner", "ticket", "purpose"]);
const LIMITS = /** @type {const} */ (["per_purchase", "per_day", "per_month"]);

/** Requests that are in doubt still. */
const openAttempts = computed(() => new Set(doubts.value.map(({ id }) => id)));

/**
 * @param {{ line: ActivityLineView }} props
 */
export function LogLine({ line }) {
  const account = line.account === null ? undefined : accounts.value.get(line.account);
  const body = particulars(line.body);
  const { text, tone, icon } = sentenceOf(line.kind, body, account);
  const note = typeof body.note === "string" ? body.note : null;
  const open = tone === "doubt" && line.attempt !== null && openAttempts.value.has(line.attempt);
  return html`<li class=${`log__line log__line--${tone} ${open ? "log__line--open" : ""}`}>
    <details class="log__entry">
      <summary class="log__summary">
        <span class="log__when"><${Icon} name="chevron-down" class="log__sign" /><${LocalTime} at=${line.at} /></span>
        <span class="log__what">
          <${Icon} name=${icon} />
          <span><bdi class="log__sentence">${text}</bdi>${note && html`<bdi class="log__note" translate=${false}>${note}</bdi>`}</span>
        </span>
        <span class="log__whose">${account ? html`<${AccountMark} account=${account} />` : html`<span class="log__ledger">${said.ledger}</span>`}</span>
      </summary>
      <${Everything} line=${line} body=${body} />
    </details>
    <div class="log__about"><${About} line=${line} body=${body} /></div>
  </li>`;
}

/**
 * What a line is about: a policy on the desk leads to its details, whatever else has a name is called by it.
 *
 * @param {{ line: ActivityLineView; body: Particulars }} props
 */
function About({ line: { account, subject, kind, policy, name: policyName }, body }) {
  if (policy && account !== null) {
    const open = () => openPanel({ account, policy: subject });
    const called = policyName ?? words.card.unnamed(subject);
    return html`<button type="button" class="log__open" aria-label=${said.open(called)} title=${isolated(subject)} onClick=${open}>
      <bdi>${called}</bdi>
    </button>`;
  }
  if (subject === account || account === null) {
    return null;
  }
  if (kind === "quoted") {
    return html`<span class="log__name">${said.quote}</span>`;
  }
  const { name } = recordOf(body.request);
  return typeof name === "string" && name
    ? html`<span class="log__name" title=${subject}><bdi>${name}</bdi></span>`
    : html`<code class="log__name" title=${subject}><bdi>${subject}</bdi></code>`;
}

/**
 * The line as it is kept. What was sent and answered stands apart too, for within JSON it is hard to read.
 *
 * @param {{ line: ActivityLineView; body: Particulars }} props
 */
function Everything({ line, body }) {
  const answer = recordOf(body.answer);
  return html`<div class="log__everything">
    <${Facts} dense>
      <${Fact} name=${said.number}>${line.number}<//>
      <${Fact} name=${said.kind}><code><bdi>${line.kind}</bdi></code><//>
      <${Fact} name=${said.at}><code>${line.at}</code><//>
      <${Fact} name=${said.subject}><${Copy} text=${line.subject} label=${said.subject} /><//>
      ${line.attempt !== null && html`<${Fact} name=${said.attempt}><${Copy} text=${line.attempt} label=${said.attempt} /><//>`}
    <//>
    ${typeof body.sent === "string" && html`<${Letter} title=${said.sent} text=${body.sent} />`}
    ${typeof answer.body === "string" && html`<${Letter} title=${said.answer(String(answer.status))} text=${answer.body} />`}
    <${Letter} title=${said.body} text=${line.body} />
  </div>`;
}

/**
 * @param {{ title: string; text: string }} props
 */
function Letter({ title, text }) {
  return html`<figure class="letter">
    <figcaption>${title}</figcaption>
    <pre tabindex="0"><bdi>${text}</bdi></pre>
  </figure>`;
}

/**
 * What a line says happened, in a sentence. A kind that a newer Berth wrote is shown by its own word.
 *
 * @param {string} kind
 * @param {Particulars} body
 * @param {AccountView | undefined} account
 * @returns {Sentence}
 */
export function sentenceOf(kind, body, account) {
  const [operation, step] = kind.split("_");
  if (isOperation(operation) && (step === "recorded" || step === "sent" || step === "learnt")) {
    return stepOf(operation, step, body);
  }
  switch (kind) {
    case "found_at_start":
      return isOperation(body.operation) ? doubt(said.foundAtStart(body.operation)) : doubt(words.details.kinds[kind]);
    case "settled_by_user":
      return isOperation(body.operation)
        ? plain("flag", said.settledByUser(body.operation, body.verdict === "done"))
        : plain("flag", words.details.kinds[kind]);
    case "settled_by_cancel":
      return plain("flag", said.settledByCancel(body.verdict === "done"));
    case "tracked":
      return plain("plus", said.tracked);
    case "imported":
      return plain("plus", said.imported(Array.isArray(body.policies) ? body.policies.length : 0));
    case "annotated":
      return plain("pencil", notesOf(body));
    case "quoted":
      return plain("receipt-text", said.quoted);
    case "first_state":
      return plain("flask-conical", said.firstState);
    case "furnished":
      return plain("flask-conical", said.furnished);
    case "connected":
      return plain("plug", said.connected(body.safe_mode === true));
    case "changed":
      return plain("key-round", said.changed(String(body.label)));
    case "tested":
      return plain("shield-check", said.tested);
    case "credentials_replaced":
      return plain("key-round", said.credentialsReplaced[body.keep === "keychain" ? "keychain" : "until_quit"]);
    case "forgotten":
      return plain("trash-2", said.forgotten);
    case "safe_mode_on":
      return plain("lock", said.safeModeOn);
    case "safe_mode_off":
      return { tone: "warn", icon: "lock-open", text: said.safeModeOff };
    case "partly_documented_on":
      return { tone: "warn", icon: "lock-open", text: said.partlyOn };
    case "partly_documented_off":
      return plain("lock", said.partlyOff);
    case "limits_set":
      return limitsOf(body, account);
    case "clock_read":
      return plain("clock", clockOf(body.skew_seconds));
    case "ledger_restored":
      return plain("archive-restore", said.ledgerRestored(String(body.set_aside)));
    case "ledger_recovered":
      return recoveryOf(body);
    default:
      return plain("circle-help", kind);
  }
}

/**
 * One step of a request.
 *
 * @param {Operation} operation
 * @param {"recorded" | "sent" | "learnt"} step
 * @param {Particulars} body
 * @returns {Sentence}
 */
function stepOf(operation, step, body) {
  const price = operation === "purchase" || operation === "create" ? priceOf(body.price_seen) : null;
  if (step === "recorded") {
    return plain("circle-dashed", said.step(operation, step, price));
  }
  if (step === "sent") {
    // The answer to the one before stands with it: a 401, which proves that nothing was done.
    return plain("send", body.answer ? said.sentAgain(operation) : said.step(operation, step, price));
  }
  switch (body.state) {
    case "confirmed":
      return { tone: "good", icon: "circle-check", text: said.step(operation, "confirmed", price) };
    case "refused":
      return { tone: "bad", icon: "circle-x", text: said.step(operation, "refused", null) };
    case "unknown":
      return doubt(said.step(operation, "unknown", null));
    default:
      return plain("circle-help", words.details.kinds[/** @type {"purchase_learnt"} */ (`${operation}_learnt`)]);
  }
}

/**
 * Old figures to new ones. To allow more is what a reader of the log looks for, so it has a look of its own.
 *
 * @param {Particulars} body
 * @param {AccountView | undefined} account
 * @returns {Sentence}
 */
function limitsOf(body, account) {
  const [before, after] = [recordOf(body.limits_before), recordOf(body.limits)];
  if (!body.limits_before) {
    return plain("shield-check", said.limitsUnchanged);
  }
  const figure = (/** @type {unknown} */ limit) =>
    typeof limit === "string" ? `${number(limit)} ${account?.currency ?? ""}`.trim() : said.noLimit;
  const changes = LIMITS.filter((limit) => !isSame(before[limit], after[limit])).map((limit) => {
    const how = isRaised(before[limit], after[limit]) ? "raised" : "lowered";
    return { how, text: said.limitSet(said.limits[limit], how, figure(before[limit]), figure(after[limit])) };
  });
  const text = changes.map((change) => change.text).join("; ");
  if (text === "") {
    return plain("shield-check", said.limitsUnchanged);
  }
  return changes.some(({ how }) => how === "raised")
    ? { tone: "warn", icon: "circle-alert", text }
    : plain("shield-check", text);
}

/**
 * What was said of a policy and is said now. Only what differs stands in the line, and of a note only that it differs.
 *
 * @param {Particulars} body
 */
function notesOf(body) {
  const told = words.notes.activity;
  const [before, after] = [recordOf(body.before), recordOf(body.after)];
  const parts = REASON_WORDS.filter((part) => part in after).map((part) => {
    const text = after[part];
    return typeof text === "string" ? told.set(part, text) : told.taken(part);
  });
  const [had, has] = [textsIn(before.tags), textsIn(after.tags)];
  const tags = told.tags(
    has.filter((tag) => !had.includes(tag)),
    had.filter((tag) => !has.includes(tag)),
  );
  if ("note" in after) {
    parts.push(typeof after.note !== "string" ? told.taken("note") : before.note ? told.noteChanged : told.noteWritten);
  }
  return [...parts, tags].filter(Boolean).join("; ") || told.plain;
}

/**
 * @param {unknown} list
 * @returns {string[]}
 */
function textsIn(list) {
  return Array.isArray(list) ? list.filter((text) => typeof text === "string") : [];
}

/**
 * @param {unknown} before
 * @param {unknown} after
 */
function isSame(before, after) {
  const [one, other] = [before ?? null, after ?? null];
  return one === other || (one !== null && other !== null && compare(String(one), String(other)) === 0);
}

/**
 * Whether more may be spent: no limit is the highest one. What cannot be compared is taken for more.
 *
 * @param {unknown} before
 * @param {unknown} after
 */
function isRaised(before, after) {
  if (before === null || before === undefined) {
    return false;
  }
  return after === null || after === undefined || (compare(String(after), String(before)) ?? 1) > 0;
}

/**
 * @param {unknown} skew whole seconds
 */
function clockOf(skew) {
  const seconds = String(skew);
  const where = /^-?0$/.test(seconds) ? "same" : seconds.startsWith("-") ? "behind" : "ahead";
  return said.clockRead(number(seconds.replace(/^-/, "")), where);
}

/**
 * @param {Particulars} body
 * @returns {Sentence}
 */
function recoveryOf(body) {
  const { policies, attempts } = recordOf(body.recovery);
  const share = (/** @type {unknown} */ of) => {
    const { recovered, lost } = recordOf(of);
    return said.share(Number(recovered), Number(recovered) + Number(lost));
  };
  const text = said.ledgerRecovered(String(body.set_aside), share(policies), share(attempts));
  return { tone: "bad", icon: "circle-alert", text };
}

/**
 * A price as the ledger keeps it, without the zeros that a vendor writes beyond the cents: here no figure is rounded.
 *
 * @param {unknown} price
 */
function priceOf(price) {
  const { amount, currency } = recordOf(price);
  return typeof amount === "string" && typeof currency === "string"
    ? money({ amount, shown: amount.replace(/(\.\d{2}\d*?)0+$/, "$1"), currency })
    : null;
}

/**
 * The particulars of a line; their shape differs by kind and by the Berth that wrote it, so nothing in it is relied on.
 *
 * @param {string} body JSON text
 */
export function particulars(body) {
  try {
    return recordOf(JSON.parse(body));
  } catch {
    return {};
  }
}

/**
 * @param {unknown} value
 * @returns {Particulars}
 */
function recordOf(value) {
  return typeof value === "object" && value !== null ? /** @type {Particulars} */ (value) : {};
}

/**
 * @param {unknown} word
 * @returns {word is Operation}
 */
function isOperation(word) {
  return typeof word === "string" && OPERATIONS.includes(word);
}

/**
 * @param {string} icon
 * @param {string} text
 * @returns {Sentence}
 */
function plain(icon, text) {
  return { tone: "plain", icon, text };
}

/**
 * @param {string} text
 * @returns {Sentence}
 */
function doubt(text) {
  return { tone: "doubt", icon: "triangle-alert", text };
}
