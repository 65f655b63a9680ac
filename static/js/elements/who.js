// The representatives in a few lines: who, by which telephone, how long it took, and what still waits. The rest is on the page of the conduct.

import { clock, duration } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { perimeter } from "../vocabulary.js";

const RANK = { main: 0, deputy: 1 };
/** How many are named; a crisis over many départements has more. */
const NAMED = 4;

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Who({ dossier }) {
  const at = moment.value;
  const named = [...dossier.cards("representative").values()].filter(({ state }) => state === "active" || state === "proposee")
    .sort((a, b) => (RANK[a.perimeter] ?? 2) - (RANK[b.perimeter] ?? 2) || a.seq - b.seq);
  const main = named.find((card) => card.perimeter === "main" && card.state === "active");
  const { t0 } = dossier.only("crisis") ?? {};
  return html`<section class="block" aria-labelledby="representant"><header><h2 id="representant">Représentant de l’UNCCAS</h2></header>
    <div class="who">
      ${!main && html`<p class="late">Aucun représentant principal actif${t0 && `, ${duration(at - Date.parse(t0))} après la qualification`}.</p>`}
      ${named.slice(0, NAMED).map((card) => html`<${Named} key=${card.id} dossier=${dossier} card=${card} />`)}
      ${named.length > NAMED && html`<p class="sub">et ${named.length - NAMED} autres</p>`}
      <p class="sub"><span>${clocks(dossier, main)}</span> <a href=${`/dossiers/${dossier.id}/conduite`}>Conduite</a></p>
      ${unread(dossier) && html`<p class="late"><a href=${`/dossiers/${dossier.id}/conduite`}>Fiche de relève à lire</a></p>`}
      ${owed(dossier) && html`<p class="late"><a href=${`/dossiers/${dossier.id}/conduite`}>Un avis attend votre accusé de réception</a></p>`}
    </div></section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Named({ dossier, card }) {
  const phone = dossier.cards("contact").get(`contact:${card.designation}`)?.phone;
  const mark = card.perimeter === "main" ? "" : `${perimeter(card.perimeter)}\u00a0: `;
  return html`<p><span>${mark && html`<span class="sub">${mark}</span>`}<b>${card.name}</b>${card.state === "proposee" && html` <span class="tag">proposée</span>`}</span>
    ${phone && html`<a href=${`tel:${phone.replace(/[^+\d]/g, "")}`}>${phone}</a>`}</p>
    ${card.state === "proposee" && html`<${Asked} dossier=${dossier} card=${card} />`}`;
}

/** « envoyé 14 h 31 · reçu 14 h 40 · réponse avant 15 h 01 », in red until it has been received.
 * @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Asked({ dossier, card }) {
  const { sent_at: sent, acknowledged_at: received } = [...dossier.cards("notice").values()].find(({ subject, designation }) => subject === "proposal" && designation === card.designation) ?? {};
  const words = [[sent ? "envoyé" : "à prévenir", sent], [received && "reçu", received], [card.due && "réponse avant", card.due]];
  return html`<p class=${received ? "sub" : "late"}><span>${!received && html`<span class="warn" aria-hidden="true">!</span> `}${words.filter(([what]) => what).map(([what, at]) => `${what}${at ? ` ${clock(at, dossier.zone)}` : ""}`).join(" · ")}</span> <a href=${`/dossiers/${dossier.id}/designation`}>Désignation</a></p>`;
}

/** « Désigné en 47 min », « SG-AV avisé en 25 min », « préfectures : 3 sur 4 ».
 * @param {import("../dossier.js").Dossier} dossier @param {import("../store.js").Card | undefined} main */
function clocks(dossier, main) {
  const span = (/** @type {number | undefined} */ seconds) => (seconds === undefined ? "" : duration(seconds * 1000));
  const notices = [...dossier.cards("notice").values()].filter(({ subject }) => subject === "identity");
  const sgav = notices.find(({ to }) => to === "sgav");
  const prefectures = notices.filter(({ to }) => to.startsWith("prefecture"));
  const told = prefectures.filter(({ state }) => state === "accuse").length;
  return [
    span(main?.delay_activated_s ?? main?.delay_designated_s) && `en place en ${span(main?.delay_activated_s ?? main?.delay_designated_s)}`,
    sgav && (sgav.state === "accuse" ? `SG-AV avisé${sgav.delay_acknowledged_s === undefined ? "" : ` en ${span(sgav.delay_acknowledged_s)}`}` : html`<b class="late">SG-AV sans accusé</b>`),
    prefectures.length > 0 && `préfectures\u00a0: ${told} sur ${prefectures.length}`,
  ].filter(Boolean).flatMap((part, index) => (index ? [", ", part] : [part]));
}

/** A notice to this viewer waits for its acknowledgement. @param {import("../dossier.js").Dossier} dossier */
function owed(dossier) {
  const { bodies, role } = actor();
  return [...dossier.cards("notice").values()].some(({ to, state }) => state !== "accuse" && (to === role || bodies.includes(to)));
}

/** A sheet left by a relieved representative waits for its reader. @param {import("../dossier.js").Dossier} dossier */
function unread(dossier) {
  return dossier.may("handover.acknowledge") && [...dossier.cards("handover").values()].some(({ acknowledged_at: read }) => !read);
}
