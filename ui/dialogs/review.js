// What the dialogs that decide have in common: they ask Rust for a frozen review, send the go-ahead once, and show
// what came of it. The answer finds its way even when the dialog was closed while it was awaited.

/** @import { AttemptView, ErrorView, FreeCancel, PolicyView } from "../ipc.d.ts" */

import { useComputed, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Badge } from "../elements/badge.js";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { LocalTime } from "../elements/moment.js";
import { Raw } from "../elements/panel.js";
import { Ring } from "../elements/ring.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { now } from "../state/clock.js";
import { desk, reload } from "../state/desk.js";

/** How long a price is shown as one that holds, in milliseconds. */
const HOLDS = 60_000;

/**
 * @template Review, Receipt
 * @typedef {{ at: "opening" }
 *   | { at: "failed"; error: ErrorView }
 *   | { at: "review"; review: Review; asked: number; was: Review | null }
 *   | { at: "sending"; review: Review; asked: number; was: Review | null }
 *   | { at: "done"; receipt: Receipt; attempt: string }
 *   | { at: "refused"; error: ErrorView; attempt: string }
 *   | { at: "unknown"; error: ErrorView; attempt: string }
 *   | { at: "applied"; error: ErrorView; attempt: string }} Phase
 */

/**
 * What a dialog shows at each phase. Only the review itself and the receipt differ between buying and cancelling.
 *
 * @template Review, Receipt
 * @param {object} props
 * @param {Phase<Review, Receipt>} props.phase
 * @param {() => void} props.again
 * @param {Record<import("../ipc.d.ts").ErrorEffect, string>} props.effects
 * @param {string} props.unknownWords
 * @param {(review: Review, was: Review | null) => unknown} props.review `was` is what was decided on and no longer holds
 * @param {(receipt: Receipt) => unknown} props.receipt
 */
export function About({ phase, again, effects, unknownWords, review, receipt }) {
  switch (phase.at) {
    case "opening":
      return html`<p role="status">${words.loading}</p>`;
    case "failed":
      return html`<${ErrorNote} error=${phase.error} effects=${effects} retry=${again} />`;
    case "review":
    case "sending":
      return review(phase.review, phase.was);
    case "done":
      return receipt(phase.receipt);
    default:
      return html`<${OutcomeNote} tone=${phase.at === "unknown" ? "doubt" : "bad"} title=${words.error.title[phase.error.code]}>
        <${ErrorWords} error=${phase.error} effects=${effects} />
        ${phase.at === "unknown" && html`<p>${unknownWords}</p>`}
      <//>`;
  }
}

/**
 * Opens a review and carries it to its end.
 *
 * @template {{ attempt: string }} Review
 * @template Receipt
 * @param {object} way
 * @param {() => Promise<Review>} way.begin
 * @param {Phase<Review, Receipt>} [way.start] where to begin when the answer is known already
 * @param {(phase: Phase<Review, Receipt>) => void} way.late tells the user what came after the dialog was closed
 */
export function useReview({ begin, start, late }) {
  const phase = useSignal(/** @type {Phase<Review, Receipt>} */ (start ?? { at: "opening" }));
  const gone = useRef(false);

  /** @param {Review | null} was */
  const ask = async (was) => {
    const left = phase.peek();
    if (left.at === "review") {
      drop(left.review.attempt);
    }
    phase.value = { at: "opening" };
    const asked = Date.now();
    try {
      const review = await begin();
      if (gone.current) {
        drop(review.attempt);
      } else {
        phase.value = { at: "review", review, asked, was };
      }
    } catch (error) {
      phase.value = { at: "failed", error: /** @type {ErrorView} */ (error) };
    }
  };

  const open = () => ask(null);

  /** @param {(review: Review) => Promise<Receipt>} confirm */
  const send = async (confirm) => {
    const shown = phase.peek();
    // MONEY: only an open review can be sent, and sending it closes it: a second press finds nothing to send.
    if (shown.at !== "review") {
      return;
    }
    phase.value = { ...shown, at: "sending" };
    const outcome = { ...(await outcomeOf(confirm(shown.review))), attempt: shown.review.attempt };
    if (outcome.at === "refused" && outcome.error.code === "price_changed" && !gone.current) {
      // MONEY: nothing was sent, and what is there now needs a decision of its own.
      await ask(shown.review);
      await reload();
      return;
    }
    phase.value = outcome;
    await reload();
    if (gone.current) {
      late(outcome);
    }
  };

  useEffect(() => {
    if (!start) {
      open();
    }
    return () => {
      gone.current = true;
      const left = phase.peek();
      if (left.at === "review") {
        drop(left.review.attempt);
      }
      if (left.at === "sending") {
        // What is under way moves from the dialog to its card.
        reload();
      }
    };
  }, []);

  return { phase, open, send };
}

/**
 * MONEY: whether what a review shows may no longer hold, its price being more than a minute old. Rust refuses it then.
 *
 * @template Review, Receipt
 * @param {import("@preact/signals").Signal<Phase<Review, Receipt>>} phase
 */
export function useStale(phase) {
  // A clock that was set back proves nothing about the age either.
  return useComputed(() => phase.value.at === "review" && Math.abs(now.value - phase.value.asked) >= HOLDS);
}

/**
 * What an answer means: done, certainly not done, or not known. An error never stands for more than it proves.
 *
 * @template Receipt
 * @param {Promise<Receipt>} answer
 * @returns {Promise<{ at: "done"; receipt: Receipt } | { at: "refused" | "unknown" | "applied"; error: ErrorView }>}
 */
export async function outcomeOf(answer) {
  try {
    return { at: "done", receipt: await answer };
  } catch (thrown) {
    const error = /** @type {ErrorView} */ (thrown);
    const at =
      /** @type {const} */ ({ none: "refused", unknown: "unknown", applied: "applied" })[error.effect] ?? "unknown";
    return { at, error };
  }
}

/**
 * A request in doubt that stands on no policy, as the desk has it now.
 *
 * @param {string} id
 * @returns {{ attempt: AttemptView; policy: null } | null}
 */
export function heldLoose(id) {
  const attempt = desk.value?.loose.find((one) => one.id === id);
  return attempt ? { attempt, policy: null } : null;
}

/**
 * Tells what came after the dialog was closed, and offers to show it.
 *
 * @template Review, Receipt
 * @param {Phase<Review, Receipt>} outcome
 * @param {{ noticeDone: string; noticeUnknown: string; noticeRefused: string; appliedTitle: string }} said
 * @param {() => void} act
 */
export function tellOutcome(outcome, said, act) {
  const [tone, text] = {
    done: /** @type {const} */ (["good", said.noticeDone]),
    unknown: /** @type {const} */ (["doubt", said.noticeUnknown]),
    refused: /** @type {const} */ (["bad", said.noticeRefused]),
    applied: /** @type {const} */ (["bad", said.appliedTitle]),
  }[/** @type {"done" | "unknown" | "refused" | "applied"} */ (outcome.at)];
  notify({ tone, text, action: words.buy.show, act });
}

/**
 * @param {string} attempt
 */
async function drop(attempt) {
  try {
    await call("drop_review", { attempt });
  } catch {
    // A review that is left behind runs out by itself and can then do nothing.
  }
}

/**
 * Whose money it is, in words and in the account's colour.
 *
 * @param {{ account: import("../ipc.d.ts").AccountView; label: string; how?: boolean }} props `how` tells how it is paid
 */
export function Payer({ account, label, how = false }) {
  return html`<div class=${`payer account-mark--${account.colour}`}>
    <span class="payer__label">${label}</span>
    <${AccountMark} account=${account} vendor />
    ${how && words.review.payment[account.payment] && html`<span class="payer__how">${words.review.payment[account.payment]}</span>`}
    ${account.realm === "sandbox" && html`<${Badge} icon="flask-conical">${words.review.sandbox}<//>`}
    ${account.realm === "test" && html`<${Badge} icon="plug">${words.account.testEndpoint}<//>`}
  </div>`;
}

/**
 * What can be undone until when.
 *
 * @param {{ free: FreeCancel }} props
 */
export function FreeWindow({ free }) {
  const said = words.review.free;
  if (free.kind === "open") {
    return html`<div class="free-window free-window--open">
      <${Ring} until=${free.until} />
      <p><strong>${said.open} ${said.openUntil} <${LocalTime} at=${free.until} />.</strong> ${said.openThen}</p>
    </div>`;
  }
  const [title, text] = {
    maybe: [said.maybe, said.maybeWords],
    passed: [said.passed, said.passedWords],
    unknown: [said.unknown, said.unknownWords],
  }[free.kind];
  return html`<${Caution} title=${`${title}.`} text=${text} />`;
}

/**
 * What is not known of the outcome, or may cost.
 *
 * @param {{ title: string; text: string }} props
 */
export function Caution({ title, text }) {
  return html`<div class="free-window free-window--closed">
    <${Icon} name="triangle-alert" />
    <p><strong>${title}</strong> ${text}</p>
  </div>`;
}

/**
 * How it came out: an icon, a title and a sentence, in a form of its own for each of the three ends.
 *
 * @param {{ tone: "good" | "bad" | "doubt"; title: any; children?: any }} props
 */
export function OutcomeNote({ tone, title, children }) {
  const icon = { good: "circle-check", bad: "circle-x", doubt: "triangle-alert" }[tone];
  return html`<div class=${`outcome outcome--${tone}`}>
    <${Icon} name=${icon} />
    <div class="outcome__words">
      <p class="outcome__title">${title}</p>
      ${children}
    </div>
  </div>`;
}

/**
 * The content of an error, without the frame of its own that {@link import("../elements/error-note.js").ErrorNote} has.
 *
 * @param {{ error: ErrorView; effects: Record<import("../ipc.d.ts").ErrorEffect, string> }} props
 */
export function ErrorWords({ error, effects }) {
  return html`<p><bdi>${error.message}</bdi></p>
    <p>
      <strong>${effects[error.effect]}</strong> <span class="error-note__reference">${words.error.reference} <code>${error.reference}</code></span>
    </p>`;
}

/**
 * The status line of a dialog. It is there before it has something to say, so that it is heard when it does.
 *
 * @param {{ sending: boolean; text: string; stale?: string | null }} props `stale` says why it has to be reviewed again
 */
export function SendingStatus({ sending, text, stale = null }) {
  const more = html`<span class="dialog__status-more">${words.review.closing}</span>`;
  // The live region is the text alone: of one that is laid out as a row, WebKitGTK hands no word to a screen reader. And it
  // is a row before it is seen, because another layout would make it another thing to the reader.
  return html`<div class=${`dialog__status ${sending || stale ? "" : "visually-hidden"}`}>
    ${sending && html`<span class="spinner" aria-hidden="true"></span>`}
    ${!sending && stale && html`<${Icon} name="triangle-alert" />`}
    <p role="status">${sending ? html`${text} ${more}` : stale}</p>
  </div>`;
}

/**
 * That what was decided on is no longer what is there: nothing was sent, and this is how it stands now.
 *
 * @param {{ title?: string; children?: any }} props
 */
export function Anew({ title = words.error.title.price_changed, children }) {
  return html`<${OutcomeNote} tone="bad" title=${title}>
    ${children}
    <p>${words.review.anew}</p>
  <//>`;
}

/**
 * What was answered to a request, as it came.
 *
 * @param {{ attempt: AttemptView }} props
 */
export function AttemptAnswer({ attempt: { answer } }) {
  return answer && html`<${Raw} title=${words.details.answer(answer.status)} text=${answer.body} />`;
}

/**
 * The policy's id, to be typed by who decides without knowing what it costs; or what else a decision is tied to.
 *
 * @param {{ id: string; typed: import("@preact/signals").Signal<string>; label?: string; missing?: string }} props
 */
export function TypedId({ id, typed, label = words.review.typeId, missing = words.review.idMissing }) {
  return html`<div>
    <${TextField}
      label=${label}
      hint=${words.review.typeIdHint(id)}
      name="typed-id"
      mono
      value=${typed.value}
      change=${(/** @type {string} */ text) => {
        typed.value = text;
      }}
    />
    <p class="visually-hidden" id="id-missing">${missing}</p>
  </div>`;
}

/**
 * What is bought or given up, short enough for a title.
 *
 * @param {PolicyView} policy
 */
export function objectOf({ quantity, instanceType, region, name, id }) {
  if (!instanceType) {
    return name ?? id;
  }
  const machines = quantity === null ? instanceType : `${quantity} × ${instanceType}`;
  return region ? `${machines}, ${region}` : machines;
}
