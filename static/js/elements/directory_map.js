// The map of the directory as a block of its page: the bodies of the list, and more of them than a list can hold.

import { useMemo } from "preact/hooks";
import { withQuery } from "../api.js";
import { useFetched } from "../fetched.js";
import { html } from "../html.js";
import { NoMap, useLater } from "./map.js";
import { Refusal } from "./message.js";

/** @param {{asked: Record<string, string>, chosen: import("@preact/signals").Signal<string>, onDepartement: (code: string) => void}} props
 * `asked`: the filter of the list, `chosen`: whom the list points at */
export function DirectoryMap({ asked, chosen, onDepartement }) {
  const { value, problem, again } = useFetched(withQuery("/api/directory/map", asked));
  const bodies = useMemo(() => rows(value), [value]);
  const { brought, failed, again: retry } = useLater(() => import("../map/directory_map.js"));
  const map = brought && value
    ? html`<${brought.drawing.DirectoryMap} ground=${brought.ground} bodies=${bodies} left=${value.left_out} departement=${asked.departement} chosen=${chosen} onDepartement=${onDepartement} />`
    : html`<${NoMap} failed=${failed} again=${retry} />`;
  return html`<section class="block c-map" aria-labelledby="carte"><header><h2 id="carte">Carte</h2><a href="#organismes">Les mêmes en liste</a></header>
    ${problem ? html`<${Refusal} problem=${problem} /><p class="in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>` : map}</section>`;
}

/** Columns of one length as one body after the other. @param {any} value @returns {import("../map/kinds.js").Known[]} */
function rows(value) {
  if (!value) return [];
  const { ids, names, kinds, states, departements, positions } = value;
  return ids.map((/** @type {string} */ id, /** @type {number} */ at) => ({ id, name: names[at], kind: kinds[at], state: states[at], departement: departements[at], position: positions[at] }));
}
