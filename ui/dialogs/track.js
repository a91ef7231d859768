// Tracks a policy that was bought elsewhere, by its id. Nothing is sent: the vendor has no way to ask.

/** @import { ErrorView } from "../ipc.d.ts" */

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
  const actions = html`
    <${Button} off=${busy.value} press=${closeDialog}>${said.cancel}<//>
    <${Button} look="primary" off=${busy.value} press=${track}>${said.act}<//>
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
    </form>
  <//>`;
}
