// What is due, counted over all owners and kept up by what changed: thousands of cards are not read again for one. Pure.

import { duesOf } from "./tasks.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {import("./tasks.js").Due & {id: string, owners: number}} DueLine the same task, due at the same time by so many */

export class DueLines {
  /** @type {Map<string, Card>} */
  #cards = new Map();
  /** @type {Map<string, DueLine>} */
  #lines = new Map();

  /** Count what has changed since the last time. @param {Map<string, Card>} cards the tasks of each owner */
  follow(cards) {
    if (cards === this.#cards) return;
    for (const [id, card] of this.#cards) if (cards.get(id) !== card) this.#count(card, -1);
    for (const [id, card] of cards) if (this.#cards.get(id) !== card) this.#count(card, 1);
    this.#cards = cards;
  }

  /** How many tasks are late, and whose. @param {number} now */
  late(now) {
    let [tasks, owners] = [0, 0];
    for (const { due, owners: of } of this.#lines.values()) if (due < now) tasks += of;
    for (const card of this.#cards.values()) if (duesOf(card)[0]?.due < now) owners += 1;
    return { tasks, owners };
  }

  /** The soonest, the longest late first. @param {number} most @returns {DueLine[]} */
  soonest(most) {
    /** @type {DueLine[]} */
    const found = [];
    for (const line of this.#lines.values()) {
      if (found.length === most && before(found[most - 1], line)) continue;
      const place = found.findIndex((one) => before(line, one));
      found.splice(place < 0 ? found.length : place, 0, line);
      if (found.length > most) found.pop();
    }
    return found;
  }

  /** @param {Card} card @param {1 | -1} by */
  #count(card, by) {
    for (const one of duesOf(card)) {
      const id = `${one.code}/${one.due}`;
      const line = this.#lines.get(id);
      if (!line) this.#lines.set(id, { ...one, id, owners: by });
      else if ((line.owners += by) === 0) this.#lines.delete(id);
    }
  }
}

/** @param {DueLine} one @param {DueLine} other */
function before(one, other) {
  return one.due < other.due || (one.due === other.due && one.id < other.id);
}
