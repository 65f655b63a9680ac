// The board of a crisis, in the order of the eye: who calls, how many in each state, the figures, who and where, then the rail.

import { useMemo, useState } from "preact/hooks";
import { styled } from "../brought.js";
import { Alarms } from "../elements/alarms.js";
import { CrisisFacts, crisisSummary } from "../elements/crisis.js";
import { Deadlines } from "../elements/deadlines.js";
import { FiguresBand } from "../elements/figures_band.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Later } from "../elements/later.js";
import { Log } from "../elements/log.js";
import { Map as BodyMap } from "../elements/map.js";
import { Matrix, filterInAddress } from "../elements/matrix.js";
import { PastBanner, pastTitle } from "../elements/past_banner.js";
import { Tally } from "../elements/tally.js";
import { TimeBand } from "../elements/timeline.js";
import { Who } from "../elements/who.js";
import { html } from "../html.js";
import { openNeeds, needOf } from "../needs.js";
import { passes } from "../order.js";
import { place } from "../router.js";
import { actor, session } from "../session.js";
import { moment } from "../ticking.js";
import { useBoard } from "../use_board.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */

const bringWhole = () => import("../elements/whole.js").then(({ Whole }) => Whole);
const bringOwed = () => import("../elements/owed.js").then(({ Owed }) => Owed);
const bringUnseen = styled(() => import("../elements/unseen.js").then(({ Unseen }) => Unseen), "declare");

/** The board of now, or that of the moment in the address: the same elements, given another dossier. @param {{dossier: Dossier}} props */
export function CrisisBoard({ dossier }) {
  const { shown, time, isPast, isReady } = useBoard(dossier);
  const crisis = shown.only("crisis") ?? dossier.only("crisis");
  if (!crisis) return null;
  return html`<${Frame} title=${pastTitle(time) + crisis.title} sub=${crisisSummary(crisis)} dossier=${dossier} kind="board"
      facts=${html`<${CrisisFacts} crisis=${crisis} seq=${shown.seq.value} />`} nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}`} />`}
      calls=${isPast ? html`<${PastBanner} time=${time} />` : html`<${Alarms} dossier=${dossier} />`} dock=${html`<${TimeBand} time=${time} shown=${shown} />`}>
    ${isReady ? html`<${Content} dossier=${shown} crisis=${crisis} />` : html`<p class="empty" role="status">Lecture du tableau d’alors…</p>`}<//>`;
}

/** @param {{dossier: Dossier, crisis: import("../store.js").Card}} props */
function Content({ dossier, crisis }) {
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const signalled = crisis.state === "signale";
  const seen = dossier.cards("body").size > 0;
  const filter = useFilter(dossier);
  return html`
    ${signalled && session.value?.may_open.includes("crisis.declare") && html`<p class="go start"><a class="btn btn-main" href=${`/declarer?signalement=${dossier.id}`}>Qualifier et déclarer la crise</a></p>`}
    <${OwnBodies} dossier=${dossier} /><${Later} quiet bring=${bringOwed} dossier=${dossier} />
    ${seen && html`<${Tally} dossier=${dossier} />${actor().departements.length > 0 && html`<${Later} quiet bring=${bringWhole} dossier=${dossier} />`}
      <${FiguresBand} dossier=${dossier} />`}
    <div class=${`triptych ${seen ? "" : "no-bodies"}`}>
      ${seen && html`<${BodyMap} dossier=${dossier} chosen=${chosen} onChoose=${setChosen} filter=${filter} /><${Matrix} dossier=${dossier} chosen=${chosen} onChoose=${setChosen} />`}
      ${!seen && html`<div class="column"><${Later} bring=${bringUnseen} dossier=${dossier} crisis=${crisis} /></div>`}
      <div class="rail">
        ${seen && html`<${Who} dossier=${dossier} />`}${!signalled && crisis.state !== "sans_suite" && html`<${Deadlines} dossier=${dossier} />`}
        <${Log} dossier=${dossier} />
      </div>
    </div>`;
}

/** What the address filters by, for the map as for the matrix; undefined when everything passes. @param {Dossier} dossier */
function useFilter(dossier) {
  const [asked, needs, now] = [place.value, dossier.cards("need"), dossier.now?.() ?? moment.value];
  return useMemo(() => {
    const { sort, ...filter } = filterInAddress();
    if (!Object.values(filter).some(Boolean)) return undefined;
    const open = openNeeds(needs.values());
    return passes(filter, now, (body) => needOf(body, open.get(body.body)));
  }, [asked, needs, now]);
}

/** The way to the report of one's own body, for those who have one here. @param {{dossier: Dossier}} props */
function OwnBodies({ dossier }) {
  const bodies = dossier.cards("body");
  const own = actor().bodies.flatMap((id) => bodies.get(`body:${id}`) ?? []);
  if (!own.length || !dossier.may("report.file")) return null;
  return html`<p class="go start">${own.map(({ id, body, name }) => html`<a class="btn btn-main" key=${id} href=${`/dossiers/${dossier.id}/organismes/${body}`}>Rendre compte\u00a0: ${name}</a>`)}</p>`;
}
