// Signing in: one click per role in the demonstration; an address and its password, a link by mail or a token elsewhere.

import { useEffect, useState } from "preact/hooks";
import { Problem, ask, post } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { go, place, safeReturn } from "../router.js";
import { loadSession } from "../session.js";
import { label } from "../vocabulary.js";

/** @typedef {{key: string, name: string, role: string, note?: string}} DemoAccount
 *  @typedef {{demo: boolean, mail: boolean, empty: boolean}} Ways */

export function SignInPage() {
  const [accounts, setAccounts] = useState(/** @type {DemoAccount[] | null} */ (null));
  const [ways, setWays] = useState(/** @type {Ways | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    begin();
  }, []);

  async function begin() {
    try {
      const found = await ask("/api/session/ways");
      setAccounts(found.demo ? await ask("/api/demo/accounts") : []);
      setWays(found);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
      setAccounts([]);
      setWays({ demo: false, mail: false, empty: false });
    }
  }
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
  if (accounts === null || ways === null) return null;
  const wall = /^\/dossiers\/[^/]+\/mur($|\?)/.test(place.value.query.get("retour") ?? "");
  return html`<${Frame} title="Se connecter" kind="plain" calls=${wall && html`<${WallEnded} />`}>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${accounts.length > 0 && html`<${DemoAccounts} accounts=${accounts} busy=${busy} onEnter=${(/** @type {string} */ key) => enter(() => signInBy({ key }, "/api/demo/session"))} />`}
    ${ways.empty && accounts.length === 0 && html`<${Notice} tone="note">Aucun compte n’existe encore. L’adresse à laquelle créer le premier est écrite dans le terminal du serveur, à son démarrage.<//>`}
    <${Fold} folded=${accounts.length > 0} title="Se connecter avec un mot de passe"><${PasswordForm} busy=${busy} ways=${ways} onEnter=${(/** @type {object} */ given) => enter(() => signInBy(given))} /><//>
    <${Fold} folded title="Se connecter avec un jeton"><${TokenForm} busy=${busy} onEnter=${(/** @type {string} */ token) => enter(() => signInBy({ token }))} /><//>
    <p><a href="/lien">J’ai un code, dicté au téléphone</a></p><//>`;
}

/** @param {object} given an address and its password, a token, or who one is in the demonstration */
async function signInBy(given, path = "/api/session") {
  await post(path, given);
  await loadSession();
}

/** @param {{folded: boolean, title: string, children: any}} props */
function Fold({ folded, title, children }) {
  return folded ? html`<details class="fold"><summary>${title}</summary>${children}</details>` : children;
}

/** @param {{accounts: DemoAccount[], busy: boolean, onEnter: (key: string) => void}} props */
function DemoAccounts({ accounts, busy, onEnter }) {
  return html`<section aria-labelledby="comptes"><h2 id="comptes">Démonstration\u00a0: choisissez un rôle</h2>
    <p class="sub">Comptes fictifs, données simulées. Ouvrez plusieurs fenêtres privées pour voir le même tableau avec d’autres yeux.</p>
    <ul class="doors">${accounts.map(({ key, name, role, note }) => html`<li key=${key}><button type="button" class="door" disabled=${busy} onClick=${() => onEnter(key)}>
      <b>${name}</b><span>${label("roles", role)}</span>${note && html`<small>${note}</small>`}</button></li>`)}</ul></section>`;
}

/** @param {{busy: boolean, ways: Ways, onEnter: (given: object) => void}} props */
function PasswordForm({ busy, ways, onEnter }) {
  const { values, bind } = useForm({ email: "", password: "" });
  const back = place.value.query.get("retour");
  const to = (/** @type {string} */ wanted) => `/connexion/oubli?pour=${wanted}${back ? `&retour=${encodeURIComponent(back)}` : ""}`;
  return html`<form class="enter" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); onEnter(values); }}>
    <${Field} label="Courriel" type="email" autocomplete="username" required maxlength="254" ...${bind("email")} />
    <${Field} label="Mot de passe" type="password" autocomplete="current-password" required maxlength="256" ...${bind("password")} />
    <p class="go"><button class="btn btn-main btn-big" disabled=${busy}>Se connecter</button></p>
    ${ways.mail ? html`<ul class="plain-list"><li><a href=${to("session")}>Recevoir un lien de connexion</a></li><li><a href=${to("password")}>Mot de passe oublié</a></li></ul>`
    : html`<p class="sub">Mot de passe oublié ? Demandez un lien à qui administre les comptes.</p>`}</form>`;
}

/** @param {{busy: boolean, onEnter: (token: string) => void}} props */
function TokenForm({ busy, onEnter }) {
  const { values, bind } = useForm({ token: "" });
  return html`<form class="token" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); onEnter(values.token.trim()); }}>
    <${Field} label="Jeton d’accès" type="password" autocomplete="off" required hint="Remis par l’administrateur, il commence par cc_." ...${bind("token")} />
    <p class="go"><button class="btn" disabled=${busy}>Se connecter</button></p></form>`;
}

/** A wall whose session has ended says so in letters that are read from where people sit. */
function WallEnded() {
  return html`<p class="w-ended" role="alert">Ce mur ne montre plus rien\u00a0: sa session est terminée. Reconnectez cet écran.</p>`;
}
