// A board that is held here, live or of the past: its cards and its lines as values that components follow.

import { batch, signal } from "@preact/signals";
import { Store } from "./store.js";

/** @typedef {import("./store.js").Card} Card */

export class Held {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.store = new Store();
    this.store.onChange = (types) => this.changed(types);
    /** @type {Map<string, import("@preact/signals").Signal<any>>} */
    this.shown = new Map();
    this.kind = signal("");
    this.seq = signal(0);
    /** How often everything was read again: pages then read their journal again. */
    this.loads = signal(0);
  }

  /** The cards of one type, by id, as a value that components follow. @param {string} type @returns {Map<string, Card>} */
  cards(type) {
    return this.#signal(type, () => this.store.of(type)).value;
  }

  /** The one card of a type of which there is one. @param {string} type @returns {Card | undefined} */
  only(type) {
    return this.cards(type).values().next().value;
  }

  /** @returns {import("./store.js").Line[]} lines held here, the newest first */
  lines() {
    return this.#signal("lines", () => this.store.lines).value;
  }

  /** The zone in which the hours of this dossier are written. */
  get zone() {
    return this.only("crisis")?.timezone ?? this.only("convention")?.timezone ?? "Europe/Paris";
  }

  #signal(type, value) {
    let found = this.shown.get(type);
    if (!found) this.shown.set(type, (found = signal(value())));
    return found;
  }

  /** Show what has changed. @param {Set<string>} types of cards, or `lines` */
  changed(types) {
    batch(() => {
      for (const type of types) {
        const found = this.shown.get(type);
        if (found) found.value = type === "lines" ? this.store.lines : this.store.of(type);
      }
      this.kind.value = this.store.kind;
      this.seq.value = this.store.seq;
    });
  }
}
