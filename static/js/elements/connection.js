// The words of the connection: can this screen be believed, and since when not.

import { connectionWords } from "../connection.js";
import { html } from "../html.js";
import { instant } from "../ticking.js";

/** Changes of state are announced; the passing of the hour is not. @param {{dossier: import("../dossier.js").Dossier}} props */
export function Connection({ dossier }) {
  const { tone, words } = connectionWords(dossier.position.value, instant.value, dossier.zone);
  return html`<p class=${`link link-${tone}`} role="status" aria-live=${tone === "live" ? "off" : "polite"}>${words}</p>`;
}
