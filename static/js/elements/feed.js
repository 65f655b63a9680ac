// The personal address by which a calendar program reads these dates: made, shown once, revoked.

import { useEffect, useState } from "preact/hooks";
import { Problem, ask, get } from "../api.js";
import { Field } from "../forms/field.js";
import { longDay } from "../format.js";
import { html } from "../html.js";
import { Notice, Refusal } from "./message.js";

export function CalendarFeed() {
  const [since, setSince] = useState(/** @type {string | null | undefined} */ (undefined));
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [copied, setCopied] = useState(false);

  /** @param {() => Promise<void>} what */
  async function attempt(what) {
    try {
      await what();
      setProblem(null);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
  }
  useEffect(() => void attempt(async () => setSince((await get("/api/feeds")).created_at)), []);

  const make = () => attempt(async () => {
    const made = await ask("/api/feeds", { method: "POST" });
    setAddress(location.origin + made.path);
    setCopied(false);
    setSince(made.created_at);
  });
  const revoke = () => attempt(async () => {
    await ask("/api/feeds", { method: "DELETE" });
    setAddress("");
    setSince(null);
  });
  async function copy() {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  }
  return html`<section class="block feed" aria-labelledby="agenda"><header><h2 id="agenda">Dans votre agenda</h2></header><div class="in">
    <p>Une adresse personnelle permet à votre agenda (ordinateur, téléphone) de relire ces dates tout seul.</p>
    <${Notice} tone="note"><b>Cette adresse vaut un mot de passe.</b> Qui la détient lit votre calendrier, sans se connecter, avec vos droits du moment.
      Ne la transmettez à personne. En cas de doute, révoquez-la\u00a0: elle cesse aussitôt de fonctionner.<//>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${address && html`<${Field} label="Votre adresse, montrée cette seule fois" readonly value=${address} onFocus=${(/** @type {any} */ focus) => focus.currentTarget.select()} />`}
    ${since && html`<p class="sub">Adresse créée le ${longDay(since, "Europe/Paris")}.</p>`}
    ${since === null && html`<p class="sub">Vous n’avez pas d’adresse de calendrier.</p>`}
    <p class="go">${address && navigator.clipboard && html`<button type="button" class="btn" onClick=${copy}>Copier l’adresse</button>`}
      ${since !== undefined && html`<button type="button" class="btn" onClick=${make}>${since ? "Remplacer l’adresse" : "Créer mon adresse"}</button>`}
      ${since && html`<button type="button" class="btn" onClick=${revoke}>Révoquer l’adresse</button>`}</p>
    ${copied && html`<p class="sub" role="status">Adresse copiée.</p>`}
    <p class="sub"><a href="/api/calendar.ics" download="crisiscoord.ics">Télécharger ces dates une fois</a> (fichier iCalendar)</p></div></section>`;
}
