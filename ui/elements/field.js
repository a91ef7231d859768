// A field with its label above it, a hint below, and its complaint beside it, tied together for those who listen.
// The caller holds the value; a field never keeps one of its own.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";
import { Icon } from "./icon.js";

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} [hint]
 * @property {string | null} [error]
 * @property {string} [name] names the field for tests and for moving focus to the first complaint
 * @property {boolean} [required]
 */

/**
 * The frame of any field. `control` is given the ids it must carry.
 *
 * @param {FieldProps & { control: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: "true" }) => any; class?: string }} props
 */
export function Field({ label, hint, error, required, control, class: extra = "" }) {
  const [id] = useState(() => freshId("field"));
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return html`<div class=${`field ${error ? "field--wrong" : ""} ${extra}`}>
    <label class="field__label" for=${id}>${label}${required && html`<span class="field__required" aria-hidden="true"> *</span>`}</label>
    ${control({ id, "aria-describedby": described || undefined, "aria-invalid": error ? "true" : undefined })}
    ${error && html`<p class="field__error" id=${`${id}-error`}><${Icon} name="circle-alert" /><bdi>${error}</bdi></p>`}
    ${hint && html`<p class="field__hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

/**
 * @param {FieldProps & {
 *   value: string;
 *   change: (value: string) => void;
 *   type?: "text" | "password" | "search" | "date" | "time" | "number";
 *   placeholder?: string;
 *   list?: string[];
 *   mono?: boolean;
 *   inputMode?: "text" | "decimal" | "numeric";
 *   autoFocus?: boolean;
 *   step?: string;
 *   min?: string;
 *   class?: string;
 *   leave?: () => void;
 * }} props `list` offers values without forbidding others; `leave` is called when focus leaves
 */
export function TextField({
  value,
  change,
  type = "text",
  placeholder,
  list,
  mono,
  inputMode,
  autoFocus,
  step,
  min,
  leave,
  ...frame
}) {
  return html`<${Field}
    ...${frame}
    control=${(/** @type {{ id: string }} */ ids) => html`<input
        ...${ids}
        class=${`input ${mono ? "input--mono" : ""}`}
        name=${frame.name}
        type=${type}
        value=${value}
        placeholder=${placeholder}
        inputmode=${inputMode}
        autofocus=${autoFocus}
        required=${frame.required}
        step=${step}
        min=${min}
        list=${list && `${ids.id}-list`}
        autocomplete="off"
        spellcheck=${false}
        onInput=${(/** @type {InputEvent} */ event) => change(/** @type {HTMLInputElement} */ (event.target).value)}
        onBlur=${leave}
      />
      ${list && html`<datalist id=${`${ids.id}-list`}>${list.map((word) => html`<option value=${word}></option>`)}</datalist>`}`}
  />`;
}

/**
 * A text on several lines.
 *
 * @param {FieldProps & { value: string; change: (value: string) => void; rows?: number; class?: string }} props
 */
export function AreaField({ value, change, rows, ...frame }) {
  return html`<${Field}
    ...${frame}
    control=${(/** @type {{ id: string }} */ ids) => html`<textarea
        ...${ids}
        class="input"
        name=${frame.name}
        rows=${rows}
        required=${frame.required}
        value=${value}
        onInput=${(/** @type {InputEvent} */ event) => change(/** @type {HTMLTextAreaElement} */ (event.target).value)}
      ></textarea>`}
  />`;
}

/**
 * @param {FieldProps & {
 *   value: string;
 *   change: (value: string) => void;
 *   options: { value: string; label: string; off?: boolean }[];
 *   class?: string;
 * }} props
 */
export function SelectField({ value, change, options, ...frame }) {
  return html`<${Field}
    ...${frame}
    control=${(/** @type {{ id: string }} */ ids) => html`<div class="combo"><select
      ...${ids}
      class="input input--select"
      name=${frame.name}
      value=${value}
      required=${frame.required}
      onChange=${(/** @type {Event} */ event) => change(/** @type {HTMLSelectElement} */ (event.target).value)}
    >
      ${options.map((option) => html`<option value=${option.value} disabled=${option.off}>${option.label}</option>`)}
    </select><${Icon} name="chevron-down" class="combo__sign" /></div>`}
  />`;
}

/**
 * A few choices that all deserve to be seen.
 *
 * @param {{ label: string; name: string; value: string; change: (value: any) => void; options: { value: string; label: string; hint?: string }[]; error?: string | null }} props
 */
export function ChoiceField({ label, name, value, change, options, error }) {
  const [id] = useState(() => freshId("choices"));
  return html`<fieldset class="choices" aria-describedby=${error ? `${id}-error` : undefined}>
    <legend class="field__label">${label}</legend>
    ${error && html`<p class="field__error" id=${`${id}-error`}><${Icon} name="circle-alert" />${error}</p>`}
    ${options.map(
      (option) => html`<label class="choices__choice">
        <input type="radio" aria-invalid=${error ? "true" : undefined} name=${name} value=${option.value} checked=${option.value === value} onChange=${() => change(option.value)} />
        <span class="choices__words">
          <span class="choices__label">${option.label}</span>
          ${option.hint && html`<span class="choices__hint">${option.hint}</span>`}
        </span>
      </label>`,
    )}
  </fieldset>`;
}

/**
 * @param {{ label: string; hint?: string; on: boolean; change: (on: boolean) => void; whyNot?: string | null }} props
 */
export function Switch({ label, hint, on, change, whyNot }) {
  const [id] = useState(() => freshId("switch"));
  const described = [whyNot && `${id}-why`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return html`<div class="switch-row">
    <button
      type="button"
      role="switch"
      class="switch"
      id=${id}
      aria-checked=${String(on)}
      aria-labelledby=${`${id}-label`}
      aria-describedby=${described || undefined}
      aria-disabled=${whyNot ? "true" : undefined}
      title=${whyNot || undefined}
      onClick=${() => whyNot || change(!on)}
    ><span class="switch__knob" aria-hidden="true"></span></button>
    <label class="switch-row__words" for=${id}>
      <span class="switch-row__label" id=${`${id}-label`}>${label}</span>
      ${hint && html`<span class="switch-row__hint" id=${`${id}-hint`}>${hint}</span>`}
      ${whyNot && html`<span class="visually-hidden" id=${`${id}-why`}>${whyNot}</span>`}
    </label>
  </div>`;
}
