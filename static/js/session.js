// Who is signed in here, and what this person may open.

import { signal } from "@preact/signals";
import { Problem, ask } from "./api.js";
import { dropDrafts } from "./drafts.js";

/**
 * @typedef {{account: string, role: string, name: string, bodies: string[], departements: string[], dossier?: string, unsigned?: true}} Actor
 * @typedef {{actor: Actor, may_open: string[], gives_seats: boolean, administers: boolean, mode: string, version: string}} Session
 */

/** Null when nobody is signed in. @type {import("@preact/signals").Signal<Session | null>} */
export const session = signal(null);

/** @returns {Actor} the person signed in; on pages that need one, there is one */
export function actor() {
  return session.value?.actor ?? { account: "", role: "", name: "", bodies: [], departements: [] };
}

/** Ask the server who we are. */
export async function loadSession() {
  try {
    session.value = await ask("/api/session");
    if (actor().dossier || actor().unsigned) (await import("./by_link.js")).arrive();
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
    session.value = null;
  }
}

export async function signOut() {
  const left = await ask("/api/session", { method: "DELETE" });
  dropDrafts();
  session.value = null;
  if (left) location.assign(left.leave);
}
