// Signing in: one click per role in the demonstration, an access token elsewhere.

import { useEffect, useState } from "preact/hooks";
import { Problem, ask } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { go, place, safeReturn } from "../router.js";
import { signInAs, signInWith } from "../session.js";
import { label } from "../vocabulary.js";

/** @typedef {{key: string, name: string, role: string, note?: string}} DemoAccount */

export function SignInPage() {
  const [accounts, setAccounts] = useState(/** @type {DemoAccount[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    ask("/api/demo/accounts").then(setAccounts, () => setAccounts([]));
  }, []);

  async function enter(/** @type {() => Promise<void>} */ how) {
    setBusy(true);
    try {
      await how();
      go(safeReturn(place.value.query.get("retour")));
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
      setBusy(false);
    }
  }
  if (accounts === null) return null;
  const wall = /^\/dossiers\/[^/]+\/mur($|\?)/.test(place.value.query.get("retour") ?? "");
  return html`<${Frame} title="Se connecter" kind="plain" calls=${wall && html`<${WallEnded} />`}>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${accounts.length > 0 && html`<${DemoAccounts} accounts=${accounts} busy=${busy} onEnter=${(/** @type {string} */ key) => enter(() => signInAs(key))} />`}
    <${TokenForm} busy=${busy} folded=${accounts.length > 0} onEnter=${(/** @type {string} */ token) => enter(() => signInWith(token))} /><//>`;
}

/** @param {{accounts: DemoAccount[], busy: boolean, onEnter: (key: string) => void}} props */
function DemoAccounts({ accounts, busy, onEnter }) {
  return html`<section aria-labelledby="comptes"><h2 id="comptes">Démonstration\u00a0: choisissez un rôle</h2>
    <p class="sub">Comptes fictifs, données simulées. Ouvrez plusieurs fenêtres privées pour voir le même tableau avec d’autres yeux.</p>
    <ul class="doors">${accounts.map(({ key, name, role, note }) => html`<li key=${key}><button type="button" class="door" disabled=${busy} onClick=${() => onEnter(key)}>
      <b>${name}</b><span>${label("roles", role)}</span>${note && html`<small>${note}</small>`}</button></li>`)}</ul></section>`;
}

/** @param {{busy: boolean, folded: boolean, onEnter: (token: string) => void}} props */
function TokenForm({ busy, folded, onEnter }) {
  const { values, bind } = useForm({ token: "" });
  const form = html`<form class="token" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); onEnter(values.token.trim()); }}>
    <${Field} label="Jeton d’accès" type="password" autocomplete="current-password" required hint="Remis par l’administrateur, il commence par cc_." ...${bind("token")} />
    <p class="go"><button class=${folded ? "btn" : "btn btn-main"} disabled=${busy}>Se connecter</button></p></form>`;
  return folded ? html`<details class="fold"><summary>Se connecter avec un jeton</summary>${form}</details>` : form;
}

/** A wall whose session has ended says so in letters that are read from where people sit. */
function WallEnded() {
  return html`<p class="w-ended" role="alert">Ce mur ne montre plus rien\u00a0: sa session est terminée. Reconnectez cet écran.</p>`;
}
