// Tags as small labels. Whatever stands in one is text.

import { html } from "htm/preact";

/**
 * @param {{ tags: string[] }} props
 */
export function Tags({ tags }) {
  return html`<ul class="tags">${tags.map((tag) => html`<li class="tag" key=${tag}><bdi>${tag}</bdi></li>`)}</ul>`;
}
