// One body in the table: its status, the age of its news, what it says, what it is late with.

import { isStale } from "../figures.js";
import { NOTHING, duration, number } from "../format.js";
import { html } from "../html.js";
import { short } from "../vocabulary.js";
import { Status } from "./status.js";

/** @typedef {import("../store.js").Card} Card */

/** @param {{dossier: string, body: Card, news: string, stale: boolean, awaited: string, late: number}} props */
function Row({ dossier, body, news, stale, awaited, late }) {
  return html`<tr class=${`r-${body.status} ${body.competent === false ? "withdrawn" : ""}`}>
    <td><${Status} code=${body.status} narrow /></td>
    <th scope="row"><a href=${`/dossiers/${dossier}/organismes/${body.body}`}>${body.name}</a>
      <span class="sub"> ${body.departement}${body.competent === false && " · retiré"}${body.degree && body.degree !== "touchee" && ` · ${short("degrees", body.degree).toLowerCase()}`}</span></th>
    <td class="num news">${stale && html`<span class="tag tag-stale">périmé</span> `}${news}
      ${awaited && html` <span class="tag tag-late">attendu${!news && ` depuis ${awaited}`}</span>`}</td>
    <td class="num" data-label="Hébergés">${figure(body, "sheltered")}</td>
    <td class="num" data-label="Évacués">${figure(body, "evacuated")}</td>
    <td class=${`num ${late ? "late" : ""}`} data-label="Retards">${late ? number(late) : html`<span class="nil">0</span>`}</td>
  </tr>`;
}

/** @param {Card} body @param {string} name */
function figure(body, name) {
  const found = body.figures?.[name];
  if (!found) return html`<span class="nil">${NOTHING}</span>`;
  return found.quality === "non_communique" ? html`<span class="nil">n.\u00a0c.</span>` : number(found.value);
}

/** Draws rows, and hands back the same one as long as nothing that it shows has changed: thousands cost nothing. */
export class Rows {
  /** @type {Map<string, {key: string, body: Card, row: any}>} */
  #drawn = new Map();

  /** @param {string} dossier @param {Card} body @param {number} late how many tasks are overdue @param {number} now */
  draw(dossier, body, late, now) {
    const awaited = body.awaited_since ? duration(now - Date.parse(body.awaited_since)) : "";
    const news = body.observed_at ? duration(now - Date.parse(body.observed_at)) : awaited ? "" : "aucune";
    const stale = isStale(body, now);
    const key = `${news}|${awaited}|${stale}|${late}`;
    const before = this.#drawn.get(body.id);
    if (before && before.body === body && before.key === key) return before.row;
    const row = html`<${Row} key=${body.id} dossier=${dossier} body=${body} news=${news} stale=${stale} awaited=${awaited} late=${late} />`;
    this.#drawn.set(body.id, { key, body, row });
    return row;
  }
}
