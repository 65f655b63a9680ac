// The versions of a protocol: who changed what, who follows which, and what differs from the text of a crisis.

import { counted, number, plainDay } from "../format.js";
import { html } from "../html.js";
import { countOf, differences } from "../versions.js";

/** The newest version first. @param {{changes: any[]}} props */
export function Versions({ changes }) {
  return html`<ol class="cards versions">${changes.slice().reverse().map((change) => html`<li key=${change.version}><p><b>Version ${number(change.version)}</b> <span class="sub">du ${plainDay(change.date)}, ${change.by}</span></p>
    <p>${change.what}</p></li>`)}</ol>`;
}

/** The crises that follow a protocol, and in which version. @param {{playbook: any, dossiers: any[]}} props */
export function Followers({ playbook, dossiers }) {
  const following = dossiers.filter((one) => one.playbooks?.[playbook.code]);
  if (!following.length) return null;
  return html`<h3 class="part">Évènements qui le suivent</h3><ul class="cards">${following.map((one) => {
    const version = one.playbooks[playbook.code];
    return html`<li key=${one.id}><a href=${`/dossiers/${one.id}/fiches/${playbook.code}`}>${one.title}</a> ${one.exercise && html`<span class="tag tag-exo">EXERCICE</span>`}
      <span class="sub"> version ${number(version)}${version === playbook.version ? "" : `, la bibliothèque tient la version ${number(playbook.version)}\u00a0: voir ce qui diffère`}</span></li>`;
  })}</ul>`;
}

/** What the library holds otherwise than the crisis. @param {{card: any, library: any}} props `card`: the frozen text */
export function Difference({ card, library }) {
  const found = differences(card, library);
  const count = countOf(found);
  const newer = library.version !== card.version;
  if (!count && !newer) return html`<p class="block in sub">Version ${number(card.version)}, telle que la bibliothèque la tient aujourd’hui.</p>`;
  const change = library.changes.filter((/** @type {any} */ one) => one.version > card.version);
  const list = (/** @type {string} */ title, /** @type {any[]} */ items, /** @type {(item: any) => any} */ draw) => items.length > 0 && html`<h3 class="part">${title} (${items.length})</h3><ul class="plain-list in">${items.map((item) => html`<li>${draw(item)}</li>`)}</ul>`;
  const named = (/** @type {any} */ { code, title }) => html`${title} <span class="sub">${code}</span>`;
  return html`<section class="block differences" aria-labelledby="differences"><header><h2 id="differences">Ce qui diffère de la bibliothèque</h2>
      <p class="sub">version ${number(card.version)} figée ici, version ${number(library.version)} dans la bibliothèque\u00a0: ${count ? counted(count, "différence") : "rien ne change pour qui l’applique"}</p></header>
    ${change.length > 0 && html`<${Versions} changes=${change} />`}
    ${list("Actions nouvelles", found.added, named)} ${list("Actions modifiées", found.changed, (one) => html`${named(one)}<span class="sub">\u00a0: ${one.fields.join(", ")}</span>`)} ${list("Actions retirées", found.removed, named)}
    ${list("Lignes rouges nouvelles", found.lines.added, (line) => line)} ${list("Lignes rouges retirées", found.lines.removed, (line) => line)}
    <p class="in sub">Un évènement en cours garde le texte avec lequel il a été ouvert, jusqu’à ce que la permanence ou le représentant applique la nouvelle version.</p></section>`;
}
