// The sheets of a protocol: what one role has to do in one phase, on one page. Pure.

import { NBSP, counted, number } from "./format.js";
import { standIn } from "./tasks.js";

/** @typedef {{code: string, title: string, done_when: string, must: boolean, who: string, phase: string, anchor: string, at: string, every?: string, until?: string, scope: string, partners?: string[], aids?: string[], instead?: string[], check?: string}} Action */
/** @typedef {{who: string, phase: string, actions: Action[]}} Sheet */

/** @param {Record<string, any>} actions @param {string[]} retired @returns {Action[]} those that the protocol still has */
export function inForce(actions, retired = []) {
  return Object.entries(actions).filter(([code]) => !retired.includes(code)).map(([code, action]) => ({ code, ...action }));
}

/** The actions as the départements of a crisis have them: what is the UDCCAS's is the representative's where there is
 * none, `instead` naming those départements. @param {Action[]} actions
 * @param {{name: string, union?: boolean}[]} departements @returns {Action[]} */
export function withStandIns(actions, departements) {
  const without = departements.filter(({ union }) => union === false).map(({ name }) => name).sort((a, b) => a.localeCompare(b, "fr"));
  if (!without.length) return actions;
  return actions.flatMap((action) => {
    const holder = standIn(action.who, false);
    if (holder === action.who) return [action];
    const instead = { ...action, who: holder, partners: action.partners?.filter((partner) => partner !== holder), instead: without };
    return without.length === departements.length ? [instead] : [action, instead];
  });
}

/** One sheet for each role and phase that has something to do. @param {Action[]} actions
 * @param {string[]} roles in the order of display @param {string[]} phases the same @returns {Sheet[]} */
export function sheetsOf(actions, roles, phases) {
  /** @type {Map<string, Sheet>} */
  const sheets = new Map();
  for (const action of actions) {
    const key = `${action.who}/${action.phase}`;
    const found = sheets.get(key);
    if (found) found.actions.push(action);
    else sheets.set(key, { who: action.who, phase: action.phase, actions: [action] });
  }
  const place = (/** @type {string[]} */ order, /** @type {string} */ code) => (order.includes(code) ? order.indexOf(code) : order.length);
  return [...sheets.values()].sort((a, b) => place(roles, a.who) - place(roles, b.who) || place(phases, a.phase) - place(phases, b.phase));
}

const PERIOD = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration in words, empty for none: « PT1H30M » → « 1 h 30 min », « P3M » → « 3 mois ». @param {string} iso */
export function spanWords(iso) {
  const found = PERIOD.exec(iso);
  if (!found) return iso;
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(2).map((digits) => Number(digits ?? 0));
  return [
    years && counted(years, "an"), months && counted(months, "mois", "mois"), weeks && counted(weeks, "semaine"),
    days && counted(days, "jour"), hours && `${number(hours)}${NBSP}h`, minutes && `${number(minutes)}${NBSP}min`, seconds && `${number(seconds)}${NBSP}s`,
  ].filter(Boolean).join(" ");
}

/** How often reports are expected: « toutes les 2 h jusqu’à 6 h, chaque jour jusqu’à 28 jours ». Steps as on a card, or
 * as the library lists them. @param {([string, string] | {until: string, every: string})[]} steps */
export function rhythmWords(steps) {
  return steps.map((step) => {
    const [until, every] = Array.isArray(step) ? step : [step.until, step.every];
    return `${every === "P1D" ? "chaque jour" : `toutes les ${spanWords(every)}`} jusqu’à ${spanWords(until)}`;
  }).join(", ");
}

/** When points de situation are expected, as a card or the library says it. @param {([string, string, string[]] | {until?: string, every?: string, hours?: string[]})[]} steps */
export function pointWords(steps) {
  return steps.map((step) => {
    const [until, every, hours] = Array.isArray(step) ? step : [step.until ?? "", step.every ?? "", step.hours ?? []];
    const often = EACH[every || "P1D"] ?? `toutes les ${spanWords(every)}`;
    const at = hours.map((hour) => hour.replace(/^0?(\d+):/, `$1${NBSP}h${NBSP}`).replace(/\D00$/, ""));
    const when = at.length > 1 ? ` à ${at.slice(0, -1).join(", ")} et ${at.at(-1)}` : at.length ? ` à ${at[0]}` : "";
    return until ? `${often}${when} jusqu’à ${spanWords(until)}` : `puis ${often}${when}`;
  }).join(", ");
}
/** @type {Record<string, string>} */
const EACH = { P1D: "chaque jour", P7D: "chaque semaine", P1W: "chaque semaine", P1M: "chaque mois" };

/** The action is the report that comes back: how often is the rhythm of the crisis, of which its own dates are the least.
 * @param {Action} action */
export function asksToReport({ check, every }) {
  return check === "report_filed" && Boolean(every);
}

/** When an action is expected: « Qualification + 1 h, à refaire après 1 jour jusqu’à la fin ».
 * @param {Action} action @param {string} anchor the words of its anchor */
export function whenWords({ at, every, until }, anchor) {
  const after = spanWords(at);
  const first = after ? `${anchor} ${at.startsWith("-") ? "\u2212" : "+"}${NBSP}${after}` : anchor;
  if (!every) return first;
  return `${first}, à refaire après ${spanWords(every)}${until === "end" ? " jusqu’à la fin" : until ? ` jusqu’à ${anchor} +${NBSP}${spanWords(until)}` : ""}`;
}
