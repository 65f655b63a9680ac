// The main courante alone, with room to read and search.

import { Exports } from "../elements/exports.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Log, OneLine } from "../elements/log.js";
import { PastBanner, pastTitle } from "../elements/past_banner.js";
import { html } from "../html.js";
import { place } from "../router.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function LogPage({ dossier: id }) {
  const asked = Math.trunc(Number(place.value.query.get("ligne") ?? 0)) || 0;
  return html`<${Watched} id=${id} past>${(/** @type {import("../dossier.js").Dossier} */ dossier, /** @type {import("../travel.js").Travel} */ time) => html`
    <${Frame} title=${`${pastTitle(time)}Main courante`} calls=${time && html`<${PastBanner} time=${time} />`} sub=${(dossier.only("crisis") ?? dossier.only("convention"))?.title} dossier=${dossier} kind="log-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/main-courante`} />`}>${asked > 0 && html`<${OneLine} key=${asked} dossier=${dossier} seq=${asked} />`}<${Log} dossier=${dossier} title="Lignes" wide />${!time && dossier.kind.value === "convention" && html`<${Exports} dossier=${dossier} />`}<//>`}<//>`;
}
