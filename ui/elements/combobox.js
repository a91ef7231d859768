// A field one can type into or choose from, after the ARIA guide's combobox: focus stays in the input, arrows move
// through the choices, Enter takes one, Esc closes. Where `free` is set, what is typed is the value itself.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";
import { words } from "../lib/text.js";
import { Field } from "./field.js";
import { Icon } from "./icon.js";

/** @typedef {{ value: string; label?: string; note?: string }} Choice `note` is shown beside it, and searched too */

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {(value: string) => void} props.change
 * @param {Choice[]} props.choices
 * @param {boolean} [props.free] any other value can be typed
 * @param {string} [props.none] what is said where nothing matches; without it the list just closes
 * @param {string} [props.hint]
 * @param {string | null} [props.error]
 * @param {string} [props.name]
 * @param {boolean} [props.required]
 * @param {boolean} [props.mono]
 * @param {string} [props.placeholder]
 * @param {() => void} [props.leave]
 */
export function Combobox({ label, value, change, choices, free = false, none, mono, placeholder, leave, ...frame }) {
  const [list] = useState(() => freshId("choices"));
  const [open, setOpen] = useState(false);
  // What was typed since focus came; before that every choice is shown, whatever the value is.
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [active, setActive] = useState(-1);
  const popup = useRef(/** @type {HTMLElement | null} */ (null));
  const chosen = choices.find((choice) => choice.value === value);
  const shown = open ? matching(choices, typed) : [];
  const text = typed !== null && !free ? typed : chosen ? nameOf(chosen) : value;

  useEffect(() => {
    popup.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active, open]);

  const show = () => {
    setOpen(true);
    setActive(free ? -1 : choices.findIndex((choice) => choice.value === value));
  };
  const hide = () => {
    setOpen(false);
    setTyped(null);
    setActive(-1);
  };
  const take = (/** @type {Choice} */ choice) => {
    change(choice.value);
    hide();
  };
  const type = (/** @type {string} */ entered) => {
    setTyped(entered);
    setOpen(true);
    setActive(free ? -1 : 0);
    if (free) {
      change(entered);
    }
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) {
        show();
      } else if (shown.length > 0) {
        setActive(active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % shown.length);
      }
    } else if (event.key === "Enter" && open && shown[active]) {
      event.preventDefault();
      take(shown[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  };

  return html`<${Field}
    label=${label}
    ...${frame}
    control=${(/** @type {{ id: string }} */ ids) => html`<div class="combo">
      <input
        ...${ids}
        class=${`input combo__input ${mono ? "input--mono" : ""}`}
        type="text"
        role="combobox"
        name=${frame.name}
        value=${text}
        placeholder=${placeholder}
        required=${frame.required}
        autocomplete="off"
        spellcheck=${false}
        aria-autocomplete="list"
        aria-expanded=${String(shown.length > 0)}
        aria-controls=${shown.length > 0 ? list : undefined}
        aria-activedescendant=${shown[active] ? `${list}-${active}` : undefined}
        onInput=${(/** @type {InputEvent} */ event) => type(/** @type {HTMLInputElement} */ (event.target).value)}
        onKeyDown=${press}
        onClick=${() => open || show()}
        onBlur=${() => {
          hide();
          leave?.();
        }}
      />
      <${Icon} name="chevron-down" class="combo__sign" />
      ${
        shown.length > 0 &&
        html`<ul
          class="combo__list"
          role="listbox"
          id=${list}
          aria-label=${label}
          ref=${popup}
          onMouseDown=${(/** @type {MouseEvent} */ event) => event.preventDefault()}
        >
        ${shown.map(
          (choice, at) => html`<li
            role="option"
            class="combo__choice"
            id=${`${list}-${at}`}
            key=${choice.value}
            aria-selected=${String(choice.value === value)}
            data-active=${String(at === active)}
            onClick=${() => take(choice)}
          ><span class=${mono ? "combo__name combo__name--mono" : "combo__name"}><bdi>${nameOf(choice)}</bdi></span>${
            choice.note && html` <span class="combo__note">${choice.note}</span>`
          }</li>`,
        )}
      </ul>`
      }
      ${open && shown.length === 0 && none && html`<p class="combo__list combo__none" role="status">${none}</p>`}
      <span class="visually-hidden" role="status">${open && typed ? words.price.choices(shown.length) : ""}</span>
    </div>`}
  />`;
}

/**
 * Choices that hold every word typed.
 *
 * @param {Choice[]} choices
 * @param {string | null} typed
 */
export function matching(choices, typed) {
  const wanted = (typed ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter((choice) => {
    const held = `${nameOf(choice)} ${choice.note ?? ""}`.toLowerCase();
    return wanted.every((word) => held.includes(word));
  });
}

/**
 * @param {Choice} choice
 */
function nameOf({ value, label }) {
  return label ?? value;
}
