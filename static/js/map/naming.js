// Which names are written on the map, and where there is room for them. Pure.

import { placeName } from "../names.js";

/** @typedef {import("./layout.js").Mark} Mark */
/** @typedef {import("./projection.js").Box} Box */
/** @typedef {{id: string, text: string, x: number, y: number, anchor: "start" | "middle" | "end", strong: boolean, leader: string}} Name */
/** @typedef {{mark: Mark, text: string, strong: boolean, far: number}} Wanted `far`: how many pixels away a name may stand */

/** With so few bodies, all are named; beyond, what calls and the large towns. */
const FEW = 14;
const LARGE_TOWN = 40_000;
const MOST = 40;
/** In a dense frame, and on a wall. */
const MOST_DENSE = 12;
const STRONG = new Set(["deborde", "hors_service"]);
/** How far from its mark a name may go, by what it is worth, in heights of a line. */
const [FAR, NEAR] = [9, 2.3];

/** The names worth writing, the most urgent first. @param {Mark[]} marks in the order of drawing @param {{dense?: boolean, always?: string | null, most?: number}} [options]
 * @returns {Wanted[]} */
export function worthNaming(marks, { dense = false, always = null, most = dense ? MOST_DENSE : MOST } = {}) {
  const few = marks.length <= FEW;
  const wanted = [];
  for (const mark of marks.toReversed()) {
    const { status, population, name } = mark.body;
    const strong = STRONG.has(status) || mark.id === always;
    if (!strong && !few && status !== "tension" && (mark.small || (population ?? 0) < LARGE_TOWN)) continue;
    wanted.push({ mark, text: placeName(name), strong, far: few || strong ? FAR : status === "tension" ? NEAR : 0 });
  }
  return wanted.sort((one, other) => Number(other.mark.id === always) - Number(one.mark.id === always)).slice(0, most);
}

/** Write names where nothing else is: beside their mark, else further away with a line to it, else not at all.
 * @param {Wanted[]} wanted @param {Mark[]} marks what must not be covered @param {Box} frame
 * @param {number} size of the letters @param {(text: string, strong: boolean) => number} measure
 * @param {Box[]} [over] what lies over the map, under which no name is written @returns {Name[]} */
export function writeNames(wanted, marks, frame, size, measure, over = []) {
  const taken = over.slice();
  for (const { small, x, y, r } of marks) if (!small) taken.push([x - r, y - r, x + r, y + r]);
  const names = [];
  for (const { mark, text, strong, far } of wanted) {
    if (!within([mark.x, mark.y, mark.x, mark.y], frame)) continue;
    const [width, height] = [measure(text, strong) + 2, size * 1.1];
    for (const { dx, dy, anchor, away } of places(mark.r, width, height, far * size)) {
      const box = /** @type {Box} */ ([mark.x + dx, mark.y + dy, mark.x + dx + width, mark.y + dy + height]);
      if (!within(box, frame) || taken.some((other) => covers(box, other))) continue;
      taken.push(box);
      const x = anchor === "start" ? box[0] : anchor === "end" ? box[2] : (box[0] + box[2]) / 2;
      const leader = away ? `M${round(mark.x)} ${round(mark.y)}L${round(x)} ${round(box[1] + height / 2)}` : "";
      names.push({ id: mark.id, text, x: round(x), y: round(box[1] + height * 0.78), anchor, strong, leader });
      break;
    }
  }
  return names;
}

/** @typedef {{dx: number, dy: number, anchor: "start" | "middle" | "end", away: boolean}} Place the corner of a name, from its mark */

/** Places for a name, the best first. @param {number} r @param {number} width @param {number} height @param {number} far @returns {Generator<Place>} */
function* places(r, width, height, far) {
  const right = r + 3;
  yield { dx: right, dy: -height / 2, anchor: "start", away: false };
  yield { dx: -right - width, dy: -height / 2, anchor: "end", away: false };
  yield { dx: -width / 2, dy: -r - height - 1, anchor: "middle", away: false };
  yield { dx: -width / 2, dy: r + 1, anchor: "middle", away: false };
  for (const dy of [-height - r / 2, r / 2]) {
    yield { dx: r, dy, anchor: "start", away: false };
    yield { dx: -width - r, dy, anchor: "end", away: false };
  }
  for (let away = height; away < far; away += height * 0.85)
    for (let turn = 0; turn < 16; turn++) {
      const [across, down] = [Math.cos((turn * Math.PI) / 8), Math.sin((turn * Math.PI) / 8)];
      const anchor = across < -0.3 ? "end" : across < 0.3 ? "middle" : "start";
      const shift = anchor === "end" ? width : anchor === "middle" ? width / 2 : 0;
      yield { dx: across * (r + away) - shift, dy: down * (r + away) - height / 2, anchor, away: true };
    }
}

/** @param {Box} box @param {Box} frame */
const within = (box, frame) => box[0] > frame[0] + 2 && box[1] > frame[1] + 2 && box[2] < frame[2] - 2 && box[3] < frame[3] - 2;
/** @param {Box} one @param {Box} other */
const covers = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
/** @param {number} n */
const round = (n) => Math.round(n * 2) / 2;
