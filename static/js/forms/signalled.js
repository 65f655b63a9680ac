// What somebody signalled, for the permanence to say: a major event, or nothing to follow.

import { get } from "../api.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { communesOf } from "../places.js";
import { go } from "../router.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Reasoned } from "./reasoned.js";

/** The card of a signal, and the communes that it names. @param {string} id */
export async function readSignal(id) {
  const { cards } = await get(`/api/dossiers/${encodeURIComponent(id)}/board`);
  const crisis = cards.find((/** @type {any} */ card) => card.type === "crisis") ?? {};
  const codes = cards.filter((/** @type {any} */ card) => card.type === "zone").flatMap((/** @type {any} */ zone) => Object.values(zone.communes).flatMap((/** @type {any} */ named) => Object.keys(named)));
  const { communes } = await communesOf(codes);
  return { crisis, found: communes };
}

/** @param {{crisis: any, dossier: string}} props */
export function Signalled({ crisis, dossier }) {
  const over = crisis.state !== "signale";
  return html`<section class="block signalled" aria-labelledby="signale"><header><h2 id="signale">Ce qui a été signalé</h2><span class="tag">${label("crisis_states", crisis.state)}</span></header>
    <p class="in"><b>${crisis.title}</b> <span class="sub">${label("hazards", crisis.hazard)}${crisis.signalled_by && ` · signalé par\u00a0: ${label("roles", crisis.signalled_by)}`}${crisis.occurred_at && ` · survenu ${dated(crisis.occurred_at, crisis.timezone, moment.value)}`}</span></p>
    ${crisis.text && html`<p class="in quote">«\u00a0${crisis.text}\u00a0»</p>`}
    ${over
      ? html`<p class="in">Ce dossier est déjà qualifié. <a href=${`/dossiers/${dossier}`}>Voir le dossier</a></p>`
      : html`<${Reasoned} dossier=${dossier} title="Classer sans suite…" command=${{ do: "crisis.dismiss" }} verb="Classer sans suite" onDone=${() => go(`/dossiers/${dossier}`)} />`}</section>`;
}
