// The figures département by département, what reports say beside what is official.

import { KEY_FIGURES, total } from "../figures.js";
import { clock, number } from "../format.js";
import { html } from "../html.js";
import { covered } from "../silence.js";
import { codes, label, short } from "../vocabulary.js";

/** @typedef {import("../store.js").Card} Card */

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function FiguresTable({ dossier }) {
  const bodies = [...dossier.cards("body").values()].filter(({ competent }) => competent !== false);
  const cards = dossier.cards("official");
  const parts = [...new Set(bodies.map(({ departement }) => departement))].sort();
  const of = (/** @type {string} */ code) => bodies.filter(({ departement }) => departement === code);
  const rows = parts.map((code) => ({ code, part: of(code), official: cards.get(`official:${code}`) }));
  const whole = cards.get("official:crisis");
  const given = codes("official_figures").filter(([name]) => [...cards.values()].some(({ figures }) => figures[name]));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Chiffres par département"><table class="tbl by-departement">
    <caption>Somme des derniers comptes rendus, avec le nombre d’organismes qui ont répondu</caption>
    <thead><tr><th scope="col">Département</th>${KEY_FIGURES.map((name) => html`<th scope="col" key=${name} class="num" title=${label("figures", name)}>${short("figures", name)}</th>`)}</tr></thead>
    <tbody>${rows.map(({ code, part }) => html`<tr key=${code}><th scope="row">${code}</th>${KEY_FIGURES.map((name) => html`<${Cell} key=${name} bodies=${part} name=${name} />`)}</tr>`)}</tbody>
    ${parts.length > 1 && html`<tfoot><tr><th scope="row">Ensemble</th>${KEY_FIGURES.map((name) => html`<${Cell} key=${name} bodies=${bodies} name=${name} />`)}</tr></tfoot>`}</table>
    ${given.length > 0 && html`<table class="tbl by-departement"><caption>Chiffres officiels, avec leur heure et leur source</caption>
    <thead><tr><th scope="col">Département</th>${given.map(([name, { short: narrow, label: full }]) => html`<th scope="col" key=${name} class="num" title=${full}>${narrow || full}</th>`)}<th scope="col">Source</th></tr></thead>
    <tbody>${[...rows, { code: "Ensemble", official: whole }].filter((row) => row.official).map(({ code, official }) => html`<tr key=${code}><th scope="row">${code}</th>
      ${given.map(([name]) => html`<${OfficialCell} key=${name} figure=${official?.figures[name]} zone=${dossier.zone} />`)}<td>${[...new Set(Object.values(official?.figures ?? {}).map((figure) => figure.source))].join("\u202f; ")}</td></tr>`)}</tbody></table>`}</div>`;
}

/** @param {{bodies: Card[], name: string}} props */
function Cell({ bodies, name }) {
  const { sum, said, estimated } = total(bodies, name);
  return html`<td class="num">${said ? html`<b>${number(sum)}</b>${estimated && html` <span class="sub" title="estimé en partie">est.</span>`}` : html`<span class="nil">n.\u00a0c.</span>`}
    <br /><span class="sub">${covered({ heard: said, of: bodies.length })}</span></td>`;
}

/** @param {{figure: any, zone: string}} props */
function OfficialCell({ figure, zone }) {
  if (!figure) return html`<td class="num"><span class="nil">–</span></td>`;
  return html`<td class="num">${figure.value === undefined ? html`<span class="nil">n.\u00a0c.</span>` : html`<b>${number(figure.value)}</b>`}${figure.quality === "estime" && html` <span class="sub">est.</span>`}
    <br /><span class="sub">${clock(figure.at, zone)}</span></td>`;
}
