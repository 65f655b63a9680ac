// « Accès fortuits »: those that were reported, to whom they were told, by whom, and what became of each.

import { useState } from "preact/hooks";
import { withQuery } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Outcome, Refusal } from "../elements/message.js";
import { useCommand } from "../commands.js";
import { useFetched } from "../fetched.js";
import { Area, Choice, NO_NAMES, optionsOf, useForm } from "../forms/field.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { place } from "../router.js";
import { session } from "../session.js";
import { now } from "../time.js";
import { label } from "../vocabulary.js";

/** @typedef {{role: string, body: string | null, name: string | null}} By
 *  @typedef {{seq: number, at: string, by: By, state: string, text: string | null}} Answer
 *  @typedef {{dossier: string, title: string | null, exercise: boolean, opens: boolean, seq: number, at: string, by: By, mine: boolean, whose: string | null, whose_name: string | null, text: string, state: string | null, may_answer: boolean, answers: Answer[]}} Exposure
 *  @typedef {{full: boolean, exposures: Exposure[]}} Listed */

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = (/** @type {string} */ instant) => dated(instant, ZONE, now());

export function ExposuresPage() {
  const dossier = place.value.query.get("dossier") ?? "";
  const { value, problem, again } = useFetched(withQuery("/api/exposures", { dossier }));
  const [kept, setKept] = useState(/** @type {Listed | null} */ (null));
  if (value && value !== kept) setKept(value);
  const waiting = kept?.exposures.filter((one) => one.state !== "traite") ?? [];
  const done = kept?.exposures.filter((one) => one.state === "traite") ?? [];
  return html`<${Frame} title="Accès fortuits" sub="Ce qui a été vu par accident, et ce qui a été fait" kind="plain wide">
    <p>Qui voit par accident ce qui n’était pas pour lui le signale (convention CPAM-Caf-SIAO, article\u00a011), depuis la page <i>Accès fortuit</i> du dossier. L’organisme concerné,
      la coordination ou les parties y répondent\u202f; qui a signalé lit leur réponse ici.
      ${session.value?.administers && " L’administration des comptes lit tous les signalements, pour corriger un droit donné à tort, et rien d’autre des dossiers."}</p>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${kept && kept.exposures.length === 0 && html`<${Notice} tone="note">Aucun signalement à lire ici.<//>`}
    ${waiting.length > 0 && html`<${Group} id="suite" title="En attente d’une suite" all=${waiting} again=${again} />`}
    ${done.length > 0 && html`<${Group} id="traites" title="Traités" all=${done} again=${again} />`}
    ${kept?.full && html`<${Notice} tone="note">Seuls les plus récents sont montrés.<//>`}
    ${kept && kept.exposures.length > 0 && html`<p><a href=${withQuery("/api/exposures.csv", { dossier })} download>Emporter cette liste (CSV)</a></p>`}
    <p class="sub">Un signalement et ses réponses sont des lignes de la main courante\u00a0: ils sont gardés aussi longtemps qu’elle, après la fin aussi. La permanence peut en effacer les mots.</p><//>`;
}

/** @param {{id: string, title: string, all: Exposure[], again: () => void}} props */
function Group({ id, title, all, again }) {
  return html`<section class="block" aria-labelledby=${id}><header><h2 id=${id}>${title} (${all.length})</h2></header>
    ${all.map((one) => html`<${One} key=${`${one.dossier}/${one.seq}`} one=${one} again=${again} />`)}</section>`;
}

/** Who wrote a line: a role and a body, never a person. @param {By} by */
const who = ({ role, body, name }) => [label("roles", role), name ?? body].filter(Boolean).join(", ");

/** @param {{one: Exposure, again: () => void}} props */
function One({ one, again }) {
  const [open, setOpen] = useState(false);
  const named = one.title ?? one.dossier;
  return html`<article class="in" aria-label=${`Ligne ${one.seq}, ${named}`}>
    <p><span class=${one.state ? "tag" : "tag tag-late"}>${one.state ? label("exposure_states", one.state) : "Signalé"}</span>
      ${" "}<b>${one.exercise && "[EXERCICE] "}${one.opens ? html`<a href=${`/dossiers/${one.dossier}/main-courante?ligne=${one.seq}`}>${named}</a>` : named}</b>, ligne n°\u00a0${one.seq}</p>
    <p>${one.text}</p>
    <p class="sub">${one.mine ? "Signalé par vous" : `Signalé par ${who(one.by)}`}, ${when(one.at)}. ${one.whose_name ? `À qui est l’information\u00a0: ${one.whose_name}.` : "Sans organisme désigné."}</p>
    ${one.answers.length > 0 && html`<ul>${one.answers.map((answer) => html`<li key=${answer.seq}>
      <p><b>${label("exposure_states", answer.state)}</b>${answer.text && `\u00a0: ${answer.text}`}</p><p class="sub">${who(answer.by)}, ${when(answer.at)}</p></li>`)}</ul>`}
    ${one.may_answer && (open ? html`<${Reply} one=${one} done=${() => { setOpen(false); again(); }} />`
      : html`<p class="go"><button class="btn" aria-label=${`Répondre au signalement de la ligne ${one.seq}`} onClick=${() => setOpen(true)}>Répondre</button></p>`)}</article>`;
}

/** @param {{one: Exposure, done: () => void}} props */
function Reply({ one, done }) {
  const { values, bind } = useForm({ state: one.state === null ? "recu" : "traite", text: "" });
  const { outcome, send, busy } = useCommand(one.dossier);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "exposure.answer", seq: one.seq, state: values.state, text: values.text })) done();
  }
  return html`<form onSubmit=${submit}>
    <${Choice} label="Où en est-on" options=${optionsOf("exposure_states")} ...${bind("state")} />
    <${Area} label="Ce qui a été fait" hint=${`Qui a signalé le lira. ${NO_NAMES}`} required=${values.state === "traite"} ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Réponse enregistrée" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Répondre</button></p></form>`;
}
