// From degrees to the units of static/map/departements.json, where each overseas territory has a place of its own. Pure.

/** Kilometres of one degree of latitude. */
const DEGREE_KM = 111.195;
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/**
 * @typedef {{code: string, name: string, d: string, box: Box}} Outline
 * @typedef {[number, number, number, number]} Box left, top, right, bottom
 * @typedef {{source: string, units: number, departements: Outline[],
 *   cone: {lon0: number, lat0: number, parallels: [number, number], radius: number, scale: number, x: number, y: number},
 *   insets: Record<string, {lon0: number, lat0: number, scale: number, x: number, y: number}>}} Territory
 */

/** What metropolitan France is called among the frames; an overseas territory is called by its code. */
export const METROPOLE = "metropole";

/** In which frame a département is drawn. @param {Territory} territory @param {string} departement */
export function frameOf(territory, departement) {
  return departement in territory.insets ? departement : METROPOLE;
}

/** @typedef {(position: [number, number], departement: string) => [number, number]} Project ten-thousandths of a degree (latitude, longitude) → units */

/** @param {Territory} territory @returns {Project} */
export function projector({ cone, insets, units }) {
  const onCone = conic(cone);
  return ([latitude, longitude], departement) => {
    const [lat, lon] = [latitude / 10_000, longitude / 10_000];
    const inset = insets[departement];
    if (!inset) return onCone(lon, lat).map((n) => n * units);
    const x = inset.x + (lon - inset.lon0) * DEGREE_KM * Math.cos(radians(inset.lat0)) * inset.scale;
    const y = inset.y - (lat - inset.lat0) * DEGREE_KM * inset.scale;
    return [x * units, y * units];
  };
}

/** Lambert's conformal conic projection with two parallels, on a sphere. @param {Territory["cone"]} cone */
function conic({ lon0, lat0, parallels, radius, scale, x, y }) {
  const [first, second] = parallels.map(radians);
  const tangent = (/** @type {number} */ angle) => Math.tan(Math.PI / 4 + angle / 2);
  const n = Math.log(Math.cos(first) / Math.cos(second)) / Math.log(tangent(second) / tangent(first));
  const factor = (Math.cos(first) * tangent(first) ** n) / n;
  const rho = (/** @type {number} */ lat) => (radius * factor) / tangent(radians(lat)) ** n;
  const origin = rho(lat0);
  return (/** @type {number} */ lon, /** @type {number} */ lat) => {
    const [from, turn] = [rho(lat), n * radians(lon - lon0)];
    return [x + scale * from * Math.sin(turn), y - scale * (origin - from * Math.cos(turn))];
  };
}
