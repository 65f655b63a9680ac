// The reports of one body, the newest observation first, each with what it said and how to put one's own right.

import { withQuery } from "../api.js";
import { useFollowed } from "../fetched.js";
import { CorrectReport } from "../forms/correct_report.js";
import { dated, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { codes, label, short, worded } from "../vocabulary.js";
import { Refusal } from "./message.js";
import { Status } from "./status.js";

/** How many of the last reports are shown; the others are in the lines of the body. */
const LAST = 12;

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} props */
export function Reports({ dossier, body }) {
  const address = withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/journal`, { body: body.body, kind: "report.filed", limit: LAST, before: "live" in dossier ? dossier.seq.value + 1 : 2 ** 53 - 1 });
  const { value, problem } = useFollowed(address, body.seq);
  const reports = (value?.entries ?? []).filter(({ fact }) => fact).sort((/** @type {any} */ a, /** @type {any} */ b) => (a.fact.observed_at < b.fact.observed_at ? 1 : a.fact.observed_at > b.fact.observed_at ? -1 : b.seq - a.seq));
  return html`<section class="block" aria-labelledby="comptes-rendus"><header><h2 id="comptes-rendus">Comptes rendus</h2>
      <p class="sub">le plus récemment observé d’abord</p></header>
    ${problem && html`<${Refusal} problem=${problem} />`}
    <ol class="cards reports">${reports.map((/** @type {any} */ line, /** @type {number} */ index) => html`<${Report} key=${line.seq} dossier=${dossier} body=${body} line=${line} replaced=${replacedBy(reports, index)} />`)}</ol>
    ${value && reports.length === 0 && html`<p class="empty">Aucun compte rendu reçu.</p>`}</section>`;
}

/** The later report of the same hour, which takes its place. @param {any[]} reports @param {number} index */
function replacedBy(reports, index) {
  const { fact, seq } = reports[index];
  return reports.find((other) => other.fact.observed_at === fact.observed_at && other.seq > seq)?.seq;
}

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card, line: any, replaced?: number}} props */
function Report({ dossier, body, line, replaced }) {
  const now = moment.value;
  const { account, bodies } = actor();
  const { fact } = line;
  const said = Object.entries(fact.figures ?? {});
  const text = fact.text;
  const own = (line.by.account === account || (bodies.includes(body.body) && !fact.taken_by)) && !replaced && dossier.may("report.file");
  const words = html`${said.length > 0 && html`<span class="said">${said.map(([name, figure]) => `${short("figures", name)}\u00a0: ${figureWords(name, figure)}`).join(" · ")}</span>`}
    ${text && html`<span class="quote">«\u00a0${text}\u00a0»</span>`}`;
  return html`<li id=${`r${line.seq}`} class=${replaced ? "over" : ""}><p class="report-head"><b>${written(fact.observed_at, dossier.zone, now)}</b> <${Status} code=${fact.status} />
      <span class="sub">n°\u00a0${number(line.seq)} · ${short("roles", line.by.role)}${Math.abs(Date.parse(line.at) - Date.parse(fact.observed_at)) > 300_000 && ` · reçu ${dated(line.at, dossier.zone, now)}`}</span></p>
    ${replaced ? html`<p><s>${words}</s> <span class="sub">rectifié par le n°\u00a0${number(replaced)}</span></p>` : html`<p>${words}</p>`}
    ${own && html`<${CorrectReport} dossier=${dossier} body=${body} fact=${fact} />`}</li>`;
}

/** @param {string} name @param {{value?: number | string, quality: string}} figure */
export function figureWords(name, { value, quality }) {
  if (value === undefined || value === null || quality === "non_communique") return "n.\u00a0c.";
  const { codes: among } = worded("figures", name);
  return typeof value === "number" ? `${number(value)}${quality === "estime" ? " (est.)" : ""}` : among?.[value]?.label ?? value;
}

/** What a body last said of each figure, with its age. @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} props */
export function LastFigures({ dossier, body }) {
  const now = moment.value;
  const held = body.figures ?? {};
  const figures = codes("figures").flatMap(([name]) => (held[name] ? [[name, held[name]]] : []));
  if (!figures.length) return null;
  return html`<section class="block" aria-labelledby="derniers"><header><h2 id="derniers">Derniers chiffres</h2></header>
    <table class="tbl"><thead><tr><th scope="col">Chiffre</th><th scope="col" class="num">Valeur</th><th scope="col">Qualité</th><th scope="col" class="num">Observé</th></tr></thead>
      <tbody>${figures.map(([name, figure]) => html`<tr key=${name}><th scope="row">${label("figures", name)}</th><td class="num"><b>${figureWords(name, { ...figure, quality: figure.quality === "estime" ? "" : figure.quality })}</b></td>
        <td>${label("qualities", figure.quality).toLowerCase()}</td><td class="num sub">${written(figure.observed_at, dossier.zone, now)}</td></tr>`)}</tbody></table></section>`;
}
