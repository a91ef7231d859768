// Tracks policies that were bought elsewhere, by their ids: one that is typed, or a list from a file. Nothing is sent: the
// vendor has no way to ask.

/** @import { ErrorView, ImportRowView, ImportView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { Button } from "../elements/button.js";
import { Dialog } from "../elements/dialog.js";
import { ErrorNote } from "../elements/error-note.js";
import { SelectField, TextField } from "../elements/field.js";
import { call } from "../ipc.js";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { desk, reload } from "../state/desk.js";
import { closeDialog } from "../state/dialogs.js";
import { openPanel } from "../state/route.js";

const said = words.trackDialog;

export default function TrackDialog() {
  const usable = (desk.value?.accounts ?? []).filter(({ vendor, forgotten }) => vendor === "cloudidr" && !forgotten);
  const account = useSignal(usable[0]?.id ?? "");
  const id = useSignal("");
  const wrong = useSignal(/** @type {string | null} */ (null));
  const busy = useSignal(false);
  const error = useSignal(/** @type {ErrorView | null} */ (null));
  const choosing = useSignal(false);
  const imported = useSignal(/** @type {ImportView | null} */ (null));

  const importFile = async () => {
    choosing.value = true;
    error.value = null;
    try {
      const came = await call("import_policies", { account: account.value });
      if (came) {
        await reload();
        imported.value = came;
        announce(said.importedTitle);
      }
    } catch (thrown) {
      error.value = /** @type {ErrorView} */ (thrown);
    }
    choosing.value = false;
  };

  const track = async () => {
    if (!id.value.trim()) {
      wrong.value = said.idMissing;
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      const policy = await call("track_policy", { account: account.value, policy: id.value.trim() });
      await reload();
      announce(said.done);
      closeDialog();
      openPanel({ account: policy.account, policy: policy.id });
    } catch (thrown) {
      const failed = /** @type {ErrorView} */ (thrown);
      wrong.value = failed.code === "invalid_input" ? failed.message : null;
      error.value = failed.code === "invalid_input" ? null : failed;
      busy.value = false;
    }
  };

  if (usable.length === 0) {
    return html`<${Dialog} title=${said.title} stage="none" actions=${html`<${Button} safe press=${closeDialog}>${words.close}<//>`}>
      <p>${said.noAccount}</p>
    <//>`;
  }
  if (imported.value) {
    return html`<${Dialog}
      title=${said.importedTitle}
      size="wide"
      stage="imported"
      actions=${html`<${Button} off=${choosing.value} press=${importFile}>${said.again}<//><${Button} safe press=${closeDialog}>${words.close}<//>`}
    >
      ${error.value && html`<${ErrorNote} error=${error.value} />`}
      <${Report} of=${imported.value} />
    <//>`;
  }
  const off = busy.value || choosing.value;
  const actions = html`
    ${choosing.value && html`<p class="dialog__status" role="status">${said.choosing}</p>`}
    <${Button} off=${off} press=${closeDialog}>${said.cancel}<//>
    <${Button} look="primary" off=${off} press=${track}>${said.act}<//>
  `;
  return html`<${Dialog} title=${said.title} busy=${busy.value} stage="form" actions=${actions}>
    <form
      class="review"
      noValidate
      onSubmit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        track();
      }}
    >
      <p>${said.text}</p>
      ${
        usable.length > 1 &&
        html`<${SelectField}
        label=${said.account}
        name="account"
        value=${account.value}
        change=${(/** @type {string} */ chosen) => {
          account.value = chosen;
        }}
        options=${usable.map(({ id: value, label }) => ({ value, label }))}
      />`
      }
      <${TextField}
        label=${said.id}
        hint=${said.idHint}
        error=${wrong.value}
        name="policy"
        mono
        required
        autoFocus
        value=${id.value}
        change=${(/** @type {string} */ text) => {
          id.value = text;
          wrong.value = null;
        }}
      />
      ${error.value && html`<${ErrorNote} error=${error.value} />`}
      <div class="aside"><p>${said.orFile}</p><${Button} small off=${off} press=${importFile}>${said.file}<//></div>
      <button type="submit" hidden></button>
    </form>
  <//>`;
}

/** What to look at comes first. @type {ImportRowView["outcome"][]} */
const ORDER = ["not_an_id", "repeated", "known", "tracked"];

/** Rows that are drawn. */
const DRAWN = 500;

/**
 * What came of each row.
 *
 * @param {{ of: ImportView }} props
 */
function Report({ of: { file, rows } }) {
  const sorted = ORDER.flatMap((outcome) => rows.filter((row) => row.outcome === outcome));
  const tracked = rows.filter(({ outcome }) => outcome === "tracked").length;
  return html`
    <p>${said.from(file)}: <strong>${said.tracked(tracked, rows.length)}</strong></p>
    <div class="figures-frame">
      <table class="figures figures--words">
        <thead><tr><th scope="col">${said.line}</th><th scope="col">${said.row}</th><th scope="col">${said.outcome}</th></tr></thead>
        <tbody>
          ${sorted.slice(0, DRAWN).map(
            ({ line, text, outcome }) => html`<tr key=${line}>
              <td>${line}</td>
              <td><code><bdi>${text}</bdi></code></td>
              <td>${said.outcomes[outcome]}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${sorted.length > DRAWN && html`<p>${said.more(sorted.length - DRAWN)}</p>`}
  `;
}
