// What bodies say that they are good at: named, and ticked on a form.

import { html } from "../html.js";
import { codes, label } from "../vocabulary.js";

/** Skills in words. @param {string[]} skills */
export const named = (skills) => skills.map((code) => label("skills", code)).join(", ");

/** One box for each skill. @param {{value: string[], onChange: (skills: string[]) => void}} props */
export function SkillBoxes({ value, onChange }) {
  const all = codes("skills");
  const tick = (/** @type {string} */ code) => onChange(all.map(([one]) => one).filter((one) => value.includes(one) !== (one === code)));
  return html`<fieldset class="boxes"><legend>Compétences qu’il peut prêter</legend><div class="two">${all.map(([code, { label: words, meaning }]) => html`<p class="check" key=${code}><label><input type="checkbox" checked=${value.includes(code)} onChange=${() => tick(code)} /> <span>${words}${meaning && html` <span class="sub">${meaning}</span>`}</span></label></p>`)}</div></fieldset>`;
}
