// What surrounds every page: title, who is signed in, and for a dossier its banner, its link and who is there.

import { useEffect } from "preact/hooks";
import { clock, longDay } from "../format.js";
import { html } from "../html.js";
import { printing } from "../printing.js";
import { go, place } from "../router.js";
import { session, signOut } from "../session.js";
import { now } from "../time.js";
import { short } from "../vocabulary.js";
import { SoundSwitch, unheeded, useCalling } from "./alarms.js";
import { Connection } from "./connection.js";

/** @param {{title: string, sub?: any, facts?: any, dossier?: import("../dossier.js").Dossier, nav?: any, kind?: string, calls?: any, dock?: any, exercise?: boolean, children: any}} props
 * `calls`: the bar under the head; `dock`: the band at the foot */
export function Frame({ title, sub, facts, dossier, nav, kind = "", calls, dock, exercise: told = false, children }) {
  const exercise = told || Boolean(dossier?.only("crisis")?.exercise);
  const waiting = unheeded(dossier);
  useCalling(waiting);
  useEffect(() => {
    document.title = `${waiting ? `(${waiting}) ` : ""}${exercise ? "EXERCICE · " : ""}${title} · crisiscoord`;
  }, [title, exercise, waiting]);
  return html`<div class=${`frame f-${kind.split(" ")[0] || "page"} ${exercise ? "f-exo" : ""} ${nav ? "f-nav" : ""}`}><header>
    ${exercise && html`<${Exercise} words="simulation, données fictives" />`}
    <div class="head">
      <a class="brand" href="/">crisiscoord</a>
      <div class="head-title"><h1 tabindex="-1">${title}</h1>${sub && html`<p class="sub">${sub}</p>`}</div>
      ${facts && html`<dl class="facts">${facts}</dl>`}
      ${dossier && html`<${Connection} dossier=${dossier} />`}
      ${printing.value && dossier && session.value && html`<p class="sub">Imprimé le ${longDay(now(), dossier.zone)} à ${clock(now(), dossier.zone)}, ${session.value.actor.name}</p>`}
      ${session.value && !nav && html`<${Ways} /><${Account} />`}
    </div>
    ${nav}</header>
    ${calls}
    <main id="contenu" tabindex="-1" class=${`page ${kind}`}>${children}</main>
    ${(dock || exercise) && html`<footer>${dock && html`<div class="dock">${dock}</div>`}${exercise && html`<${Exercise} words="simulation, données fictives" />`}</footer>`}</div>`;
}

/** The word at both ends and at the foot of the page; the colour comes after. @param {{words: string}} props */
function Exercise({ words }) {
  return html`<p class="exo"><b>EXERCICE</b><span>${words}</span><b aria-hidden="true">EXERCICE</b></p>`;
}

/** What is not of one dossier. */
function Ways() {
  const { path } = place.value;
  const link = (/** @type {string} */ to, /** @type {string} */ words) => html`<a href=${to} aria-current=${to === path ? "page" : null}>${words}</a>`;
  return html`<nav class="ways" aria-label="Site">${link("/", "Dossiers")} ${link("/calendrier", "Calendrier")} ${link("/annuaire", "Annuaire")}</nav>`;
}

/** @param {{sound?: boolean}} props */
function Account({ sound = false }) {
  const { name, role } = /** @type {import("../session.js").Session} */ (session.value).actor;
  async function leave() {
    await signOut();
    go("/connexion");
  }
  return html`<p class="account"><span><a href="/compte"><b>${name}</b></a> <span class="sub">${short("roles", role)}</span></span>
    ${sound && html`<${SoundSwitch} />`}<button type="button" class="btn btn-quiet" onClick=${leave}>Se déconnecter</button></p>`;
}

/** On a phone the row is longer than the screen. @param {HTMLElement | null} link */
const inSight = (link) => link?.scrollIntoView({ block: "nearest", inline: "center" });

/** The pages of one dossier, and who else is looking at it. @param {{dossier: import("../dossier.js").Dossier, here?: string}} props */
export function DossierNav({ dossier, here }) {
  const base = `/dossiers/${dossier.id}`;
  const link = (/** @type {string} */ to, /** @type {string} */ words) =>
    html`<a href=${to} ref=${to === here ? inSight : null} aria-current=${to === here ? "page" : null}>${words}</a>`;
  const people = dossier.here.value;
  const crisis = dossier.kind.value === "crisis";
  return html`<div class="nav"><nav class="nav-links" aria-label="Dossier">
    ${link(base, "Tableau")}
    ${crisis && html`${dossier.may("support.call") && link(`${base}/bureau`, "Bureau")} ${link(`${base}/conduite`, "Conduite")} ${link(`${base}/points`, "Points")} ${dossier.cards("tasks").size > 0 && link(`${base}/taches`, "Tâches")} ${link(`${base}/renforts`, "Renforts")} ${dossier.may("call.log") && link(`${base}/relance`, "Relance")} ${link(`${base}/mur`, "Mur")}`}
    ${dossier.kind.value === "convention" && link(`${base}/trimestre`, "Dossier trimestriel")} ${link(`${base}/main-courante`, "Main courante")} ${link("/calendrier", "Calendrier")} ${dossier.may("exposure.report") && link(`${base}/acces-fortuit`, "Accès fortuit")} ${link("/", "Dossiers")}</nav>
    ${people.length > 0 && html`<p class="here sub" title=${people.map(({ name, role }) => `${name}, ${short("roles", role)}`).join("\n")}>
      Présents (${people.length})\u00a0: ${people.slice(0, 4).map(({ name }) => name).join(", ")}${people.length > 4 && ` et ${people.length - 4} autres`}</p>`}
    ${session.value && html`<${Account} sound />`}</div>`;
}
