// What lies under the marks: the outlines, the boxes of other territories, the buttons of every map.

import { html } from "../html.js";
import { METROPOLE, frameOf } from "./projection.js";

/** @typedef {import("./territory.js").Ground} Ground */

/** The outlines of one frame, those hit above the others. @param {{ground: Ground, frame: string, view: import("./view.js").View, hit: Set<string>}} props */
export function Outlines({ ground, frame, view, hit }) {
  const here = ground.territory.departements.filter(({ code }) => frameOf(ground.territory, code) === frame);
  const { k, x, y } = view;
  return html`<g transform=${`translate(${x} ${y}) scale(${k})`}>
    ${here.filter(({ code }) => !hit.has(code)).map(({ code, d }) => html`<path key=${code} class="d-out" d=${d} />`)}
    ${here.filter(({ code }) => hit.has(code)).map(({ code, d }) => html`<path key=${code} class="d-in" d=${d} />`)}</g>`;
}

/** A box with another territory in it, called by its name where there is room, else by its code.
 * @param {{ground: Ground, cartouche: import("./frames.js").Cartouche, hit: Set<string>, letters: number, measure: (text: string, strong: boolean) => number, children?: any}} props */
export function CartoucheBox({ ground, cartouche, hit, letters, measure, children }) {
  const [left, top, right, bottom] = cartouche.box;
  const title = measure(cartouche.name, false) < right - left - 8 ? cartouche.name : cartouche.code;
  return html`<g aria-hidden="true"><rect class="cartouche" x=${left} y=${top} width=${right - left} height=${bottom - top} rx="3" />
    <${Outlines} ground=${ground} frame=${cartouche.code} view=${cartouche.view} hit=${hit} />
    <text class="d-name" x=${left + 4} y=${top + letters} font-size=${letters}>${title}</text>${children}</g>`;
}

/** @param {{map: {free: boolean, nearer: () => void, further: () => void, reset: () => void}}} props */
export function Tools({ map }) {
  return html`<p class="map-tools" role="group" aria-label="Échelle de la carte">
    <button type="button" class="btn" aria-label="Agrandir" onClick=${map.nearer}>+</button>
    <button type="button" class="btn" aria-label="Réduire" onClick=${map.further}>−</button>
    <button type="button" class="btn" disabled=${!map.free} onClick=${map.reset}>Tout voir</button></p>`;
}

/** @param {Ground} ground @param {string} code */
export function outlineOf({ outlines, territory }, code) {
  const known = outlines.get(code);
  if (known) return known;
  return { code, name: code === METROPOLE ? "Métropole" : code, d: "", box: /** @type {import("./projection.js").Box} */ ([0, 0, 2 * territory.cone.x, 2 * territory.cone.y]) };
}
