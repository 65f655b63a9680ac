// What was done for people, kind by kind. Persons, households and euros stand in columns of their own and are never added.

import { NOTHING, euros, number } from "../format.js";
import { html } from "../html.js";
import { UNITS } from "../act_days.js";
import { coverage, covered } from "../silence.js";
import { codes, label } from "../vocabulary.js";


/** Totals of several bodies, kind by kind and unit by unit. @param {Iterable<import("../store.js").Card>} cards */
function sumKinds(cards) {
  /** @type {Record<string, Record<string, number>>} */
  const kinds = {};
  for (const card of cards) {
    for (const [kind, totals] of Object.entries(card.kinds ?? {})) {
      const sums = (kinds[kind] ??= {});
      for (const unit of UNITS) if (totals[unit]) sums[unit] = (sums[unit] ?? 0) + totals[unit];
    }
  }
  return kinds;
}

/** @param {{dossier: import("../dossier.js").Dossier, body?: string}} props `body`: the acts of one body only */
export function ActTotals({ dossier, body }) {
  const cards = [...dossier.cards("act_totals").values()].filter((card) => !body || card.body === body);
  const kinds = sumKinds(cards);
  const order = [...codes("acts").map(([code]) => code), ...Object.keys(kinds)];
  const shown = [...new Set(order)].filter((kind) => kinds[kind]?.acts);
  const cell = (/** @type {number | undefined} */ value, write = number) => html`<td class="num">${value ? write(value) : html`<span class="nil">${NOTHING}</span>`}</td>`;
  return html`<section class="block" aria-labelledby="actes"><header><h2 id="actes">Actes de soutien</h2>
      ${!body && cards.length > 0 && html`<p class="sub">actes déclarés par ${covered({ heard: cards.length, of: coverage(dossier.cards("body").values()).of })} organismes</p>`}
      <p class="sub"><a href=${`/dossiers/${dossier.id}/actes${body ? `?organisme=${body}` : ""}`}>jour par jour</a></p></header>
    ${shown.length === 0 ? html`<p class="empty">Aucun acte enregistré.</p>` : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="actes"><table class="tbl">
      <thead><tr><th scope="col">Acte</th><th scope="col" class="num">Personnes</th><th scope="col" class="num">Foyers</th><th scope="col" class="num">Unités</th><th scope="col" class="num">Montant</th></tr></thead>
      <tbody>${shown.map((kind) => html`<tr key=${kind}><th scope="row">${label("acts", kind)} <span class="sub nb">${number(kinds[kind].acts)} acte${kinds[kind].acts > 1 && "s"}</span></th>
        ${cell(kinds[kind].persons)}${cell(kinds[kind].households)}${cell(kinds[kind].count)}${cell(kinds[kind].amount_cents, euros)}</tr>`)}</tbody></table></div>`}
  </section>`;
}
