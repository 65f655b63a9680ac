// The mark of a liaison link: the name of its holder and the hour, over every page, on the screen and on paper.

import { render } from "preact";
import { clock, longDay } from "./format.js";
import { html } from "./html.js";
import { session } from "./session.js";
import { moment } from "./ticking.js";

/** How often it is repeated: a part of a page that is photographed bears it too. */
const TIMES = 24;

function Mark() {
  const who = session.value?.actor;
  if (who?.role !== "liaison") return null;
  const minute = Math.floor(moment.value / 60_000) * 60_000;
  const words = `${who.name} · ${longDay(minute, "Europe/Paris")}, ${clock(minute, "Europe/Paris")}`;
  return html`<div class="watermark" aria-hidden="true">${Array.from({ length: TIMES }, (_, at) => html`<span key=${at}>${words}</span>`)}</div>
    <p class="watermark-said">Lien de liaison, lecture seule\u00a0: ${words}</p>`;
}

let marked = false;

/** Put it over the pages, for as long as somebody comes by such a link. */
export function mark() {
  if (marked) return;
  marked = true;
  const over = document.body.appendChild(document.createElement("div"));
  render(html`<${Mark} />`, over);
}
