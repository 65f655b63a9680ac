// What a viewer holds of one dossier: cards by id, lines by number. It puts and drops; it knows no rule of the field.

/** How many lines of the main courante a page keeps; older ones are read again from the journal. */
export const LINES_KEPT = 2000;

/**
 * @typedef {{id: string, type: string, seq: number, [field: string]: any}} Card
 * @typedef {{seq: number, at: string, occurred_at: string, by: {account: string, role: string, body?: string},
 *            kind: string, text: string}} Line
 * @typedef {{kind: string, seq: number, cursor: string, view: string, cards: Card[]}} Snapshot
 * @typedef {{from: number, to: number, cursor: string, put?: Card[], drop?: string[], lines?: Line[]}} Delta
 */

const NONE = new Map();

export class Store {
  constructor() {
    this.kind = "";
    this.seq = 0;
    this.cursor = "";
    this.view = "";
    /** Cards by type; a map that was handed out is never changed. @type {Map<string, Map<string, Card>>} */
    this.byType = new Map();
    /** Types whose map was made here and not handed out since. @type {Set<string>} */
    this.own = new Set();
    /** Lines, the newest first; an array that was handed out is never changed. @type {Line[]} */
    this.lines = [];
    /** @type {(types: Set<string>) => void} */
    this.onChange = () => {};
  }

  /** Begin again from a snapshot. Lines go too: rights or wordings may have changed. @param {Snapshot} board */
  load(board) {
    const touched = new Set(this.byType.keys());
    this.kind = board.kind;
    this.seq = board.seq;
    this.cursor = board.cursor;
    this.view = board.view;
    this.byType = new Map();
    this.own.clear();
    for (const card of board.cards) {
      this.#own(card.type).set(card.id, card);
      touched.add(card.type);
    }
    this.lines = [];
    touched.add("lines");
    this.onChange(touched);
  }

  /** Take a delta if it follows. A "gap" means that the viewer must resume; "stale", that it is already known.
   * @param {Delta} delta @returns {"taken" | "stale" | "gap"} */
  take(delta) {
    if (delta.from !== this.seq) return delta.to <= this.seq ? "stale" : "gap";
    const touched = new Set();
    for (const id of delta.drop ?? []) {
      if (!this.get(id)) continue;
      const type = id.slice(0, id.indexOf(":"));
      this.#own(type).delete(id);
      touched.add(type);
    }
    for (const card of delta.put ?? []) {
      this.#own(card.type).set(card.id, card);
      touched.add(card.type);
    }
    if (delta.lines?.length) touched.add("lines");
    this.#keep(delta.lines ?? []);
    this.seq = delta.to;
    this.cursor = delta.cursor;
    this.onChange(touched);
    return "taken";
  }

  /** Add lines read from the journal. @param {Line[]} lines */
  remember(lines) {
    this.#keep(lines);
    this.onChange(new Set(["lines"]));
  }

  /** @param {string} type @returns {Map<string, Card>} */
  of(type) {
    this.own.delete(type);
    return this.byType.get(type) ?? NONE;
  }

  /** @param {string} id @returns {Card | undefined} */
  get(id) {
    return this.byType.get(id.slice(0, id.indexOf(":")))?.get(id);
  }

  /** The map of one type, to be changed: copied if it was handed out. @param {string} type */
  #own(type) {
    if (!this.own.has(type)) {
      this.byType.set(type, new Map(this.byType.get(type) ?? NONE));
      this.own.add(type);
    }
    return /** @type {Map<string, Card>} */ (this.byType.get(type));
  }

  #keep(lines) {
    if (!lines.length) return;
    let newest = this.lines[0]?.seq ?? -1;
    if (lines.every(({ seq }) => seq > newest && (newest = seq) === seq)) {
      // what comes live follows: nothing to put in order
      this.lines = [...lines.toReversed(), ...this.lines].slice(0, LINES_KEPT);
      return;
    }
    const bySeq = new Map(this.lines.map((line) => [line.seq, line]));
    for (const line of lines) bySeq.set(line.seq, line);
    this.lines = [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, LINES_KEPT);
  }
}
