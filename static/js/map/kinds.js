// The shapes of the kinds of bodies, by family, and where each stands: full when confirmed, hollow when presumed. Pure.

import { SPREAD_MOST, spread } from "./spread.js";

/** @typedef {{id: string, name: string, kind: string, state: string, departement: string, position: [number, number] | null}} Known */
/** @typedef {{id: string, body: Known, trueX: number, trueY: number, x: number, y: number, r: number, small: boolean}} Dot */
/** @typedef {{key: string, className: string, d: string}} Stack one path for all that look the same */

/** Half the side of a mark in pixels: as large as leaves this part of the frame covered. */
const [LARGE, SMALL, COVERED] = [6.5, 2.4, 0.12];

/** Smaller ones have a thinner edge, and those that are full have none. */
const FINE = 4.5;

/** Points of the box −10…10. @param {[number, number][]} points @returns {(x: number, y: number, r: number) => string} */
const through = (points) => (x, y, r) => `M${points.map(([across, down]) => `${round(x + (across * r) / 10)} ${round(y + (down * r) / 10)}`).join("L")}z`;
/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10;
/** @param {number} x @param {number} y @param {number} r */
const disc = (x, y, r) => `M${round(x - r)} ${round(y)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0z`;
const regular = (/** @type {number} */ sides, turn = -90) => through(Array.from({ length: sides }, (_, n) => {
  const angle = ((turn + (360 * n) / sides) * Math.PI) / 180;
  return /** @type {[number, number]} */ ([10 * Math.cos(angle), 10 * Math.sin(angle)]);
}));

/** @type {Record<string, (x: number, y: number, r: number) => string>} */
export const FAMILIES = {
  commune: disc,
  epci: regular(6),
  mairie: through([[-8, -8], [8, -8], [8, 8], [-8, 8]]),
  union: through([[0, -11], [11, 0], [0, 11], [-11, 0]]),
  etat: through([[0, -10], [10, 8], [-10, 8]]),
  departement: regular(5),
  caisse: through([[0, 10], [10, -8], [-10, -8]]),
  association: through([[-3.5, -10], [3.5, -10], [3.5, -3.5], [10, -3.5], [10, 3.5], [3.5, 3.5], [3.5, 10], [-3.5, 10], [-3.5, 3.5], [-10, 3.5], [-10, -3.5], [-3.5, -3.5]]),
};
/** @type {Record<string, string>} */
const FAMILY_OF = {
  ccas: "commune", cias: "epci", mairie: "mairie", udccas: "union", unccas: "union", prefecture: "etat", sgav: "etat", ddets: "etat", etat: "etat",
  cd: "departement", caf: "caisse", cpam: "caisse", siao: "caisse", sos: "association", aav: "association", aasc: "association",
};
/** What of several stands over the others: few of a kind over many. */
const ORDER = ["mairie", "commune", "epci", "caisse", "association", "etat", "departement", "union"];

/** @param {string} kind */
export function familyOf(kind) {
  return FAMILY_OF[kind] ?? "association";
}

/** Lay out the bodies of one frame. @param {{body: any, x: number, y: number}[]} placed @param {import("./view.js").View} view
 * @param {import("./projection.js").Box} frame in pixels @returns {{dots: Dot[], shown: Dot[]}} in the order of drawing; `shown`: those in the frame */
export function layOutBodies(placed, view, [left, top, right, bottom]) {
  const dots = placed.map(({ body, x, y }) => {
    const [X, Y] = [x * view.k + view.x, y * view.k + view.y];
    return { id: body.id, body, trueX: X, trueY: Y, x: X, y: Y, r: LARGE, small: false };
  });
  const rank = (/** @type {Dot} */ { body }) => ORDER.indexOf(familyOf(body.kind)) + (body.state === "confirme" ? 0.5 : 0);
  dots.sort((one, other) => rank(one) - rank(other));
  const shown = dots.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
  const fits = Math.sqrt(((right - left) * (bottom - top) * COVERED) / (Math.PI * Math.max(shown.length, 1)));
  const r = Math.min(LARGE, Math.max(SMALL, fits));
  for (const dot of dots) [dot.r, dot.small] = [r, r < LARGE];
  if (shown.length <= SPREAD_MOST) spread(shown);
  return { dots, shown };
}

/** Gather those that look the same into one path each; those that are closed have a bar across them besides.
 * @param {{x: number, y: number, r: number, body: {kind: string, state: string}}[]} dots in the order of drawing
 * @param {boolean} [named] `kind` is a family already @returns {Stack[]} */
export function stacks(dots, named = false) {
  /** @type {Map<string, Stack>} */
  const alike = new Map();
  const add = (/** @type {string} */ key, /** @type {string} */ className, /** @type {string} */ d) => {
    const found = alike.get(key);
    if (found) found.d += d;
    else alike.set(key, { key, className, d });
  };
  for (const { x, y, r, body } of dots) {
    const family = named ? body.kind : familyOf(body.kind);
    const fine = r < FINE ? " fine" : "";
    add(`${family} ${body.state}${fine}`, `kind kind-${family} is-${body.state}${fine}`, FAMILIES[family](x, y, r));
    if (body.state === "ferme") add("barred", "kind-bar", `M${round(x - r)} ${round(y - r)}L${round(x + r)} ${round(y + r)}`);
  }
  return [...alike.values()];
}
