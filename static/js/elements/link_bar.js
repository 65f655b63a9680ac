// What surrounds a page that a link has opened: what it is, and how to leave it.

import { html } from "../html.js";
import { go } from "../router.js";
import { session, signOut } from "../session.js";

/** On a telephone that is passed on, one leaves. */
export function LinkBar() {
  async function leave() {
    await signOut();
    go("/lien");
  }
  return html`<div class="nav link-bar"><p>Page ouverte par un lien de terrain.</p>
    ${session.value && html`<button type="button" class="btn btn-quiet" onClick=${leave}>Quitter</button>`}</div>`;
}

/** Why nothing is shown any more, and whom to ask. @param {{problem?: import("../api.js").Problem}} props */
export function DossierEnded({ problem }) {
  return html`<section class="block in"><p><b>Ce lien est terminé, ou n’est pas pour cette page.</b> ${problem?.message}</p>
    <p>L’urgence est levée, le lien a expiré, ou la coordination l’a révoqué. Demandez-en un autre à la coordination\u202f: elle peut vous dicter un code.</p>
    <p class="go"><a class="btn btn-main btn-big" href="/lien">Saisir un code</a></p></section>`;
}
