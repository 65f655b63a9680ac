// The beginning: who is asking, the words of the field, then the page that the address names.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { onSignedOut } from "./api.js";
import { closeDossier } from "./dossier.js";
import { Notice } from "./elements/message.js";
import { html } from "./html.js";
import { BodyPage } from "./pages/body.js";
import { BoardPage } from "./pages/board.js";
import { CalendarPage } from "./pages/calendar.js";
import { CallsPage } from "./pages/calls.js";
import { DeclarePage } from "./pages/declare.js";
import { DossiersPage } from "./pages/dossiers.js";
import { LogPage } from "./pages/log.js";
import { NotFoundPage } from "./pages/not_found.js";
import { PlaybooksPage } from "./pages/playbooks.js";
import { QuarterPage } from "./pages/quarter.js";
import { SheetsPage } from "./pages/sheets.js";
import { SignInPage } from "./pages/sign_in.js";
import { SignalPage } from "./pages/signal.js";
import { SignPage } from "./pages/sign.js";
import { place, signedOut } from "./router.js";
import { loadSession, session } from "./session.js";
import { loadVocabulary } from "./vocabulary.js";

/** Address → page; `watches`: the page follows the dossier that its address names. */
const PAGES = [
  { path: /^\/$/, page: DossiersPage },
  { path: /^\/calendrier$/, page: CalendarPage },
  { path: /^\/connexion$/, page: SignInPage, open: true },
  { path: /^\/declarer$/, page: DeclarePage },
  { path: /^\/protocoles$/, page: PlaybooksPage },
  { path: /^\/signaler$/, page: SignalPage },
  { path: /^\/signer$/, page: SignPage },
  { path: /^\/dossiers\/([^/]+)$/, page: BoardPage, watches: true },
  { path: /^\/dossiers\/([^/]+)\/organismes\/([^/]+)$/, page: BodyPage, watches: true },
  { path: /^\/dossiers\/([^/]+)\/fiches\/([^/]+)$/, page: SheetsPage, watches: true },
  { path: /^\/dossiers\/([^/]+)\/trimestre$/, page: QuarterPage, watches: true },
  { path: /^\/dossiers\/([^/]+)\/relance$/, page: CallsPage, watches: true },
  { path: /^\/dossiers\/([^/]+)\/main-courante$/, page: LogPage, watches: true },
];

function App() {
  const { path } = place.value;
  const found = PAGES.find((known) => known.path.test(path));
  const names = found?.path.exec(path)?.slice(1) ?? [];
  const signedIn = session.value !== null;
  const before = useRef(path);

  useEffect(() => {
    if (!found?.watches) closeDossier();
    if (!signedIn && !found?.open) signedOut();
    if (before.current !== path) document.querySelector("h1")?.focus();
    before.current = path;
  }, [path, signedIn]);

  if (!found) return html`<${NotFoundPage} />`;
  if (!signedIn && !found.open) return null;
  return html`<${found.page} key=${path} dossier=${names[0]} body=${names[1]} />`;
}

/** Nothing can be shown before the server has answered: say so, and try again. */
function Start() {
  const [state, setState] = useState({ ready: false, why: "" });

  async function begin() {
    try {
      await Promise.all([loadVocabulary(), loadSession()]);
      setState({ ready: true, why: "" });
    } catch (problem) {
      setState({ ready: false, why: problem instanceof Error ? problem.message : String(problem) });
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
const root = /** @type {HTMLElement} */ (document.getElementById("app"));
root.textContent = "";
render(html`<${Start} />`, root);
