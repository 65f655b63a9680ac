// A crisis on a wall: read from four metres, without a pointer, for days. Nothing can be written from here.

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { calling } from "../alarms.js";
import { stayAwake } from "./awake.js";
import { CUT_MS } from "../connection.js";
import { closeDossier, openDossier } from "../dossier.js";
import { Map as BodyMap } from "../elements/map.js";
import { Call, Foot, Head } from "./head.js";
import { Side } from "./side.js";
import { usePointed, useTour, useWayOut } from "./tour.js";
import { Bodies, Figures } from "./views.js";
import { html } from "../html.js";
import { place } from "../router.js";
import { actor } from "../session.js";
import { now } from "../time.js";
import { useTotals } from "../totals.js";
import { useUpgrade } from "./upgrade.js";
import { partOf, together, turnSeconds } from "./parts.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {import("../store.js").Card} Card */

/** How long a wall that cannot show its dossier waits before it asks again. */
const AGAIN_MS = 60_000;

/** @param {{id: string}} props */
export function Wall({ id }) {
  const [tries, setTries] = useState(0);
  const dossier = useMemo(() => openDossier(id), [id, tries]);
  const problem = dossier.problem.value;
  useEffect(() => {
    document.documentElement.dataset.mode = "wall";
    const sleep = stayAwake();
    return () => {
      sleep();
      delete document.documentElement.dataset.mode;
    };
  }, []);
  useEffect(() => {
    if (!problem) return undefined;
    const later = setTimeout(() => {
      closeDossier();
      setTries(tries + 1);
    }, AGAIN_MS);
    return () => clearTimeout(later);
  }, [problem]);
  useWayOut(`/dossiers/${id}`);

  if (problem) return html`<${Said} title="Ce mur ne peut rien montrer" words=${problem.message}>Il essaie de nouveau chaque minute.<//>`;
  const crisis = dossier.only("crisis");
  if (!dossier.kind.value) return html`<${Said} title="Ouverture du mur" words="Lecture du tableau…" />`;
  if (!crisis) return html`<${Said} title="Rien à montrer au mur" words="Le mur montre un évènement\u00a0; ce dossier n’en est pas un." />`;
  return html`<${Standing} dossier=${dossier} crisis=${crisis} />`;
}

/** @param {{title: string, words: string, children?: any}} props */
function Said({ title, words, children }) {
  return html`<main class="wall w-said-only" id="contenu"><h1 tabindex="-1">${title}</h1><p>${words}</p>${children && html`<p class="w-sub">${children}</p>`}</main>`;
}

/** @param {{dossier: Dossier, crisis: Card}} props */
function Standing({ dossier, crisis }) {
  const { query } = place.value;
  const departement = looked(query.get("departement") ?? "", crisis);
  const { bodies, here, parts, whole } = useParts(dossier, crisis, departement);
  const views = bodies.length ? VIEWS : VIEWS.filter(({ code }) => code === "chiffres" && parts.length > 0);
  const { view, round, held, show } = useTour(views, turnSeconds(query.get("tour")));
  const inSight = useCallback((/** @type {Card} */ body) => !departement || body.departement === departement, [departement]);
  const pointed = usePointed();
  const cut = dossier.position.value.cutAt !== null;
  useUpgrade({ calm: () => isCalm(dossier), link: !cut });
  useEffect(() => {
    document.title = `Mur · ${crisis.exercise ? "EXERCICE · " : ""}${crisis.title} · crisiscoord`;
  }, [crisis.title, crisis.exercise]);

  return html`<div class=${`wall ${pointed ? "pointed" : ""}`}>
    <${Head} dossier=${dossier} crisis=${crisis} /><${Call} dossier=${dossier} departement=${departement} />
    <main id="contenu" tabindex="-1">
      ${view?.code === "carte" && html`<section class="w-map" aria-label="Carte"><${BodyMap} dossier=${dossier} filter=${inSight} large /></section>`}
      ${view?.code === "organismes" && html`<${Bodies} dossier=${dossier} bodies=${bodies} round=${round} plain=${departement !== ""} />`}
      ${view?.code === "chiffres" && html`<${Figures} parts=${parts} whole=${whole ?? here} first=${departement} />`}
      ${!view && html`<p class="w-calm">Le détail par organisme n’est pas ouvert à votre rôle.</p>`}
      ${parts.length > 0 && html`<${Side} dossier=${dossier} bodies=${bodies} here=${here} parts=${parts} whole=${whole} departement=${departement} />`}</main>
    <${Foot} dossier=${dossier} views=${views} view=${view?.code ?? ""} held=${held} exercise=${crisis.exercise} onShow=${show} /></div>`;
}

const VIEWS = [{ code: "carte", words: "Carte" }, { code: "organismes", words: "Organismes" }, { code: "chiffres", words: "Chiffres" }];

/** The département looked at: that of the address, or the only one that this account sees of several.
 * @param {string} asked @param {Card} crisis */
function looked(asked, { departements = [] }) {
  if (departements.includes(asked)) return asked;
  const own = actor().departements.filter((code) => departements.includes(code));
  return departements.length > 1 && own.length === 1 ? own[0] : "";
}

/** The bodies looked at, and what is added up: of them, of each département, of the whole crisis when that is more.
 * @param {Dossier} dossier @param {Card} crisis @param {string} departement */
function useParts(dossier, crisis, departement) {
  const cards = dossier.cards("body");
  const zones = dossier.cards("zone");
  const counted = useTotals(dossier);
  const held = useMemo(() => ownParts([...cards.values()], crisis.departements, zones), [cards, zones, crisis.departements]);
  const known = new Set(held.map(({ code }) => code));
  const parts = [...held, ...(counted?.parts ?? []).filter(({ code }) => !known.has(code))];
  const all = together(parts, "Ensemble");
  const here = departement ? parts.find(({ code }) => code === departement) ?? all : all;
  const whole = here !== all && (counted === undefined || counted?.whole) ? all : null;
  const bodies = useMemo(() => [...cards.values()].filter((body) => !departement || body.departement === departement), [cards, departement]);
  return { bodies, here, parts, whole };
}

/** @param {Card[]} bodies @param {string[]} departements @param {Map<string, Card>} zones */
function ownParts(bodies, departements, zones) {
  /** @type {Map<string, Card[]>} */
  const found = new Map();
  for (const body of bodies) {
    const part = found.get(body.departement);
    if (part) part.push(body);
    else found.set(body.departement, [body]);
  }
  const codes = [...new Set([...departements, ...found.keys()])].filter((code) => found.has(code));
  return codes.map((code) => partOf(found.get(code) ?? [], code, zones.get(`zone:${code}`)?.name ?? `Département ${code}`));
}

/** Nobody is being called, and the link holds. @param {Dossier} dossier */
function isCalm(dossier) {
  const { heardAt, cutAt } = dossier.position.value;
  const linked = heardAt !== null && (cutAt === null || now() - cutAt < CUT_MS);
  return linked && calling(dossier.cards("alarm").values()).length === 0;
}
