// The band of time at the foot of a board: the curve of those who call for help, the moment that is shown, and playing.

import { useRef, useState } from "preact/hooks";
import { clock, counted, number, plural } from "../format.js";
import { html } from "../html.js";
import { instant } from "../ticking.js";
import { hourOf, marks, outline, pointAt, share } from "../timeline.js";
import { SPEEDS } from "../travel.js";
import { Refusal } from "./message.js";
import { Mark } from "./status.js";

const PAGE_MS = 10 * 60_000;

/** @param {{time: import("../travel.js").Travel, shown: import("../dossier.js").Dossier | import("../past.js").Past}} props */
export function TimeBand({ time, shown }) {
  const at = time.at.value;
  return html`<section class="time" aria-label="Temps">
    <${Play} time=${time} />
    <${Track} time=${time} shown=${shown} />
    <div class="time-now">${at === null ? html`<b class="time-live">En direct</b>` : html`<button type="button" class="btn" onClick=${() => time.goLive()}>En direct</button>`}
      <${CopyLink} time=${time} /></div>
    ${time.problem.value && time.past.value === null && html`<${Refusal} problem=${time.problem.value} />`}</section>`;
}

/** @param {{time: import("../travel.js").Travel}} props */
function Play({ time }) {
  const playing = time.playing.value;
  const words = playing ? "Arrêter la lecture" : time.at.value === null ? "Rejouer depuis le début" : "Rejouer à partir d’ici";
  return html`<div class="time-play">
    <button type="button" class="btn" aria-label=${words} onClick=${() => (playing ? time.pause() : time.play())}>
      <svg class="time-sign" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><path d=${playing ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 1l9 5-9 5z"} /></svg>${playing ? "Pause" : "Rejouer"}</button>
    <label class="vh" for="vitesse">Vitesse de lecture</label>
    <select id="vitesse" value=${String(time.speed.value)} onChange=${(/** @type {any} */ input) => (time.speed.value = Number(input.currentTarget.value))}>
      ${SPEEDS.map((speed) => html`<option key=${speed} value=${String(speed)}>×\u00a0${speed}</option>`)}</select></div>`;
}

/** @param {{time: import("../travel.js").Travel, shown: import("../dossier.js").Dossier | import("../past.js").Past}} props */
function Track({ time, shown }) {
  const { from } = time;
  const to = Math.max(Math.ceil(instant.value / 10_000) * 10_000, from + 1);
  const at = time.at.value ?? to;
  const { zone } = shown;
  const curve = time.curve.value;
  const bodies = shown.cards("body");
  const here = time.at.value === null ? curve && loadOf(bodies) : curve && pointAt(curve, at);
  const where = share(at, from, to);
  const said = `${hourOf(at, zone, from, to)}, n°\u00a0${number(shown.seq.value)}${here ? `, ${counted(here.deborde, "débordé")}, ${number(here.tension)} en tension` : ""}`;

  function press(/** @type {KeyboardEvent} */ key) {
    const seq = shown.seq.value;
    const moves = {
      ArrowLeft: () => time.goToEntry(seq - 1), ArrowDown: () => time.goToEntry(seq - 1),
      ArrowRight: () => time.goToEntry(seq + 1), ArrowUp: () => time.goToEntry(seq + 1),
      PageDown: () => time.goTo(at - PAGE_MS), PageUp: () => time.goTo(at + PAGE_MS),
      Home: () => time.goTo(from), End: () => time.goLive(),
    };
    const move = moves[key.key];
    if (!move) return;
    key.preventDefault();
    move();
    if (key.key !== "End") time.settle();
  }

  return html`<div class="time-track">
    <p class="time-key sub" aria-hidden="true">${here ? html`<span><${Mark} code="deborde" />${number(here.deborde)} ${plural(here.deborde, "débordé")}</span> <span><${Mark} code="tension" />${number(here.tension)} en tension</span>` : curve === null ? "lecture du passé…" : ""}</p>
    <${Curve} curve=${curve} from=${from} to=${to} />
    <svg class="time-cursor" aria-hidden="true" focusable="false"><line x1=${`${where}%`} x2=${`${where}%`} y1="0" y2="100%" /></svg>
    <input type="range" aria-label="Moment du tableau" aria-valuetext=${said} min=${from} max=${to} step="1" value=${at}
      onInput=${(/** @type {any} */ input) => time.goTo(Number(input.currentTarget.value))} onChange=${() => time.settle()} onKeyDown=${press} />
    <svg class="time-marks" aria-hidden="true" focusable="false">${marks(from, to, zone).map((mark) => html`<text key=${mark.at} x=${`${share(mark.at, from, to)}%`} y="11">${mark.words}</text>`)}</svg></div>`;
}

/** How many call for help on a board. @param {Map<string, import("../store.js").Card>} bodies */
function loadOf(bodies) {
  const load = { deborde: 0, tension: 0 };
  for (const { status } of bodies.values()) if (status === "deborde" || status === "tension") load[/** @type {"deborde" | "tension"} */ (status)]++;
  return load;
}

/** @param {{curve: import("../timeline.js").Point[] | null, from: number, to: number}} props */
function Curve({ curve, from, to }) {
  const points = curve ?? [];
  const most = Math.max(1, ...points.map(({ deborde, tension }) => deborde + tension));
  return html`<svg class="time-curve" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <path class="t-tension" d=${outline(points, ({ deborde, tension }) => deborde + tension, most, from, to)} />
    <path class="t-deborde" d=${outline(points, ({ deborde }) => deborde, most, from, to)} />
    <path class="t-axis" d="M0 99.5H1000" /></svg>`;
}

/** An address of the moment that is shown, for others to open. @param {{time: import("../travel.js").Travel}} props */
function CopyLink({ time }) {
  const [copied, setCopied] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { zone } = time.live;
  const at = time.at.value ?? instant.value;
  async function copy() {
    const { address } = time;
    try {
      await navigator.clipboard.writeText(address);
      setCopied("Lien copié");
    } catch {
      setCopied(address); // the browser does not let a page copy: the address is shown to be copied by hand
      setTimeout(() => field.current?.select());
    }
  }
  return html`<button type="button" class="btn btn-quiet" onClick=${copy}>Lien vers ${clock(at, zone)}</button>
    <span class="time-copied" role="status">${copied.startsWith("http") ? html`<input ref=${field} aria-label="Adresse de ce moment" readonly value=${copied} />` : copied}</span>`;
}
