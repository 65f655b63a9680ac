// A reflex sheet: the actions of one role in one phase, with what must never be done. One page of paper each.

import { html } from "../html.js";
import { whenWords } from "../sheets.js";
import { label, short } from "../vocabulary.js";

/** @param {{sheet: import("../sheets.js").Sheet, playbook: any, heading: string}} props `heading`: what the sheet is for */
export function Sheet({ sheet, playbook, heading }) {
  const { who, phase, actions } = sheet;
  const id = `fiche-${who}-${phase}`.replace(/[^a-z0-9_-]/gi, "-");
  return html`<section class="block sheet" aria-labelledby=${id}><header><h2 id=${id}>${label("roles", who)}, ${label("phases", phase)}</h2>
      <p class="sub">${heading} · ${playbook.title}, version ${playbook.version}</p></header>
    ${playbook.red_lines?.length > 0 && html`<div class="in red-lines"><h3><span class="warn" aria-hidden="true">!</span> Lignes rouges</h3>
      <ul class="plain-list">${playbook.red_lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul></div>`}
    <ol class="cards steps">${actions.map((action) => html`<${Step} key=${action.code} action=${action} />`)}</ol></section>`;
}

/** @param {{action: import("../sheets.js").Action}} props */
function Step({ action }) {
  const { code, title, must, done_when: done, scope, partners = [] } = action;
  return html`<li><p><span class="box" aria-hidden="true"></span> <b>${title}</b> ${must && html`<span class="tag">obligatoire</span>`}</p>
    <p class="sub">${code} · ${whenWords(action, label("anchors", action.anchor))} · ${label("scopes", scope).toLowerCase()}${partners.length > 0 && ` · avec\u00a0: ${partners.map((partner) => short("partners", partner)).join(", ")}`}</p>
    <p class="sub">Fait quand\u00a0: ${done}</p></li>`;
}
