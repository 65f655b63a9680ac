// The bodies to call, in order, and how many have been heard of: silence is worked off from here.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { counted, duration, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { callList, coverage, coverageByDepartement } from "../silence.js";
import { useSteadyOrder } from "../steady.js";
import { moment } from "../ticking.js";
import { Outcome } from "./message.js";
import { Status } from "./status.js";

/** How many bodies are shown at first, and how many more each time. */
const STEP = 40;

/** « 34 sur 41 ». @param {import("../silence.js").Coverage} of */
export function covered({ heard, of }) {
  return `${number(heard)} sur\u00a0${number(of)}`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Coverage({ dossier }) {
  const bodies = dossier.cards("body");
  const parts = coverageByDepartement(bodies.values());
  return html`<section class="block" aria-labelledby="couverture"><header><h2 id="couverture">Organismes qui ont donné des nouvelles</h2></header>
    <p class="in"><b class="big">${covered(coverage(bodies.values()))}</b> <span class="sub">organismes</span></p>
    ${parts.length > 1 && html`<table class="tbl"><thead><tr><th scope="col">Département</th><th scope="col" class="num">Entendus</th><th scope="col" class="num">Jamais entendus</th></tr></thead>
      <tbody>${parts.map(([code, part]) => html`<tr key=${code}><th scope="row">${code}</th><td class="num">${covered(part)}</td>
        <td class=${`num ${part.heard < part.of ? "late" : "nil"}`}>${number(part.of - part.heard)}</td></tr>`)}</tbody></table>`}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function CallList({ dossier }) {
  const at = moment.value;
  const [limit, setLimit] = useState(STEP);
  const [bodies, container] = useSteadyOrder(callList(dossier.cards("body").values(), at));
  return html`<section class="block" aria-labelledby="a-appeler"><header><h2 id="a-appeler">À appeler</h2>
      <p class="sub" role="status">${counted(bodies.length, "organisme")}, jamais entendus d’abord</p></header>
    <ol class="cards" ref=${container}>${bodies.slice(0, limit).map((body) => html`<${Callee} key=${body.id} dossier=${dossier} body=${body} now=${at} />`)}</ol>
    ${bodies.length === 0 && html`<p class="empty">Personne à appeler\u00a0: toutes les nouvelles sont valables.</p>`}
    ${bodies.length > limit && html`<p class="more"><button type="button" class="btn" onClick=${() => setLimit(limit + STEP)}>Afficher la suite (${number(bodies.length - limit)})</button></p>`}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card, now: number}} props */
function Callee({ dossier, body, now }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  const last = dossier.cards("calls").get(`calls:${body.body}`)?.calls.at(-1);
  const log = (/** @type {boolean} */ answered) => () => send({ do: "call.log", body: body.body, answered });
  const page = `/dossiers/${dossier.id}/organismes/${body.body}`;
  return html`<li class=${body.observed_at ? "" : "is-late"}>
    <p><a href=${page}><b>${body.name}</b></a> <span class="sub">${body.departement}</span> <${Status} code=${body.status} narrow /></p>
    <p class="sub">${body.observed_at ? `Dernières nouvelles il y a ${duration(now - Date.parse(body.observed_at))}` : "Jamais entendu"}${body.awaited_since && `, attendu depuis ${duration(now - Date.parse(body.awaited_since))}`}${body.unanswered > 0 && ` · ${counted(body.unanswered, "appel")} sans réponse de suite`}${last && ` · dernier appel\u00a0: ${written(last.at, dossier.zone, now)}, ${last.answered ? "a répondu" : "sans réponse"}`}</p>
    <${Outcome} outcome=${outcome} done="Appel tracé" />
    <p class="go">${dossier.may("call.log") && html`<button type="button" class="btn" disabled=${busy} aria-label=${`${body.name} a répondu`} onClick=${log(true)}>A répondu</button>
      <button type="button" class="btn" disabled=${busy} aria-label=${`${body.name}\u00a0: sans réponse`} onClick=${log(false)}>Sans réponse</button>`}
      ${dossier.may("report.file") && html`<a class="btn btn-quiet" href=${page}>Saisir le compte rendu</a>`}</p></li>`;
}
