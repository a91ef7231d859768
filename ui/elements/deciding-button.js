// The button that spends or destroys. It wakes only after a moment, so that a press meant for what was there before does
// nothing; a key held down does nothing; and when the window comes back to the front it sleeps for that moment again.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.js";

const ARMING = 600;

/**
 * @param {object} props
 * @param {() => void} props.press
 * @param {any} props.children the verb, and for a purchase the amount
 * @param {"primary" | "danger"} props.look
 * @param {string} [props.icon]
 * @param {boolean} [props.off] something is missing, or the answer is awaited
 * @param {string} [props.about] id of the element that says what is missing
 */
export function DecidingButton({ press, children, look, icon, off, about }) {
  const { armed, awake } = useArmed();
  const dead = off || !armed;
  return html`<button
    type="button"
    class=${`button button--${look}`}
    aria-disabled=${dead ? "true" : undefined}
    aria-describedby=${about}
    onKeyDown=${refuseRepeats}
    onClick=${(/** @type {MouseEvent} */ event) => {
      // MONEY: the second press of a double click is not a decision, and neither is one that comes before what put the
      // button to sleep is drawn.
      if (!dead && awake.current && event.detail < 2) {
        press();
      }
    }}
  >${icon && html`<${Icon} name=${icon} />`}${children}</button>`;
}

function useArmed() {
  const [armed, setArmed] = useState(false);
  const awake = useRef(false);
  useEffect(() => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const arm = () => {
      clearTimeout(timer);
      setArmed(false);
      awake.current = false;
      timer = setTimeout(() => {
        awake.current = true;
        setArmed(true);
      }, ARMING);
    };
    arm();
    addEventListener("focus", arm);
    return () => {
      clearTimeout(timer);
      removeEventListener("focus", arm);
    };
  }, []);
  return { armed, awake };
}

/**
 * @param {KeyboardEvent} event
 */
function refuseRepeats(event) {
  if (event.repeat) {
    event.preventDefault();
  }
}
