// How a body is reached: its own lines, then its people in the order of call.

import { html } from "../html.js";
import { useFetched } from "../fetched.js";
import { Dial, Mail } from "./directory.js";
import { named } from "./skills.js";

/** On the page of a body in a dossier, for those who may see it; nothing for the others.
 * @param {{dossier: string, body: string}} props */
export function Reach({ dossier, body }) {
  const { value } = useFetched(`/api/directory/bodies/${encodeURIComponent(body)}?dossier=${encodeURIComponent(dossier)}`);
  if (!value) return null;
  const able = value.skills.length > 0 && html`<dl class="kv loose"><div><dt>Compétences</dt><dd>${named(value.skills)}</dd></div></dl>`;
  if (!value.contacts) return able && html`<section class="block" aria-label="Compétences">${able}</section>`;
  return html`<section class="block" aria-labelledby="joindre"><header><h2 id="joindre">Qui appeler</h2><p class="sub"><a href=${`/annuaire/organismes/${body}`}>Sa fiche dans l’annuaire</a></p></header>
    ${value.exercise && html`<p class="sub in">Exercice\u00a0: seuls les contacts marqués pour les exercices sont montrés.</p>`}
    ${able}<${People} sheet=${value} /></section>`;
}

/** @param {{sheet: any, actions?: (contact: any) => any}} props `actions`: what may be done with each */
export function People({ sheet, actions }) {
  const { lines, contacts } = sheet;
  const has = lines && (lines.phone || lines.on_call || lines.email || lines.hours);
  if (!has && !contacts.length) return html`<p class="empty late">Aucun numéro, aucun contact\u00a0: à compléter dans l’annuaire.</p>`;
  return html`${has && html`<dl class="kv loose">
      ${lines.phone && html`<div><dt>Standard</dt><dd><${Dial} number=${lines.phone} who="le standard" /></dd></div>`}
      ${lines.on_call && html`<div><dt>Astreinte</dt><dd><${Dial} number=${lines.on_call} who="l’astreinte" /></dd></div>`}
      ${lines.email && html`<div><dt>Courriel</dt><dd><${Mail} address=${lines.email} /></dd></div>`}
      ${lines.hours && html`<div><dt>Horaires</dt><dd>${lines.hours}</dd></div>`}</dl>`}
    ${contacts.length > 0 && html`<ol class="cards">${contacts.map((/** @type {any} */ one) => html`<li key=${one.id} class="contact"><b>${one.function}</b>${one.name && `, ${one.name}`}
      ${one.on_call && html` <span class="tag">astreinte</span>`} ${one.for_exercises && html` <span class="tag tag-exo">exercices</span>`} <span class="sub">ordre ${one.rank}</span><br />
      <${Dial} number=${one.phone} who=${one.function} />${one.phone && one.email && " · "}<${Mail} address=${one.email} />
      ${actions?.(one)}</li>`)}</ol>`}`;
}
