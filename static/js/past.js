// The board of a dossier as it was: the same face as a live one, but that nothing may be done on it.

import { batch, signal } from "@preact/signals";
import { Held } from "./held.js";

export class Past extends Held {
  /** @param {import("./dossier.js").Dossier} live */
  constructor(live) {
    super(live.id);
    this.live = live;
    /** The link is that of the live board. */
    this.position = live.position;
    /** Nobody does anything in the past. @type {import("@preact/signals").Signal<string[]>} */
    this.allowed = signal([]);
    /** Nor is anybody there. @type {typeof live.here} */
    this.here = signal([]);
    /** @type {typeof live.problem} */
    this.problem = signal(null);
    this.closed = false;
  }

  may() {
    return false;
  }

  get zone() {
    return this.live.zone;
  }

  close() {
    this.closed = true;
  }

  /** Show another moment. @param {import("./store.js").Snapshot} board */
  show(board) {
    batch(() => {
      this.store.load(board);
      this.loads.value++;
    });
  }

  /** Go on from where it is. @param {import("./store.js").Delta} delta */
  take(delta) {
    return this.store.take(delta);
  }
}
