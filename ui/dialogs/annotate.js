// What the user says of many policies, changed in one step. Only this machine knows of it: nothing is sent.

/** @import { AnnotateRequest, ErrorView, FacetView, ReasonPart } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { TextField } from "../elements/field.js";
import { byPart, focusFirstComplaint } from "../elements/notes-form.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { notify } from "../state/announcements.js";
import { readOnly, reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { keyOf, tagsOf, WORDS } from "../state/notes.js";

const said = words.notes.many;

/** Names that are listed. */
const LISTED = 200;

/**
 * `gone` are the words that are taken away.
 *
 * @typedef {"owner" | "ticket" | "purpose"} WordPart
 * @typedef {{ owner: string; ticket: string; purpose: string; gone: WordPart[]; addTags: string; removeTags: string[] }} Wanted
 */

/** @type {Wanted} */
const NOTHING = { owner: "", ticket: "", purpose: "", gone: [], addTags: "", removeTags: [] };

/**
 * @param {{ policies: { account: string; id: string; name: string }[]; tags?: FacetView[]; done?: () => void }} props `tags`
 * are those that some of them have; `done` is called once it was written down
 */
export default function AnnotateDialog({ policies, tags = [], done }) {
  const frame = useRef(/** @type {HTMLFormElement | null} */ (null));
  const wanted = useSignal(NOTHING);
  const busy = useSignal(false);
  const wrong = useSignal(/** @type {Partial<Record<ReasonPart, string>>} */ ({}));
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  useEffect(() => {
    focusFirstComplaint(frame.current);
  }, [wrong.value]);
  const count = policies.length;
  const changes = changesOf(wanted.value, count);

  const save = async () => {
    if (busy.peek() || changes.length === 0 || readOnly.peek()) {
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      const keys = policies.map(({ account, id }) => ({ account, policy: id }));
      const came = await call("annotate_policies", { request: { policies: keys, ...requestOf(wanted.peek()) } });
      if (came.kind === "invalid") {
        wrong.value = byPart(came.errors);
        busy.value = false;
        return;
      }
      await reload();
      closeDialog();
      notify({ tone: "good", text: said.done(came.changed) });
      done?.();
    } catch (thrown) {
      error.value = /** @type {ErrorView} */ (thrown);
      busy.value = false;
    }
  };
  const set = (/** @type {Partial<Wanted>} */ parts) => {
    wanted.value = { ...wanted.peek(), ...parts };
    wrong.value = {};
  };
  const nothing = changes.length === 0 ? said.nothing : null;
  return html`<${Dialog}
    title=${said.title(count)}
    size="wide"
    busy=${busy.value}
    actions=${html`
      ${busy.value && html`<p class="dialog__status" role="status">${said.saving}</p>`}
      <${Button} off=${busy.value} press=${closeDialog}>${said.cancel}<//>
      <${Button} look="primary" off=${busy.value} whyNot=${readOnly.value ?? nothing} press=${save}>${said.act(count)}<//>
    `}
  >
    <form
      class="annotate"
      ref=${frame}
      noValidate
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        save();
      }}
    >
      <p>${said.intro}</p>
      <${Which} policies=${policies} />
      <fieldset class="annotate__words">
        <legend class="visually-hidden">${said.words}</legend>
        ${WORDS.map((part) => html`<${WordFields} key=${part} part=${part} wanted=${wanted.value} set=${set} wrong=${wrong.value[part]} first=${part === "owner"} />`)}
      </fieldset>
      <${TextField}
        name="addTags"
        label=${said.addTags}
        hint=${words.notes.tagsHint}
        error=${wrong.value.tags}
        value=${wanted.value.addTags}
        change=${(/** @type {string} */ addTags) => set({ addTags })}
      />
      <${Removable} tags=${tags} chosen=${wanted.value.removeTags} choose=${(/** @type {string[]} */ removeTags) => set({ removeTags })} />
      <section class="annotate__changes" aria-live="polite">
        <h3 class="field__label">${said.changes}</h3>
        ${
          changes.length === 0
            ? html`<p>${said.nothing}</p>`
            : html`<ul>${changes.map((change) => html`<li key=${change}><bdi>${change}</bdi></li>`)}</ul>`
        }
        <p class="notes__private">${said.private}</p>
      </section>
      ${error.value && html`<${ErrorNote} error=${error.value} effects=${said.effect} />`}
      <button type="submit" hidden></button>
    </form>
  <//>`;
}

/**
 * @param {{ policies: { account: string; id: string; name: string }[] }} props
 */
function Which({ policies }) {
  const more = policies.length - LISTED;
  return html`<details class="raw">
    <summary>${said.which(policies.length)}</summary>
    <ul class="annotate__names" tabindex="0">
      ${policies.slice(0, LISTED).map((policy) => html`<li key=${keyOf(policy)}><bdi>${policy.name}</bdi></li>`)}
      ${more > 0 && html`<li>${said.more(more)}</li>`}
    </ul>
  </details>`;
}

/**
 * A word to set, or to take away.
 *
 * @param {object} props
 * @param {WordPart} props.part
 * @param {Wanted} props.wanted
 * @param {(parts: Partial<Wanted>) => void} props.set
 * @param {string | undefined} props.wrong
 * @param {boolean} props.first
 */
function WordFields({ part, wanted, set, wrong, first }) {
  const gone = wanted.gone.includes(part);
  const take = () => {
    const others = wanted.gone.filter((one) => one !== part);
    set(gone ? { gone: others } : { gone: [...others, part], [part]: "" });
  };
  const write = (/** @type {string} */ text) => set({ [part]: text, gone: wanted.gone.filter((one) => one !== part) });
  return html`<div class="annotate__word">
    <${TextField} name=${part} label=${words.notes.parts[part]} error=${wrong} autoFocus=${first} value=${wanted[part]} change=${write} />
    <label class="annotate__take"><input type="checkbox" checked=${gone} onChange=${take} /> ${said.takeAway(part)}</label>
  </div>`;
}

/**
 * @param {{ tags: FacetView[]; chosen: string[]; choose: (tags: string[]) => void }} props
 */
function Removable({ tags, chosen, choose }) {
  const press = (/** @type {string} */ tag) =>
    choose(chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag]);
  return html`<fieldset class="annotate__tags">
    <legend class="field__label">${said.removeTags}</legend>
    ${
      tags.length === 0
        ? html`<p class="notes__private">${said.noTags}</p>`
        : html`<div class="tags">
          ${tags.map(
            ({ key: tag, count }) =>
              tag !== null &&
              html`<label class="tag tag--choice" key=${tag}>
                <input type="checkbox" checked=${chosen.includes(tag)} onChange=${() => press(tag)} />
                <bdi>${tag}</bdi> <span class="tag__count">${said.onSome(count)}</span>
              </label>`,
          )}
        </div>`
    }
  </fieldset>`;
}

/**
 * What is asked for. A part that was left empty stays as it is.
 *
 * @param {Wanted} wanted
 * @returns {Omit<AnnotateRequest, "policies">}
 */
export function requestOf(wanted) {
  const word = (/** @type {WordPart} */ part) => (wanted.gone.includes(part) ? "" : wanted[part].trim() || null);
  return {
    owner: word("owner"),
    ticket: word("ticket"),
    purpose: word("purpose"),
    note: null,
    addTags: tagsOf(wanted.addTags),
    removeTags: wanted.removeTags.filter((tag) => !tagsOf(wanted.addTags).includes(tag)),
  };
}

/**
 * What will change, a sentence each.
 *
 * @param {Wanted} wanted
 * @param {number} count how many policies
 */
export function changesOf(wanted, count) {
  const request = requestOf(wanted);
  const set = WORDS.flatMap((part) => {
    const text = request[part];
    return text === null ? [] : [text === "" ? said.willTake(part, count) : said.willSet(part, text, count)];
  });
  return [
    ...set,
    ...(request.addTags.length > 0 ? [said.willAdd(request.addTags, count)] : []),
    ...(request.removeTags.length > 0 ? [said.willRemove(request.removeTags)] : []),
  ];
}
