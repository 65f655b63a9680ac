// Playing the past: what changed is read page by page ahead of the playing, and taken as its instants come. Pure but for `read`.

/** Changes read ahead: fewer than that, and the next page is asked for. */
const AHEAD = 400;

/**
 * @typedef {import("./store.js").Delta & {at: string}} Step
 * @typedef {{deltas: Step[], next: number | null, view: string, head: number}} Page
 */

export class Replay {
  /** @param {(from: number) => Promise<Page>} read @param {number} from the entry that is on the screen */
  constructor(read, from) {
    this.read = read;
    /** @type {Step[]} */
    this.waiting = [];
    this.upto = from;
    this.head = Infinity;
    this.reading = false;
    /** Why no more could be read. @type {unknown} */
    this.failed = null;
  }

  /** What is to be shown by `instant`, and how far one may go for that: not beyond what has been read.
   * @param {number} instant @param {number} current where the playing is @returns {{steps: Step[], reached: number}} */
  until(instant, current) {
    let count = 0;
    while (count < this.waiting.length && Date.parse(this.waiting[count].at) <= instant) count++;
    const steps = this.waiting.splice(0, count);
    const last = steps.at(-1);
    const starved = !this.waiting.length && this.upto < this.head;
    if (this.waiting.length < AHEAD && this.upto < this.head) this.more();
    return { steps, reached: starved ? (last ? Date.parse(last.at) : current) : instant };
  }

  /** Read the next page; one at a time. */
  async more() {
    if (this.reading || this.failed) return;
    this.reading = true;
    try {
      const page = await this.read(this.upto);
      this.waiting.push(...page.deltas);
      this.upto = page.deltas.at(-1)?.to ?? page.head;
      this.head = page.head;
    } catch (problem) {
      this.failed = problem;
    } finally {
      this.reading = false;
    }
  }

  /** The journal has grown since: there may be more to play. @param {number} head */
  grownTo(head) {
    if (this.head !== Infinity) this.head = Math.max(this.head, head);
  }
}

/** Several changes in one, as if they had come together. @param {Step[]} steps @returns {import("./store.js").Delta} */
export function merged(steps) {
  /** @type {Map<string, import("./store.js").Card>} */
  const put = new Map();
  const drop = new Set();
  const lines = [];
  for (const step of steps) {
    for (const id of step.drop ?? []) {
      put.delete(id);
      drop.add(id);
    }
    for (const card of step.put ?? []) {
      drop.delete(card.id);
      put.set(card.id, card);
    }
    lines.push(...(step.lines ?? []));
  }
  const last = steps[steps.length - 1];
  return { from: steps[0].from, to: last.to, cursor: last.cursor, put: [...put.values()], drop: [...drop], lines };
}
