// One body in the matrix: its status, the age of its news, what it says, what it lacks, what it is late with.

import { isStale } from "../figures.js";
import { NOTHING, duration, number } from "../format.js";
import { html } from "../html.js";
import { isLocal } from "../matrix.js";
import { isSilent } from "../order.js";
import { label, short } from "../vocabulary.js";
import { Status } from "./status.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {import("../matrix.js").BodyRow} BodyRow */

/** @param {{dossier: string, row: BodyRow, age: {news: string, stale: boolean, awaited: string}, alone: boolean, chosen: boolean, reach: number}} props
 * `alone`: there is one département only, which need not be said; `reach`: 0 when Tab stops at it, else -1 */
function Row({ dossier, row, age, alone, chosen, reach }) {
  const { body, name, need, late, place } = row;
  return html`<tr class=${`r-${body.status} ${body.competent === false ? "withdrawn" : ""}`} data-id=${row.id} aria-rowindex=${place + 1} aria-current=${chosen ? "true" : null}>
    <td class="c-st"><${Status} code=${body.status} narrow /></td>
    <th scope="row"><span class="named"><a href=${`/dossiers/${dossier}/organismes/${body.body}`} title=${body.name} tabindex=${reach}>${name}</a> <span class="sub">${aside(body, alone)}</span></span></th>
    <td class="num news">${age.stale && html`<span class="tag tag-stale">périmé</span> `}${age.news
      ? html`${age.news}${age.awaited && !age.stale && html` <span class="tag tag-late">attendu</span>`}`
      : age.awaited ? html`<b title="Aucune nouvelle, attendu depuis">${age.awaited}</b>` : html`<span class="nil">aucune</span>`}</td>
    <td class="num" data-label="Hébergés">${figure(body, "sheltered")}</td>
    <td class="num g-opt g-far" data-label="Évacués">${figure(body, "evacuated")}</td>
    <td class="num g-opt" data-label="Agents">${agents(body)}</td>
    <td class="c-need" data-label="Besoin">${need && html`<${NeedFlag} need=${need} status=${body.status} />`}</td>
    <td class="num" data-label="Retards">${late > 0 && html`<span class="late">${number(late)}</span>`}</td>
  </tr>`;
}

/** What the name of the commune does not say: « mairie, 77 ». @param {Card} body @param {boolean} alone */
function aside(body, alone) {
  const kind = isLocal(body) && body.kind !== "ccas" ? label("body_kinds", body.kind).toLowerCase() : "";
  const degree = body.degree && body.degree !== "touchee" ? short("degrees", body.degree).toLowerCase() : "";
  return [kind, alone ? "" : body.departement, degree, body.competent === false ? "retiré" : ""].filter(Boolean).join(", ");
}

/** @param {{need: import("../needs.js").Need, status: string}} props */
export function NeedFlag({ need, status }) {
  const words = need.lacks.join(", ");
  if (need.urgency === "immediat") {
    return html`<span class="tag tag-now" title=${words || label("statuses", status)}>immédiat</span>${need.count > 0 && html` <span class="sub">${number(need.count)}</span>`}`;
  }
  if (need.urgency) return html`<span class="tag">${short("urgencies", need.urgency)}</span> <span class="sub">${number(need.count)}</span>`;
  return html`<span class="tag" title=${words}>${need.lacks[0]}</span>${need.count > 1 && html` <span class="sub">+${number(need.count - 1)}</span>`}`;
}

/** @param {Card} body @param {string} name */
export function figure(body, name) {
  const found = body.figures?.[name];
  if (found && found.quality !== "non_communique") return number(found.value);
  return found || isSilent(body) ? html`<span class="nil" title="Non communiqué">n.\u00a0c.</span>` : html`<span class="nil" title="Pas encore demandé ou pas encore dit">${NOTHING}</span>`;
}

/** Present of those expected. @param {Card} body */
function agents(body) {
  const [present, expected] = ["agents_present", "agents_expected"].map((name) => body.figures?.[name]?.value);
  if (typeof present !== "number") return figure(body, "agents_present");
  return typeof expected === "number" ? `${number(present)}/${number(expected)}` : number(present);
}

/** How old the news of a body are, in words. @param {Card} body @param {number} now */
export function ageOf(body, now) {
  const since = (/** @type {string | undefined} */ instant) => (instant ? duration(now - Date.parse(instant)) : "");
  return { news: since(body.observed_at), awaited: since(body.awaited_since), stale: isStale(body, now) };
}

/** Draws rows, and hands back the same one as long as nothing that it shows has changed: thousands cost nothing. */
export class Rows {
  /** @type {Map<string, {key: string, body: Card, drawn: any}>} */
  #drawn = new Map();
  /** Those of the drawing before; rows that have left are not held on to, nor what they looked like. */
  #before = this.#drawn;

  /** Begin to draw rows again. */
  begin() {
    this.#before = this.#drawn;
    this.#drawn = new Map();
  }

  /** @param {string} dossier @param {BodyRow} row @param {number} now @param {{alone: boolean, chosen: boolean, reach: number}} how */
  draw(dossier, row, now, how) {
    const age = ageOf(row.body, now);
    const need = row.need ? `${row.need.urgency}${row.need.count}${row.need.lacks}` : "";
    const key = `${age.news}|${age.awaited}|${age.stale}|${row.name}|${need}|${row.late}|${row.place}|${how.alone}|${how.chosen}|${how.reach}`;
    const before = this.#before.get(row.id);
    if (before && before.body === row.body && before.key === key) {
      this.#drawn.set(row.id, before);
      return before.drawn;
    }
    const drawn = html`<${Row} key=${row.id} dossier=${dossier} row=${row} age=${age} ...${how} />`;
    this.#drawn.set(row.id, { key, body: row.body, drawn });
    return drawn;
  }
}
