// The fields in which notes are edited, within the details of their policy. Esc discards what was written, and leaves the
// details open.

/** @import { ErrorView, PolicyView, ReasonErrorView, ReasonPart } from "../ipc.d.ts" */
/** @import { Edit, NotesText } from "../state/notes.js" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { call } from "../ipc.js";
import { told } from "../lib/said.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { readOnly, reload } from "../state/desk.js";
import { changeOf, endEdit, isTouched, WORDS, write } from "../state/notes.js";
import { Button } from "./button.js";
import { ErrorNote } from "./error-note.js";
import { AreaField, TextField } from "./field.js";

const said = words.notes;

/**
 * @param {{ policy: PolicyView; edit: Edit; refresh: () => Promise<void>; discard: () => void }} props
 */
export function NotesForm({ policy, edit, refresh, discard }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const busy = useSignal(false);
  const wrong = useSignal(/** @type {Partial<Record<ReasonPart, string>>} */ ({}));
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  useEffect(() => {
    form.current?.querySelector("input")?.focus();
  }, []);
  useEffect(() => {
    focusFirstComplaint(form.current);
  }, [wrong.value]);

  const save = async () => {
    if (busy.peek() || readOnly.peek()) {
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      const policies = [{ account: policy.account, policy: policy.id }];
      const came = isTouched(edit)
        ? await call("annotate_policies", { request: { policies, ...changeOf(edit) } })
        : null;
      if (came?.kind === "invalid") {
        wrong.value = byPart(came.errors);
        busy.value = false;
        return;
      }
      await reload();
      await refresh();
      announce(said.saved);
      endEdit(policy);
    } catch (thrown) {
      error.value = /** @type {ErrorView} */ (thrown);
      busy.value = false;
    }
  };
  const change = (/** @type {keyof NotesText} */ part) => (/** @type {string} */ text) => {
    write(policy, part, text);
    if (wrong.peek()[part]) {
      wrong.value = { ...wrong.peek(), [part]: undefined };
    }
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      // The panel around it would close.
      event.preventDefault();
      event.stopPropagation();
      if (!busy.peek()) {
        discard();
      }
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  return html`<form
    class="notes-form"
    ref=${form}
    noValidate
    aria-label=${said.title}
    aria-busy=${busy.value ? "true" : undefined}
    onKeyDown=${keys}
    onSubmit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      save();
    }}
  >
    ${WORDS.map(
      (part) => html`<${TextField}
        key=${part}
        name=${part}
        label=${said.parts[part]}
        error=${wrong.value[part]}
        value=${edit.typed[part]}
        change=${change(part)}
      />`,
    )}
    <${TextField} name="tags" label=${said.parts.tags} hint=${said.tagsHint} error=${wrong.value.tags} value=${edit.typed.tags} change=${change("tags")} />
    <${AreaField} name="note" label=${said.parts.note} hint=${said.noteHint} error=${wrong.value.note} rows=${5} value=${edit.typed.note} change=${change("note")} />
    <p class="notes__private">${said.private}</p>
    ${error.value && html`<${ErrorNote} error=${error.value} effects=${said.many.effect} />`}
    <div class="notes-form__actions">
      <span class="notes-form__status" role="status">${busy.value ? said.saving : isTouched(edit) ? said.unsaved : ""}</span>
      <${Button} id="panel-notes-discard" off=${busy.value} press=${discard}>${said.discard}<//>
      <${Button} look="primary" id="panel-notes-save" off=${busy.value} whyNot=${readOnly.value} press=${save}>${said.save}<//>
      <button type="submit" hidden></button>
    </div>
  </form>`;
}

/**
 * @param {ReasonErrorView[]} errors
 * @returns {Partial<Record<ReasonPart, string>>}
 */
export function byPart(errors) {
  return Object.fromEntries(errors.map(({ part, message }) => [part, told(message)]));
}

/**
 * @param {HTMLElement | null} form
 */
export function focusFirstComplaint(form) {
  const first = form?.querySelector('[aria-invalid="true"]');
  if (first instanceof HTMLElement) {
    first.focus();
  }
}
