// The words that say whether the screen can be believed. Pure.

import { clockSeconds } from "./format.js";

/** A cut shorter than this is not worth a word. */
export const CUT_MS = 2_000;
/** A link that has been mute for so long is dead, whatever the device believes. */
export const DEAD_MS = 35_000;
/** How long the outcome of a resume stays on the screen. */
export const OUTCOME_MS = 10_000;

/**
 * @typedef {object} Position
 * @property {number | null} heardAt      when the server last confirmed what is on the screen (server time)
 * @property {number | null} cutAt        since when there is no link (server time), null while there is one
 * @property {"current" | "caught_up" | "reload" | null} outcome   of the last resume
 * @property {number} outcomeAt
 * @property {number} missed
 */

/** @type {Position} */
export const UNKNOWN = { heardAt: null, cutAt: null, outcome: null, outcomeAt: 0, missed: 0 };

/** Say where the viewer stands: `live`, `catch` or `stale`, and the words. @param {Position} at @param {number} now */
export function connectionWords(at, now, zone) {
  if (at.heardAt === null) return { tone: "wait", words: at.cutAt === null ? "connexion en cours" : "serveur injoignable" };
  const cut = at.cutAt !== null && now - at.cutAt >= CUT_MS;
  if (cut || now - at.heardAt >= DEAD_MS) return { tone: "stale", words: `données figées depuis ${clockSeconds(at.heardAt, zone)}` };
  if (now - at.outcomeAt < OUTCOME_MS) {
    if (at.outcome === "caught_up") return { tone: "catch", words: `rattrapé (${at.missed})` };
    if (at.outcome === "reload") return { tone: "catch", words: "rechargé" };
  }
  return { tone: "live", words: `à jour à ${clockSeconds(at.heardAt, zone)}` };
}
