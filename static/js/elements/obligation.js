// What the parties owe each other, with its date and its state.

import { plainDay, duration } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Obligations({ dossier }) {
  const obligations = [...dossier.cards("obligation").values()].sort((a, b) => (a.due_on < b.due_on ? -1 : 1));
  return html`<section class="block" aria-labelledby="engagements"><header><h2 id="engagements">Engagements et échéances</h2></header>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="engagements"><table class="tbl"><thead><tr><th scope="col">Échéance</th><th scope="col">Engagement</th><th scope="col">État</th></tr></thead>
      <tbody>${obligations.map((card) => html`<${Obligation} key=${card.id} dossier=${dossier} card=${card} />`)}</tbody></table></div>
    ${obligations.length === 0 && html`<p class="empty">Cette convention ne fixe pas d’échéance.</p>`}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Obligation({ dossier, card }) {
  const owed = card.state === "due" || card.state === "manquee";
  const meeting = card.meeting && dossier.cards("meeting").get(`meeting:${card.meeting}`);
  return html`<tr class=${owed ? "is-late" : ""}><td class="nb">${plainDay(card.due_on)}</td>
    <th scope="row">${card.title} ${card.article && html`<span class="sub">${card.article}</span>`}</th>
    <td><span class=${owed ? "late" : ""}>${owed && html`<span class="warn" aria-hidden="true">!</span> `}${label("obligation_states", card.state)}</span>
      ${card.late && html` <span class="tag">en retard</span>`} ${meeting?.state === "prevue" && html`<span class="tag">réunion prévue</span>`}
      ${card.state === "a_venir" && html`<${Remaining} day=${card.due_on} />`}</td></tr>`;
}

/** @param {{day: string}} props */
function Remaining({ day }) {
  const left = Date.parse(`${day}T23:59:59Z`) - moment.value;
  return left > 0 ? html` <span class="sub">dans ${duration(left)}</span>` : null;
}
