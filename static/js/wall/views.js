// What turns on a wall beside the map: the bodies that ask for something, and the figures of each département.

import { useRef } from "preact/hooks";
import { KEY_FIGURES, isStale } from "../figures.js";
import { NOTHING, counted, duration, number } from "../format.js";
import { html } from "../html.js";
import { reader, rowsOf } from "../matrix.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";
import { MOST_PARTS, ordered, wide } from "./parts.js";
import { useRoom } from "./room.js";
import { Status } from "../elements/status.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {import("./parts.js").Part} Part */

/** Height of a line of the table of bodies, and of what stands above the first, in rem (wall.css). */
const [ROW_REM, HEAD_REM] = [3.5, 8.5];
/** The same for the table of figures: a line, a line among many, and what stands around them. */
const [LINE_REM, TIGHT_REM, AROUND_REM] = [3.7, 2.8, 16.5];
/** From this rank on nothing asks for attention (order.js). */
const CALM = 7;
/** Names of more letters than that are written smaller, on two lines: the name of a commune is never cut. */
const LONG = 23;

/** Those who ask for something, a page of them at each turn; then the others.
 * @param {{dossier: import("../dossier.js").Dossier, bodies: Card[], round: number, plain: boolean}} props
 * `plain`: all of one département, which is then not said */
export function Bodies({ dossier, bodies, round, plain }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const rows = Math.max(3, Math.floor((useRoom(box, 40) - HEAD_REM) / ROW_REM));
  const at = moment.value;
  const all = rowsOf(bodies.filter(({ competent }) => competent !== false), {}, reader(dossier, at), at);
  const asking = all.filter(({ rank }) => rank < CALM).length;
  const pages = Math.max(1, Math.ceil(asking / rows));
  const start = (round % pages) * rows;
  const shown = all.slice(start, start + rows);
  return html`<section class="w-view" ref=${box} aria-labelledby="vue"><h2 id="vue">Organismes</h2>
    <p class="w-sub">${asking ? `${counted(asking, "demande", "demandent")} attention, sur ${number(all.length)}` : `${counted(all.length, "organisme")}, aucun ne demande attention`}${pages > 1 && ` · ${number(start + 1)} à ${number(start + shown.length)}`}</p>
    <table class="w-tab w-bodies"><thead><tr><th scope="col">Statut</th><th scope="col">Organisme</th><th scope="col">Nouvelle</th><th scope="col">${short("figures", "sheltered")}</th></tr></thead>
      <tbody>${shown.map(({ body, name }) => html`<tr key=${body.id} class=${`r-${body.status}`}><td><${Status} code=${body.status} narrow /></td>
        <th scope="row" class=${name.length > LONG ? "long" : ""}>${name}${!plain && html` <small>${body.departement}</small>`}</th>
        <td>${isStale(body, at) && html`<span class="w-stale">périmé</span> `}${body.observed_at ? duration(at - Date.parse(body.observed_at)) : html`<span class="nil">aucune</span>`}</td>
        <td>${figure(body, "sheltered")}</td></tr>`)}</tbody></table></section>`;
}

/** @param {Card} body @param {string} name */
function figure(body, name) {
  const found = body.figures?.[name];
  if (!found) return html`<span class="nil">${NOTHING}</span>`;
  return found.quality === "non_communique" ? html`<span class="nil">n.\u00a0c.</span>` : number(found.value);
}

/** What the bodies say together: each figure with how many of them gave it. @param {{parts: Part[], whole: Part, first: string}} props */
export function Figures({ parts, whole, first }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const room = useRoom(box, 40) - AROUND_REM;
  const most = Math.min(parts.length, MOST_PARTS);
  const tight = most * LINE_REM > room;
  const lines = parts.length > 1 ? ordered(parts, first, tight ? Math.max(2, Math.min(most, Math.floor(room / TIGHT_REM))) : most) : [];
  const value = (/** @type {Part} */ part, /** @type {string} */ name) => {
    const { sum = 0, said = 0, estimated = false } = part.figures[name] ?? {};
    return html`<td key=${name}>${said > 0 && estimated && html`<span class="nil" title="en partie estimé">≈</span>`}${said ? number(sum) : html`<span class="nil">n.\u00a0c.</span>`}</td>`;
  };
  return html`<section class="w-view" ref=${box} aria-labelledby="vue"><h2 id="vue">Chiffres déclarés</h2>
    <p class="w-sub">somme des derniers comptes rendus\u202f; ≈\u00a0en partie estimé</p>
    <table class=${`w-tab w-figures ${tight ? "tight" : ""} ${wide(Object.values(whole.figures).map(({ sum }) => sum)) ? "wide" : ""}`}><thead><tr><td></td>${KEY_FIGURES.map((name) => html`<th scope="col" key=${name}><abbr title=${label("figures", name)}>${short("figures", name)}</abbr></th>`)}</tr></thead>
      <tbody>${lines.map((part) => html`<tr key=${part.code || "others"} class=${part.code !== "" && part.code === first ? "w-here" : ""}><th scope="row">${part.name}</th>${KEY_FIGURES.map((name) => value(part, name))}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">Ensemble</th>${KEY_FIGURES.map((name) => value(whole, name))}</tr>
        <tr class="w-said"><th scope="row">réponses, sur ${number(whole.of)}</th>${KEY_FIGURES.map((name) => html`<td key=${name}>${number(whole.figures[name]?.said ?? 0)}</td>`)}</tr></tfoot></table></section>`;
}
