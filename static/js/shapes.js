// The shapes of the statuses, drawn around any point at any size: the same in the table, the legend and the map. Pure.

/** @typedef {(x: number, y: number, r: number) => string} Shape the SVG path of a shape around a point; `r` is half its side */

/** Tenths of a unit are enough for the eye, and keep paths short. @param {number} n */
const round = (n) => Math.round(n * 10) / 10;

/** A shape from points of the box −12…12. @param {string} pattern SVG commands whose numbers are points @returns {Shape} */
function scaled(pattern) {
  const parts = pattern.split(/(-?[\d.]+) (-?[\d.]+)/);
  return (x, y, r) => {
    const k = r / 12;
    let path = parts[0];
    for (let at = 1; at < parts.length; at += 3)
      path += `${round(x + k * Number(parts[at]))} ${round(y + k * Number(parts[at + 1]))}${parts[at + 2]}`;
    return path;
  };
}

/** A disc whose radius is a part of `r`. @param {number} part @returns {Shape} */
function disc(part) {
  return (x, y, r) => {
    const radius = round(r * part);
    return `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${round(2 * radius)} 0a${radius} ${radius} 0 1 0 ${round(-2 * radius)} 0z`;
  };
}

/** By status, and for news that are out of date: the body of the shape, and the sign inside it where it has one.
 * @type {Record<string, {body: Shape, sign?: Shape}>} */
export const SHAPES = {
  deborde: { body: scaled("M0 -11L11 0 0 11 -11 0z"), sign: scaled("M-1.5 -6.5L1.5 -6.5 1 1.5 -1 1.5zM-1.5 3.5L1.5 3.5 1.5 6.5 -1.5 6.5z") },
  hors_service: { body: scaled("M-9 -9L9 -9 9 9 -9 9z"), sign: scaled("M-4 -4L4 4M4 -4L-4 4") },
  tension: { body: scaled("M0 -9L10 8.5 -10 8.5z") },
  sans_nouvelle: { body: disc(9 / 12) },
  injoignable: { body: disc(10 / 12), sign: scaled("M-6 -1.5L6 -1.5 6 1.5 -6 1.5z") },
  mobilise: { body: disc(10 / 12) },
  veille: { body: disc(8.5 / 12) },
  retour_normale: { body: disc(10 / 12), sign: scaled("M-5 .5L-1.5 4 5 -3.5") },
  stale: { body: disc(9 / 12), sign: scaled("M0 -5.5L0 0 4 2.5") },
};
