// Giving the list to call: whoever leads chooses who is on it, in which order and for how long each is waited for.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Dial } from "../elements/directory.js";
import { Outcome, Refusal } from "../elements/message.js";
import { counted } from "../format.js";
import { html } from "../html.js";
import { freshName } from "../ids.js";
import { heldPerimeters, moved, proposed } from "../roster_calls.js";
import { Choice, Field, optionsOf, useForm } from "./field.js";

/** People on one list (domain/roster_cards.py). */
const MOST = 20;
/** People of the roster shown before the rest is asked for. */
const FIRST = 8;

/** @param {{dossier: import("../dossier.js").Dossier, people: any[] | undefined, problem: any}} props */
export function CallRoster({ dossier, people, problem }) {
  const { values, bind } = useForm({ perimeter: "", minutes: "30" });
  const [chosen, setChosen] = useState(/** @type {string[] | null} */ (null));
  const { outcome, send, busy } = useCommand(dossier.id);
  if (problem) return html`<${Refusal} problem=${problem} />`;
  if (!people) return html`<p class="empty" role="status">Lecture du vivier…</p>`;
  if (!people.length) return html`<p class="empty">Le vivier est vide\u00a0: <a href="/annuaire/vivier">le remplir</a>, ou désigner quelqu’un à la main.</p>`;
  const list = (chosen ?? proposed(people, dossier.cards("representative").values()).map(({ id }) => id)).filter((id) => people.some((one) => one.id === id)).slice(0, MOST);
  const listed = list.map((id) => people.find((one) => one.id === id));
  const others = people.filter(({ id }) => !list.includes(id));
  const departements = /** @type {string[]} */ (dossier.only("crisis")?.departements ?? []);
  const held = heldPerimeters(dossier.cards("representative").values(), dossier.cards("roster_call").values());
  const perimeters = [...optionsOf("perimeters"), ...departements.map((code) => /** @type {[string, string]} */ ([code, `Département ${code}`]))].filter(([code]) => !held.has(code));
  const wanted = perimeters.some(([code]) => code === values.perimeter) ? values.perimeter : perimeters[0]?.[0];
  if (!wanted) return html`<p class="empty">Chaque périmètre a quelqu’un, ou attend une réponse\u00a0: rien n’est à appeler.</p>`;
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "roster.call", call: freshName("appel"), perimeter: wanted, people: list, minutes: Number(values.minutes) || 30 })) setChosen(null);
  }
  const add = (/** @type {any} */ one) => html`<li key=${one.id}><${Who} one=${one} />
    <p class="go"><button type="button" class="btn" disabled=${list.length >= MOST} onClick=${() => setChosen([...list, one.id])}>Ajouter à la liste<span class="vh">\u00a0: ${one.name}</span></button></p></li>`;
  return html`<form onSubmit=${submit}><h3 class="part">À appeler, dans cet ordre</h3>
    ${listed.length > 0 ? html`<ol class="cards">${listed.map((one, index) => html`<li key=${one.id}><${Who} one=${one} rank=${index + 1} />
      <p class="go"><button type="button" class="btn btn-quiet" disabled=${index === 0} aria-label=${`Monter ${one.name}`} onClick=${() => setChosen(moved(list, index, -1))}>Monter</button>
        <button type="button" class="btn btn-quiet" disabled=${index === list.length - 1} aria-label=${`Descendre ${one.name}`} onClick=${() => setChosen(moved(list, index, 1))}>Descendre</button>
        <button type="button" class="btn btn-quiet" aria-label=${`Retirer ${one.name} de la liste`} onClick=${() => setChosen(list.filter((id) => id !== one.id))}>Retirer</button></p></li>`)}</ol>` : html`<p class="empty">Personne n’est sur la liste\u00a0: ajouter quelqu’un ci-dessous.</p>`}
    <div class="two in"><${Choice} label="Périmètre" options=${perimeters} ...${bind("perimeter")} value=${wanted} />
      <${Field} label="Minutes pour répondre" type="number" min="5" max="240" required ...${bind("minutes")} /></div>
    <${Outcome} outcome=${outcome} done="Appel lancé" />
    <p class="sub in">La première personne est appelée tout de suite, la suivante dès un refus ou un délai passé, jusqu’à un accord. Vous pouvez arrêter ou reprendre la main à tout moment.</p>
    <p class="go in"><button class="btn btn-main" disabled=${busy || list.length === 0}>Appeler la liste (${list.length})</button></p>
    ${others.length > 0 && html`<h3 class="part">Hors de la liste</h3><ul class="cards">${others.slice(0, FIRST).map(add)}</ul>
      ${others.length > FIRST && html`<details class="fold"><summary>${counted(others.length - FIRST, "autre personne", "autres personnes")}</summary><ul class="cards">${others.slice(FIRST).map(add)}</ul></details>`}`}</form>`;
}

/** @param {{one: any, rank?: number}} props */
function Who({ one, rank }) {
  return html`<p>${rank && html`<span class="sub">${rank}.</span> `}<b>${one.name}</b>, ${one.function}${one.body_name && ` · ${one.body_name}`}${one.hit && html` <span class="tag tag-late">touché</span>`}${!one.free && html` <span class="tag tag-stale">non disponible</span>`}${one.for_exercises && html` <span class="tag tag-exo">exercices</span>`}</p>
    <p class="sub"><${Dial} number=${one.phone} who=${one.name} /> ${one.reasons.join(" · ")}</p>`;
}
