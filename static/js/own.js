// The dossier of whoever holds a field link: one body of it, read again from time to time since little of it is sent.

import { signal } from "@preact/signals";
import { get } from "./api.js";
import { Dossier } from "./dossier.js";

export class Own extends Dossier {
  /** The last reports of the body. @type {import("@preact/signals").Signal<{seq: number, at: string, own: boolean, fact: any}[]>} */
  reports = signal([]);

  async read() {
    const board = await get(`/api/dossiers/${encodeURIComponent(this.id)}/own`);
    this.reports.value = board.reports;
    return board;
  }
}
