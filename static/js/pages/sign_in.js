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
 *  @typedef {{demo: boolean, mail: boolean, empty: boolean, provider: string | null}} Ways */

/** Why the identity provider let nobody in. @type {Record<string, string>} */
const REFUSED = {
  annule: "Vous avez renoncé à vous identifier.",
  attendre: "Trop d’essais\u00a0: reprenez dans quelques minutes.",
  fournisseur: "Le fournisseur d’identité ne répond pas. Réessayez, ou entrez autrement.",
  inconnu: "Vous êtes identifié, mais aucun compte n’a votre adresse ici. Demandez-en un à qui administre les comptes.",
  perime: "Cette identification a trop duré, ou a commencé dans un autre navigateur. Recommencez.",
  preuve: "Ce que le fournisseur d’identité a répondu n’a pas pu être cru. Recommencez\u202f; si cela dure, prévenez qui administre ce service.",
  "sans-siege": "Vous êtes identifié, mais votre compte n’a plus aucun droit ici. Demandez un siège à qui administre les comptes.",
};

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
      setWays({ demo: false, mail: false, empty: false, provider: null });
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
  const why = REFUSED[place.value.query.get("refus") ?? ""];
  const wall = /^\/dossiers\/[^/]+\/mur($|\?)/.test(place.value.query.get("retour") ?? "");
  return html`<${Frame} title="Se connecter" kind="plain" calls=${wall && html`<${WallEnded} />`}>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${!problem && why && html`<${Notice} tone="no">${why}<//>`}
    ${accounts.length > 0 && html`<${DemoAccounts} accounts=${accounts} busy=${busy} onEnter=${(/** @type {string} */ key) => enter(() => signInBy({ key }, "/api/demo/session"))} />`}
    ${ways.empty && accounts.length === 0 && html`<${Notice} tone="note">Aucun compte n’existe encore. L’adresse à laquelle créer le premier est écrite dans le terminal du serveur, à son démarrage.<//>`}
    ${ways.provider && html`<p class="go"><a class="btn btn-main btn-big" href=${`/api/provider/start?retour=${encodeURIComponent(safeReturn(place.value.query.get("retour")))}`}>S’identifier avec ${ways.provider}</a></p><p class="sub">Ou avec le compte de ce service\u00a0:</p>`}
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
    : html`<p class="sub">Mot de passe oublié\u202f? Demandez un lien à qui administre les comptes.</p>`}</form>`;
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
