// A status: always a shape, a word and a tint.

import { html } from "../html.js";
import { label, short } from "../vocabulary.js";

/** @param {{code: string}} props */
export function Mark({ code }) {
  return html`<svg class="mk" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href=${`#m-${code}`} /></svg>`;
}

/** @param {{code: string, narrow?: boolean}} props */
export function Status({ code, narrow }) {
  return html`<span class=${`st st-${code}`}><${Mark} code=${code} />${narrow ? short("statuses", code) : label("statuses", code)}</span>`;
}
