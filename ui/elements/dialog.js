// A modal dialog, on the browser's own: it holds focus, Esc closes it, and focus goes back where it came from.
//
// It opens away from the pointer: whatever opened it was pressed there, and a second press of the same place must never
// land on a button that spends.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { freshId } from "../lib/ids.js";
import { words } from "../lib/text.js";
import { closeDialog } from "../state/dialogs.js";
import { pointer } from "../state/pointer.js";
import { IconButton } from "./button.js";
import { Spoken } from "./notices.js";

const NEAR = 24;

/** Where a dialog may stand, or its buttons in it, in the order in which they are tried; in the middle first. */
const PLACES = ["", "start", "end", "top", "bottom", "turned", "start turned", "end turned"];

/**
 * @param {object} props
 * @param {string} props.title verb, object and, where there is one, the amount
 * @param {"dialog" | "alertdialog"} [props.role] `alertdialog` for what spends or destroys
 * @param {string} [props.about] id of the element that says what this is about
 * @param {() => void} [props.close]
 * @param {"small" | "wide"} [props.size]
 * @param {boolean} [props.busy]
 * @param {string} [props.kind] a word for the style of its head: `spend`, `destroy`, `doubt`
 * @param {unknown} [props.stage] changes when the content does; focus then goes to the safe choice again
 * @param {any} props.children
 * @param {any} [props.actions] the row of buttons; the safe one carries `data-safe`
 */
export function Dialog({
  title,
  role = "dialog",
  about,
  close = closeDialog,
  size = "small",
  busy,
  kind,
  stage,
  children,
  actions,
}) {
  const frame = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [id] = useState(() => freshId("dialog"));
  useModal(frame);
  useEffect(() => {
    if (frame.current) {
      focusSafeChoice(frame.current);
      stepAside(frame.current);
    }
  }, [stage]);
  useEffect(() => {
    // What had the focus may have gone with what it stood for.
    if (frame.current && document.activeElement === document.body) {
      focusSafeChoice(frame.current);
    }
  });
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  };
  return html`<dialog
    ref=${frame}
    class=${`dialog dialog--${size} ${kind ? `dialog--${kind}` : ""}`}
    role=${role}
    aria-labelledby=${id}
    aria-describedby=${about}
    aria-busy=${busy ? "true" : undefined}
    onCancel=${cancel}
  >
    <div class="dialog__sheet">
      <header class="dialog__head">
        <h2 class="dialog__title" id=${id}>${title}</h2>
        <${IconButton} icon="x" label=${words.close} press=${close} />
      </header>
      <div class="dialog__body" tabindex="-1">${children}</div>
      <${Spoken} />
      ${actions && html`<footer class="dialog__actions">${actions}</footer>`}
    </div>
  </dialog>`;
}

/**
 * Shows a dialog over everything else, as long as it is there.
 *
 * @param {{ current: HTMLDialogElement | null }} frame
 */
export function useModal(frame) {
  useLayoutEffect(() => {
    const dialog = frame.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
    return () => dialog?.close();
  }, []);
}

/**
 * @param {HTMLDialogElement} dialog
 */
function focusSafeChoice(dialog) {
  const safe = dialog.querySelector("[data-safe], [autofocus]") ?? dialog.querySelector(".dialog__body");
  if (safe instanceof HTMLElement) {
    safe.focus();
  }
}

/**
 * Moves the dialog until none of its deciding buttons lies where the pointer was pressed. One that fills the window has
 * nowhere to go, but its buttons can stand at the other end of their row.
 *
 * @param {HTMLDialogElement} dialog
 */
function stepAside(dialog) {
  const standing = dialog.dataset.place ?? "";
  for (const place of [standing, ...PLACES]) {
    dialog.dataset.place = place;
    if (!liesUnderPointer(dialog)) {
      return;
    }
  }
  dialog.dataset.place = "";
}

/**
 * @param {HTMLDialogElement} dialog
 */
function liesUnderPointer(dialog) {
  const { x, y } = pointer;
  return [...dialog.querySelectorAll(".button--primary, .button--danger")].some((button) => {
    const box = button.getBoundingClientRect();
    return x > box.left - NEAR && x < box.right + NEAR && y > box.top - NEAR && y < box.bottom + NEAR;
  });
}
