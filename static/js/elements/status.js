// A status: always a shape, a word and a tint. Its shape is a symbol of the page: `<use href="#m-deborde">` draws it anywhere.

import { html } from "../html.js";
import { SHAPES } from "../shapes.js";
import { label, short } from "../vocabulary.js";

/** Drawn once per page, seen nowhere by itself. */
export function Marks() {
  return html`<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false"><defs>${Object.entries(SHAPES).map(
    ([status, { body, sign }]) => html`<symbol key=${status} id=${`m-${status}`} viewBox="0 0 24 24">
      <path class=${`f-${status}`} d=${body(12, 12, 12)} />${sign && html`<path class=${`k-${status}`} d=${sign(12, 12, 12)} />`}</symbol>`,
  )}</defs></svg>`;
}

/** @param {{code: string}} props */
export function Mark({ code }) {
  return html`<svg class="mk" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href=${`#m-${code}`} /></svg>`;
}

/** @param {{code: string, narrow?: boolean}} props */
export function Status({ code, narrow }) {
  return html`<span class=${`st st-${code}`}><${Mark} code=${code} />${narrow ? short("statuses", code) : label("statuses", code)}</span>`;
}
