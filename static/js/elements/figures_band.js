// The figures of a crisis in one band: a value, its change, what it covers, who says it. A contradiction is shown, not mended.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { clock, number, plural } from "../format.js";
import { outOf, total } from "../figures.js";
import { html } from "../html.js";
import { compared, official } from "../official.js";
import { keepInAddress, place } from "../router.js";
import { covered } from "../silence.js";
import { LAPSES, change, reference } from "../since.js";
import { useStateAt } from "../state_at.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";
import { Later } from "./later.js";

/** @typedef {import("../store.js").Card} Card */

/** The figures of the band, in order, each with the one that says out of how many. @type {[string, string?][]} */
const BAND = [["evacuated"], ["sheltered"], ["households_hit"], ["register_unanswered", "register_listed"], ["agents_present", "agents_expected"]];
/** What only official sources say of people, each the sum of some figures. @type {[string, string[]][]} */
const CASUALTIES = [["décédé", ["dead"]], ["disparu", ["missing"]], ["blessé", ["injured_severe", "injured"]]];
/** The panels under the band, and what brings each. */
const PANELS = { departements: "par département", courbes: "courbes", publier: "publier" };
/** @type {Record<string, () => Promise<any>>} */
const BRINGS = {
  departements: () => import("./figures_table.js").then(({ FiguresTable }) => FiguresTable),
  courbes: () => import("./curves.js").then(({ CrisisCurves }) => CrisisCurves),
  publier: () => import("../forms/official.js").then(({ OfficialForm }) => OfficialForm),
};

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function FiguresBand({ dossier }) {
  const now = moment.value;
  const lapse = place.value.query.get("ecart") ?? "1h";
  const held = dossier.cards("body");
  const bodies = useMemo(() => [...held.values()], [held]);
  const cards = dossier.cards("official");
  const since = reference(dossier.cards("situation").values(), lapse, now);
  const before = useStateAt(dossier.id, since.at, Date.parse(dossier.only("crisis")?.t0 ?? "") || 0);
  const [panel, setPanel] = useState("");
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!panel) return undefined;
    const leave = (/** @type {KeyboardEvent} */ key) => key.key === "Escape" && setPanel("");
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [panel]);
  const opens = (/** @type {string} */ name) => name !== "publier" || dossier.may("official.publish");
  const several = dossier.only("crisis")?.departements?.length > 1;

  return html`<section class="strip figures" aria-labelledby="chiffres" ref=${section}>
    <div class="strip-head"><h2 id="chiffres">Chiffres</h2>
      <p class="sub">${since.words.startsWith("le") ? html`écart depuis ${since.words}` : html`<${Lapse} lapse=${lapse} />`}</p>
      <p class="ways">${Object.entries(PANELS).filter(([name]) => opens(name)).map(([name, words]) => html`<button type="button" key=${name} class="btn btn-quiet" aria-expanded=${String(panel === name)}
        onClick=${() => setPanel(panel === name ? "" : name)}>${name === "departements" && !several ? "tableau" : words}</button>`)}</p></div>
    <ul class="figs">${BAND.map(([name, out]) => html`<${BandFigure} key=${name} name=${name} out=${out} bodies=${bodies} cards=${cards} before=${before} zone=${dossier.zone} />`)}
      <${Casualties} cards=${cards} zone=${dossier.zone} /></ul>
    ${panel && opens(panel) && html`<div class="panel"><p class="close"><button type="button" class="btn" onClick=${() => setPanel("")}>Fermer</button></p>
      <${Later} key=${panel} bring=${BRINGS[panel]} dossier=${dossier} /></div>`}</section>`;
}

/** Since when changes are counted. @param {{lapse: string}} props */
function Lapse({ lapse }) {
  return html`<label>écart depuis <select class="lapse" onChange=${(/** @type {any} */ input) => keepInAddress({ ecart: input.currentTarget.value === "1h" ? "" : input.currentTarget.value })}>
    ${Object.entries(LAPSES).map(([code, { words }]) => html`<option key=${code} value=${code} selected=${code === lapse}>${words.replace(" ", "\u00a0")}</option>`)}</select></label>`;
}

/** @param {{name: string, out?: string, bodies: Card[], cards: Map<string, Card>, before: any, zone: string}} props */
function BandFigure({ name, out, bodies, cards, before, zone }) {
  const { sum, said, estimated, of, both, all } = useMemo(() => ({
    ...total(bodies, name), of: bodies.filter(({ competent }) => competent !== false).length,
    both: compared(bodies, cards, name), all: out ? outOf(bodies, name, out) : null,
  }), [bodies, cards, name, out]);
  if (both && both.gap !== 0) return html`<${Contradiction} name=${name} both=${both} before=${before} zone=${zone} />`;
  const found = official(cards, name);
  if (!said && found && found.value !== null) {
    return html`<li><span class="n" title=${label("figures", name)}>${words(name)}</span><span class="vd"><b class="v">${number(found.value)}</b></span><span class="c">${source(found, zone)}</span></li>`;
  }
  return html`<li><span class="n" title=${label("figures", name)}>${words(name)}</span>
    <span class="vd"><b class="v">${said ? number(sum) : "n.\u00a0c."}</b>${said > 0 && html`<${Change} by=${change(before, name, sum)} />`}</span>
    <span class="c">${all ? html`<span class="nb">sur ${number(all)}</span> · ` : ""}<span class="nb">${covered({ heard: said, of })}</span>${both ? " · = officiel" : ""}${estimated ? html` · <span title="estimé par une partie des organismes">estimé</span>` : ""}</span></li>`;
}

/** Two values and the gap. @param {{name: string, both: import("../official.js").Compared, before: any, zone: string}} props */
function Contradiction({ name, both, before, zone }) {
  const { declared, said, of, official: found, gap } = both;
  const where = found.departements ? `, ${found.departements.join(", ")}` : "";
  return html`<li class="ecart"><span class="n">${words(name)} <b class="sign">≠ écart de\u00a0${number(Math.abs(gap))}</b></span>
    <span class="pair"><span class="vd"><b class="v">${number(declared)}</b>${!found.departements && html`<${Change} by=${change(before, name, declared)} />`}</span><span class="c">déclaré${where}\u00a0: <span class="nb">${covered({ heard: said, of })}</span></span></span>
    <span class="pair"><b class="v">${number(Number(found.value))}</b><span class="c" title=${found.source}>${source(found, zone)}</span></span></li>`;
}

/** The dead, the missing, the injured. @param {{cards: Map<string, Card>, zone: string}} props */
function Casualties({ cards, zone }) {
  const all = CASUALTIES.map(([word, names]) => ({ word, found: names.flatMap((name) => official(cards, name) ?? []) }));
  const told = all.flatMap(({ found }) => found);
  if (!told.length) return html`<li><span class="n">Bilan humain</span><b class="v">n.\u00a0c.</b><span class="c">préfectures seules</span></li>`;
  const newest = told.reduce((a, b) => (a.at < b.at ? b : a));
  return html`<li class="casualties"><span class="n">Bilan humain</span>
    ${all.map(({ word, found }) => {
      const known = found.filter(({ value }) => value !== null);
      const sum = known.reduce((before, { value }) => before + Number(value), 0);
      return html`<span class="pair" key=${word}><b class="v">${known.length ? number(sum) : "n.\u00a0c."}</b><span class="c">${known.length ? plural(sum, word) : `${word}s`}</span></span>`;
    })}<span class="c">${source(newest, zone)}</span></li>`;
}

/** « préfecture de Seine-et-Marne, 11 h 30 ». @param {import("../official.js").Said} found @param {string} zone */
export function source({ source: from, departements, at, estimated }, zone) {
  const who = from || (departements ? `préfectures ${departements.join(", ")}` : "plusieurs sources");
  return `${clock(at, zone)}, ${who}${estimated ? " · estimé" : ""}`;
}

/** @param {string} name */
function words(name) {
  return WORDS[name] ?? short("figures", name);
}
/** @type {Record<string, string>} */
const WORDS = { households_hit: "Foyers touchés", register_unanswered: "Inscrits sans réponse", agents_present: "Agents présents", sheltered: "Hébergés" };

/** @param {{by: number | null}} props */
export function Change({ by }) {
  if (by === null) return null;
  return html`<span class="by">${by > 0 ? `+${number(by)}` : by < 0 ? number(by) : html`<span title="inchangé">=</span>`}</span>`;
}
