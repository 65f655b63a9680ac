// Marks that cover each other are pushed apart, and pulled back to where they belong. Pure.

/** Above this many, marks stay where they are: pushed apart, they would leave their commune behind. */
export const SPREAD_MOST = 400;
const ROUNDS = 50;
const PULL = 0.04;
/** Pixels left between two marks. */
const GAP = 1.5;

/** @typedef {{trueX: number, trueY: number, x: number, y: number, r: number}} Placed */

/** Push marks apart in place; the same marks always end at the same places. @param {Placed[]} marks */
export function spread(marks) {
  if (marks.length > SPREAD_MOST) return;
  const cell = 2 * marks.reduce((most, { r }) => Math.max(most, r), 1) + GAP;
  for (let round = 0; round < ROUNDS; round++) {
    if (!pushApart(marks, cell) && round > 0) break;
    for (const mark of marks) {
      mark.x += (mark.trueX - mark.x) * PULL;
      mark.y += (mark.trueY - mark.y) * PULL;
    }
  }
}

/** One round; says whether any two were too near. @param {Placed[]} marks @param {number} cell side of a square of the grid */
function pushApart(marks, cell) {
  const grid = squares(marks, cell);
  let pushed = false;
  marks.forEach((one, index) => {
    const [column, row] = [Math.floor(one.x / cell), Math.floor(one.y / cell)];
    for (let across = column - 1; across <= column + 1; across++)
      for (let down = row - 1; down <= row + 1; down++)
        for (const other of grid.get(key(across, down)) ?? []) if (other > index) pushed = push(one, marks[other], index + other) || pushed;
  });
  return pushed;
}

/** @param {Placed} one @param {Placed} other @param {number} turn which way two marks of one place part */
function push(one, other, turn) {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const apart = Math.hypot(dx, dy);
  const missing = one.r + other.r + GAP - apart;
  if (missing <= 0) return false;
  const [alongX, alongY] = apart < 0.01 ? [Math.cos(turn), Math.sin(turn)] : [dx / apart, dy / apart];
  const [stepX, stepY] = [(alongX * missing) / 2, (alongY * missing) / 2];
  one.x -= stepX;
  one.y -= stepY;
  other.x += stepX;
  other.y += stepY;
  return true;
}

/** Which marks lie in which square. @param {Placed[]} marks @param {number} cell @returns {Map<number, number[]>} */
function squares(marks, cell) {
  const grid = new Map();
  marks.forEach(({ x, y }, index) => {
    const here = key(Math.floor(x / cell), Math.floor(y / cell));
    const found = grid.get(here);
    if (found) found.push(index);
    else grid.set(here, [index]);
  });
  return grid;
}

/** @param {number} column @param {number} row */
const key = (column, row) => column * 100_003 + row;
