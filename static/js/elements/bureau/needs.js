// The needs that wait, the most urgent first, each with how far it is: choosing one shows whom to ask.

import { missing } from "../../bureau.js";
import { counted, duration, number } from "../../format.js";
import { howMuch, share } from "../../help.js";
import { html } from "../../html.js";
import { keyOf } from "../../ids.js";
import { scaled } from "../../money.js";
import { moment } from "../../ticking.js";
import { label } from "../../vocabulary.js";

/** Needs shown at most; the others are counted. */
const SHOWN = 200;

/** @param {{dossier: import("../../dossier.js").Dossier, needs: import("../../store.js").Card[], chosen: string, onChoose: (need: string) => void}} props */
export function NeedList({ dossier, needs, chosen, onChoose }) {
  const at = moment.value;
  const supports = [...dossier.cards("support").values()];
  return html`<section class="block b-needs" aria-labelledby="b-besoins"><header><h2 id="b-besoins">Besoins</h2><p class="sub">${counted(needs.length, "à couvrir", "à couvrir")}</p></header>
    ${needs.length ? html`<ul class="b-list scroll" tabindex="0" aria-labelledby="b-besoins">${needs.slice(0, SHOWN).map((need) => {
      const key = keyOf(need);
      const { asked } = missing(need, supports);
      const late = Date.parse(need.wanted_by) < at;
      return html`<li key=${key}><button type="button" aria-current=${key === chosen ? "true" : null} onClick=${() => onChoose(key)}>
        <span class="b-line"><b>${label("needs", need.kind)}</b><span class=${need.urgency === "immediat" ? "tag tag-now" : "tag"}>${label("urgencies", need.urgency)}</span></span>
        <span class="b-line sub"><span>${need.name}</span><span class="num">${number(scaled(need.committed ?? 0, need.unit))} sur\u00a0${howMuch(need.quantity, need.unit)}</span></span>
        <meter min="0" max="100" value=${share(need)} aria-label=${`Engagé à ${share(need)} %`}>${share(need)} %</meter>
        ${(late || asked > 0) && html`<span class=${late ? "late" : "sub"}>${[late && `attendu depuis ${duration(at - Date.parse(need.wanted_by))}`, asked > 0 && `${number(scaled(asked, need.unit))} en attente d’accord`].filter(Boolean).join(", ")}</span>`}</button></li>`;
    })}</ul>` : html`<p class="empty">Aucun besoin à couvrir.</p>`}
    ${needs.length > SHOWN && html`<p class="more sub">${counted(needs.length - SHOWN, "autre", "autres")} après ceux-ci.</p>`}</section>`;
}
