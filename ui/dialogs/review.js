// What the two dialogs that decide have in common: they ask Rust for a frozen review, send the go-ahead once, and show
// what came of it. The answer finds its way even when the dialog was closed while it was awaited.

/** @import { ErrorView, FreeCancel, PolicyView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { AccountMark } from "../elements/account-mark.js";
import { Badge } from "../elements/badge.js";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { Icon } from "../elements/icon.js";
import { LocalTime } from "../elements/moment.js";
import { Ring } from "../elements/ring.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { reload } from "../state/desk.js";

/**
 * @template Review, Receipt
 * @typedef {{ at: "opening" }
 *   | { at: "failed"; error: ErrorView }
 *   | { at: "review"; review: Review }
 *   | { at: "sending"; review: Review }
 *   | { at: "done"; receipt: Receipt }
 *   | { at: "refused"; error: ErrorView }
 *   | { at: "unknown"; error: ErrorView }
 *   | { at: "applied"; error: ErrorView }} Phase
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
 * @param {(review: Review) => unknown} props.review
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
      return review(phase.review);
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

  const open = async () => {
    phase.value = { at: "opening" };
    try {
      const review = await begin();
      if (gone.current) {
        drop(review.attempt);
      } else {
        phase.value = { at: "review", review };
      }
    } catch (error) {
      phase.value = { at: "failed", error: /** @type {ErrorView} */ (error) };
    }
  };

  /** @param {(review: Review) => Promise<Receipt>} confirm */
  const send = async (confirm) => {
    const now = phase.peek();
    // MONEY: only an open review can be sent, and sending it closes it: a second press finds nothing to send.
    if (now.at !== "review") {
      return;
    }
    phase.value = { at: "sending", review: now.review };
    const outcome = await outcomeOf(confirm(now.review));
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
  return html`<div class="free-window free-window--closed">
    <${Icon} name="triangle-alert" />
    <p><strong>${title}.</strong> ${text}</p>
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
      <strong>${effects[error.effect]}</strong>
      <span class="error-note__reference">${words.error.reference} <code>${error.reference}</code></span>
    </p>`;
}

/**
 * The status line of a dialog. It is there before it has something to say, so that it is heard when it does.
 *
 * @param {{ sending: boolean; text: string }} props
 */
export function SendingStatus({ sending, text }) {
  return html`<div class=${sending ? "dialog__status" : "visually-hidden"} role="status">
    ${sending && html`<span class="spinner" aria-hidden="true"></span><span>${text} <span class="dialog__status-more">${words.review.closing}</span></span>`}
  </div>`;
}

/**
 * The policy's id, to be typed by who decides without knowing what it costs.
 *
 * @param {{ id: string; typed: import("@preact/signals").Signal<string> }} props
 */
export function TypedId({ id, typed }) {
  return html`<div>
    <${TextField}
      label=${words.review.typeId}
      hint=${words.review.typeIdHint(id)}
      name="typed-id"
      mono
      value=${typed.value}
      change=${(/** @type {string} */ text) => {
        typed.value = text;
      }}
    />
    <p class="visually-hidden" id="id-missing">${words.review.idMissing}</p>
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
