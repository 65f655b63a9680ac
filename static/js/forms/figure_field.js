// One figure of a report: what it was, the same again, not known, or a new value.

import { dated, number } from "../format.js";
import { html } from "../html.js";
import { worded } from "../vocabulary.js";

/** What is typed besides a value. */
export const SAME = "=";
export const UNKNOWN = "?";
/** The largest number that a report takes. */
const MOST = 10_000_000;

/** A value can be said to be the same only if there is one. @param {any} before */
export function isHeld(before) {
  return before?.value !== undefined && before.quality !== "non_communique";
}

/** @typedef {{name: string, before: any, typed: string, onType: (text: string) => void, zone: string, now: number, fault?: string}} Props */

/** @param {Props} props */
export function FigureField({ name, before, typed, onType, zone, now, fault }) {
  const { label, meaning, type, codes = {} } = worded("figures", name);
  const id = `f-${name}`;
  const same = typed === SAME;
  const shown = same ? before.value : typed === UNKNOWN ? "" : typed;
  const toggle = (/** @type {string} */ mark) => () => onType(typed === mark ? "" : mark);
  const field = {
    id, "aria-describedby": `${id}-h`, "aria-invalid": fault ? "true" : null, class: same || typed === UNKNOWN ? "settled" : "",
    onInput: (/** @type {any} */ event) => onType(event.currentTarget.value),
  };
  const mark = (/** @type {string} */ code, /** @type {string} */ words) => html`<button type="button" class="btn same" aria-pressed=${String(typed === code)} onClick=${toggle(code)}>${words}<span class="vh"> (${label})</span></button>`;
  return html`<li class=${fault ? "at-fault" : ""}><label for=${id}>${label}${meaning && html` <span class="sub">${meaning.toLowerCase()}</span>`}</label>
    <small id=${`${id}-h`}>${fault ? html`<b class="late">${fault}</b>` : told(before, zone, now, codes)}</small>
    <span class="marks">${isHeld(before) && mark(SAME, "Inchangé")}${mark(UNKNOWN, "n.\u00a0c.")}</span>
    ${type === "code"
      ? html`<select ...${field}><option value="" selected=${!shown}>${typed === UNKNOWN ? "n.\u00a0c." : "–"}</option>${Object.entries(codes).map(([code, word]) => html`<option value=${code} selected=${shown === code}>${word.label}</option>`)}</select>`
      : html`<input ...${field} type="text" inputmode="numeric" autocomplete="off" maxlength="12" placeholder=${typed === UNKNOWN ? "n.\u00a0c." : "–"} value=${String(shown)} />`}</li>`;
}

/** What was said last, and when. @param {any} before @param {string} zone @param {number} now @param {Record<string, {label: string}>} codes */
function told(before, zone, now, codes) {
  if (!before) return "jamais communiqué";
  const words = !isHeld(before) ? "non communiqué" : typeof before.value === "number" ? number(before.value) : codes[before.value]?.label ?? before.value;
  return html`${dated(before.observed_at, zone, now)}\u00a0: <b>${words}</b>`;
}

/** What is wrong with what is typed; empty when nothing is. Numbers may be typed with their spaces. @param {string} name @param {string} text */
export function faultOf(name, text) {
  if (!text || text === SAME || text === UNKNOWN || worded("figures", name).type === "code") return "";
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  if (!/^\d+$/.test(bare)) return "Un nombre entier, sans lettre ni virgule.";
  return Number(bare) > MOST ? "Ce nombre est trop grand." : "";
}

/** A figure as the command carries it; null when nothing was said. @param {string} name @param {string} text @param {any} before @param {string} quality */
export function figureSaid(name, text, before, quality) {
  if (!text) return null;
  if (text === UNKNOWN) return { quality: "non_communique" };
  if (text === SAME) return isHeld(before) ? { value: before.value, quality: before.quality } : null;
  return { value: worded("figures", name).type === "code" ? text : Number(text.replace(/[\s\u00a0\u202f]/g, "")), quality };
}
