// A part of a page that is brought when it is first shown.

import { useBrought } from "../brought.js";
import { html } from "../html.js";

/** @param {{bring: () => Promise<any>, quiet?: boolean, [prop: string]: any}} props `quiet`: nothing holds its place; the others go to the part */
export function Later({ bring, quiet = false, ...props }) {
  const { value: Part, failed } = useBrought(bring);
  if (Part) return html`<${Part} ...${props} />`;
  if (quiet && !failed) return null;
  return html`<p class="empty" role="status">${failed ? "Cette partie n’a pas pu être lue. Nouvel essai dans dix secondes." : "Ouverture…"}</p>`;
}
