// The words of reserved compute as Berth uses them, searched by themselves, by what else they are called, and by what is
// said of them.

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { TextField } from "../elements/field.js";
import { help } from "../lib/help.js";
import { rankOf } from "../lib/ranking.js";
import { listed, words } from "../lib/text.js";
import { closeDialog } from "../state/dialogs.js";

const said = help.glossary;

/**
 * @param {{ term?: string }} props the word that it opens at
 */
export default function GlossaryDialog({ term }) {
  const typed = useSignal("");
  useEffect(() => {
    const wanted = term && document.getElementById(`term-${term}`);
    if (wanted) {
      wanted.scrollIntoView({ block: "center" });
      wanted.focus({ preventScroll: true });
    }
  }, [term]);
  const terms = [...said.terms].sort((one, other) => one.term.localeCompare(other.term, words.locale.tag));
  const shown = terms.filter(
    ({ term: word, also = [], find = "", meaning }) =>
      rankOf(typed.value, word, [...also, find, meaning].join(" ")) !== null,
  );
  const actions = html`<${Button} press=${closeDialog}>${words.close}<//>`;
  return html`<${Dialog} title=${said.title} size="wide" actions=${actions}>
    <${TextField}
      label=${said.search}
      name="glossary"
      autoFocus=${!term}
      value=${typed.value}
      change=${(/** @type {string} */ text) => {
        typed.value = text;
      }}
    />
    <p class="visually-hidden" role="status">${typed.value.trim() ? said.found(shown.length) : ""}</p>
    ${
      shown.length === 0
        ? html`<p class="help__note">${said.none}</p>`
        : html`<dl class="glossary">
          ${shown.map(
            ({ id, term: word, also = [], meaning }) => html`<div
              class="glossary__entry"
              id=${`term-${id}`}
              key=${id}
              tabindex="-1"
              data-wanted=${id === term ? "true" : undefined}
            >
              <dt class="glossary__term">${word}${also.length > 0 && html` <span class="glossary__also">${said.also} ${listed(also)}</span>`}</dt>
              <dd class="glossary__meaning">${meaning}</dd>
            </div>`,
          )}
        </dl>`
    }
  <//>`;
}
