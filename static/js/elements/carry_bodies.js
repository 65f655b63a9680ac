// The list of bodies to carry away, with the filters and in the order of the list.

import { html } from "../html.js";
import { Carry } from "./carry.js";

/** What the list calls an order → what the file calls it. @type {Record<string, string>} */
const ORDERS = { organisme: "name", nouvelle: "news", heberges: "sheltered", evacues: "evacuated", retards: "late" };

/** @param {{dossier: string, filter: ReturnType<typeof import("./matrix.js").filterInAddress>}} props */
export function CarryBodies({ dossier, filter: { text, departement, status, degree, silent, need, sort } }) {
  const asked = { q: text, departement, status, degree, silent: silent ? "1" : "", need: need ? "1" : "", order: ORDERS[sort] };
  return html`<div class="in"><${Carry} dossier=${dossier} table="organismes" of="organismes de la liste" endings=${["pdf", "csv", "xlsx", "json", "html", "geojson"]} asked=${asked} /></div>`;
}
