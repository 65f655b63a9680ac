// One line of the main courante: number, hour, words, who wrote it. A corrected note is struck and stays readable.

import { useBrought } from "../brought.js";
import { useCommand } from "../commands.js";
import { Area, NO_NAMES, useForm } from "../forms/field.js";
import { Reasoned } from "../forms/reasoned.js";
import { dated, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { partyName, short } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** Beyond this, what happened and what was written are two different hours. */
const LATE_MS = 5 * 60_000;
/** Bodies whose name their role already says. */
const ALONE = new Set(["unccas", "sgav"]);

const bringFarName = () => import("../far_names.js").then((found) => found.farName);

/** @param {{dossier: import("../dossier.js").Dossier, line: import("../store.js").Line}} props */
export function LogLine({ dossier, line }) {
  const { zone } = dossier;
  const at = moment.value;
  const correction = dossier.cards("correction").get(`correction:${line.seq}`);
  const occurred = Date.parse(line.occurred_at);
  const body = ALONE.has(line.by.body) ? "" : line.by.body;
  const name = body && dossier.store.get(`body:${body}`)?.name;
  const { value: farName } = useBrought(name === undefined && body ? bringFarName : undefined);
  const apart = Math.abs(Date.parse(line.at) - occurred) > LATE_MS;
  return html`<li id=${`n${line.seq}`}>
    <time datetime=${line.at}>${written(line.at, zone, at)}</time>
    <div><p class="words">${correction ? html`<s>${line.text}</s>` : line.text}</p>
      <p class="sub"><span class="n">n°\u00a0${number(line.seq)}<span> · </span></span>${short("roles", line.by.role)}${body && ` · ${name ?? (farName?.(body) || partyName(body))}`}
        ${apart && ` · s’est produit ${dated(occurred, zone, at)}`}
        ${correction && html` · <b>corrigé par le n°\u00a0${number(correction.by_entry)}</b>`}</p>
      <${LineActions} dossier=${dossier} line=${line} /></div></li>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, line: import("../store.js").Line}} props */
function LineActions({ dossier, line }) {
  const { account, role } = actor();
  const own = line.by.account === account || role === "unccas_permanence";
  if (!own) return null;
  const note = line.kind === "note.written" || line.kind === "note.corrected";
  const [correct, erase] = [note && dossier.may("note.correct"), note && dossier.may("wording.erase")];
  if (!correct && !erase) return null;
  return html`<details class="fold"><summary>${[correct && "Corriger", erase && "effacer"].filter(Boolean).join(" ou ")}…</summary>
    ${correct && html`<${Correct} dossier=${dossier} line=${line} />`}
    ${erase && html`<${Reasoned} dossier=${dossier.id} title="Effacer les mots…" command=${{ do: "wording.erase", seq: line.seq }} verb="Effacer définitivement les mots" />`}</details>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, line: import("../store.js").Line}} props */
function Correct({ dossier, line }) {
  const { values, bind, reset } = useForm({ text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "note.correct", seq: line.seq, text: values.text })) reset();
  }
  return html`<form onSubmit=${submit}><${Area} label="Texte corrigé" hint=${NO_NAMES} required ...${bind("text")} />
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn" disabled=${busy}>Corriger cette ligne</button></p></form>`;
}
