// Shows the open dialog. Its module is fetched on the way if it is not there yet.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { dialog, loadDialog } from "../state/dialogs.js";

/** @type {import("@preact/signals").Signal<Record<string, import("preact").ComponentType<any>>>} */
const loaded = signal({});

export function DialogHost() {
  const open = dialog.value;
  const Chosen = open && loaded.value[open.name];
  useEffect(() => {
    if (open && !Chosen) {
      loadDialog(open.name).then((component) => {
        loaded.value = { ...loaded.peek(), [open.name]: component };
      });
    }
  }, [open, Chosen]);
  return Chosen && html`<${Chosen} ...${open.props} key=${open.count} />`;
}
