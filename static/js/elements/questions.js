// Questions between those who follow the crisis: owed until they are answered.

import { useCommand } from "../commands.js";
import { Area, Choice, NO_NAMES, useForm } from "../forms/field.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { freshName, keyOf } from "../ids.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { short } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** @param {{dossier: import("../dossier.js").Dossier, body?: import("../store.js").Card}} props `body`: what is asked of it, or by it, alone */
export function Questions({ dossier, body }) {
  const cards = [...dossier.cards("question").values()].filter((card) => !body || card.to === body.body || card.asked_body === body.body).sort((a, b) => Number(a.state !== "posee") - Number(b.state !== "posee") || b.seq - a.seq);
  if (!cards.length && !dossier.may("question.ask")) return null;
  return html`<section class="block" aria-labelledby="questions"><header><h2 id="questions">Questions</h2></header>
    ${dossier.may("question.ask") && html`<${Ask} dossier=${dossier} only=${body && !actor().bodies.includes(body.body) ? body : undefined} />`}
    <ul class="cards">${cards.map((card) => html`<${Question} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Question({ dossier, card }) {
  const { values, bind } = useForm({ text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  const at = moment.value;
  const owed = card.state === "posee";
  return html`<li class=${owed ? "is-late" : ""}><p><b>${short("roles", card.asked_by)} → ${card.to_name}</b> <span class="sub">${dated(card.asked_at, dossier.zone, at)}</span></p>
    <p>${card.text}</p>${owed ? html`<p class="late"><span class="warn" aria-hidden="true">!</span> Réponse due</p>` : html`<p><b>Réponse</b> <span class="sub">${dated(card.answered_at, dossier.zone, at)}</span>\u00a0: ${card.answer}</p>`}
    ${owed && dossier.may("question.answer") && isAsked(dossier, card) && html`<details class="fold"><summary>Répondre</summary><form onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); send({ do: "question.answer", question: keyOf(card), text: values.text }); }}>
      <${Area} label="Réponse" hint=${NO_NAMES} required ...${bind("text")} /><${Outcome} outcome=${outcome} /><p class="go"><button class="btn btn-main" disabled=${busy}>Répondre</button></p></form></details>`}</li>`;
}

/** @param {import("../dossier.js").Dossier} dossier @param {import("../store.js").Card} card */
const isAsked = (dossier, card) => (card.to === "representative" ? dossier.may("support.call") : actor().bodies.includes(card.to));

/** @param {{dossier: import("../dossier.js").Dossier, only?: import("../store.js").Card}} props `only`: the one body that may be asked here */
function Ask({ dossier, only }) {
  const { values, bind, reset } = useForm({ to: only?.body ?? "representative", text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  const bodies = [...dossier.cards("body").values()].map((card) => /** @type {[string, string]} */ ([card.body, card.name])).sort((a, b) => a[1].localeCompare(b[1], "fr"));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "question.ask", question: freshName("question"), ...values })) reset();
  }
  return html`<details class="fold"><summary>Poser une question</summary><form onSubmit=${submit}>
    ${!only && html`<${Choice} label="À qui" options=${[["representative", "Le représentant de l’UNCCAS"], ...bodies]} ...${bind("to")} />`}
    <${Area} label="Question" hint=${NO_NAMES} required ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Question posée" /><p class="go"><button class="btn btn-main" disabled=${busy}>Poser la question</button></p></form></details>`;
}
