// Coming in by a link or by a code that was dictated: it is exchanged for a session, and the address is cleaned first.

import { useEffect, useState } from "preact/hooks";
import { Problem, post } from "../api.js";
import { useBrought } from "../brought.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { go, place } from "../router.js";
import { actor, loadSession } from "../session.js";

/** The page of a field link. */
const field = () => import("./field.js").then((found) => found.FieldPage);

/** @typedef {{secret: string} | {code: string}} Proof */

/** What the address held: it is taken out of it, and out of the history, before anything is asked. */
function taken() {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", "/lien");
  return secret;
}

export function LinkPage() {
  const [proof, setProof] = useState(/** @type {Proof | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);

  /** @param {Proof} given @param {boolean} [replace] */
  async function open(given, replace = false) {
    setBusy(true);
    setProblem(null);
    setProof(given);
    try {
      const { dossier, kind } = await post("/api/links/session", replace ? { ...given, replace } : given);
      await loadSession();
      setProof(null);
      setBusy(false);
      if (kind === "liaison") go(`/dossiers/${encodeURIComponent(dossier)}`);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
      setBusy(false);
    }
  }
  function keep() {
    setProof(null);
    setProblem(null);
    if (actor().role !== "lien_terrain") go("/");
  }
  useEffect(() => {
    const begin = () => {
      const secret = taken();
      if (secret) open({ secret });
    };
    begin();
    addEventListener("hashchange", begin);
    return () => removeEventListener("hashchange", begin);
  }, []);

  const { role, account, dossier } = actor();
  const { value: Own } = useBrought(role === "lien_terrain" ? field : undefined);
  if (role === "lien_terrain" && dossier && !proof) return Own && html`<${Own} key=${account} dossier=${dossier} />`;
  const other = problem?.code === "already_signed_in" && proof;
  return html`<${Frame} title="Ouvrir par un lien ou un code" kind="plain link-page" nav=${html`<span></span>`}>
    ${place.value.query.has("termine") && !busy && html`<${Notice} tone="no"><b>Ce lien est terminé.</b> Il a expiré, ou la coordination l’a révoqué. Demandez-en un autre\u202f: elle peut vous dicter un code.<//>`}
    ${busy && html`<p class="empty" role="status">Ouverture…</p>`}
    ${other ? html`<section class="block in"><h2>Cet appareil est déjà ouvert</h2><p>${problem.message} Ouvrir ce lien ferme cette session.</p>
      <p class="go"><button type="button" class="btn btn-main btn-big" disabled=${busy} onClick=${() => open(other, true)}>Ouvrir le lien</button> <button type="button" class="btn" onClick=${keep}>Garder ma session</button></p></section>` : problem && html`<${Refusal} problem=${problem} />`}
    ${!other && html`<${CodeForm} busy=${busy} onCode=${(/** @type {string} */ code) => open({ code })} />`}<//>`;
}

/** @param {{busy: boolean, onCode: (code: string) => void}} props */
function CodeForm({ busy, onCode }) {
  const { values, bind } = useForm({ code: "" });
  return html`<form class="block in code-form" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); onCode(values.code.trim()); }}>
    <h2>Le code que l’on vous dicte</h2>
    <${Field} label="Code" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="K7F 4XP 2QA9" hint="Dix signes. Jamais 0, 1, I, L, O, S ni Z. Espaces et minuscules sont sans importance." ...${bind("code")} />
    <p class="go"><button class="btn btn-main btn-big" disabled=${busy}>Ouvrir</button></p></form>`;
}
