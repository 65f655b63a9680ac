// The board of a convention: what was agreed, what is due when, what was held and decided.

import { ConventionFacts, ConventionLife, conventionSummary } from "../elements/convention.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Later } from "../elements/later.js";
import { Log } from "../elements/log.js";
import { Decisions, Meeting } from "../elements/meeting.js";
import { Notice } from "../elements/notice.js";
import { Obligations } from "../elements/obligation.js";
import { ConventionActs } from "../forms/agreement.js";
import { ScheduleMeeting } from "../forms/meeting.js";
import { html } from "../html.js";
import { partyName } from "../vocabulary.js";

const bringReferents = () => import("../elements/referents.js").then(({ Referents }) => Referents);

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function ConventionBoard({ dossier }) {
  const convention = dossier.only("convention");
  if (!convention) return null;
  const meetings = [...dossier.cards("meeting").values()].sort((a, b) => (a.at < b.at ? 1 : -1));
  const notices = [...dossier.cards("notice").values()];
  return html`<${Frame} title=${convention.title} sub=${conventionSummary(convention)} dossier=${dossier} kind="convention-page"
      facts=${html`<${ConventionFacts} convention=${convention} seq=${dossier.seq.value} />`} nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}`} />`}>
    <div class="columns"><div class="column">
      <${Obligations} dossier=${dossier} />
      <section class="block" aria-labelledby="reunions"><header><h2 id="reunions">Réunions</h2></header>
        <ul class="cards">${meetings.map((card) => html`<${Meeting} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>
        ${meetings.length === 0 && html`<p class="empty">Aucune réunion n’est prévue.</p>`}
        ${dossier.may("meeting.schedule") && html`<${ScheduleMeeting} dossier=${dossier} />`}</section>
      <${Decisions} dossier=${dossier} />
    </div><div class="column rail">
      <section class="block" aria-labelledby="parties"><header><h2 id="parties">Parties</h2></header>
        <ul class="plain-list in">${convention.parties.map((/** @type {string} */ party) => html`<li>${partyName(party)}</li>`)}</ul>
        <${ConventionLife} dossier=${dossier} convention=${convention} /></section>
      <${Later} quiet bring=${bringReferents} dossier=${dossier} />
      <${ConventionActs} dossier=${dossier} convention=${convention} />
      ${notices.length > 0 && html`<section class="block" aria-labelledby="avis"><header><h2 id="avis">Avis</h2></header>
        <ul class="cards">${notices.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></section>`}
      <${Log} dossier=${dossier} />
    </div></div><//>`;
}
