// The lines of a list that a person must make precise: each with its number, the reason, and what it may mean.

import { useState } from "preact/hooks";
import { counted, number } from "../format.js";
import { html } from "../html.js";

const SHOWN = 30;
/** @type {Record<string, string>} */
const WHY = {
  unknown_code: "aucune commune n’a ce code",
  unknown_name: "aucune commune n’a ce nom",
  several: "plusieurs communes ont ce nom",
  near: "aucune commune n’a exactement ce nom",
  disagree: "le code n’est pas celui de ce nom (code postal\u202f?)",
  other_name: "ce nom n’est pas celui de la commune qui a ce code",
  departement: "c’est un département entier",
};

/** @typedef {import("../places.js").Doubt} Doubt */

/** @param {{doubts: Doubt[], left: number, onCommune: (doubt: Doubt, commune: import("../places.js").Commune) => void, onDepartement: (doubt: Doubt) => void, onIgnore: (doubts: Doubt[]) => void}} props
 * `left`: lines beyond the bound, that were not read */
export function Doubts({ doubts, left, onCommune, onDepartement, onIgnore }) {
  const [all, setAll] = useState(false);
  if (!doubts.length && !left) return null;
  const shown = all ? doubts : doubts.slice(0, SHOWN);
  return html`<div class="msg msg-no doubts" role="alert">
    ${doubts.length > 0 && html`<p><b>${counted(doubts.length, "ligne de la liste est à préciser", "lignes de la liste sont à préciser")}.</b> Rien n’en est retenu d’ici là.</p>`}
    ${left > 0 && html`<p><b>${counted(left, "ligne n’a pas été lue", "lignes n’ont pas été lues")}</b>\u00a0: la liste est trop longue. Collez la suite à part.</p>`}
    <ul>${shown.map((doubt) => html`<li key=${`${doubt.line} ${doubt.text}`}><span>Ligne ${number(doubt.line)}\u00a0: «\u00a0${doubt.text}\u00a0», ${WHY[doubt.reason] ?? "à préciser"}.</span>
      <span class="ways">${doubt.departement && html`<button type="button" class="btn" onClick=${() => onDepartement(doubt)}>Tout le département ${doubt.departement.code}</button>`}
        ${doubt.among.map((commune) => html`<button type="button" class="btn" key=${commune.code} onClick=${() => onCommune(doubt, commune)}>${commune.name} (${commune.code})</button>`)}
        <button type="button" class="btn btn-quiet" onClick=${() => onIgnore([doubt])}>Ignorer<span class="vh"> la ligne ${doubt.line}</span></button></span></li>`)}</ul>
    ${doubts.length > shown.length && html`<p><button type="button" class="btn btn-quiet" onClick=${() => setAll(true)}>Voir les ${number(doubts.length - shown.length)} autres</button></p>`}
    ${(doubts.length > 1 || left > 0) && html`<p><button type="button" class="btn btn-quiet" onClick=${() => onIgnore(doubts)}>Tout ignorer</button></p>`}</div>`;
}
