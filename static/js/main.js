// The beginning: who asks, the words of the field, the page of the address.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { onSignedOut } from "./api.js";
import { AGAIN_MS, bringOnce, reload, styled, useBrought } from "./brought.js";
import { closeDossier } from "./dossier.js";
import { Frame } from "./elements/frame.js";
import { Notice } from "./elements/message.js";
import { Marks } from "./elements/status.js";
import { html } from "./html.js";
import { place, signedOut } from "./router.js";
import { loadSession, session } from "./session.js";
import { loadVocabulary } from "./vocabulary.js";

/** Address → what brings its page and its style sheets (as crisiscoord/web/pages.py); `watches`: it follows a dossier. */
const PAGES = [
  { path: /^\/$/, bring: () => import("./pages/dossiers.js").then((found) => found.DossiersPage) },
  { path: /^\/annuaire$/, bring: styled(() => import("./pages/directory.js").then((found) => found.DirectoryPage), "directory") },
  { path: /^\/annuaire\/import$/, bring: () => import("./pages/directory_import.js").then((found) => found.DirectoryImportPage) },
  { path: /^\/annuaire\/organismes\/([^/]+)$/, bring: () => import("./pages/directory_body.js").then((found) => found.DirectoryBodyPage) },
  { path: /^\/annuaire\/vivier$/, bring: () => import("./pages/roster.js").then((found) => found.RosterPage) },
  { path: /^\/calendrier$/, bring: () => import("./pages/calendar.js").then((found) => found.CalendarPage) },
  { path: /^\/compte$/, bring: () => import("./pages/account.js").then((found) => found.AccountPage) },
  { path: /^\/connexion$/, bring: () => import("./pages/sign_in.js").then((found) => found.SignInPage), open: true },
  { path: /^\/connexion\/([^/]+)$/, bring: () => import("./pages/entering.js").then((found) => found.EnteringPage), open: true },
  { path: /^\/declarer$/, bring: styled(() => import("./pages/declare.js").then((found) => found.DeclarePage), "declare") },
  { path: /^\/dispositifs$/, bring: () => import("./pages/schemes.js").then((found) => found.SchemesPage) },
  { path: /^\/droits$/, bring: () => import("./pages/rights.js").then((found) => found.RightsPage) },
  { path: /^\/engagement$/, bring: () => import("./pages/undertaking.js").then((found) => found.UndertakingPage) },
  { path: /^\/lien$/, bring: styled(() => import("./pages/link.js").then((found) => found.LinkPage), "report", "links"), open: true },
  { path: /^\/acces-fortuits$/, bring: () => import("./pages/exposures.js").then((found) => found.ExposuresPage) },
  { path: /^\/personnes$/, bring: () => import("./pages/people.js").then((found) => found.PeoplePage) },
  { path: /^\/protocoles$/, bring: () => import("./pages/playbooks.js").then((found) => found.PlaybooksPage) },
  { path: /^\/signaler$/, bring: styled(() => import("./pages/signal.js").then((found) => found.SignalPage), "declare") },
  { path: /^\/signer$/, bring: () => import("./pages/sign.js").then((found) => found.SignPage) },
  { path: /^\/dossiers\/([^/]+)$/, bring: () => import("./pages/board.js").then((found) => found.BoardPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/organismes\/([^/]+)$/, bring: styled(() => import("./pages/body.js").then((found) => found.BodyPage), "report"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/acces$/, bring: styled(() => import("./pages/access.js").then((found) => found.AccessPage), "links"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/acces\/fiches$/, bring: styled(() => import("./pages/access_sheets.js").then((found) => found.SheetsOfAccessPage), "links"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/fiches\/([^/]+)$/, bring: () => import("./pages/sheets.js").then((found) => found.SheetsPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/trimestre$/, bring: () => import("./pages/quarter.js").then((found) => found.QuarterPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/taches$/, bring: () => import("./pages/tasks.js").then((found) => found.TasksPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/releve$/, bring: () => import("./pages/shift.js").then((found) => found.ShiftPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/acces-fortuit$/, bring: () => import("./pages/exposure.js").then((found) => found.ExposurePage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/points$/, bring: () => import("./pages/points.js").then((found) => found.PointsPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/conduite$/, bring: styled(() => import("./pages/conduct.js").then((found) => found.ConductPage), "declare"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/designation$/, bring: () => import("./pages/designation.js").then((found) => found.DesignationPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/bureau$/, bring: styled(() => import("./pages/bureau.js").then((found) => found.BureauPage), "bureau"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/actes$/, bring: () => import("./pages/acts.js").then((found) => found.ActsPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/passation$/, bring: () => import("./pages/brief.js").then((found) => found.BriefPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/renforts$/, bring: () => import("./pages/help.js").then((found) => found.HelpPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/relance$/, bring: () => import("./pages/calls.js").then((found) => found.CallsPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/avis$/, bring: () => import("./pages/notices.js").then((found) => found.NoticesPage), watches: true },
  { path: /^\/dossiers\/([^/]+)\/mur$/, bring: styled(() => import("./pages/wall.js").then((found) => found.WallPage), "wall"), watches: true },
  { path: /^\/dossiers\/([^/]+)\/main-courante$/, bring: () => import("./pages/log.js").then((found) => found.LogPage), watches: true },
];

/** How long the page before stays. */
const PATIENCE_MS = 300;

/** @param {string} path */
const pageOf = (path) => PAGES.find((known) => known.path.test(path));

function App() {
  const { path } = place.value;
  const found = pageOf(path);
  const signedIn = session.value !== null;
  const allowed = signedIn || Boolean(found?.open);
  const { value: Page, failed } = useBrought(found?.bring);
  const [slow, setSlow] = useState("");
  const last = useRef(/** @type {{path: string, Page: any, names: string[], watches?: boolean} | null} */ (null));
  if (!found) last.current = { path, Page: NotFoundPage, names: [] };
  else if (!allowed) last.current = null;
  else if (Page) last.current = { path, Page, names: found.path.exec(path)?.slice(1) ?? [], watches: found.watches };
  const shown = last.current;
  const before = useRef(path);

  useEffect(() => {
    if (!signedIn && !found?.open) signedOut();
  }, [path, signedIn]);
  useEffect(() => {
    if (!shown?.watches) closeDossier();
    if (shown && before.current !== shown.path) document.querySelector("h1")?.focus();
    before.current = shown?.path ?? before.current;
  }, [shown?.path]);
  const isComing = allowed && shown?.path !== path;
  useEffect(() => {
    if (!isComing) return undefined;
    const later = setTimeout(setSlow, PATIENCE_MS, path);
    return () => clearTimeout(later);
  }, [path, isComing]);

  if (isComing && (failed || slow === path)) return html`<${Coming} failed=${failed} />`;
  return shown && html`<${shown.Page} key=${shown.path} dossier=${shown.names[0]} body=${shown.names[1]} />`;
}

function NotFoundPage() {
  return html`<${Frame} title="Page introuvable" kind="plain"><p>Cette adresse ne mène à aucune page.</p><p><a href="/">Voir les dossiers</a></p><//>`;
}

/** A page on its way; one that could not be brought comes with the whole shell. @param {{failed: boolean}} props */
function Coming({ failed }) {
  useEffect(() => {
    if (!failed) return undefined;
    const trying = setInterval(reload, AGAIN_MS);
    return () => clearInterval(trying);
  }, [failed]);
  return html`<${Frame} title="Ouverture…" kind="plain">${failed ? html`<${Notice} tone="no">Cette page n’a pas pu être lue\u00a0: le serveur ne répond pas. Nouvel essai dans dix secondes.<//>
    <p><button type="button" class="btn btn-main" onClick=${reload}>Réessayer</button></p>` : html`<p class="empty" role="status">La page arrive.</p>`}<//>`;
}

/** It tries again by itself: nobody stands at a wall. */
let later = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

/** Nothing can be shown before the server has answered. */
function Start() {
  const [state, setState] = useState({ ready: false, why: "" });

  async function begin() {
    clearTimeout(later);
    try {
      await Promise.all([loadVocabulary(), loadSession()]);
      setState({ ready: true, why: "" });
    } catch (problem) {
      setState({ ready: false, why: problem instanceof Error ? problem.message : String(problem) });
      later = setTimeout(begin, AGAIN_MS);
    }
  }
  useEffect(() => void begin(), []);

  if (state.ready) return html`<${App} />`;
  if (!state.why) return null;
  return html`<main class="plain" id="contenu">
    <h1>crisiscoord</h1>
    <${Notice} tone="no">${state.why}<//>
    <p><button class="btn btn-main" onClick=${begin}>Réessayer</button></p>
  </main>`;
}

onSignedOut(() => {
  session.value = null;
});
// The page comes while the server says who is asking.
const first = pageOf(place.value.path);
if (first) bringOnce(first.bring).catch(() => {});
const root = /** @type {HTMLElement} */ (document.getElementById("app"));
root.textContent = "";
render(html`<${Marks} /><${Start} />`, root);
