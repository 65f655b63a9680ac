// « Mon compte »: the seats one may take, the browsers that are signed in, the password.

import { useRef, useState } from "preact/hooks";
import { Problem, ask, post } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { Choice, Field, useForm } from "../forms/field.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { go } from "../router.js";
import { loadSession, session } from "../session.js";
import { now } from "../time.js";
import { label } from "../vocabulary.js";

/** @typedef {{account: string, role: string, bodies: string[], names: string[], departements: string[], given_at: string, here: boolean}} Seat
 *  @typedef {{session: string, way: string, agent: string, opened_at: string, seen_at: string, ends_at: string, here: boolean}} Opened
 *  @typedef {{token: string, account: string, label: string, reads_only: boolean, created_at: string, expires_at: string, used_at: string | null}} Token
 *  @typedef {{person: {name: string, email: string, has_password: boolean} | null, seats: Seat[], proof: "none" | "password" | "sign_in", sessions: Opened[], tokens: Token[]}} Mine */

/** @type {Record<string, string>} */
const WAYS = { password: "mot de passe", link: "lien reçu", provider: "ProConnect", token: "jeton", demo: "démonstration", setup: "premier démarrage" };

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = (/** @type {string} */ instant) => dated(instant, ZONE, now());

export function AccountPage() {
  const { value, problem, again } = useFetched("/api/account");
  const mine = /** @type {Mine | null} */ (value ?? null);
  const [refused, setRefused] = useState(/** @type {Problem | null} */ (null));
  /** Do something, then show what has become of the account. */
  async function act(/** @type {() => Promise<any>} */ how) {
    setRefused(null);
    try {
      await how();
      again();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
      again();
    }
  }
  return html`<${Frame} title="Mon compte" sub=${mine?.person ? `${mine.person.name}, ${mine.person.email}` : ""} kind="plain wide">
    ${(problem ?? refused) && html`<${Refusal} problem=${problem ?? refused} />`}
    ${session.value?.gives_seats && html`<p><a href="/personnes">Personnes et droits</a>\u00a0: ouvrir des comptes, donner et retirer des sièges.</p>`}
    <p><a href="/acces-fortuits">Accès fortuits</a>\u00a0: ceux que vous avez signalés, et ce qui a été fait.</p>
    ${mine && html`<${Seats} seats=${mine.seats} act=${act} /><${Sessions} mine=${mine} act=${act} />
      ${mine.person && html`<${Password} has=${mine.person.has_password} onDone=${again} /><${Tokens} mine=${mine} act=${act} />`}`}<//>`;
}

/** @type {Record<string, string>} */
const WITHOUT = { admin: "les comptes, aucun dossier", representant_unccas: "les dossiers où cette personne est désignée" };

/** How far a seat reaches, in words. @param {Seat} seat */
export function reach({ role, names, departements }) {
  const said = [names.join(", "), departements.length ? `département ${departements.join(", ")}` : ""].filter(Boolean).join(" · ");
  return said || WITHOUT[role] || "tout le pays";
}

/** @param {{seats: Seat[], act: (how: () => Promise<any>) => void}} props */
function Seats({ seats, act }) {
  async function take(/** @type {string} */ account) {
    await post("/api/account/seat", { account });
    await loadSession();
    go("/");
  }
  return html`<section class="block" aria-labelledby="sieges"><header><h2 id="sieges">Mes sièges</h2><p class="sub">Un siège est un rôle et un périmètre. Vous agissez dans un seul à la fois.</p></header>
    <div class="scroll"><table class="tbl"><thead><tr><th scope="col">Rôle</th><th scope="col">Périmètre</th><th scope="col">Action</th></tr></thead>
    <tbody>${seats.map((seat) => html`<tr key=${seat.account}><th scope="row">${label("roles", seat.role)}</th><td>${reach(seat)}</td>
      <td>${seat.here ? "occupé ici" : html`<button type="button" class="btn" aria-label=${`Prendre ce siège\u00a0: ${label("roles", seat.role)}`} onClick=${() => act(() => take(seat.account))}>Prendre ce siège</button>`}</td></tr>`)}</tbody></table></div></section>`;
}

/** Fifteen minutes after signing in, ending one asks who is there again. @param {{mine: Mine, act: (how: () => Promise<any>) => void}} props */
function Sessions({ mine: { sessions, proof }, act }) {
  const [password, setPassword] = useState("");
  const form = useRef(/** @type {any} */ (null));
  const others = sessions.length > 1;
  /** @param {string} [key] of one session; all the others without it */
  function end(key) {
    if (proof !== "password") return act(() => ask(key ? `/api/account/sessions/${key}` : "/api/account/sessions", { method: "DELETE" }));
    if (!form.current?.reportValidity()) return;
    setPassword("");
    act(() => post("/api/account/sessions/end", key ? { session: key, password } : { password }));
  }
  return html`<section class="block" aria-labelledby="sessions"><header><h2 id="sessions">Mes sessions</h2><p class="sub">Une session finit après 12 heures sans usage, 7 jours au plus.</p></header>
    <div class="scroll"><table class="tbl"><thead><tr><th scope="col">Appareil</th><th scope="col">Dernier usage</th><th scope="col">Action</th></tr></thead>
    <tbody>${sessions.map((one) => html`<tr key=${one.session}><th scope="row">${one.agent || "Appareil inconnu"} <span class="sub">${WAYS[one.way]}, ouverte ${when(one.opened_at)}</span></th><td>${when(one.seen_at)}</td>
      <td>${one.here ? "celle-ci" : proof === "sign_in" ? "" : html`<button type="button" class="btn" aria-label=${`Terminer la session ${one.agent} ouverte ${when(one.opened_at)}`} onClick=${() => end(one.session)}>Terminer</button>`}</td></tr>`)}</tbody></table></div>
    ${others && proof === "sign_in" && html`<div class="in"><${Notice} tone="note">Votre connexion date de plus de quinze minutes\u00a0: <a href="/connexion?retour=/compte">reconnectez-vous</a> pour terminer une autre session.<//></div>`}
    ${others && proof === "password" && html`<form class="in" ref=${form} onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}><${Field} label="Votre mot de passe, pour terminer une session" type="password" autocomplete="current-password" required maxlength="256" hint="Demandé parce que votre connexion date de plus de quinze minutes." value=${password} onInput=${(/** @type {any} */ input) => setPassword(input.currentTarget.value)} /></form>`}
    ${others && proof !== "sign_in" && html`<p class="go in"><button type="button" class="btn" onClick=${() => end()}>Terminer toutes les autres</button></p>`}</section>`;
}

/** @param {{has: boolean, onDone: () => void}} props */
function Password({ has, onDone }) {
  const { values, bind, reset } = useForm({ current: "", password: "", again: "" });
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [done, setDone] = useState(false);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    setDone(false);
    setProblem(null);
    const { current, password, again } = values;
    if (password !== again) return setProblem(new Problem({ detail: "Les deux mots de passe diffèrent.", status: 422 }));
    try {
      await post("/api/account/password", { current, password });
      reset();
      setDone(true);
      onDone();
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
  }
  return html`<section class="block" aria-labelledby="mot-de-passe"><header><h2 id="mot-de-passe">${has ? "Changer de mot de passe" : "Choisir un mot de passe"}</h2><p class="sub">Vos autres sessions se termineront.</p></header>
    <form class="in" onSubmit=${submit}>${has && html`<${Field} label="Mot de passe actuel" type="password" autocomplete="current-password" required maxlength="256" ...${bind("current")} />`}
      <${Field} label="Nouveau mot de passe" type="password" autocomplete="new-password" required minlength="12" maxlength="256" hint="12 caractères au moins. Quatre mots sans rapport entre eux conviennent très bien." ...${bind("password")} />
      <${Field} label="Le même, encore une fois" type="password" autocomplete="new-password" required maxlength="256" ...${bind("again")} />
      ${problem && html`<${Refusal} problem=${problem} />`}${done && html`<${Notice} tone="done">Mot de passe changé.<//>`}
      <p class="go"><button class="btn btn-main">Changer</button></p></form></section>`;
}

/** Tokens for programs: each for one seat, with an end; shown once. @param {{mine: Mine, act: (how: () => Promise<any>) => void}} props */
function Tokens({ mine, act }) {
  const { values, set, bind, reset } = useForm({ label: "", account: mine.seats[0]?.account ?? "", days: "90", reads_only: true });
  const [made, setMade] = useState("");
  /** @type {[string, string][]} */
  const seats = mine.seats.map((seat) => [seat.account, `${label("roles", seat.role)}, ${reach(seat)}`]);
  const named = new Map(seats);
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    setMade("");
    act(async () => {
      const answer = await post("/api/account/tokens", { ...values, days: Number(values.days) });
      setMade(answer.secret);
      reset();
    });
  }
  return html`<section class="block" aria-labelledby="jetons"><header><h2 id="jetons">Mes jetons</h2><p class="sub">Pour vos programmes. Un jeton n’ouvre pas de session, et finit avec son siège.</p></header>
    ${made && html`<div class="in"><${Notice} tone="done">Copiez ce jeton maintenant\u00a0: il ne sera plus montré.<//><${Field} label="Votre nouveau jeton" readonly value=${made} onFocus=${(/** @type {any} */ focus) => focus.currentTarget.select()} /></div>`}
    ${mine.tokens.length > 0 && html`<div class="scroll"><table class="tbl"><thead><tr><th scope="col">Nom</th><th scope="col">Siège</th><th scope="col">Jusqu’au</th><th scope="col">Dernier usage</th><th scope="col">Action</th></tr></thead>
      <tbody>${mine.tokens.map((one) => html`<tr key=${one.token}><th scope="row">${one.label} ${one.reads_only && html`<span class="sub">lecture seule</span>`}</th><td>${named.get(one.account)}</td><td>${when(one.expires_at)}</td><td>${one.used_at ? when(one.used_at) : "jamais"}</td>
        <td><button type="button" class="btn" aria-label=${`Révoquer le jeton ${one.label}`} onClick=${() => act(() => ask(`/api/account/tokens/${one.token}`, { method: "DELETE" }))}>Révoquer</button></td></tr>`)}</tbody></table></div>`}
    <form class="in" onSubmit=${submit}><${Field} label="Nom du jeton" required maxlength="80" hint="Ce à quoi il sert\u00a0: «\u00a0tableau de bord de la cellule\u00a0»." ...${bind("label")} />
      <${Choice} label="Siège" options=${seats} ...${bind("account")} />
      <${Field} label="Durée, en jours" type="number" min="1" max="365" required ...${bind("days")} />
      <p class="check"><label><input type="checkbox" checked=${values.reads_only} onChange=${(/** @type {any} */ change) => set({ reads_only: change.currentTarget.checked })} /> Lecture seule</label></p>
      <p class="go"><button class="btn">Créer un jeton</button></p></form></section>`;
}
