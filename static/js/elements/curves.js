// How a crisis, or one body, has gone: statuses, figures, acts, as curves that have their table beside them.

import { useMemo } from "preact/hooks";
import { withQuery } from "../api.js";
import { held, instants, known, silent, stretches } from "../curves.js";
import { useFollowed } from "../fetched.js";
import { KEY_FIGURES } from "../figures.js";
import { duration, moment as written } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { iso } from "../time.js";
import { label, short } from "../vocabulary.js";
import { Refusal } from "./message.js";
import { Plot } from "./plot.js";
import { Mark } from "./status.js";

/** @typedef {import("../curves.js").Curve} Curve */
/** @typedef {import("../curves.js").History} History */

const POINTS = 240;
/** A line is told by its dashes as well as by its tint. */
const LINES = [{ line: "l-one", dash: [] }, { line: "l-two", dash: [8, 4] }, { line: "l-three", dash: [2, 3] }, { line: "l-four", dash: [10, 3, 2, 3] }];

/** The columns of a history, read again each minute; of a board of the past, up to its hour.
 * @param {import("../dossier.js").Dossier} dossier @param {string} [body] */
function useHistory(dossier, body) {
  const minute = Math.floor(moment.value / 60_000);
  const to = "live" in dossier ? iso(minute * 60_000) : undefined;
  return useFollowed(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/history`, { points: POINTS, body, to }), minute);
}

/** What could not be had for now is asked for again: it is no fault of the reader's. @param {{problem: import("../api.js").Problem}} props */
function NoCurve({ problem }) {
  if (problem.status === 503) return html`<p class="empty" role="status">Le passé de ce dossier est en cours de lecture, la courbe va venir d’elle-même.</p>`;
  return problem.passing ? html`<p class="empty">Le serveur est occupé, la courbe est redemandée.</p>` : html`<${Refusal} problem=${problem} />`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function CrisisCurves({ dossier }) {
  const { value, problem } = useHistory(dossier);
  const sets = useMemo(() => (value ? crisisCurves(value) : null), [value]);
  if (problem && !value) return html`<${NoCurve} problem=${problem} />`;
  if (!sets) return html`<p class="empty">Lecture de la main courante…</p>`;
  return html`<div class="curves">${sets.plots.map(({ title, curves }) => html`<${Plot} key=${title} title=${title} times=${sets.times} curves=${curves} zone=${dossier.zone} />`)}</div>`;
}

/** @param {History} history */
function crisisCurves(history) {
  const times = instants(history);
  const along = (/** @type {(number | null)[]} */ values) => held(values, times.length);
  const status = (/** @type {string} */ code, /** @type {number[]} */ dash) => ({ name: code, label: short("statuses", code), line: `l-${code}`, dash, values: along(history.statuses[code] ?? []) });
  const silence = { name: "silent", label: "Silencieux", line: "l-silent", dash: [2, 3], values: along(silent(history.statuses)) };
  const figure = (/** @type {string} */ name, /** @type {number} */ place) => ({ name, label: short("figures", name), ...LINES[place], values: along(known(history.figures[name])) });
  return {
    times,
    plots: [
      { title: "Organismes par statut", curves: [status("deborde", []), status("hors_service", [10, 3, 2, 3]), status("tension", [8, 4]), silence] },
      { title: "Personnes hébergées et évacuées", curves: [figure("sheltered", 0), figure("evacuated", 1)] },
      { title: "Actes de soutien, cumul", curves: [{ name: "acts", label: "Actes", ...LINES[0], values: along(history.acts) }] },
    ],
  };
}

/** @param {{dossier: import("../dossier.js").Dossier, body: string}} props */
export function BodyCurves({ dossier, body }) {
  const { value, problem } = useHistory(dossier, body);
  const set = useMemo(() => (value ? bodyCurves(value) : null), [value]);
  if (problem && !value) return html`<${NoCurve} problem=${problem} />`;
  if (!set) return html`<p class="empty">Lecture de la main courante…</p>`;
  return html`<div class="in"><${Ribbon} history=${value} zone=${dossier.zone} />
    ${set.curves.length > 0 && html`<${Plot} title="Chiffres de ses comptes rendus" times=${set.times} curves=${set.curves} zone=${dossier.zone} />`}</div>`;
}

/** @param {History} history */
function bodyCurves(history) {
  const times = instants(history);
  const given = KEY_FIGURES.filter((name) => history.figures[name]?.said.some(Boolean)).slice(0, LINES.length);
  const curves = given.map((name, place) => ({ name, label: short("figures", name), ...LINES[place], values: held(known(history.figures[name]), times.length) }));
  return { times, curves };
}

/** The statuses of a body, one after the other, each as long as it lasted. @param {{history: History, zone: string}} props */
function Ribbon({ history, zone }) {
  const parts = useMemo(() => stretches(history), [history]);
  const now = moment.value;
  if (!parts.length) return null;
  const [from, to] = [parts[0].from, /** @type {any} */ (parts.at(-1)).to];
  const share = (/** @type {number} */ second) => ((second - from) / (to - from)) * 1_000;
  return html`<figure class="curve"><h3>Statuts</h3>
    <svg class="ribbon" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts.map(({ status, from: begins, to: ends }) => html`
      <rect key=${begins} class=${`f-${status}`} x=${share(begins)} y="1" width=${Math.max(2, share(ends) - share(begins))} height="18"><title>${label("statuses", status)}</title></rect>`)}</svg>
    <ol class="stretches">${parts.slice(-8).reverse().map(({ status, from: begins, to: ends }, index) => html`<li key=${begins}><span class=${`st st-${status}`}><${Mark} code=${status} />${label("statuses", status)}</span>
      <span class="sub">depuis ${written(begins * 1_000, zone, now)}${index > 0 ? `, pendant ${duration((ends - begins) * 1_000)}` : ""}</span></li>`)}</ol>
    ${parts.length > 8 && html`<p class="sub">et ${parts.length - 8} changements plus anciens, dans ses lignes</p>`}</figure>`;
}
