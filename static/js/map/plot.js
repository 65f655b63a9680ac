// Bodies by frame, each with its place in units: worked out once per body, however often its news change.

import { frameOf } from "./projection.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {{body: Card, x: number, y: number}} Placed */

export class Plot {
  /** @type {Map<string, {of: string, frame: string, at: [number, number]}>} */
  #known = new Map();

  /** @param {import("./territory.js").Ground} ground */
  constructor({ territory, project }) {
    this.territory = territory;
    this.project = project;
  }

  /** @param {Iterable<Card>} bodies @returns {{frames: Map<string, Placed[]>, without: number}} `without`: how many have no known position */
  byFrame(bodies) {
    /** @type {Map<string, Placed[]>} */
    const frames = new Map();
    let without = 0;
    for (const body of bodies) {
      if (!body.position) {
        without += 1;
        continue;
      }
      const { frame, at } = this.#place(body);
      const found = frames.get(frame);
      if (found) found.push({ body, x: at[0], y: at[1] });
      else frames.set(frame, [{ body, x: at[0], y: at[1] }]);
    }
    return { frames, without };
  }

  /** @param {Card} body */
  #place(body) {
    const of = `${body.departement} ${body.position}`;
    const known = this.#known.get(body.id);
    if (known?.of === of) return known;
    const made = { of, frame: frameOf(this.territory, body.departement), at: this.project(body.position, body.departement) };
    this.#known.set(body.id, made);
    return made;
  }
}
