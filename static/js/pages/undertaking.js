// « Engagement de confidentialité »: read and accepted once, before the first dossier, and readable ever after.

import { useState } from "preact/hooks";
import { Problem, post } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { go, place, safeReturn } from "../router.js";
import { loadSession, session } from "../session.js";
import { now } from "../time.js";

/** @typedef {{version: number, title: string, source: string, lead: string, clauses: string[], accept: string, digest: string, signed_at: string | null, asked: boolean}} Text */

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function UndertakingPage() {
  const { value, problem } = useFetched("/api/undertaking");
  const text = /** @type {Text | null} */ (value ?? null);
  return html`<${Frame} title=${text?.title ?? "Engagement de confidentialité"} kind="plain">
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${text && html`<p>${text.lead}</p><ol class="plain-list">${text.clauses.map((clause) => html`<li>${clause}</li>`)}</ol>
      <p class="sub">Version ${text.version}. Source\u00a0: ${text.source}.</p>
      ${text.signed_at ? html`<${Notice} tone="done">Accepté le ${dated(text.signed_at, ZONE, now())}.<//>`
        : text.asked ? html`<${Accept} text=${text} />` : html`<p class="sub">Cette session n’est pas celle d’une personne\u00a0: rien ne lui est demandé.</p>`}
      ${session.value?.administers && html`<p><a href="/api/undertaking/signatures.csv" download>Qui a accepté cet engagement, et quand (CSV)</a></p>`}`}<//>`;
}

/** @param {{text: Text}} props */
function Accept({ text }) {
  const [read, setRead] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(/** @type {Problem | null} */ (null));
  async function accept(/** @type {Event} */ event) {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      await post("/api/undertaking", { digest: text.digest });
      await loadSession();
      go(safeReturn(place.value.query.get("retour")));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
      setBusy(false);
    }
  }
  return html`<form onSubmit=${accept}>
    <p><label class="tick"><input type="checkbox" required checked=${read} onChange=${(/** @type {any} */ change) => setRead(change.target.checked)} /> ${text.accept}</label></p>
    ${refused && html`<${Refusal} problem=${refused} />`}
    <p class="go"><button class="btn btn-main" disabled=${busy}>Accepter et continuer</button></p>
    <p class="sub">Sans cet accord, aucun dossier ne s’ouvre. Il est gardé avec sa date et l’empreinte du texte.</p></form>`;
}
