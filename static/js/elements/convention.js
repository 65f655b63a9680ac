// The convention itself: the facts of its head.

import { number, plainDay } from "../format.js";
import { html } from "../html.js";
import { label } from "../vocabulary.js";

/** @param {{convention: import("../store.js").Card, seq: number}} props */
export function ConventionFacts({ convention, seq }) {
  return html`<div><dt>Signée</dt><dd>${plainDay(convention.signed_on)}</dd></div><div><dt>Terme</dt><dd>${plainDay(convention.ends_on)}</dd></div>
    <div><dt>État</dt><dd>${label("convention_states", convention.state)}</dd></div><div><dt>Journal</dt><dd>n°\u00a0${number(seq)}</dd></div>`;
}

/** A formal notice that runs, the end of a convention, and its amendments. @param {{dossier: import("../dossier.js").Dossier, convention: import("../store.js").Card}} props */
export function ConventionLife({ dossier, convention }) {
  const amendments = [...dossier.cards("amendment").values()].sort((a, b) => b.number - a.number);
  return html`
    ${convention.notice_on && html`<p class="in late"><span class="warn" aria-hidden="true">!</span> Mise en demeure du ${plainDay(convention.notice_on)}${convention.notice_until && `, ${convention.notice_lapsed ? "délai passé le" : "délai jusqu’au"} ${plainDay(convention.notice_until)}`}</p>`}
    ${convention.terminated_on && html`<p class="in">Résiliée le ${plainDay(convention.terminated_on)}</p>`}
    ${convention.reason && html`<p class="in sub">Motif\u00a0: ${convention.reason}</p>`}
    ${amendments.length > 0 && html`<h3 class="part">Avenants</h3><ul class="cards">${amendments.map((card) => html`<li key=${card.id}>
      <p><b>Avenant n°\u00a0${number(card.number)}</b> du ${plainDay(card.amended_on)}</p><p class="quote">${card.text}</p></li>`)}</ul>`}`;
}

/** @param {import("../store.js").Card} convention */
export function conventionSummary(convention) {
  return [label("templates", convention.template), label("renewals", convention.renewal), convention.departement && `département ${convention.departement}`].filter(Boolean).join(" · ");
}
