// Berth's mark: a bollard on a quay, with a line made fast to it.

import { html } from "htm/preact";

export function Mark() {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect class="mark__water" width="32" height="32" rx="7" />
    <path class="mark__bollard" d="M9 10.5a2.5 2.5 0 0 1 2.5-2.5h9a2.5 2.5 0 0 1 0 5H20v8h-8v-8h-.5A2.5 2.5 0 0 1 9 10.5z" />
    <path class="mark__quay" d="M6 23.5h20" />
    <path class="mark__line" d="M12 17.2c3 1.6 5 1.6 8 0" />
  </svg>`;
}
