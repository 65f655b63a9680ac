// Lines between bodies: who helps whom, dashed while it is on its way. Pure.

/** @typedef {{from: string, to: string, state: string}} Link ids of bodies; the help has come when its state is `sur_place` */

/** States of a support that both have agreed on and that is not over. */
const UNDER_WAY = new Set(["confirmee", "en_preparation", "en_route", "sur_place"]);

/** @param {ReadonlyMap<string, import("../store.js").Card>} supports @returns {Link[]} */
export function linksOf(supports) {
  return [...supports.values()].filter(({ state }) => UNDER_WAY.has(state)).map((one) => ({ from: one.from_body, to: one.to_body, state: one.state }));
}

/** How far a line bends aside, as a part of its length: two lines between the same places are told apart. */
const BEND = 0.16;

/** @param {Link[]} links @param {Map<string, {x: number, y: number, r: number}>} marks by the id of their card
 * @returns {{key: string, d: string, onWay: boolean}[]} those whose two ends are on the map */
export function arcs(links, marks) {
  return links.flatMap(({ from, to, state }) => {
    const [one, other] = [marks.get(card(from)), marks.get(card(to))];
    if (!one || !other || one === other) return [];
    const [dx, dy] = [other.x - one.x, other.y - one.y];
    const [bendX, bendY] = [(one.x + other.x) / 2 - dy * BEND, (one.y + other.y) / 2 + dx * BEND];
    const away = Math.hypot(other.x - bendX, other.y - bendY) || 1;
    const [endX, endY] = [other.x - ((other.x - bendX) / away) * (other.r + 2), other.y - ((other.y - bendY) / away) * (other.r + 2)];
    const d = `M${round(one.x)} ${round(one.y)}Q${round(bendX)} ${round(bendY)} ${round(endX)} ${round(endY)}`;
    return [{ key: `${from} ${to} ${state}`, d, onWay: state !== "sur_place" }];
  });
}

/** @param {string} id */
const card = (id) => (id.startsWith("body:") ? id : `body:${id}`);
/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10;
