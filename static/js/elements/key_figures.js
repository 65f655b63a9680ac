// The sums that everybody asks for, each with what it covers: a figure is never naked.

import { KEY_FIGURES, total } from "../figures.js";
import { number } from "../format.js";
import { html } from "../html.js";
import { label } from "../vocabulary.js";

/** @param {{bodies: Map<string, import("../store.js").Card>}} props */
export function KeyFigures({ bodies }) {
  const of = [...bodies.values()].filter((body) => body.competent !== false).length;
  return html`<section class="block" aria-labelledby="chiffres"><header><h2 id="chiffres">Chiffres déclarés</h2>
    <p class="sub">somme des derniers comptes rendus</p></header>
    <dl class="figs">${KEY_FIGURES.map((name) => {
      const { sum, said, estimated } = total(bodies.values(), name);
      return html`<div key=${name}><dt>${label("figures", name)}</dt>
        <dd class="v">${said ? number(sum) : "n.\u00a0c."}</dd>
        <dd class="sub">${number(said)} sur ${number(of)}${estimated && " · en partie estimé"}</dd></div>`;
    })}</dl></section>`;
}
