// Whoever may not go everywhere: a field link stays on its own page, a liaison link is marked on every page, and who
// has not accepted the undertaking of confidentiality is led to it.

import { effect } from "@preact/signals";
import { bringOnce, styled } from "./brought.js";
import { go, place } from "./router.js";
import { actor, session } from "./session.js";

const marking = styled(() => import("./watermark.js"), "watermark");
let arrived = false;
/** What may be read before the undertaking is accepted. */
const FREE = /^\/(engagement|compte|personnes|connexion(\/.*)?)$/;

/** To be called once it is known who asks. */
export function arrive() {
  const { role } = actor();
  if (role === "liaison") bringOnce(marking).then(({ mark }) => mark());
  if (arrived) return;
  arrived = true;
  effect(() => {
    const { path } = place.value;
    const { role: held, dossier, unsigned } = actor();
    if (unsigned && !FREE.test(path)) queueMicrotask(() => go(`/engagement?retour=${encodeURIComponent(path)}`));
    if (!dossier) return;
    if (path === "/connexion") queueMicrotask(end);
    else if (held === "lien_terrain" && path !== "/lien") queueMicrotask(() => go("/lien"));
  });
}

/** The server knows this link no more: there is no account to sign in with. */
function end() {
  session.value = null;
  go("/lien?termine=1");
}
