// The dossiers that one may see, and the ways to open one.

import { useEffect, useState } from "preact/hooks";
import { Problem, get } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { duration, plural } from "../format.js";
import { html } from "../html.js";
import { session } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";

const OPENINGS = { "crisis.declare": ["/declarer", "Déclarer une crise"], "crisis.signal": ["/signaler", "Signaler un évènement"], "convention.sign": ["/signer", "Enregistrer une convention"] };
const OVER = new Set(["clos", "sans_suite", "expire", "resilie"]);

export function DossiersPage() {
  const [dossiers, setDossiers] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));

  async function load() {
    try {
      setDossiers(await get("/api/dossiers"));
      setProblem(null);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
  }
  useEffect(() => {
    load();
    const back = () => document.visibilityState === "visible" && load();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);

  const may = session.value?.may_open ?? [];
  const openings = Object.entries(OPENINGS).filter(([command]) => may.includes(command));
  return html`<${Frame} title="Dossiers" kind="plain wide">
    ${openings.length > 0 && html`<p class="go start">${openings.map(([command, [to, words]], index) => html`<a class=${index === 0 ? "btn btn-main" : "btn"} key=${command} href=${to}>${words}</a>`)}</p>`}
    <p class="go start"><a href="/protocoles">Protocoles d’intervention</a> <a href="/droits">Qui peut quoi</a></p>
    ${problem && html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${load}>Réessayer</button></p>`}
    ${dossiers?.length === 0 && html`<p class="empty">Aucun dossier ne vous est ouvert pour le moment.</p>`}
    ${dossiers && ["crisis", "convention"].map((kind) => html`<${Group} key=${kind} kind=${kind} dossiers=${dossiers.filter((dossier) => dossier.kind === kind)} />`)}<//>`;
}

/** « Inondation · départements 77, 91 · dernière ligne il y a 3 min ». @param {any} dossier */
function about({ hazard, departements = [], last_at: last }) {
  const ago = last ? Math.max(0, moment.value - Date.parse(last)) : 0;
  const where = departements.length > 12 ? `${departements.length} départements` : departements.length && `${plural(departements.length, "département")} ${departements.join(", ")}`;
  return [hazard && label("hazards", hazard), where, last && `dernière ligne ${ago < 60_000 ? "à l’instant" : `il y a ${duration(ago)}`}`].filter(Boolean).join(" · ");
}

/** @param {{kind: string, dossiers: any[]}} props */
function Group({ kind, dossiers }) {
  if (!dossiers.length) return null;
  const ordered = dossiers.slice().sort((a, b) => Number(OVER.has(a.state)) - Number(OVER.has(b.state)) || a.title.localeCompare(b.title, "fr"));
  return html`<section class="block" aria-labelledby=${kind}><header><h2 id=${kind}>${kind === "crisis" ? "Évènements" : "Conventions"}</h2></header>
    <ul class="dossiers">${ordered.map((dossier) => html`<li key=${dossier.id} class=${OVER.has(dossier.state) ? "over" : ""}>
      <a href=${`/dossiers/${dossier.id}`}><b>${dossier.title || dossier.id}</b></a>
      ${dossier.exercise && html` <span class="tag tag-exo">EXERCICE</span>`} <span class="tag">${label(kind === "crisis" ? "crisis_states" : "convention_states", dossier.state)}</span>
      <p class="sub">${about(dossier)}</p></li>`)}</ul></section>`;
}
