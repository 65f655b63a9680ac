// The bodies to call, in order, and how many have been heard of: silence is worked off from here.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { useFollowed } from "../fetched.js";
import { counted, duration, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { coverage, coverageByDepartement, covered } from "../silence.js";
import { useSteadyOrder } from "../steady.js";
import { moment } from "../ticking.js";
import { Outcome, Refusal } from "./message.js";
import { Status } from "./status.js";

/** How many bodies are shown at first, and how many more each time. */
const STEP = 40;

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

/** Whom to call, in the order that the server gives. @param {{dossier: import("../dossier.js").Dossier}} props */
export function CallList({ dossier }) {
  const at = moment.value;
  const [limit, setLimit] = useState(STEP);
  const minute = Math.floor(at / 60_000);
  const { value, problem, again } = useFollowed(`/api/dossiers/${encodeURIComponent(dossier.id)}/calls`, `${dossier.seq.value}/${minute}`);
  const bodies = dossier.cards("body");
  const wanted = (value?.calls ?? []).flatMap((/** @type {any} */ call) => bodies.get(`body:${call.body}`) ?? []);
  const [listed, container] = useSteadyOrder(/** @type {import("../store.js").Card[]} */ (wanted));
  const all = listed.length + (value?.left_out ?? 0);
  return html`<section class="block" aria-labelledby="a-appeler"><header><h2 id="a-appeler">À appeler</h2>
      <p class="sub" role="status">${value ? `${number(all)} sur ${counted(coverage(bodies.values()).of, "organisme")}, jamais entendus d’abord` : "Lecture de la liste…"}</p></header>
    ${problem && html`<${Refusal} problem=${problem} /><p class="go in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    <ol class="cards" ref=${container}>${listed.slice(0, limit).map((body) => html`<${Callee} key=${body.id} dossier=${dossier} body=${body} now=${at} />`)}</ol>
    ${value && listed.length === 0 && html`<p class="empty">Personne à appeler\u00a0: toutes les nouvelles sont valables.</p>`}
    ${listed.length > limit && html`<p class="more"><button type="button" class="btn" onClick=${() => setLimit(limit + STEP)}>Afficher la suite (${number(listed.length - limit)})</button></p>`}
    ${value?.left_out > 0 && html`<p class="empty">${counted(value.left_out, "autre organisme viendra", "autres organismes viendront")} à mesure que ceux-ci seront appelés.</p>`}</section>`;
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
