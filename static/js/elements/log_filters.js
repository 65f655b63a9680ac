// What one looks for in the main courante: words, a nature, a département, a body.

import { useState } from "preact/hooks";
import { Choice } from "../forms/field.js";
import { html } from "../html.js";
import { NATURES, isAsked } from "../journal.js";

/** How many bodies a choice may hold before a département must be chosen first. */
const CHOSEN_FROM = 600;

/** @param {{dossier: import("../dossier.js").Dossier, wide: boolean, asked: import("../journal.js").Asked, onAsk: (asked: import("../journal.js").Asked) => void}} props */
export function LogFilters({ dossier, wide, asked, onAsk }) {
  const fields = html`<${Fields} dossier=${dossier} asked=${asked} onAsk=${onAsk} />`;
  if (wide) return fields;
  return html`<details class="fold"><summary>${isAsked(asked) ? "Recherche en cours" : "Chercher et filtrer"}</summary>${fields}</details>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, asked: import("../journal.js").Asked, onAsk: (asked: import("../journal.js").Asked) => void}} props */
function Fields({ dossier, asked, onAsk }) {
  const [text, setText] = useState(asked.q ?? "");
  const departements = dossier.only("crisis")?.departements ?? [];
  const bodies = [...dossier.cards("body").values()].filter((body) => !asked.departement || body.departement === asked.departement);
  const natures = /** @type {[string, string][]} */ (Object.entries(NATURES).map(([code, [words]]) => [code, words]));
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    onAsk({ ...asked, q: text.trim() });
  }
  function type(/** @type {any} */ input) {
    setText(input.currentTarget.value);
    if (!input.currentTarget.value) onAsk({ ...asked, q: "" });
  }
  const choose = (/** @type {string} */ name) => (/** @type {any} */ input) => onAsk({ ...asked, ...(name === "departement" ? { body: "" } : {}), [name]: input.currentTarget.value });
  return html`<form class="filters" role="search" onSubmit=${submit}>
    <p class="field"><label class="vh" for="chercher">Chercher dans la main courante</label>
      <input id="chercher" type="search" maxlength="200" placeholder="Mots à chercher" value=${text} onInput=${type} /></p>
    <button class="btn">Chercher</button>
    ${dossier.kind.value === "crisis" && html`<${Choice} label="Nature des lignes" hidden empty="Toutes les lignes" options=${natures} value=${asked.nature ?? ""} onInput=${choose("nature")} />`}
    ${departements.length > 1 && bodies.length > 0 && html`<${Choice} label="Département des lignes" hidden empty="Tous les départements" options=${departements.map((/** @type {string} */ code) => [code, `Département ${code}`])} value=${asked.departement ?? ""} onInput=${choose("departement")} />`}
    ${bodies.length > 0 && bodies.length <= CHOSEN_FROM && html`<${Choice} label="Organisme des lignes" hidden empty="Tous les organismes" value=${asked.body ?? ""} onInput=${choose("body")}
      options=${bodies.sort((a, b) => a.name.localeCompare(b.name, "fr")).map(({ body, name }) => [body, name])} />`}
    ${isAsked(asked) && html`<button type="button" class="btn btn-quiet" onClick=${() => { setText(""); onAsk({}); }}>Tout montrer</button>`}
  </form>`;
}
