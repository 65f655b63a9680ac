// Who may come in without an account: the field link of each body, liaison links, who is to be called.

import { useEffect, useState } from "preact/hooks";
import { Problem, ask, post } from "../api.js";
import { Code } from "../elements/access_code.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { useFollowed } from "../fetched.js";
import { LiaisonForm } from "../forms/liaison.js";
import { counted, dated, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { Watched } from "./watched.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
const STATES = /** @type {Record<string, string>} */ ({ ouvert: "ouvert", expire: "expiré", revoque: "révoqué" });
const SENT = /** @type {Record<string, string>} */ ({ a_envoyer: "message à envoyer", parti: "message parti", envoye: "message envoyé", rejete: "message non pris", abandonne: "message non remis", sans_objet: "message sans objet" });
/** How often the list is read again: seldom, but soon after an activation, while links are being made. */
const AFRESH_MS = 30_000;
const SOON_MS = 3_000;
/** How many links are listed before one asks for the others. */
const FIRST = 60;

/** @param {{dossier: string}} props */
export function AccessPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {Dossier} */ dossier) => html`
    <${Frame} title="Accès" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="body-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/acces`} />`}><${Links} dossier=${dossier} /><//>`}<//>`;
}

/** @param {{dossier: Dossier}} props */
function Links({ dossier }) {
  const at = moment.value;
  const base = `/api/dossiers/${encodeURIComponent(dossier.id)}/links`;
  const [waits, setWaits] = useState(false);
  const { value, problem, again } = useFollowed(base, Math.floor(at / (waits ? SOON_MS : AFRESH_MS)));
  useEffect(() => setWaits(Boolean(value?.open && !value.links.length)), [value]);
  if (problem && !value) return html`<div class="block in"><${Refusal} problem=${problem} /></div>`;
  if (!value) return html`<p class="empty" role="status">Lecture…</p>`;
  const field = value.links.filter((/** @type {any} */ link) => link.kind === "terrain");
  const liaisons = value.links.filter((/** @type {any} */ link) => link.kind === "liaison");
  const called = field.filter((/** @type {any} */ link) => link.to_call);
  const others = field.filter((/** @type {any} */ link) => !link.to_call);
  const list = { dossier, base, again };
  const sheets = `/dossiers/${dossier.id}/acces/fiches`;
  return html`${!value.open && html`<${Notice} tone="note">L’urgence n’est pas, ou n’est plus, en cours\u00a0: aucun lien n’ouvre ce dossier.<//>`}
    <div class="columns"><div class="column">
      <section class="block" aria-labelledby="appeler"><header><h2 id="appeler">À appeler</h2><p class="sub">${value.sends ? "Sans nouvelle, et sans adresse ou que rien n’a joint" : "Sans nouvelle\u00a0: aucun message ne part de ce serveur"}</p>
          ${called.length > 0 && html`<a class="btn" href=${`${sheets}?a-appeler=1`}>Imprimer ${called.length > 1 ? `les ${number(called.length)} fiches` : "la fiche"}</a>`}</header>
        <${Rows} ...${list} links=${called} none="Personne à appeler." /></section>
      <section class="block" aria-labelledby="terrain"><header><h2 id="terrain">Liens de terrain</h2><p class="sub">${counted(others.filter((/** @type {any} */ link) => link.uses).length, "lien utilisé", "liens utilisés")} sur ${number(field.length)}</p>
          ${field.length > 0 && html`<a class="btn" href=${sheets}>Imprimer toutes les fiches</a>`}</header>
        <${Rows} ...${list} links=${others} none=${waits ? "Les liens se préparent, ils s’affichent dans quelques secondes." : "Aucun autre lien."} /></section>
    </div><div class="column rail">
      ${value.liaison && html`<section class="block" aria-labelledby="liaison"><header><h2 id="liaison">Liens de liaison</h2><p class="sub">lecture seule, un département, pages marquées au nom du porteur</p></header>
        ${value.open && html`<${LiaisonForm} base=${base} departements=${value.departements} onGiven=${again} />`}
        <${Rows} ...${list} links=${liaisons} none="Aucun lien de liaison." /></section>`}
    </div></div>`;
}

/** @param {{dossier: Dossier, base: string, again: () => void, links: any[], none: string}} props */
function Rows({ links, none, ...list }) {
  const [all, setAll] = useState(false);
  if (!links.length) return html`<p class="empty">${none}</p>`;
  return html`<ul class="cards links">${(all ? links : links.slice(0, FIRST)).map((link) => html`<${Row} key=${link.link} link=${link} ...${list} />`)}</ul>
    ${links.length > FIRST && !all && html`<p class="go"><button type="button" class="btn" onClick=${() => setAll(true)}>Montrer les ${number(links.length - FIRST)} autres</button></p>`}`;
}

/** @param {{dossier: Dossier, base: string, again: () => void, link: any}} props */
function Row({ dossier, base, again, link }) {
  const [shown, setShown] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const { zone } = dossier;
  const at = moment.value;
  const stands = link.state === "ouvert";

  async function act(/** @type {() => Promise<any>} */ what) {
    setBusy(true);
    setProblem(null);
    try {
      setShown(await what());
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  }
  const end = () => act(async () => { await ask(`${base}/${link.link}`, { method: "DELETE" }); again(); return null; });
  const anew = () => act(async () => { const made = await post(base, { body: link.body }); again(); return made; });
  return html`<li class=${link.to_call ? "is-late" : ""}><p class="row"><b>${link.name}</b> <span class=${stands ? "tag" : "tag tag-stale"}>${STATES[link.state]}</span></p>
    <p class="sub">${link.departement} · ${link.uses ? `${counted(link.uses, "ouverture")}, la dernière ${dated(link.used_at, zone, at)}` : "jamais ouvert"} · ${link.ended_at ? `terminé ${dated(link.ended_at, zone, at)}` : `expire ${written(link.expires_at, zone, at)}`}${link.sent.map((/** @type {string} */ state) => ` · ${SENT[state] ?? state}`)}${link.kind === "terrain" && !link.contact && " · sans adresse"}</p>
    ${link.to_call && link.phones.length > 0 && html`<p class="go">${link.phones.map((/** @type {{function: string, phone: string}} */ one) => html`<a class="btn" key=${one.phone} href=${`tel:${one.phone.replace(/[^+\d]/g, "")}`}>${one.function}, ${one.phone}</a> `)}</p>`}
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${shown && html`<${Code} sheet=${shown} zone=${zone} onClose=${() => setShown(null)} />`}
    <p class="go">${stands && link.kind === "terrain" && !shown && html`<button type="button" class="btn" disabled=${busy} aria-label=${`Afficher le code, ${link.name}`} onClick=${() => act(() => ask(`${base}/${link.link}`))}>Afficher le code</button>`}
      ${stands && html` <button type="button" class="btn btn-quiet" disabled=${busy} aria-label=${`Révoquer, ${link.name}`} onClick=${end}>Révoquer</button>`}
      ${link.kind === "terrain" && html` <button type="button" class="btn btn-quiet" disabled=${busy} aria-label=${`Refaire, ${link.name}`} onClick=${anew}>Refaire</button>`}</p></li>`;
}
