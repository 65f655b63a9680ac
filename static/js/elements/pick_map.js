// Choosing communes on a map: click a département, then its communes, or draw a rectangle around them.

import { html } from "../html.js";
import { NoMap, useLater } from "./map.js";

/** @typedef {import("../forms/communes.js").Commune & {position?: [number, number] | null}} Commune as the look-up of communes gives it */

/**
 * @param {{chosen: Commune[], onAdd: (communes: Commune[]) => void, onRemove: (codes: string[]) => void}} props
 * What is chosen by typing or pasting shows here too, once the communes of its département have been read.
 */
export function PickMap(props) {
  const { brought, failed, again } = useLater(() => import("../map/pick_sheet.js"));
  return html`<section class="block pick-map" aria-label="Choisir sur la carte">${brought ? html`<${brought.drawing.PickSheet} ground=${brought.ground} ...${props} />` : html`<${NoMap} failed=${failed} again=${again} />`}</section>`;
}
