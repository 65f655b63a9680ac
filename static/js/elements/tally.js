// How many bodies in each status, and how many more than before. The counts are the filters too.

import { tally } from "../figures.js";
import { number } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { changeOfStatus, reference } from "../since.js";
import { useStateAt } from "../state_at.js";
import { moment } from "../ticking.js";
import { codes } from "../vocabulary.js";
import { filterInAddress } from "./matrix.js";
import { Mark } from "./status.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Tally({ dossier }) {
  const now = dossier.now?.() ?? moment.value;
  const counts = tally(dossier.cards("body").values(), now);
  const since = reference(dossier.cards("situation").values(), place.value.query.get("ecart") ?? "1h", now);
  const before = useStateAt(dossier.id, since.at, Date.parse(dossier.only("crisis")?.t0 ?? "") || 0);
  const chosen = filterInAddress().status;
  const shown = /** @type {[string, string][]} */ ([...codes("statuses").map(([code, { short, label }]) => [code, short || label]), ["stale", "Nouvelles périmées"]]);
  return html`<ul class="tally" aria-label="Organismes par statut">${shown.map(([code, words]) => {
    const count = counts[code] ?? 0;
    const by = code === "stale" ? null : changeOfStatus(before, code, count);
    return html`<li key=${code}><button type="button" aria-pressed=${String(chosen === code)} onClick=${() => keepInAddress({ statut: chosen === code ? "" : code })}>
      <${Mark} code=${code} /><b class=${count ? "" : "nil"}>${number(count)}</b> <span>${words}${by ? html` <i title=${since.words}>${by > 0 ? "+" : ""}${number(by)}</i>` : ""}</span></button></li>`;
  })}</ul>`;
}
