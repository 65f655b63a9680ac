// Which page is shown: the address decides, links are followed without loading the shell again.

import { signal } from "@preact/signals";
import { heldMoment } from "./ticking.js";
import { iso } from "./time.js";

/** @type {import("@preact/signals").Signal<{path: string, query: URLSearchParams}>} */
export const place = signal(read());

function read() {
  return { path: decodeURI(location.pathname), query: new URLSearchParams(location.search) };
}

addEventListener("popstate", () => (place.value = read()));

document.addEventListener("click", (click) => {
  const target = /** @type {Element} */ (click.target);
  const link = target.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || click.defaultPrevented || click.button !== 0) return;
  if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || /^\/(api|static|erreurs)(\/|$)/.test(link.pathname)) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  click.preventDefault();
  go(link.pathname + link.search);
});

/** Pages of a dossier that can show it as it was. */
const SHOWS_PAST = /^\/dossiers\/([^/]+)(\/organismes\/[^/]+|\/main-courante)?$/;

/** What leads from a board of the past to such a page of the same dossier keeps its moment. @param {string} address */
function sameMoment(address) {
  const { pathname, search } = new URL(address, location.origin);
  const dossier = SHOWS_PAST.exec(pathname)?.[1];
  const query = new URLSearchParams(search);
  const held = heldMoment();
  const at = held === null ? place.value.query.get("a") : iso(held);
  if (!at || query.has("a") || dossier === undefined || !place.value.path.startsWith(`/dossiers/${decodeURI(dossier)}`)) return address;
  query.set("a", at);
  return `${pathname}?${query}`;
}

/** Show another page. @param {string} address */
export function go(address) {
  history.pushState(null, "", sameMoment(address));
  place.value = read();
  scrollTo(0, 0);
}

/** Keep filters in the address without leaving a trail in the history. @param {Record<string, string>} wanted */
export function keepInAddress(wanted) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(wanted)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
  place.value = read();
}

/** The server does not know us any more: sign in, then come back here. */
export function signedOut() {
  if (location.pathname === "/connexion") return;
  go(`/connexion?retour=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Only an address of this site may be come back to. @param {string | null} address */
export function safeReturn(address) {
  return address && /^\/(?![/\\])[^\p{Cc}]*$/u.test(address) ? address : "/";
}
