// A reflex sheet: the actions of one role in one phase, with what must never be done. One page of paper each.

import { html } from "../html.js";
import { asksToReport, whenWords } from "../sheets.js";
import { label, short } from "../vocabulary.js";

/** @param {{sheet: import("../sheets.js").Sheet, playbook: any, schemes: Map<string, any>, heading: string, rhythms?: string[]}} props
 * `heading`: what the sheet is for; `rhythms`: how often reports are expected, as each protocol that says it does */
export function Sheet({ sheet, playbook, schemes, heading, rhythms = [] }) {
  const { who, phase, actions } = sheet;
  const id = `fiche-${who}-${phase}`.replace(/[^a-z0-9_-]/gi, "-");
  return html`<section class="block sheet" aria-labelledby=${id}><header><h2 id=${id}>${label("roles", who)}, ${label("phases", phase)}</h2>
      <p class="sub">${heading} · ${playbook.title}, version ${playbook.version}</p></header>
    ${playbook.red_lines?.length > 0 && html`<div class="in red-lines"><h3><span class="warn" aria-hidden="true">!</span> Lignes rouges</h3>
      <ul class="plain-list">${playbook.red_lines.map((/** @type {string} */ line) => html`<li key=${line}>${line}</li>`)}</ul></div>`}
    <ol class="cards steps">${actions.map((action) => html`<${Step} key=${action.code} action=${action} schemes=${schemes} rhythms=${rhythms} />`)}</ol></section>`;
}

/** @param {{action: import("../sheets.js").Action, schemes: Map<string, any>, rhythms: string[]}} props */
function Step({ action, schemes, rhythms }) {
  const { code, title, must, done_when: done, scope, partners = [], instead = [], aids = [] } = action;
  return html`<li><p><span class="box" aria-hidden="true"></span> <b>${title}</b> <span class="tag">${must ? "obligatoire" : "à faire si utile"}</span></p>
    <p class="sub">${code} · ${whenWords(action, label("anchors", action.anchor))} · ${label("scopes", scope).toLowerCase()}${partners.length > 0 && ` · avec\u00a0: ${partners.map((partner) => short("partners", partner)).join(", ")}`}</p>
    ${instead.length > 0 && html`<p class="sub">À défaut d’UDCCAS\u00a0: ${instead.join(", ")}</p>`}
    ${aids.length > 0 && html`<p class="sub">Dispositifs\u00a0: ${aids.map((aid, place) => html`${place > 0 && ", "}<a href=${`/dispositifs?code=${aid}`}>${schemes.get(aid)?.title ?? aid}</a>`)}</p>`}
    ${asksToReport(action) && rhythms.length > 0 && html`<p class="sub">Rythme des comptes rendus\u00a0: ${rhythms.join("\u202f; ")}${rhythms.length > 1 && " (le plus proche compte)"}.</p>`}
    <p class="sub">Fait quand\u00a0: ${done}</p></li>`;
}
