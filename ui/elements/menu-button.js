// The button of the menu. The menu itself is fetched when a hand comes.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../lib/text.js";
import { menuOpen } from "../state/menu.js";
import { Icon } from "./icon.js";

/** @type {import("@preact/signals").Signal<import("preact").ComponentType<any> | null>} */
const list = signal(null);

/** Fetches the menu before it is wanted. */
export async function prefetchMenu() {
  list.value = (await import("./menu.js")).Menu;
}

export function MenuButton() {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const open = menuOpen.value;
  const List = list.value;
  useEffect(() => {
    if (!open) {
      return;
    }
    prefetchMenu();
    const elsewhere = (/** @type {Event} */ event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) {
        menuOpen.value = false;
      }
    };
    // A press beside it, or focus that goes elsewhere, closes it.
    addEventListener("pointerdown", elsewhere, true);
    addEventListener("focusin", elsewhere);
    return () => {
      removeEventListener("pointerdown", elsewhere, true);
      removeEventListener("focusin", elsewhere);
    };
  }, [open]);
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      menuOpen.value = true;
    }
  };
  const close = () => {
    menuOpen.value = false;
    document.getElementById("menu-button")?.focus();
  };
  return html`<div class="menu" ref=${frame}>
    <button
      type="button"
      class="button button--quiet button--icon"
      id="menu-button"
      aria-label=${words.menu}
      title=${words.menu}
      aria-haspopup="menu"
      aria-expanded=${String(open)}
      aria-controls=${open ? "menu" : undefined}
      onClick=${() => (menuOpen.value = !open)}
      onKeyDown=${press}
    ><${Icon} name="menu" /></button>
    ${open && List && html`<${List} close=${close} />`}
  </div>`;
}
