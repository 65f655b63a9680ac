// The sheets of a protocol: what one role has to do in one phase, on one page. Pure.

import { NBSP, counted, number } from "./format.js";

/** @typedef {{code: string, title: string, done_when: string, must: boolean, who: string, phase: string, anchor: string, at: string, every?: string, until?: string, scope: string, partners?: string[]}} Action */
/** @typedef {{who: string, phase: string, actions: Action[]}} Sheet */

/** @param {Record<string, any>} actions @param {string[]} retired @returns {Action[]} those that the protocol still has */
export function inForce(actions, retired = []) {
  return Object.entries(actions).filter(([code]) => !retired.includes(code)).map(([code, action]) => ({ code, ...action }));
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

/** When an action is expected: « Qualification + 1 h, à refaire après 1 jour jusqu’à la fin ».
 * @param {Action} action @param {string} anchor the words of its anchor */
export function whenWords({ at, every, until }, anchor) {
  const after = spanWords(at);
  const first = after ? `${anchor} ${at.startsWith("-") ? "\u2212" : "+"}${NBSP}${after}` : anchor;
  if (!every) return first;
  return `${first}, à refaire après ${spanWords(every)}${until === "end" ? " jusqu’à la fin" : until ? ` jusqu’à ${anchor} +${NBSP}${spanWords(until)}` : ""}`;
}
