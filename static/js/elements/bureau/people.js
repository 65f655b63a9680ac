// Who no longer copes, and who is silent: the latter are asked again in one act.

import { answeredSince, overwhelmed } from "../../bureau.js";
import { useCommand } from "../../commands.js";
import { counted, dated, duration } from "../../format.js";
import { Choice, Field, useForm } from "../../forms/field.js";
import { Reasoned } from "../../forms/reasoned.js";
import { html } from "../../html.js";
import { moment } from "../../ticking.js";
import { Outcome } from "../message.js";
import { Status } from "../status.js";

/** @typedef {import("../../dossier.js").Dossier} Dossier */

/** Bodies named at most; the others are counted. */
const NAMED = 12;

/** @param {{dossier: Dossier}} props */
export function Overwhelmed({ dossier }) {
  const at = moment.value;
  const found = overwhelmed(dossier.cards("body").values());
  return html`<section class="block" aria-labelledby="b-debordes"><header><h2 id="b-debordes">Débordés, en tension</h2><p class="sub">${counted(found.length, "en difficulté", "en difficulté")}</p></header>
    ${found.length ? html`<ul class="cards">${found.slice(0, NAMED).map((body) => html`<li key=${body.id}><p class="line"><a href=${`/dossiers/${dossier.id}/organismes/${body.body}`}><b>${body.name}</b></a> <${Status} code=${body.status} />${body.hit && html` <span class="tag tag-late">particulièrement touché</span>`}</p>
      <p class="sub">observé il y a ${duration(at - Date.parse(body.observed_at ?? body.reported_at ?? ""))}</p>
      ${dossier.may("body.mark_hit") && html`<${Reasoned} key=${String(body.hit)} dossier=${dossier.id} title=${body.hit ? "N’est plus particulièrement touché" : "Dire particulièrement touché"} command=${{ do: "body.mark_hit", body: body.body, hit: !body.hit }} verb="Décider" />`}</li>`)}</ul>` : html`<p class="empty">Personne ne se dit débordé.</p>`}
    ${found.length > NAMED && html`<p class="more sub"><a href=${`/dossiers/${dossier.id}`}>et ${counted(found.length - NAMED, "autre")}, sur le tableau</a></p>`}</section>`;
}

/** How many of the call list are silent. @param {any} calls */
export const silentIn = (calls) => calls.calls.length + calls.left_out;

/** @param {{dossier: Dossier, within: string[], calls: any}} props `within`: the départements of the crisis; `calls`: the list of the server, null while it is read */
export function Silent({ dossier, within, calls }) {
  const at = moment.value;
  const bodies = dossier.cards("body");
  const requests = [...dossier.cards("requests").values()];
  const silent = calls?.calls ?? [];
  const count = calls ? silentIn(calls) : 0;
  const last = requests.sort((a, b) => (a.asked_at < b.asked_at ? 1 : -1));
  return html`<section class="block" aria-labelledby="b-silencieux"><header><h2 id="b-silencieux">Silencieux</h2><p class="sub">${calls ? counted(count, "sans nouvelles valables", "sans nouvelles valables") : "Lecture de la liste…"}</p></header>
    ${silent.length ? html`<p class="in">${silent.slice(0, NAMED).map((/** @type {any} */ body, /** @type {number} */ index) => html`${index > 0 && ", "}<a key=${body.body} href=${`/dossiers/${dossier.id}/organismes/${body.body}`}>${body.name}</a>`)}${count > NAMED && ` et ${counted(count - NAMED, "autre")}`}.</p>` : calls && html`<p class="empty">Toutes les nouvelles sont valables.</p>`}
    ${last.slice(0, 6).map((request) => html`<p class="sub in" key=${request.id}>Relancés ${dated(request.asked_at, dossier.zone, at)} (${request.departement})\u00a0: ${counted(request.bodies.length, "organisme")}, ${counted(answeredSince(request, bodies), "réponse")} depuis.</p>`)}
    ${silent.length > 0 && dossier.may("report.request") && html`<${AskAgain} dossier=${dossier} count=${calls.to_ask} within=${within} />`}
    ${dossier.may("call.log") && html`<p class="in"><a href=${`/dossiers/${dossier.id}/relance`}>Les appeler un par un</a></p>`}</section>`;
}

/** One act for all of them. @param {{dossier: Dossier, count: number, within: string[]}} props */
function AskAgain({ dossier, count, within }) {
  const { values, bind, reset } = useForm({ text: "", departement: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "report.request", text: values.text, departement: values.departement })) reset();
  }
  return html`<details class="fold" open=${outcome.state !== "idle" || undefined}><summary>Relancer tous les silencieux</summary><form onSubmit=${submit}>
    ${within.length > 1 && html`<${Choice} label="Département" empty="Toute la zone" options=${within.map((code) => [code, code])} ...${bind("departement")} />`}
    <${Field} label="Message (facultatif)" maxlength="500" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Relance partie" />
    <p class="sub">${count ? "Mille au plus en une fois, ceux à appeler d’abord en premier. Qui vient d’être relancé est laissé tranquille un quart d’heure." : "Tous viennent d’être relancés\u00a0: encore un moment."}</p>
    <p class="go"><button class="btn btn-main" disabled=${busy || count === 0}>Relancer ${counted(count, "organisme")}</button></p></form></details>`;
}
