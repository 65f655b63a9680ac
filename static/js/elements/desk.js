// The designation desk: whom to call first to represent the UNCCAS, and why; whoever accepts fills the form.

import { useFetched } from "../fetched.js";
import { html } from "../html.js";
import { Dial } from "./directory.js";
import { Refusal } from "./message.js";

/** People shown before the rest is asked for. */
const FIRST = 8;

/** @param {{dossier: string, onPick: (person: any) => void}} props */
export function Desk({ dossier, onPick }) {
  const { value, problem } = useFetched(`/api/directory/roster?dossier=${encodeURIComponent(dossier)}`);
  if (problem) return problem.status === 403 ? null : html`<${Refusal} problem=${problem} />`;
  if (!value) return html`<p class="empty" role="status">Lecture du vivier…</p>`;
  if (!value.people.length) return html`<p class="empty">Le vivier est vide\u00a0: <a href="/annuaire/vivier">le remplir</a>, ou désigner quelqu’un ci-dessous.</p>`;
  const row = (/** @type {any} */ one) => html`<li key=${one.id} class="contact"><b>${one.name}</b>, ${one.function}${one.body_name && ` · ${one.body_name}`}
    ${one.hit && html` <span class="tag tag-late">touché</span>`}${!one.free && html` <span class="tag tag-stale">non disponible</span>`}
    <br /><${Dial} number=${one.phone} who=${one.name} /> <span class="sub">${one.reasons.join(" · ")}</span>
    <p class="go"><button type="button" class="btn" onClick=${() => onPick(one)}>Remplir avec ${one.name}</button></p></li>`;
  return html`<div class="desk"><h3 class="in">Vivier\u00a0: qui appeler d’abord</h3><ol class="cards">${value.people.slice(0, FIRST).map(row)}</ol>
    ${value.people.length > FIRST && html`<details class="fold"><summary>Les autres <span class="sub">${value.people.length - FIRST}</span></summary><ol class="cards">${value.people.slice(FIRST).map(row)}</ol></details>`}</div>`;
}
