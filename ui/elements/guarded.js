// Keeps a mistake in one part of the page from taking the rest with it: the ledger is safe, and the page says so.

import { html } from "htm/preact";
import { useErrorBoundary } from "preact/hooks";
import { words } from "../lib/text.js";
import { Button } from "./button.js";
import { Empty } from "./empty.js";

/**
 * @param {{ children: any }} props
 */
export function Guarded({ children }) {
  const [mistake, reset] = useErrorBoundary();
  return mistake
    ? html`<${Empty} icon="circle-alert" title=${words.mistakeTitle} text=${words.mistake}>
        <${Button} press=${reset}>${words.tryAgain}<//>
      <//>`
    : children;
}
