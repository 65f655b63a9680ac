// The table of bodies, silence first. Filters stay in the address; long tables are drawn as far as one has read.

import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../forms/field.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { byUrgency, passes } from "../order.js";
import { keepInAddress, place } from "../router.js";
import { useSteadyOrder } from "../steady.js";
import { lateItems } from "../tasks.js";
import { moment } from "../ticking.js";
import { codes } from "../vocabulary.js";
import { Rows } from "./body_row.js";

/** How many rows are drawn at first, and each time that their end comes in sight (on a phone: when asked to). */
const NARROW = matchMedia("(max-width: 48rem)").matches;
const STEP = NARROW ? 15 : 120;

/** What the address says to filter by. */
export function filterInAddress() {
  const { query } = place.value;
  return { text: query.get("q") ?? "", departement: query.get("departement") ?? "", status: query.get("statut") ?? "" };
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Bodies({ dossier }) {
  const at = moment.value;
  const bodies = dossier.cards("body");
  const filter = filterInAddress();
  const found = byUrgency([...bodies.values()].filter(passes(filter, at)), at);
  const [ordered, container] = useSteadyOrder(found);
  const asked = `${filter.text}|${filter.departement}|${filter.status}`;
  const [drawn, setDrawn] = useState({ asked, limit: STEP });
  const limit = drawn.asked === asked ? drawn.limit : STEP;
  const rows = useRef(new Rows());
  const tasks = dossier.cards("tasks");
  const late = (/** @type {string} */ body) => lateItems(tasks.get(`tasks:${body}`), at);

  return html`<section class="block bodies" aria-labelledby="organismes">
    <header><h2 id="organismes">Organismes</h2>
      <p class="sub" role="status">${found.length === bodies.size ? counted(bodies.size, "organisme") : `${number(found.length)} sur ${number(bodies.size)}`}, silence d’abord</p></header>
    <${Filters} dossier=${dossier} filter=${filter} />
    <div class="scroll" ref=${container} tabindex="0" role="group" aria-labelledby="organismes">
      <table class="grid"><thead><tr><th scope="col">Statut</th><th scope="col">Organisme</th><th scope="col" class="num">Nouvelle</th>
        <th scope="col" class="num">Hébergés</th><th scope="col" class="num">Évacués</th><th scope="col" class="num">Retards</th></tr></thead>
        <tbody>${ordered.slice(0, limit).map((body) => rows.current.draw(dossier.id, body, late(body.body), at))}</tbody></table>
      ${found.length === 0 && html`<p class="empty">Aucun organisme ne correspond. Effacez un filtre pour les revoir.</p>`}
      ${ordered.length > limit && html`<${More} left=${ordered.length - limit} onMore=${() => setDrawn({ asked, limit: limit + STEP })} />`}
    </div></section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, filter: {text: string, departement: string, status: string}}} props */
function Filters({ dossier, filter }) {
  const departements = dossier.only("crisis")?.departements ?? [];
  const type = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value });
  const statuses = /** @type {[string, string][]} */ ([...codes("statuses").map(([code, { label }]) => [code, label]), ["stale", "Nouvelles périmées"]]);
  return html`<form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <p class="field"><label class="vh" for="filtre">Filtrer par nom ou code INSEE</label>
      <input id="filtre" type="search" placeholder="Commune ou code INSEE" value=${filter.text} onInput=${type("q")} /></p>
    ${departements.length > 1 && html`<${Choice} label="Département" hidden empty=${`${departements.length} départements`} value=${filter.departement}
      options=${departements.map((/** @type {string} */ code) => [code, `Département ${code}`])} onInput=${type("departement")} />`}
    <${Choice} label="Statut" hidden empty="Tous les statuts" value=${filter.status} options=${statuses} onInput=${type("statut")} />
  </form>`;
}

/** The end of what is drawn: draws more when it comes in sight, or when asked to. @param {{left: number, onMore: () => void}} props */
function More({ left, onMore }) {
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const watcher = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && onMore(), { rootMargin: "600px" });
    if (end.current && !NARROW) watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [left]);
  return html`<p class="more" ref=${end}><button type="button" class="btn" onClick=${onMore}>Afficher la suite (${number(left)})</button></p>`;
}
