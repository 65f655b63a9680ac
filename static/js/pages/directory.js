// The directory: every body of a département, or those that a word means, and what is known of each.

import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { withQuery } from "../api.js";
import { DirectoryWays, STATES, State } from "../elements/directory.js";
import { Frame } from "../elements/frame.js";
import { Later } from "../elements/later.js";
import { Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { NewBody } from "../forms/body_place.js";
import { Choice, Field } from "../forms/field.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { actor } from "../session.js";
import { codes, short } from "../vocabulary.js";

const TYPING_PAUSE_MS = 250;
/** How many bodies are listed at first, and how many more each time: a whole département is a long way by thumb. */
const STEP = 60;
/** Chosen by somebody whose own département would be shown otherwise. */
const EVERYWHERE = "tous";
/** @type {[string, string][]} */
const KEPT = Object.entries(STATES).map(([code, words]) => /** @type {[string, string]} */ ([code, `${words}s`]));

const bringMap = () => import("../elements/directory_map.js").then(({ DirectoryMap }) => DirectoryMap);

export function DirectoryPage() {
  const { query } = place.value;
  const own = actor().departements;
  const chosen = query.get("departement") ?? (own.length === 1 ? own[0] : "");
  const departement = chosen === EVERYWHERE ? "" : chosen;
  const [kind, state, typed] = [query.get("type") ?? "", query.get("etat") ?? "", query.get("q") ?? ""];
  const q = useSettled(typed);
  const asked = { q, departement, kind, state };
  const { value, problem, again } = useFetched(withQuery("/api/directory", asked));
  /** Whom the list points at: only the map listens, so that pointing draws nothing else again. */
  const pointed = useMemo(() => signal(""), []);
  const { value: departements } = useFetched("/api/territory/departements");
  const options = /** @type {[string, string][]} */ ((departements ?? []).map((/** @type {any} */ one) => [one.code, `${one.code} ${one.name}`]));
  const keep = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value || (name === "departement" ? EVERYWHERE : "") });
  return html`<${Frame} title="Annuaire" sub="Les organismes, et qui appeler" kind="plain wide">
    <${DirectoryWays} may=${value?.may ?? []} />
    <section class="block" aria-label="Chercher"><form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <${Field} label="Chercher" type="search" maxlength="100" placeholder="Nom, commune, SIREN…" value=${typed} onInput=${keep("q")} />
      <${Choice} label="Département" empty="Tous" options=${options} value=${departement} onInput=${keep("departement")} />
      <${Choice} label="Type" empty="Tous" options=${codes("body_kinds").map(([code]) => [code, short("body_kinds", code)])} value=${kind} onInput=${keep("type")} />
      <${Choice} label="État" empty="Tous" options=${KEPT} value=${state} onInput=${keep("etat")} /></form></section>
    <div class="dir-cols"><section class="block" id="organismes" aria-label="Organismes">
      ${problem && html`<${Refusal} problem=${problem} /><p class="in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
      ${value && html`<${Found} pointed=${pointed} bodies=${value.bodies} left=${value.left_out} all=${!q.trim() && !departement} />`}
      ${!value && !problem && html`<p class="empty" role="status">Lecture…</p>`}
      ${value?.may.includes("directory.import") && html`<${NewBody} />`}</section>
    <${Later} quiet bring=${bringMap} asked=${asked} chosen=${pointed} onDepartement=${(/** @type {string} */ code) => keepInAddress({ departement: code })} /></div><//>`;
}

/** @param {{bodies: any[], left: number, all: boolean, pointed: import("@preact/signals").Signal<string>}} props `all`: nothing was asked for */
function Found({ bodies, left, all, pointed }) {
  const [limit, setLimit] = useState(STEP);
  useEffect(() => setLimit(STEP), [bodies]);
  const point = (/** @type {any} */ { target }) => (pointed.value = target.closest("tr")?.dataset.body ?? "");
  if (!bodies.length) return html`<p class="empty">${all ? "Personne n’a encore rien écrit dans l’annuaire. Choisissez un département\u00a0: les organismes présumés y sont." : "Aucun organisme ne correspond."}</p>`;
  return html`<p class="sub in" role="status">${counted(bodies.length, "organisme")}${all ? ", les dernières fiches écrites d’abord" : ""}${left > 0 ? `\u202f; ${counted(left, "autre")}, à préciser` : ""}</p>
    <div class="scroll"><table class="tbl"><thead><tr><th scope="col">Organisme</th><th scope="col">Type</th><th scope="col">Commune</th><th scope="col">Dép.</th><th scope="col">État</th></tr></thead>
    <tbody onMouseOver=${point} onFocusIn=${point}>${bodies.slice(0, limit).map((body) => html`<tr key=${body.id} data-body=${body.id}><th scope="row"><a href=${`/annuaire/organismes/${body.id}`}>${body.name}</a></th><td>${short("body_kinds", body.kind)}</td>
      <td>${body.commune_name}</td><td>${body.departements.join(" ")}</td><td><${State} code=${body.state} /></td></tr>`)}</tbody></table></div>
    ${bodies.length > limit && html`<p class="more"><button type="button" class="btn" onClick=${() => setLimit(limit + 4 * STEP)}>Afficher la suite (${number(bodies.length - limit)})</button></p>`}`;
}

/** What is typed, once the typing pauses. @param {string} typed */
function useSettled(typed) {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const later = setTimeout(setSettled, TYPING_PAUSE_MS, typed);
    return () => clearTimeout(later);
  }, [typed]);
  return settled;
}
