// Berth's mark: a bollard on the quay, with a line made fast to it. The same drawing as icons/source.svg.

import { html } from "htm/preact";

export function Mark() {
  return html`<svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
    <path class="mark__water" d="M0 0h64v64H0z" />
    <path class="mark__quay" d="M0 48h64v16H0z" />
    <path
      class="mark__bollard"
      d="M19.5 13h25a5.5 5.5 0 0 1 0 11H41l1.6 18H46a3 3 0 0 1 0 6H18a3 3 0 0 1 0-6h3.4L23 24h-3.5a5.5 5.5 0 0 1 0-11z"
    />
    <path class="mark__gap" d="M20 30q11.5 6 22.5 1.7q10.5-4.5 24-11.5" />
    <path class="mark__line" d="M22 30.6q10 5.3 20.5 1.1q10.5-4.5 24-11.5" />
  </svg>`;
}
