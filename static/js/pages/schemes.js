// The aid schemes that protocols name: what each is, on what it stands, who asks for it.

import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { counted, plain, plainDay } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";

export function SchemesPage() {
  const { value: schemes, problem, again } = useFetched("/api/schemes");
  const { query } = place.value;
  const [words, one] = [query.get("q") ?? "", query.get("code") ?? ""];
  const wanted = plain(words).split(" ").filter(Boolean);
  const found = (schemes ?? []).filter((/** @type {any} */ scheme) => wanted.every((word) => plain(`${scheme.title} ${scheme.basis} ${scheme.code}`).includes(word)));
  const shown = one ? [...found.filter(({ code }) => code === one), ...found.filter(({ code }) => code !== one)] : found;
  return html`<${Frame} title="Dispositifs d’aide" sub="Ce que les protocoles permettent de mobiliser\u00a0: ni montants ni délais ici, la fiche officielle les porte" kind="plain wide">
    ${problem && html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    <section class="block" aria-labelledby="dispositifs"><header><h2 id="dispositifs">Inventaire</h2><p class="sub" role="status">${schemes ? counted(found.length, "dispositif") : "Lecture…"}</p></header>
      <form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}><p class="field"><label class="vh" for="chercher-dispositif">Chercher un dispositif</label>
        <input id="chercher-dispositif" type="search" maxlength="100" placeholder="Nom, texte, code" value=${words} onInput=${(/** @type {any} */ input) => keepInAddress({ q: input.currentTarget.value })} /></p></form>
      <ul class="cards">${shown.map((/** @type {any} */ scheme) => html`<li key=${scheme.code} id=${scheme.code} aria-current=${scheme.code === one ? "true" : null}>
        <p><b>${scheme.title}</b> <span class="sub">${scheme.code}</span> ${scheme.conf === "check" && html`<span class="tag tag-late">à vérifier</span>`}</p>
        <p>${scheme.asked_by}</p><p class="sub">${scheme.basis} · relu le ${plainDay(scheme.checked_on)}</p></li>`)}</ul>
      ${schemes && shown.length === 0 && html`<p class="empty">Aucun dispositif ne correspond.</p>`}</section><//>`;
}
