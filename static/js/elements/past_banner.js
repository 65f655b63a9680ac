// The banner of a board of the past: which moment it is, and the way back to now. It stands where calls stand.

import { duration, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { instant } from "../ticking.js";
import { boardOf } from "../timeline.js";
import { Refusal } from "./message.js";

/** Draws nothing when the board is live. @param {{time: import("../travel.js").Travel}} props */
export function PastBanner({ time }) {
  const at = time.at.value;
  const past = time.past.value;
  if (at === null) return null;
  const { zone } = time.live;
  const now = instant.value;
  const pace = time.playing.value ? `rejoué ×\u00a0${time.speed.value}` : `il y a ${duration(now - at)}`;
  return html`<section class="past-banner" aria-label="Tableau du passé">
    <svg class="past-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 3a9 9 0 1 1-8.5 6M3 3v6h6M12 7v5.5l4 2" /></svg>
    <p><b role="status" aria-live=${time.playing.value ? "off" : "polite"}>Le tableau ${boardOf(at, zone, time.from, now)}, vous n’êtes plus en direct</b>${" "}
      <span>${past ? html`n°\u00a0${number(past.seq.value)} sur ${number(time.live.seq.value)} · ` : ""}${time.waiting.value ? "lecture…" : pace} · la fiche d’un organisme et la main courante aussi\u202f; les autres pages montrent le présent</span></p>
    <button type="button" class="btn" onClick=${() => time.goLive()}>Revenir en direct</button>
    ${time.problem.value && html`<${Refusal} problem=${time.problem.value} />`}</section>`;
}

/** The words that go before the title of a page of the past. @param {import("../travel.js").Travel} [time] */
export function pastTitle(time) {
  return !time || time.past.value === null || time.at.value === null ? "" : `Passé, ${written(time.at.value, time.live.zone, instant.value)} · `;
}
