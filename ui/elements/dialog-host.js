// Shows the open dialog. Its module is fetched on the way if it is not there yet.

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { dialog, loadDialog, loaded } from "../state/dialogs.js";

export function DialogHost() {
  const open = dialog.value;
  const Chosen = open && loaded.value[open.name];
  useEffect(() => {
    if (open && !Chosen) {
      loadDialog(open.name);
    }
  }, [open, Chosen]);
  return Chosen && html`<${Chosen} ...${open.props} key=${open.count} />`;
}
