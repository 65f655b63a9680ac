// The plan of the reliefs: who is where on the coming days, and who comes after.

import { the, toThe } from "../../articles.js";
import { daysFrom, reliefs } from "../../bureau.js";
import { dated, plainDay } from "../../format.js";
import { html } from "../../html.js";
import { moment } from "../../ticking.js";
import { label } from "../../vocabulary.js";

const DAYS = 7;
/** Rows at most; the ones that end first. */
const SHOWN = 100;
const MARKS = /** @type {Record<string, [string, string]>} */ ({ here: ["■", "en mission"], relief: ["◆", "relève"], none: ["–", "personne"], "": ["", ""] });

/** @param {{dossier: import("../../dossier.js").Dossier, onRelieve: (need: string, support: string) => void}} props */
export function Reliefs({ dossier, onRelieve }) {
  const at = moment.value;
  const { zone } = dossier;
  const rows = reliefs(dossier.cards("support").values(), at, zone, DAYS);
  const days = daysFrom(at, zone, DAYS);
  const late = rows.filter((row) => row.isLate).length;
  return html`<section class="block" aria-labelledby="b-releves"><header><h2 id="b-releves">Relèves</h2><p class="sub">${late ? html`<b class="late">${late} sans relève dans les vingt-quatre heures</b>` : "Cinq jours de mission au plus, puis deux jours de repos"}</p></header>
    ${rows.length ? html`<div class="scroll-x" tabindex="0" role="region" aria-label="Tableau des relèves"><table class="tbl b-plan"><thead><tr><th scope="col">Équipe</th>${days.map((day) => html`<th scope="col" class="day" key=${day}>${plainDay(day).replace(/ \d{4}$/, "")}</th>`)}<th scope="col">Relève</th></tr></thead>
      <tbody>${rows.slice(0, SHOWN).map(({ support, relief, day, of, days: cells, isLate }) => html`<tr key=${support.id} class=${isLate ? "is-late" : ""}><th scope="row"><b>${support.from_name}</b> pour ${the(support.to_name)}<span class="sub">${label("needs", support.kind)}, équipe n°\u00a0${support.team ?? 1}, jour ${day} sur ${of}, jusqu’${dated(support.end, zone, at).replace(/^le /, "au ").replace(/^à/, "à")}</span></th>
        ${cells.map((code, index) => html`<td key=${days[index]} class=${`day c-${code || "empty"}`}><span aria-hidden="true">${MARKS[code][0]}</span><span class="vh">${MARKS[code][1]}</span></td>`)}
        <td>${relief ? html`<b>${relief.from_name}</b> <span class="sub">${label("support_states", relief.state).toLowerCase()}</span>` : dossier.may("support.propose") ? html`<button type="button" class=${`btn ${isLate ? "btn-main" : ""}`} aria-label=${`Chercher une relève ${toThe(support.from_name)} pour ${the(support.to_name)}`} onClick=${() => onRelieve(support.need, support.support)}>Chercher une relève</button>` : "aucune"}</td></tr>`)}</tbody></table></div>
      <p class="sub in">■ en mission · ◆ relève · – personne</p>` : html`<p class="empty">Aucune équipe n’est en mission.</p>`}</section>`;
}
