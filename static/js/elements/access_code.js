// What opens a link, as it is read out and as it is scanned.

import { clock, longDay } from "../format.js";
import { html } from "../html.js";

/** @typedef {{name: string, body: string | null, departement: string, expires_at: string, url: string, code: string | null, spelled: string | null, where: string, qr: {size: number, path: string}}} Sheet */

/** A QR code as one path of squares, black on white whatever the theme: readers want it so. @param {{qr: Sheet["qr"], name: string}} props */
export function Qr({ qr, name }) {
  return html`<svg class="qr" role="img" aria-label=${`QR code du lien, ${name}`} viewBox=${`0 0 ${qr.size} ${qr.size}`} shape-rendering="crispEdges"><rect class="qr-ground" width=${qr.size} height=${qr.size} /><path d=${qr.path} /></svg>`;
}

/** @param {{sheet: Sheet, zone: string, onClose: () => void}} props */
export function Code({ sheet, zone, onClose }) {
  return html`<div class="access-code">
    ${sheet.code && html`<p class="code" aria-label=${`Code\u00a0: ${sheet.spelled}`}>${sheet.code}</p><p>${sheet.spelled}</p><p class="sub">À saisir sur <b>${sheet.where}</b></p>`}
    <${Qr} qr=${sheet.qr} name=${sheet.name} />
    <p class="field wide"><label>Adresse à copier<input readonly value=${sheet.url} onFocus=${(/** @type {any} */ focus) => focus.currentTarget.select()} /></label></p>
    <p class="sub">Vaut jusqu’au ${longDay(sheet.expires_at, zone)}, ${clock(sheet.expires_at, zone)}. Qui a ce lien parle, ou regarde, à la place de son porteur.</p>
    <p class="go"><button type="button" class="btn btn-quiet" onClick=${onClose}>Masquer</button></p></div>`;
}
