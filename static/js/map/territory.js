// The outlines of the départements, read once when a map is shown for the first time.

import { ask } from "../api.js";
import { projector } from "./projection.js";

/** @typedef {import("./projection.js").Territory} Territory */

/** @type {Promise<{territory: Territory, project: import("./projection.js").Project, outlines: Map<string, import("./projection.js").Outline>}> | null} */
let asked = null;

/** The outlines by code, and what places a position on them. A failure is forgotten, so that one may try again. */
export function territoryOnce() {
  asked ??= ask("/static/map/departements.json").then((/** @type {Territory} */ territory) => ({
    territory,
    project: projector(territory),
    outlines: new Map(territory.departements.map((outline) => [outline.code, outline])),
  }));
  asked.catch(() => (asked = null));
  return asked;
}

/** What {@link territoryOnce} promises. @typedef {Awaited<ReturnType<typeof territoryOnce>>} Ground */
