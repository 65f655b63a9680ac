// The page of a field link: one body, its report, its needs, what it last said. Nothing else is here to be seen.

import { useEffect, useMemo } from "preact/hooks";
import { DossierEnded, LinkBar } from "../elements/link_bar.js";
import { Frame } from "../elements/frame.js";
import { Status } from "../elements/status.js";
import { CorrectReport } from "../forms/correct_report.js";
import { NeedForm } from "../forms/help.js";
import { ReportForm } from "../forms/report.js";
import { dated, duration, number } from "../format.js";
import { html } from "../html.js";
import { Own } from "../own.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";

/** What others write about the body is read again this often. */
const AGAIN_MS = 60_000;

/** @param {{dossier: string}} props */
export function FieldPage({ dossier: id }) {
  const dossier = useMemo(() => new Own(id), [id]);
  useEffect(() => {
    const again = setInterval(() => dossier.load(), AGAIN_MS);
    return () => {
      clearInterval(again);
      dossier.close();
    };
  }, [dossier]);
  const problem = dossier.problem.value;
  if (problem) return html`<${Frame} title="Ce lien n’ouvre plus rien" kind="plain link-page" nav=${html`<${LinkBar} />`}><${DossierEnded} problem=${problem} /><//>`;
  if (!dossier.kind.value) return html`<${Frame} title="Ouverture" kind="plain" nav=${html`<${LinkBar} />`}><p class="empty" role="status">Lecture…</p><//>`;
  return html`<${OneBody} dossier=${dossier} />`;
}

/** @param {{dossier: Own}} props */
function OneBody({ dossier }) {
  const key = actor().bodies[0] ?? "";
  const body = dossier.cards("body").get(`body:${key}`);
  const crisis = dossier.only("crisis");
  if (!body || !crisis) return html`<${Frame} title="Ce lien n’ouvre plus rien" kind="plain link-page" nav=${html`<${LinkBar} />`}><${DossierEnded} /><//>`;
  const at = moment.value;
  return html`<${Frame} title=${body.name} sub=${`${crisis.title} · ${label("hazards", crisis.hazard).toLowerCase()}`} dossier=${dossier} nav=${html`<${LinkBar} />`} kind="field-page">
    <section class="block in last-news" aria-label="Dernières nouvelles"><p class="big"><${Status} code=${body.status} /></p>
      <p class="sub">${body.observed_at ? `Observé ${dated(body.observed_at, dossier.zone, at)}, il y a ${duration(at - Date.parse(body.observed_at))}.` : "Aucun compte rendu reçu de vous encore."}</p></section>
    <section class="block first-said" aria-labelledby="compte-rendu"><header><h2 id="compte-rendu">Compte rendu</h2></header>
      <${ReportForm} dossier=${dossier} body=${body} onSent=${() => dossier.load()} /></section>
    <section class="block" aria-labelledby="envoyes"><header><h2 id="envoyes">Ce qui a été dit</h2></header><${Said} dossier=${dossier} body=${body} /></section>
    <section class="block" aria-labelledby="besoins"><header><h2 id="besoins">Besoins</h2></header><${Needs} dossier=${dossier} body=${body} /></section><//>`;
}

/** The last reports; one's own may be put right. @param {{dossier: Own, body: import("../store.js").Card}} props */
function Said({ dossier, body }) {
  const at = moment.value;
  const reports = dossier.reports.value;
  if (!reports.length) return html`<p class="empty">Rien encore.</p>`;
  return html`<ol class="cards reports">${reports.map(({ seq, own, fact }) => html`<li key=${seq}><p class="report-head"><b>${dated(fact.observed_at, dossier.zone, at)}</b> <${Status} code=${fact.status} />
      <span class="sub">n°\u00a0${number(seq)}${!own && " · recueilli autrement"}</span></p>${fact.text && html`<p class="quote">«\u00a0${fact.text}\u00a0»</p>`}
    ${own && html`<${CorrectReport} dossier=${dossier} body=${body} fact=${fact} />`}</li>`)}</ol>`;
}

/** @param {{dossier: Own, body: import("../store.js").Card}} props */
function Needs({ dossier, body }) {
  const needs = [...dossier.cards("need").values()].filter(({ state }) => state !== "retire");
  return html`${needs.length > 0 && html`<ul class="cards">${needs.map((need) => html`<li key=${need.id}><b>${label("needs", need.kind)}</b>\u00a0: ${number(need.quantity)}, ${label("urgencies", need.urgency).toLowerCase()}
      <span class="sub">${label("need_states", need.state).toLowerCase()}</span></li>`)}</ul>`}
    ${dossier.may("need.raise") && html`<${NeedForm} dossier=${dossier} bodies=${[[body.body, body.name]]} />`}`;
}
