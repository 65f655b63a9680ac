// The library of intervention protocols as this service holds them: versions, red lines, actions.

import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Playbook } from "../elements/tasks.js";
import { useFetched } from "../fetched.js";
import { html } from "../html.js";

export function PlaybooksPage() {
  const { value: playbooks, problem, again } = useFetched("/api/playbooks");
  return html`<${Frame} title="Protocoles d’intervention" sub="Tels qu’une crise déclarée aujourd’hui les suivrait" kind="plain wide">
    ${problem && html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${playbooks?.map((/** @type {any} */ playbook) => html`<section class="block" key=${playbook.code} aria-labelledby=${`protocole-${playbook.code}`}>
      <header><h2 id=${`protocole-${playbook.code}`}>${playbook.title}</h2></header><p class="in">${playbook.lead}</p><${Playbook} playbook=${playbook} /></section>`)}
    ${playbooks?.length === 0 && html`<p class="empty">Aucun protocole n’est installé.</p>`}<//>`;
}
