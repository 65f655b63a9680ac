// The library of intervention protocols as this service holds them: versions, who changed what, who follows them.

import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Playbook } from "../elements/tasks.js";
import { Followers, Versions } from "../elements/versions.js";
import { useFetched } from "../fetched.js";
import { html } from "../html.js";

export function PlaybooksPage() {
  const { value: playbooks, problem, again } = useFetched("/api/playbooks");
  const { value: dossiers } = useFetched("/api/dossiers?kind=crisis");
  return html`<${Frame} title="Protocoles d’intervention" sub="Tels qu’une crise déclarée aujourd’hui les suivrait" kind="plain wide">
    <p><a href="/dispositifs">Dispositifs d’aide</a></p>
    ${problem && html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${inOrder(playbooks ?? []).map((playbook) => html`<section class="block" key=${playbook.code} aria-labelledby=${`protocole-${playbook.code}`}>
      <header><h2 id=${`protocole-${playbook.code}`}>${playbook.title}</h2></header><p class="in">${playbook.lead}</p>
      <${Versions} changes=${playbook.changes} /><${Followers} playbook=${playbook} dossiers=${dossiers ?? []} /><${Playbook} playbook=${playbook} words="Lignes rouges et actions" /></section>`)}
    ${playbooks?.length === 0 && html`<p class="empty">Aucun protocole n’est installé.</p>`}<//>`;
}

/** The common one first. @param {any[]} playbooks */
function inOrder(playbooks) {
  return playbooks.slice().sort((a, b) => Number(Boolean(a.extends)) - Number(Boolean(b.extends)) || a.title.localeCompare(b.title, "fr"));
}
