// What the user says of a policy: owner, ticket, purpose, tags and a note, read here and edited in place.

/** @import { PolicyView } from "../ipc.d.ts" */
/** @import { Edit } from "../state/notes.js" */

import { signal, useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { readOnly } from "../state/desk.js";
import { beginEdit, edits, endEdit, isTouched, keyOf, resumeEdit } from "../state/notes.js";
import { Button } from "./button.js";
import { nameOf } from "./card.js";
import { Copy } from "./copy.js";
import { Fact, Facts } from "./facts.js";
import { Age } from "./moment.js";
import { Section, Word } from "./panel-section.js";
import { Tags } from "./tags.js";

const said = words.notes;

/**
 * The form, once it was fetched: nobody needs it before they write.
 *
 * @type {import("@preact/signals").Signal<typeof import("./notes-form.js").NotesForm | null>}
 */
const form = signal(null);

/**
 * @param {{ policy: PolicyView; refresh: () => Promise<void> }} props `refresh` reads the details again
 */
export function Notes({ policy, refresh }) {
  const edit = edits.value[keyOf(policy)];
  const discarded = useSignal(/** @type {Edit | null} */ (null));
  const editing = Boolean(edit && form.value);
  const edited = useRef(editing);
  useEffect(() => {
    if (edit && !form.peek()) {
      import("./notes-form.js").then(({ NotesForm }) => {
        form.value = NotesForm;
      });
    }
  }, [edit]);
  useEffect(() => {
    if (edited.current && !editing) {
      document.getElementById("panel-notes-edit")?.focus();
    }
    edited.current = editing;
  }, [editing]);
  useEffect(() => () => leave(policy), []);

  const discard = () => {
    const touched = edit && isTouched(edit);
    discarded.value = touched ? edit : null;
    endEdit(policy);
    if (touched) {
      announce(said.discarded);
    }
  };
  const Form = form.value;
  if (edit && Form) {
    return html`<${Section} title=${said.title}>
      <${Form} policy=${policy} edit=${edit} refresh=${refresh} discard=${discard} />
    <//>`;
  }
  const begin = () => {
    discarded.value = null;
    beginEdit(policy);
  };
  const bringBack = () => {
    if (discarded.value) {
      resumeEdit(policy, discarded.value);
      discarded.value = null;
    }
  };
  const action = html`<${Button} small id="panel-notes-edit" icon="pencil" label=${said.editNamed} whyNot=${readOnly.value} press=${begin}>${said.edit}<//>`;
  return html`<${Section} title=${said.title} action=${action}>
    <${Said} policy=${policy} />
    ${
      discarded.value &&
      html`<p class="notes__discarded">${said.discarded} <${Button} small id="panel-notes-back" press=${bringBack}>${said.bringBack}<//></p>`
    }
  <//>`;
}

/**
 * When the panel closes, what was written and not saved stays, and its owner is told so.
 *
 * @param {PolicyView} policy
 */
function leave(policy) {
  const edit = edits.peek()[keyOf(policy)];
  if (isTouched(edit)) {
    notify({ tone: "plain", text: said.kept(nameOf(policy)) });
  } else {
    endEdit(policy);
  }
}

/**
 * @param {{ policy: PolicyView }} props
 */
function Said({ policy: { reason } }) {
  const { owner, ticket, purpose, tags, note, saidAt } = reason;
  if (!(owner || ticket || purpose || note) && tags.length === 0) {
    return html`<p class="notes__none">${said.none} ${said.private}</p>`;
  }
  return html`
    <${Facts} dense>
      ${owner && html`<${Word} name=${said.parts.owner} text=${owner} />`}
      ${ticket && html`<${Fact} name=${said.parts.ticket}><${Copy} text=${ticket} label=${said.parts.ticket} /><//>`}
      ${purpose && html`<${Word} name=${said.parts.purpose} text=${purpose} />`}
      ${tags.length > 0 && html`<${Fact} name=${said.parts.tags}><${Tags} tags=${tags} /><//>`}
      ${saidAt && html`<${Fact} name=${said.saidAt}><${Age} at=${saidAt} /><//>`}
    <//>
    ${note && html`<p class="notes__note"><span class="visually-hidden">${said.parts.note}: </span><bdi translate=${false}>${note}</bdi></p>`}
  `;
}
