// The sheet that a relieved representative leaves: what stood on the board at that moment, until the next one has read it.

import { useCommand } from "../commands.js";
import { counted, dated, duration, number } from "../format.js";
import { html } from "../html.js";
import { covered } from "../silence.js";
import { moment } from "../ticking.js";
import { label, perimeter, short } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Handovers({ dossier }) {
  const sheets = [...dossier.cards("handover").values()].sort((a, b) => b.seq - a.seq);
  if (!sheets.length) return null;
  const unread = sheets.filter((card) => !card.acknowledged_at);
  const read = sheets.filter((card) => card.acknowledged_at);
  const draw = (/** @type {import("../store.js").Card} */ card) => html`<${Handover} key=${card.id} dossier=${dossier} card=${card} />`;
  return html`<h3 class="part">Fiches de relève</h3><ul class="cards">${unread.map(draw)}</ul>
    ${read.length > 0 && html`<details class="fold"><summary>Fiches lues (${read.length})</summary><ul class="cards">${read.map(draw)}</ul></details>`}`;
}

/** Of how many there were news, of those counted by status. @param {Record<string, number>} statuses */
function heard(statuses) {
  const of = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return { heard: of - (statuses.sans_nouvelle ?? 0) - (statuses.injoignable ?? 0), of };
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Handover({ dossier, card }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  const at = moment.value;
  const left = dossier.cards("representative").get(`representative:${card.designation}`);
  const { statuses = {}, tasks = {}, overdue = {}, notices = [], alarms = [], delays = {} } = card.sheet;
  const owed = notices.map((/** @type {string} */ key) => dossier.cards("notice").get(`notice:${key}`)?.to_name ?? key);
  return html`<li class=${card.acknowledged_at ? "" : "is-late"}>
    <p><b>${perimeter(card.perimeter)}</b>${left && `, laissée par ${left.name}`} <span class="sub">${dated(card.written_at, dossier.zone, at)}</span></p>
    <ul class="plain-list">
      ${Object.keys(statuses).length > 0 && html`<li>Organismes\u00a0: ${Object.entries(statuses).map(([code, count]) => `${number(count)} ${short("statuses", code).toLowerCase()}`).join(", ")}\u202f; nouvelles de ${covered(heard(statuses))}</li>`}
      ${Object.entries(tasks).map(([scope, count]) => html`<li>Tâches à finir (${label("scopes", scope).toLowerCase()})\u00a0: ${number(count)}${overdue[scope] && html`, <span class="late">dont ${number(overdue[scope])} en retard</span>`}</li>`)}
      ${owed.length > 0 && html`<li>${counted(owed.length, "avis", "avis")} sans accusé\u00a0: ${owed.join(", ")}</li>`}
      ${alarms.length > 0 && html`<li>${counted(alarms.length, "alarme")} en cours</li>`}
      ${Object.keys(delays).length > 0 && html`<li>${delayWords(delays).join("\u202f; ")}</li>`}</ul>
    <p class=${card.acknowledged_at ? "sub" : "late"}>${card.acknowledged_at ? `Lue ${dated(card.acknowledged_at, dossier.zone, at)}${card.acknowledged_by ? ` (${label("roles", card.acknowledged_by)})` : ""}` : "Pas encore lue"}</p>
    <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    ${!card.acknowledged_at && dossier.may("handover.acknowledge") && html`<p class="go"><button type="button" class="btn" disabled=${busy}
      onClick=${() => send({ do: "handover.acknowledge", designation: card.designation })}>J’ai lu cette fiche</button></p>`}</li>`;
}

/** How long it took, in words. @param {any} delays of a sheet, in seconds */
function delayWords({ designated_s: designated, active_s: active, sgav, prefectures = [] }) {
  const span = (/** @type {number} */ seconds) => duration(seconds * 1000);
  const acknowledged = prefectures.filter((/** @type {any} */ told) => told.acknowledged_s !== undefined).length;
  return [
    designated !== undefined && `désignation ${span(designated)} après la qualification`,
    active !== undefined && `représentant actif ${span(active)} après`,
    sgav?.acknowledged_s !== undefined ? `accusé du SG-AV en ${span(sgav.acknowledged_s)}` : sgav && "sans accusé du SG-AV",
    prefectures.length > 0 && `préfectures\u00a0: ${number(acknowledged)} sur ${counted(prefectures.length, "accusé")}`,
  ].filter(Boolean);
}
