// Who gets the room on the right side of a wall: what does not fit is not drawn. Pure.

/** Heights on the right side, in rem (wall.css): the four numbers, a line of coverage, the head of the table, one of its
 * lines, a contradiction, an overwhelmed body, the gap between two of them. */
const [TALLY, COVER, HEAD, LINE, TIGHT, CONFLICT, NAME, GAP] = [8.5, 2.3, 2.9, 3.4, 2.7, 4.6, 2.6, 0.75];
/** Beyond so many départements lines draw nearer to one another. */
const FEW = 5;
const [LEAST_LINES, MOST_LINES, MOST_NAMES] = [3, 8, 6];

/** What fits on the right side: how many départements (with their total), how near, and how many overwhelmed bodies.
 * @param {number} room @param {{parts: number, conflict: boolean, covers: number}} wanted `covers`: lines of coverage */
export function share(room, { parts, conflict, covers }) {
  const left = room - TALLY - covers * COVER - (conflict ? CONFLICT + GAP : 0);
  if (parts < 2) return { lines: 0, tight: false, names: within(Math.floor((left - GAP) / NAME), 0, MOST_NAMES) };
  const tight = parts > FEW || left < HEAD + (parts + 1) * LINE + 2 * GAP;
  const line = tight ? TIGHT : LINE;
  const lines = within(Math.floor((left - HEAD - GAP) / line) - 1, LEAST_LINES, Math.min(parts, MOST_LINES));
  const names = Math.floor((left - HEAD - (lines + 1) * line - 2 * GAP) / NAME);
  return { lines, tight, names: within(names, 0, MOST_NAMES) };
}

/** @param {number} value @param {number} least @param {number} most */
function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
