// Which figures a report is asked for now: what the protocols applied ask at this phase of the crisis. Pure.

/** @typedef {import("./store.js").Card} Card */

const [HOUR, DAY] = [3_600_000, 86_400_000];
/** Until how long after the qualification each phase lasts; the server counts days by the calendar (durations.py). */
const PHASES = /** @type {const} */ ([["T0", 2 * HOUR], ["T+2h", 6 * HOUR], ["T+24h", DAY], ["J+3", 3 * DAY], ["J+7", 7 * DAY], ["M+1", 30 * DAY], ["M+3", Infinity]]);
const ORDER = ["ALERTE", ...PHASES.map(([code]) => code), "FIN"];

/** What is asked for where no protocol says it. */
const USUAL = ["sheltered", "evacuated", "received", "agents_present", "households_hit", "register_unanswered"];

/** Where a crisis stands; an exercise goes through its phases as fast as its tempo. @param {Card} crisis @param {number} now */
export function phaseOf(crisis, now) {
  if (crisis.ended_at) return "FIN";
  const past = crisis.t0 ? (now - Date.parse(crisis.t0)) * (crisis.tempo ?? 1) : -1;
  return past < 0 ? "ALERTE" : /** @type {readonly [string, number]} */ (PHASES.find(([, end]) => past < end))[0];
}

/** The figures asked for at a phase, those of the protocol of the hazard before those common to all.
 * A phase that a protocol leaves out asks what the one before it does. @param {Iterable<Card>} playbooks @param {string} phase */
export function askedAt(playbooks, phase) {
  const reached = ORDER.slice(0, ORDER.indexOf(phase) + 1);
  const protocols = [...playbooks].sort((one, other) => Number(one.code === "socle") - Number(other.code === "socle"));
  const names = protocols.flatMap(({ asks = {} }) => asks[reached.findLast((code) => asks[code]) ?? ""] ?? []);
  return names.length ? [...new Set(names)] : USUAL;
}
