// One chart of steps and the table of its values. The library that draws is fetched when a first curve is to be seen.

import { useEffect, useRef, useState } from "preact/hooks";
import { axisWords, sampled } from "../curves.js";
import { NOTHING, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";

/** @typedef {import("../curves.js").Curve} Curve */

const HEIGHT = 176;
/** @type {Promise<any> | null} */
let library = null;

/** The drawing library and its style sheet, once. @returns {Promise<any>} */
function fetched() {
  library ??= import("uplot").then(({ default: uPlot }) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = "/static/vendor/uplot.css";
    return new Promise((done) => {
      link.onload = link.onerror = () => done(uPlot);
      document.head.append(link);
    });
  }).catch((problem) => {
    library = null;
    throw problem;
  });
  return library;
}

/** @param {{title: string, times: number[], curves: Curve[], zone: string}} props `times` in seconds */
export function Plot({ title, times, curves, zone }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const legend = useRef(/** @type {HTMLElement | null} */ (null));
  const [at, setAt] = useState(/** @type {number | null} */ (null));
  const [failed, setFailed] = useState(false);
  const dark = useDark();
  const drawn = useRef(/** @type {any} */ (null));

  useEffect(() => {
    let gone = false;
    fetched().then((uPlot) => {
      if (gone || !place.current || !legend.current) return;
      drawn.current = draw(uPlot, place.current, legend.current, times, curves, zone, setAt);
    }, () => setFailed(true));
    const follow = new ResizeObserver(() => drawn.current?.setSize({ width: place.current?.clientWidth ?? 0, height: HEIGHT }));
    if (place.current) follow.observe(place.current);
    return () => {
      gone = true;
      follow.disconnect();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, [times, curves, zone, dark]);

  const index = at ?? times.length - 1;
  return html`<figure class="curve"><h3>${title}</h3>
    <div class="plot" ref=${place} role="img" aria-label=${`${title}\u00a0: courbe, mêmes valeurs dans le tableau`}></div>
    ${failed && html`<p class="sub">La courbe n’a pas pu être dessinée\u202f; ses valeurs sont dans le tableau.</p>`}
    <figcaption><ul class="legend" ref=${legend}>${curves.map(({ name, label, line, dash, values }) => html`<li key=${name}>
      <svg viewBox="0 0 28 12" aria-hidden="true" focusable="false"><line class=${line} x1="0" y1="6" x2="28" y2="6" stroke-dasharray=${dash.join(" ") || null} /></svg>
      ${label} <b>${valueOf(values[index])}</b></li>`)}<li>${times.length > 0 && written(times[index] * 1_000, zone, moment.value)}</li></ul></figcaption>
    <${Values} title=${title} times=${times} curves=${curves} zone=${zone} /></figure>`;
}

/** @param {{title: string, times: number[], curves: Curve[], zone: string}} props */
function Values({ title, times, curves, zone }) {
  const now = moment.value;
  return html`<details class="fold"><summary>Tableau</summary><div class="scroll" tabindex="0" role="group" aria-label=${`Valeurs\u00a0: ${title}`}><table class="tbl">
    <thead><tr><th scope="col">Heure</th>${curves.map(({ name, label }) => html`<th scope="col" key=${name} class="num">${label}</th>`)}</tr></thead>
    <tbody>${sampled(times.length).map((index) => html`<tr key=${index}><th scope="row" class="nb">${written(times[index] * 1_000, zone, now)}</th>
      ${curves.map(({ name, values }) => html`<td key=${name} class="num">${valueOf(values[index])}</td>`)}</tr>`)}</tbody></table></div></details>`;
}

/** @param {number | null | undefined} value */
function valueOf(value) {
  return value === null ? "n.\u00a0c." : value === undefined ? NOTHING : number(value);
}

/** @param {any} uPlot @param {HTMLElement} place @param {HTMLElement} legend @param {number[]} times @param {Curve[]} curves @param {string} zone
 * @param {(index: number | null) => void} onPoint */
function draw(uPlot, place, legend, times, curves, zone, onPoint) {
  const strokes = [...legend.querySelectorAll("line")].map((line) => getComputedStyle(line).stroke);
  const style = getComputedStyle(place);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = { stroke: token("--ink-2"), font: `13px ${style.fontFamily}`, grid: { stroke: token("--line"), width: 1 }, ticks: { stroke: token("--line-strong"), width: 1, size: 4 } };
  const options = {
    width: place.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    tzDate: (/** @type {number} */ second) => uPlot.tzDate(new Date(second * 1_000), zone),
    scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number | null} */ most) => [0, Math.max(4, (most ?? 0) * 1.1)] } },
    axes: [
      { ...axis, size: 32, space: 72, values: (/** @type {any} */ _, /** @type {number[]} */ splits, /** @type {number} */ __, /** @type {number} */ ___, /** @type {number} */ apart) => splits.map((second) => axisWords(second, apart, zone)) },
      { ...axis, size: 52, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000], values: (/** @type {any} */ _, /** @type {number[]} */ splits) => splits.map(number) },
    ],
    series: [{}, ...curves.map(({ label, dash }, index) => ({ label, stroke: strokes[index], width: 2, dash: dash.length ? dash : undefined, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }) }))],
    hooks: { setCursor: [(/** @type {any} */ chart) => onPoint(chart.cursor.idx ?? null)] },
  };
  return new uPlot(options, [times, ...curves.map(({ values }) => values)], place);
}

/** Whether the screen is dark: a canvas does not follow style sheets by itself. */
function useDark() {
  const asked = matchMedia("(prefers-color-scheme: dark)");
  const [dark, setDark] = useState(asked.matches);
  useEffect(() => {
    const hear = () => setDark(asked.matches);
    asked.addEventListener("change", hear);
    return () => asked.removeEventListener("change", hear);
  }, []);
  return dark;
}
