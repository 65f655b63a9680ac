// How many bodies in each status. The counts are the filters too.

import { tally } from "../figures.js";
import { number } from "../format.js";
import { html } from "../html.js";
import { codes } from "../vocabulary.js";
import { Mark } from "./status.js";

/** @param {{bodies: Iterable<import("../store.js").Card>, now: number, chosen: string, onChoose: (status: string) => void}} props */
export function Tally({ bodies, now, chosen, onChoose }) {
  const counts = tally(bodies, now);
  const shown = [...codes("statuses").map(([code, { short, label }]) => [code, short || label]), ["stale", "Nouvelles périmées"]];
  return html`<ul class="tally" aria-label="Organismes par statut">${shown.map(([code, words]) => html`
    <li key=${code}><button type="button" aria-pressed=${String(chosen === code)} onClick=${() => onChoose(chosen === code ? "" : code)}>
      <${Mark} code=${code} /><b class=${counts[code] ? "" : "nil"}>${number(counts[code] ?? 0)}</b> <span>${words}</span></button></li>`)}</ul>`;
}
