// Who may do what, in words; and, for one dossier, what this person may do there and why not the rest.

import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { counted, plain } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";

export function RightsPage() {
  const { query } = place.value;
  const [dossier, words] = [query.get("dossier") ?? "", query.get("q") ?? ""];
  const wanted = plain(words).split(" ").filter(Boolean);
  const matches = (/** @type {string} */ text) => wanted.every((word) => plain(text).includes(word));
  return html`<${Frame} title="Qui peut quoi" sub="Chaque rôle, ce qu’il permet, et où" kind="plain wide">
    <form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}><p class="field"><label for="chercher-droit">Chercher une action ou un rôle</label>
      <input id="chercher-droit" type="search" maxlength="100" value=${words} onInput=${(/** @type {any} */ input) => keepInAddress({ q: input.currentTarget.value })} /></p></form>
    ${dossier && html`<${Mine} dossier=${dossier} matches=${matches} wanted=${wanted.length > 0} />`}
    <${Everybody} matches=${matches} wanted=${wanted.length > 0} /><//>`;
}

/** @typedef {(text: string) => boolean} Matches */

/** Why I may not, which is what one comes to read, and what I may. @param {{dossier: string, matches: Matches, wanted: boolean}} props */
function Mine({ dossier, matches, wanted }) {
  const { value: rights, problem } = useFetched(`/api/dossiers/${encodeURIComponent(dossier)}/rights`);
  if (problem) return html`<${Refusal} problem=${problem} />`;
  if (!rights) return html`<p class="empty" role="status">Lecture de vos droits dans ce dossier…</p>`;
  const shown = rights.filter((/** @type {any} */ right) => matches(`${right.said} ${right.reason}`));
  const [held, others] = [shown.filter((/** @type {any} */ right) => right.held), shown.filter((/** @type {any} */ right) => !right.held)];
  return html`<section class="block" aria-labelledby="mes-droits"><header><h2 id="mes-droits">Vous, dans ce dossier</h2><p class="sub"><a href=${`/dossiers/${dossier}`}>Retour au dossier</a></p></header>
    <${Part} title="Pourquoi je ne peux pas\u202f?" open head="La raison" rights=${others} empty=${wanted ? NONE : "Rien ne vous est fermé."} />
    <${Part} title="Ce que vous pouvez" open=${wanted} head="Où" rights=${held} empty=${wanted ? NONE : "Rien ici\u00a0: ce dossier vous est ouvert en lecture."} /></section>`;
}

const NONE = "Aucune action ne correspond.";

/** @param {{title: string, open: boolean, head: string, rights: any[], empty: string}} props */
function Part({ title, open, head, rights, empty }) {
  return html`<details class="fold" open=${open}><summary>${title} <span class="sub">${counted(rights.length, "action")}</span></summary><${Table} head=${head} rows=${rights.map(({ do: code, said, reason }) => [code, said, reason])} empty=${empty} /></details>`;
}

/** @param {{matches: Matches, wanted: boolean}} props `wanted`: something is looked for */
function Everybody({ matches, wanted }) {
  const { value: grants, problem, again } = useFetched("/api/rights");
  if (problem) return html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`;
  /** @type {Map<string, [string, string, any][]>} role → its actions */
  const roles = new Map();
  for (const { do: code, said, holders } of grants ?? []) {
    for (const { role, where } of holders) {
      if (matches(`${said} ${role}`)) roles.set(role, [...(roles.get(role) ?? []), [code, said, where]]);
    }
  }
  return html`<section class="block" aria-labelledby="tous-droits"><header><h2 id="tous-droits">Chaque rôle</h2><p class="sub">Ce qui n’est pas écrit ici n’est pas permis.</p></header>
    ${[...roles].map(([role, rows]) => html`<details class="fold" key=${role} open=${wanted}><summary>${role} <span class="sub">${counted(rows.length, "action")}</span></summary><${Table} head="Où" rows=${rows} empty="" /></details>`)}
    ${roles.size === 0 && html`<p class="empty">${grants ? NONE : "Lecture…"}</p>`}</section>`;
}

/** @param {{head: string, rows: [string, string, any][], empty: string}} props */
function Table({ head, rows, empty }) {
  if (!rows.length) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll"><table class="tbl"><thead><tr><th scope="col">Action</th><th scope="col">${head}</th></tr></thead>
    <tbody>${rows.map(([code, said, cell]) => html`<tr key=${code}><th scope="row">${said[0].toUpperCase()}${said.slice(1)}</th><td>${cell}</td></tr>`)}</tbody></table></div>`;
}
