// One body: how it is now and how it came to that, its report, its calls, its acts, its tasks, its lines.

import { ActTotals } from "../elements/act_totals.js";
import { Acts } from "../elements/acts.js";
import { NeedFlag } from "../elements/body_row.js";
import { BodyCurves } from "../elements/curves.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Later } from "../elements/later.js";
import { Log } from "../elements/log.js";
import { PastBanner, pastTitle } from "../elements/past_banner.js";
import { Reach } from "../elements/reach.js";
import { LastFigures, Reports } from "../elements/reports.js";
import { Status } from "../elements/status.js";
import { Tasks } from "../elements/tasks.js";
import { ActForm } from "../forms/act.js";
import { CallForm } from "../forms/call.js";
import { ReportForm } from "../forms/report.js";
import { isStale } from "../figures.js";
import { dated, duration, moment as written, number, plural } from "../format.js";
import { html } from "../html.js";
import { reader } from "../matrix.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Watched } from "./watched.js";

const bringHelp = () => import("../elements/body_help.js").then(({ BodyHelp }) => BodyHelp);
const bringReferents = () => import("../elements/referents.js").then(({ Referents }) => Referents);

/** @typedef {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} OfBody */

/** @param {{dossier: string, body: string}} props */
export function BodyPage({ dossier: id, body: key }) {
  return html`<${Watched} id=${id} past>${(/** @type {import("../dossier.js").Dossier} */ dossier, /** @type {import("../travel.js").Travel} */ time) => html`<${OneBody} dossier=${dossier} id=${key} time=${time} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, id: string, time?: import("../travel.js").Travel}} props `time`: in the past */
function OneBody({ dossier, id, time }) {
  const body = dossier.cards("body").get(`body:${id}`);
  const title = dossier.only("crisis")?.title;
  const nav = html`<${DossierNav} dossier=${dossier} />`;
  const then = time && html`<${PastBanner} time=${time} />`;
  if (!body) return html`<${Frame} title="Organisme absent de ce tableau" dossier=${dossier} nav=${nav} calls=${then} kind="plain"><p>Aucun organisme «\u00a0${id}\u00a0» ne vous est montré dans ce dossier.</p><//>`;
  const { role, bodies } = actor();
  const mine = bodies.includes(id);
  const speaks = (mine || !role.startsWith("ccas_")) && dossier.may("report.file");
  const report = speaks && html`<section class="block first-said" aria-labelledby="compte-rendu"><header><h2 id="compte-rendu">${mine ? "Compte rendu" : "Compte rendu, recueilli pour cet organisme"}</h2></header><${ReportForm} dossier=${dossier} body=${body} /></section>`;
  return html`<${Frame} title=${pastTitle(time) + body.name} calls=${then} sub=${html`${title} · département ${body.departement} · ${label("degrees", body.degree ?? "touchee").toLowerCase()}${body.population ? ` · ${number(body.population)}\u00a0${plural(body.population, "habitant")}` : ""}`} dossier=${dossier} nav=${nav} kind="body-page">
    <div class="columns even"><div class="column">
      <${LastNews} dossier=${dossier} body=${body} />
      ${mine && report}
      <section class="block" aria-labelledby="evolution"><header><h2 id="evolution">Évolution</h2></header><${BodyCurves} dossier=${dossier} body=${id} /></section>
      <${LastFigures} dossier=${dossier} body=${body} />
      <${Reports} dossier=${dossier} body=${body} />
      ${!time && html`<${Later} quiet bring=${bringHelp} dossier=${dossier} body=${body} />`}
    </div><div class="column">
      ${!time && html`<${Reach} dossier=${dossier.id} body=${id} />`}
      ${!time && html`<${Later} quiet bring=${bringReferents} dossier=${dossier} body=${id} />`}
      ${dossier.may("call.log") && html`<section class="block first-called" aria-labelledby="appels"><header><h2 id="appels">Appels</h2></header>
        <${Calls} dossier=${dossier} id=${id} /><${CallForm} dossier=${dossier} body=${body} /></section>`}
      ${!mine && report}
      <${Tasks} dossier=${dossier} owner=${id} />
      <${ActTotals} dossier=${dossier} body=${id} />
      ${mine && dossier.may("act.record") && html`<section class="block" aria-label="Enregistrer un acte de soutien"><${ActForm} dossier=${dossier} body=${id} /></section>`}
      <${Acts} dossier=${dossier} body=${id} />
      <${Log} dossier=${dossier} body=${id} search=${false} form=${false} title="Lignes de cet organisme" />
    </div></div><//>`;
}

/** @param {OfBody} props */
function LastNews({ dossier, body }) {
  const at = moment.value;
  const { zone } = dossier;
  const need = reader(dossier, at).needOf(body);
  return html`<section class="block in last-news" aria-label="Dernières nouvelles"><p class="big"><${Status} code=${body.status} />
      ${isStale(body, at) && html` <span class="tag tag-stale">périmé</span>`} ${need && html`<${NeedFlag} need=${need} status=${body.status} />`}</p>
    <p class="sub">${body.observed_at ? `Observé ${dated(body.observed_at, zone, at)}, il y a ${duration(at - Date.parse(body.observed_at))}` : "Aucun compte rendu reçu"}
      ${body.taken_by && `, recueilli par\u00a0: ${label("roles", body.taken_by)}`}${body.valid_until && (isStale(body, at) ? `, périmé depuis ${duration(at - Date.parse(body.valid_until))}` : `, périmé ${dated(body.valid_until, zone, at)}`)}.</p>
    ${body.awaited_since && html`<p class="late">Compte rendu attendu depuis ${duration(at - Date.parse(body.awaited_since))}.</p>`}
    ${need && need.lacks.length > 0 && html`<p>Manque, d’après ses chiffres\u00a0: ${need.lacks.join(", ")}.</p>`}
    ${body.text && html`<p class="quote">«\u00a0${body.text}\u00a0»</p>`}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, id: string}} props */
function Calls({ dossier, id }) {
  const at = moment.value;
  const calls = dossier.cards("calls").get(`calls:${id}`)?.calls ?? [];
  const unanswered = dossier.cards("body").get(`body:${id}`)?.unanswered ?? 0;
  return html`<p class=${unanswered >= 3 ? "late in" : "sub in"}>${unanswered ? `${unanswered} appel${unanswered > 1 ? "s" : ""} sans réponse de suite` : "Aucun appel sans réponse en suspens"}</p>
    ${calls.length > 0 && html`<ul class="cards">${calls.slice().reverse().map((/** @type {any} */ call) => html`<li key=${call.at}><b>${written(call.at, dossier.zone, at)}</b> ${call.answered ? "a répondu" : "sans réponse"} <span class="sub">${label("roles", call.role ?? "")}</span>${call.text && html`<br />«\u00a0${call.text}\u00a0»`}</li>`)}</ul>`}`;
}
