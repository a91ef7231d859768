// Settling what is in doubt: the user looked in the vendor's console and says what they saw. Nothing is sent.

/** @import { AttemptView, ErrorView, PolicyView, Verdict } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { Button } from "../elements/button.js";
import { attemptName, nameOf } from "../elements/card.js";
import { DecidingButton } from "../elements/deciding-button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { Fact, Facts } from "../elements/facts.js";
import { ChoiceField, Field, TextField } from "../elements/field.js";
import { Age, LocalTime } from "../elements/moment.js";
import { Money } from "../elements/money.js";
import { Raw } from "../elements/panel.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { readOnly, reload } from "../state/desk.js";
import { closeDialog, replaceDialog } from "../state/dialogs.js";
import { AttemptAnswer } from "./review.js";

const said = words.settle;

/**
 * @param {{ attempt: AttemptView; policy: PolicyView | null }} props
 */
export default function SettleDialog({ attempt, policy }) {
  const verdict = useSignal(/** @type {Verdict | ""} */ (""));
  const note = useSignal("");
  const id = useSignal("");
  const tried = useSignal(false);
  const busy = useSignal(false);
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  const form = useRef(/** @type {HTMLElement | null} */ (null));
  const { operation } = attempt;
  const needsId = operation === "reserve" && verdict.value === "done";
  const wrong = {
    verdict: tried.value && !verdict.value ? said.choose : null,
    note: tried.value && !note.value.trim() ? said.noteMissing : null,
    id: tried.value && needsId && !id.value.trim() ? said.policyMissing : null,
  };

  const settle = async () => {
    tried.value = true;
    if (!verdict.value || !note.value.trim() || (needsId && !id.value.trim())) {
      requestAnimationFrame(() => focusFirstComplaint(form.current));
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      await call("settle_attempt", {
        request: {
          attempt: attempt.id,
          verdict: verdict.value,
          note: note.value,
          policy: needsId ? id.value.trim() : null,
        },
      });
      await reload();
      announce(said.settled);
      closeDialog();
    } catch (thrown) {
      error.value = /** @type {ErrorView} */ (thrown);
      busy.value = false;
    }
  };

  const actions = html`
    <div class=${`dialog__status ${busy.value ? "" : "visually-hidden"}`}><p role="status">${busy.value && said.settling}</p></div>
    <${Button} safe off=${busy.value} press=${closeDialog}>${said.keep}<//>
    <${DecidingButton} look="primary" off=${busy.value} press=${settle}>${said.act}<//>
  `;
  return html`<${Dialog} title=${said.title(words.operation[operation], policy ? nameOf(policy) : attemptName(attempt))} role="alertdialog" kind="doubt" about="settle-about" busy=${busy.value} stage="form" actions=${actions}>
    <div class="review" id="settle-about">
      <p>${words.card.doubtWords[operation]} ${said.intro}</p>
      <${Facts} dense>
        <${Fact} name=${said.sent}><${LocalTime} at=${attempt.sentAt ?? attempt.recordedAt} />, <${Age} at=${attempt.sentAt ?? attempt.recordedAt} /><//>
        ${attempt.priceSeen && html`<${Fact} name=${said.seen}><${Money} value=${attempt.priceSeen} /><//>`}
        ${attempt.note && html`<${Fact} name=${said.why}><bdi translate=${false}>${attempt.note}</bdi><//>`}
      <//>
      <${Raw} title=${words.details.request} text=${attempt.request} />
      <${AttemptAnswer} attempt=${attempt} />
    </div>
    <div class="review" ref=${form}>
      <${ChoiceField}
        label=${said.question}
        name="verdict"
        value=${verdict.value}
        error=${wrong.verdict}
        change=${(/** @type {Verdict} */ chosen) => {
          verdict.value = chosen;
        }}
        options=${[
          { value: "done", label: said.done[operation], hint: said.doneHint[operation] },
          { value: "not_done", label: said.notDone[operation], hint: said.notDoneHint[operation] },
        ]}
      />
      ${
        needsId &&
        html`<${TextField}
        label=${said.policy}
        hint=${said.policyHint}
        error=${wrong.id}
        name="policy"
        mono
        required
        value=${id.value}
        change=${(/** @type {string} */ text) => {
          id.value = text;
        }}
      />`
      }
      <${Field}
        label=${said.note}
        hint=${said.noteHint}
        error=${wrong.note}
        required
        control=${(/** @type {{ id: string }} */ ids) => html`<textarea
          ...${ids}
          class="input"
          name="note"
          required
          maxlength="2000"
          placeholder=${said.notePlaceholder}
          value=${note.value}
          onInput=${(/** @type {InputEvent} */ event) => {
            note.value = /** @type {HTMLTextAreaElement} */ (event.target).value;
          }}
        ></textarea>`}
      />
      ${error.value && html`<${ErrorNote} error=${error.value} />`}
      ${
        policy?.cancel.may &&
        operation === "purchase" &&
        html`<p class="settle-instead">
        ${said.cancelHint}
        <${Button} small whyNot=${readOnly.value} press=${() => replaceDialog("cancel", { account: policy.account, policy: policy.id })}>${said.cancelInstead}<//>
      </p>`
      }
    </div>
  <//>`;
}

/**
 * @param {HTMLElement | null} form
 */
function focusFirstComplaint(form) {
  const first = form?.querySelector('[aria-invalid="true"]');
  if (first instanceof HTMLElement) {
    first.focus();
  }
}
