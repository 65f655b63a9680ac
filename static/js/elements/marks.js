// The shapes of the statuses as symbols of the page: `<use href="#m-deborde">` draws one anywhere.

import { html } from "../html.js";
import { SHAPES } from "../shapes.js";

/** Drawn once per page, seen nowhere by itself. */
export function Marks() {
  return html`<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false"><defs>${Object.entries(SHAPES).map(
    ([status, { body, sign }]) => html`<symbol key=${status} id=${`m-${status}`} viewBox="0 0 24 24">
      <path class=${`f-${status}`} d=${body(12, 12, 12)} />${sign && html`<path class=${`k-${status}`} d=${sign(12, 12, 12)} />`}</symbol>`,
  )}</defs></svg>`;
}
