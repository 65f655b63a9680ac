// The right side of a wall, which does not turn: four numbers, the overwhelmed, each département, what contradicts what.

import { useRef } from "preact/hooks";
import { calling } from "../alarms.js";
import { duration, number } from "../format.js";
import { html } from "../html.js";
import { placeName } from "../names.js";
import { covered } from "../silence.js";
import { moment } from "../ticking.js";
import { short } from "../vocabulary.js";
import { contradictions, load, ordered, wide } from "./parts.js";
import { useRoom } from "./room.js";
import { share } from "./share.js";
import { Mark } from "../elements/status.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {import("../store.js").Card} Card */
/** @typedef {import("./parts.js").Part} Part */

/** @param {{dossier: Dossier, bodies: Card[], here: Part, parts: Part[], whole: Part | null, departement: string}} props
 * `here`: what is looked at; `whole`: the crisis, when it is more than that */
export function Side({ dossier, bodies, here, parts, whole, departement }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const room = useRoom(box, 40);
  const [conflict] = contradictions(dossier.cards("official"), parts, departement);
  const helping = [...dossier.cards("support").values()].filter(({ state }) => state === "en_route" || state === "sur_place").length;
  const { lines, tight, names } = share(room, { parts: parts.length, conflict: Boolean(conflict), covers: (whole ? 2 : 1) + (helping ? 1 : 0) });
  return html`<section class="w-side" ref=${box} aria-labelledby="effectifs"><h2 id="effectifs" class="vh">Effectifs</h2>
    <div><${Tally} part=${here} /><${Coverage} here=${here} whole=${whole} />${helping > 0 && html`<p class="w-cover"><b class="nb">${number(helping)}</b> ${helping > 1 ? "renforts" : "renfort"} en route ou sur place</p>`}</div>
    ${names > 0 && html`<${Hot} dossier=${dossier} bodies=${bodies} most=${names} />`}
    ${lines > 0 && html`<${Departements} parts=${parts} whole=${whole ?? here} first=${departement} most=${lines} tight=${tight} />`}
    ${conflict && html`<p class=${`w-fig ${wide([conflict.declared, conflict.official]) ? "wide" : ""}`}><span>${short("figures", conflict.figure)} <b class="sign" aria-hidden="true">≠</b></span>
      <span><b>${number(conflict.declared)}</b> déclarés</span> <span><b>${number(conflict.official)}</b> préfecture${!departement && "s"}</span></p>`}</section>`;
}

/** @param {{part: Part}} props */
function Tally({ part }) {
  const { deborde, hors_service: out, tension, silent } = load(part);
  const one = (/** @type {number} */ count, /** @type {string} */ code, /** @type {string} */ words) => html`<li class=${count ? "" : "none"}><${Mark} code=${code} /><b>${number(count)}</b><span>${words}</span></li>`;
  return html`<ul class="w-tally">${one(deborde, "deborde", deborde > 1 ? "débordés" : "débordé")}${one(out, "hors_service", "hors service")}
    ${one(tension, "tension", "en tension")}${one(silent, "sans_nouvelle", silent > 1 ? "silencieux" : "silencieux")}</ul>`;
}

/** « Seine-et-Marne : 74 sur 118 entendus ; ensemble de la crise : 161 sur 240 ». @param {{here: Part, whole: Part | null}} props */
function Coverage({ here, whole }) {
  if (!here.code) return html`<p class="w-cover"><b class="nb">${covered(here)}</b> ${here.of > 1 ? "organismes entendus" : "organisme entendu"}</p>`;
  return html`<p class="w-cover">${here.name}\u00a0: <b class="nb">${covered(here)}</b> entendus${whole && html`<br />ensemble de la crise\u00a0: <b class="nb">${covered(whole)}</b>`}</p>`;
}

/** The overwhelmed, whoever nobody has taken up first. @param {{dossier: Dossier, bodies: Card[], most: number}} props */
function Hot({ dossier, bodies, most }) {
  const at = moment.value;
  const alarms = [...dossier.cards("alarm").values()].filter(({ subject, settled_at: settled }) => subject === "deborde" && !settled);
  const open = new Set(calling(alarms).map(({ body }) => body));
  const taken = new Set(alarms.map(({ body }) => body));
  const hot = bodies.filter(({ status }) => status === "deborde")
    .sort((a, b) => Number(open.has(b.body)) - Number(open.has(a.body)) || ((a.observed_at ?? "") < (b.observed_at ?? "") ? -1 : 1));
  if (most < 2 && hot.length > most) return null;
  const named = hot.length > most ? hot.slice(0, most - 1) : hot;
  if (!hot.length) return html`<p class="w-calm">Aucun organisme débordé</p>`;
  return html`<ul class="w-hot" aria-label="Débordés">${named.map((body) => html`<li key=${body.id}><b>${placeName(body.name)}</b>
      ${open.has(body.body) ? html`<span class="none">personne ne s’en charge</span>` : taken.has(body.body) ? html`<span>pris en charge</span>` : html`<span>nouvelle de ${duration(at - Date.parse(body.observed_at))}</span>`}</li>`)}
    ${hot.length > named.length && html`<li key="others"><span>et ${number(hot.length - named.length)} autres débordés</span></li>`}</ul>`;
}

/** @param {{parts: Part[], whole: Part, first: string, most: number, tight: boolean}} props */
function Departements({ parts, whole, first, most, tight }) {
  const head = (/** @type {string} */ code, /** @type {string} */ words, /** @type {any} */ also = "") => html`<th scope="col"><${Mark} code=${code} />${also}<span class="vh">${words}</span></th>`;
  return html`<table class=${`w-tab ${tight ? "tight" : ""}`}><caption class="vh">Par département</caption>
    <thead><tr><td></td>${head("deborde", "Débordés ou hors service", load(whole).hors_service > 0 && html`<${Mark} code="hors_service" />`)}${head("tension", "En tension")}${head("sans_nouvelle", "Silencieux")}<th scope="col">Hébergés</th></tr></thead>
    <tbody>${ordered(parts, first, most).map((part) => html`<${Line} key=${part.code || "others"} part=${part} here=${part.code !== "" && part.code === first} />`)}</tbody>
    <tfoot><${Line} part=${{ ...whole, name: "Ensemble" }} /></tfoot></table>`;
}

/** @param {{part: Part, here?: boolean}} props */
function Line({ part, here }) {
  const { hot, tension, silent } = load(part);
  const { sum = 0, said = 0 } = part.figures.sheltered ?? {};
  const cell = (/** @type {number} */ count) => html`<td>${count ? number(count) : html`<span class="nil">0</span>`}</td>`;
  return html`<tr class=${here ? "w-here" : ""}><th scope="row">${part.name}</th>${cell(hot)}${cell(tension)}${cell(silent)}<td>${said ? number(sum) : html`<span class="nil">n.\u00a0c.</span>`}</td></tr>`;
}
