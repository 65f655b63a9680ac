// Coming in with a link: asking for one, following one, choosing a password, making the first account.
// The secret stands behind the « # » of the address, which browsers send nobody; it leaves the address at once.

import { useState } from "preact/hooks";
import { Problem, post } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { go, place, safeReturn } from "../router.js";
import { loadSession } from "../session.js";

/** @type {Record<string, any>} */
const WAYS = { oubli: AskPage, lien: FollowPage, "mot-de-passe": ChoosePage, "premier-compte": FirstPage };

/** The secrets of this visit, by address: reading one takes it away from the address bar and from the history. */
const secrets = new Map();

/** @param {{dossier: string}} props what stands behind /connexion/ */
export function EnteringPage({ dossier: way }) {
  return html`<${WAYS[way] ?? UnknownPage} />`;
}

function UnknownPage() {
  return html`<${Frame} title="Page introuvable" kind="plain"><p>Cette adresse n’existe pas. Un lien a pu être mal copié.</p><p><a href="/connexion">Aller à la connexion</a></p><//>`;
}

function secret() {
  const { pathname, search, hash } = location;
  if (hash.length > 1) {
    secrets.set(pathname, hash.slice(1));
    history.replaceState(null, "", pathname + search);
  }
  return secrets.get(pathname) ?? "";
}

/** Sending something and coming in by it. @param {string} path */
function useWayIn(path) {
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  async function enter(/** @type {object} */ given) {
    setBusy(true);
    setProblem(null);
    try {
      await post(path, given);
      secrets.clear();
      await loadSession();
      go(path.endsWith("/set-up") ? "/personnes" : "/");
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
      setBusy(false);
    }
  }
  return { problem, busy, enter, refuse: (/** @type {string} */ detail) => setProblem(new Problem({ detail, status: 422 })) };
}

function AskPage() {
  const { query } = place.value;
  const purpose = query.get("pour") === "session" ? "session" : "password";
  const { values, bind } = useForm({ email: "" });
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    setProblem(null);
    try {
      await post("/api/session/link", { ...values, purpose });
      setSent(true);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
  }
  const back = html`<p><a href=${`/connexion?retour=${encodeURIComponent(safeReturn(query.get("retour")))}`}>Revenir à la connexion</a></p>`;
  if (sent) {
    return html`<${Frame} title="Regardez vos courriels" kind="plain"><${Notice} tone="done">Si un compte existe à cette adresse, un lien vient d’y être envoyé.<//>
      <p>Il sert une seule fois, pendant ${purpose === "session" ? "15 minutes" : "une heure"}. S’il n’arrive pas, regardez les indésirables, puis demandez-en un autre.</p>${back}<//>`;
  }
  return html`<${Frame} title=${purpose === "session" ? "Recevoir un lien de connexion" : "Mot de passe oublié"} kind="plain">
    <form onSubmit=${submit}><${Field} label="Votre courriel" type="email" autocomplete="username" required maxlength="254" hint="Celui de votre compte. Un lien qui sert une fois y sera envoyé." ...${bind("email")} />
      ${problem && html`<${Refusal} problem=${problem} />`}<p class="go"><button class="btn btn-main btn-big">Envoyer le lien</button></p></form>${back}<//>`;
}

/** A button, since the filters of mail servers open links. */
function FollowPage() {
  const held = secret();
  const { problem, busy, enter } = useWayIn("/api/session/link/follow");
  return html`<${Frame} title="Ouvrir votre session" kind="plain">${problem && html`<${Refusal} problem=${problem} />`}
    ${held ? html`<p>Ce lien vous connecte sur cet appareil, une seule fois.</p><p class="go"><button type="button" class="btn btn-main btn-big" disabled=${busy} onClick=${() => enter({ secret: held })}>Se connecter</button></p>` : html`<${Incomplete} />`}
    ${problem && html`<p><a href="/connexion/oubli?pour=session">Recevoir un autre lien</a></p>`}<//>`;
}

function Incomplete() {
  return html`<${Notice} tone="no">Ce lien est incomplet\u00a0: ouvrez-le depuis le courriel, ou copiez-le en entier.<//><p><a href="/connexion">Aller à la connexion</a></p>`;
}

/** Two fields, so that a slip of the hand is seen. @param {{bind: any}} props */
function PasswordFields({ bind }) {
  return html`<${Field} label="Nouveau mot de passe" type="password" autocomplete="new-password" required minlength="12" maxlength="256" hint="12 caractères au moins. Quatre mots sans rapport entre eux conviennent très bien." ...${bind("password")} />
    <${Field} label="Le même, encore une fois" type="password" autocomplete="new-password" required maxlength="256" ...${bind("again")} />`;
}

function ChoosePage() {
  const held = secret();
  const { problem, busy, enter, refuse } = useWayIn("/api/session/recover");
  const { values, bind } = useForm({ password: "", again: "" });
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (values.password !== values.again) return refuse("Les deux mots de passe diffèrent.");
    return enter({ secret: held, password: values.password });
  }
  if (!held) return html`<${Frame} title="Choisir un mot de passe" kind="plain"><${Incomplete} /><//>`;
  return html`<${Frame} title="Choisir un mot de passe" kind="plain"><p>Vos sessions ouvertes ailleurs se termineront.</p>
    <form onSubmit=${submit}><${PasswordFields} bind=${bind} />${problem && html`<${Refusal} problem=${problem} />`}
    <p class="go"><button class="btn btn-main btn-big" disabled=${busy}>Choisir et se connecter</button></p></form><//>`;
}

function FirstPage() {
  const held = secret();
  const { problem, busy, enter, refuse } = useWayIn("/api/session/set-up");
  const { values, bind } = useForm({ name: "", email: "", password: "", again: "" });
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { again, ...given } = values;
    if (values.password !== again) return refuse("Les deux mots de passe diffèrent.");
    return enter({ secret: held, ...given });
  }
  if (!held) return html`<${Frame} title="Créer le premier compte" kind="plain"><${Incomplete} /><//>`;
  return html`<${Frame} title="Créer le premier compte" kind="plain"><p>Ce compte administre les autres\u00a0: il ouvre les comptes et donne les sièges. Il ne voit aucun dossier.</p>
    <form onSubmit=${submit}><${Field} label="Votre nom" autocomplete="name" required maxlength="120" ...${bind("name")} />
      <${Field} label="Votre courriel" type="email" autocomplete="username" required maxlength="254" ...${bind("email")} /><${PasswordFields} bind=${bind} />
      ${problem && html`<${Refusal} problem=${problem} />`}<p class="go"><button class="btn btn-main btn-big" disabled=${busy}>Créer le compte</button></p></form><//>`;
}
