// The representative's desk: who no longer copes, who is silent, what is lacked, whom to ask, who is on the way.

import { useMemo } from "preact/hooks";
import { overwhelmed, underWay, openOffers } from "../bureau.js";
import { Chosen } from "../elements/bureau/chosen.js";
import { CallsOut, Offers, OnTheWay } from "../elements/bureau/lent.js";
import { NeedList } from "../elements/bureau/needs.js";
import { Overwhelmed, Silent, silentIn } from "../elements/bureau/people.js";
import { Reliefs } from "../elements/bureau/reliefs.js";
import { crisisSummary } from "../elements/crisis.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Map as BodyMap } from "../elements/map.js";
import { Vigilances } from "../elements/vigilance.js";
import { useFollowed } from "../fetched.js";
import { number, plural } from "../format.js";
import { inOrder, isWanting } from "../help.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { go, keepInAddress, place } from "../router.js";
import { moment } from "../ticking.js";
import { Watched } from "./watched.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */

/** @param {{dossier: string}} props */
export function BureauPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {Dossier} */ dossier) => {
    const crisis = dossier.only("crisis");
    if (!crisis) return null;
    const nav = html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/bureau`} />`;
    return html`<${Frame} title="Bureau" sub=${`${crisis.title} · ${crisisSummary(crisis)}`} dossier=${dossier} kind="bureau-page" nav=${nav}>
      ${dossier.may("support.call") ? html`<${Desk} dossier=${dossier} />` : html`<p class="block empty">Le bureau est celui de qui conduit l’entraide. Vos besoins, vos offres et vos renforts sont sur la page <a href=${`/dossiers/${id}/renforts`}>Renforts</a>.</p>`}<//>`;
  }}<//>`;
}

/** @param {{dossier: Dossier}} props */
function Desk({ dossier }) {
  const needs = inOrder([...dossier.cards("need").values()].filter(isWanting));
  const asked = place.value.query.get("besoin") ?? "";
  const relieved = dossier.cards("support").get(`support:${place.value.query.get("releve") ?? ""}`);
  const need = dossier.cards("need").get(`need:${asked}`) ?? needs[0];
  const choose = (/** @type {string} */ key, /** @type {string} */ support = "") => {
    keepInAddress({ besoin: key, releve: support });
    requestAnimationFrame(() => document.getElementById("b-besoin")?.focus());
  };
  const within = [...new Set([...dossier.cards("body").values()].map(({ departement }) => departement))].sort();
  const { value: calls } = useFollowed(`/api/dossiers/${encodeURIComponent(dossier.id)}/calls`, `${dossier.seq.value}/${Math.floor(moment.value / 60_000)}`);
  return html`<${Counts} dossier=${dossier} needs=${needs.length} calls=${calls} />
    <div class="b-desk"><${NeedList} dossier=${dossier} needs=${needs} chosen=${need ? keyOf(need) : ""} onChoose=${choose} />
      ${need ? html`<${Chosen} key=${need.id} dossier=${dossier} need=${need} relieved=${relieved?.need === keyOf(need) ? relieved : undefined} onChoose=${choose}><${Where} dossier=${dossier} body=${need.body} /><//>`
        : html`<section class="block b-chosen" aria-label="Carte"><p class="empty">Aucun besoin à couvrir pour l’instant.</p><${Where} dossier=${dossier} /></section>`}
      <div class="column b-side"><${Overwhelmed} dossier=${dossier} /><${Silent} dossier=${dossier} within=${within} calls=${calls} /><${Vigilances} dossier=${dossier} /><${CallsOut} dossier=${dossier} />
        <${Offers} dossier=${dossier} needs=${needs} onChoose=${choose} /><${OnTheWay} dossier=${dossier} /></div></div>
    <${Reliefs} dossier=${dossier} onRelieve=${choose} />`;
}

/** How much of each, and the way there. @param {{dossier: Dossier, needs: number, calls: any}} props */
function Counts({ dossier, needs, calls }) {
  const at = moment.value;
  const bodies = dossier.cards("body");
  const one = (/** @type {string} */ to, /** @type {number} */ count, /** @type {[string, string]} */ ...words) => html`<a href=${`#${to}`}><b>${number(count)}</b> ${plural(count, words[0], words[1])}</a>`;
  return html`<nav class="b-counts" aria-label="Sur cette page">${one("b-debordes", overwhelmed(bodies.values()).length, "en difficulté", "en difficulté")} ${calls && one("b-silencieux", silentIn(calls), "silencieux", "silencieux")}
    ${one("b-besoins", needs, "besoin à couvrir", "besoins à couvrir")} ${one("b-offres", openOffers(dossier.cards("offer").values(), at).length, "offre à employer", "offres à employer")}
    ${one("b-renforts", underWay(dossier.cards("support").values()).length, "renfort en cours", "renforts en cours")} <a href="#b-releves">Relèves</a>
    <a href=${`/dossiers/${dossier.id}/actes`}>Actes jour par jour</a> <a class="btn" href=${`/dossiers/${dossier.id}/passation`}>Note de passation</a></nav>`;
}

/** Who is where, with lines from those who help to those who are helped. @param {{dossier: Dossier, body?: string}} props */
function Where({ dossier, body }) {
  const shown = useMemo(() => body ?? null, [body]);
  return html`<div class="b-map"><${BodyMap} dossier=${dossier} chosen=${shown} onChoose=${(/** @type {string | null} */ chosen) => chosen && chosen !== body && go(`/dossiers/${dossier.id}/organismes/${chosen}`)} /></div>`;
}
