// What a préfecture is told beyond its département: how many have been heard of here and in all, and the totals of each.

import { KEY_FIGURES } from "../figures.js";
import { number } from "../format.js";
import { html } from "../html.js";
import { Past } from "../past.js";
import { covered } from "../silence.js";
import { useTotals } from "../totals.js";
import { codes, label, short } from "../vocabulary.js";

/** One line, and the table behind it; nothing for whoever sees the whole crisis, or may not count it, nor in the past:
 * the server counts the present. @param {{dossier: import("../dossier.js").Dossier | Past}} props */
export function Whole({ dossier }) {
  return dossier instanceof Past ? null : html`<${Present} dossier=${dossier} />`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Present({ dossier }) {
  const counted = useTotals(dossier);
  if (!counted?.whole) return null;
  const { parts, whole } = counted;
  const held = parts.filter((part) => /** @type {any} */ (part).held);
  const all = { ...whole, code: "", name: "Ensemble de la crise" };
  return html`<section class="strip whole" aria-labelledby="ensemble"><h2 id="ensemble" class="vh">Ensemble de la crise</h2>
    <details><summary><span>${held.map(({ code, name, ...of }) => html`<span key=${code}>${name}\u00a0: <b class="nb">${covered(of)}</b> entendus\u202f; </span>`)}ensemble de la crise\u00a0: <b class="nb">${covered(whole)}</b></span></summary>
      <${Parts} parts=${parts} whole=${all} /></details></section>`;
}

/** @param {{parts: import("../wall/parts.js").Part[], whole: import("../wall/parts.js").Part}} props */
function Parts({ parts, whole }) {
  const statuses = codes("statuses");
  const line = (/** @type {import("../wall/parts.js").Part} */ part) => html`<tr key=${part.code}><th scope="row">${part.name}</th><td class="num" data-label="Entendus">${covered(part)}</td>
    ${statuses.map(([code]) => html`<td class="num" key=${code} data-label=${short("statuses", code)}>${part.statuses[code] ? number(part.statuses[code]) : html`<span class="nil">0</span>`}</td>`)}
    ${KEY_FIGURES.map((name) => html`<td class="num" key=${name} data-label=${short("figures", name)}>${part.figures[name]?.said ? number(part.figures[name].sum) : html`<span class="nil">n.\u00a0c.</span>`}</td>`)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="ensemble"><table class="tbl"><thead><tr><th scope="col">Département</th><th scope="col" class="num">Entendus</th>
      ${statuses.map(([code]) => html`<th scope="col" class="num" key=${code}>${short("statuses", code)}</th>`)}${KEY_FIGURES.map((name) => html`<th scope="col" class="num" key=${name} title=${label("figures", name)}>${short("figures", name)}</th>`)}</tr></thead>
    <tbody>${parts.map(line)}</tbody><tfoot>${line(whole)}</tfoot></table></div>`;
}
