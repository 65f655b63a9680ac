// Going back in time on a board: which moment is shown, playing on from it, and the way back to now.

import { batch, signal } from "@preact/signals";
import { Problem, get, withQuery } from "./api.js";
import { Past } from "./past.js";
import { Replay, merged } from "./replay.js";
import { keepInAddress } from "./router.js";
import { backOff } from "./socket.js";
import { holdMoment } from "./ticking.js";
import { iso, now } from "./time.js";
import { pointsOf } from "./timeline.js";

/** How often a board that is played moves on, and a live curve is added to. */
const FRAME_MS = 250;
const LIVE_MS = 5_000;
/** How often the curve is read again: what was added here meanwhile is coarser. */
const AGAIN_MS = 15 * 60_000;
/** Points of a curve asked for, and kept here. */
const POINTS = 400;
/** Closer to now than this is now. */
const NOW_MS = 1_500;

export const SPEEDS = [1, 10, 60, 300, 600];

/** @typedef {import("./timeline.js").Point} Point */

export class Travel {
  /** @param {import("./dossier.js").Dossier} live */
  constructor(live) {
    this.live = live;
    /** The board of the past that is shown, null when it is the live one. @type {import("@preact/signals").Signal<Past | null>} */
    this.past = signal(null);
    /** The instant that is shown, or on its way; null when live. @type {import("@preact/signals").Signal<number | null>} */
    this.at = signal(null);
    this.playing = signal(false);
    this.speed = signal(60);
    /** What should be shown is not there yet. */
    this.waiting = signal(false);
    /** @type {import("@preact/signals").Signal<Problem | null>} */
    this.problem = signal(null);
    /** The curve of those who call for help, null until it is there. @type {import("@preact/signals").Signal<Point[] | null>} */
    this.curve = signal(null);
    /** @type {Replay | null} */
    this.replay = null;
    /** @type {Record<string, any> | null} */
    this.wanted = null;
    this.asking = false;
    this.closed = false;
    this.#readCurve();
    this.adding = setInterval(() => this.#addLive(), LIVE_MS);
  }

  /** When the journal begins, as far as is known here. */
  get from() {
    const crisis = this.live.only("crisis");
    return this.curve.value?.[0]?.at ?? (crisis?.t0 ? Date.parse(crisis.t0) : now());
  }

  /** Show the board as it was at an instant. @param {number} at */
  goTo(at) {
    if (at >= now() - NOW_MS && at > this.from) return this.goLive();
    this.#stop();
    this.at.value = Math.round(Math.max(at, this.from));
    this.#want({ at: iso(this.at.value) });
  }

  /** Show the board after an entry. @param {number} seq */
  goToEntry(seq) {
    if (seq >= this.live.seq.value) return this.goLive();
    this.#stop();
    this.#want({ seq: Math.max(1, seq) });
  }

  goLive() {
    this.#stop();
    this.wanted = null;
    batch(() => {
      this.past.value = null;
      this.at.value = null;
      this.waiting.value = false;
      this.problem.value = null;
      holdMoment(null);
    });
    if (new URLSearchParams(location.search).has("a")) keepInAddress({ a: "" });
  }

  /** Keep the moment that is shown in the address, once somebody has settled on it. */
  settle() {
    if (this.at.value !== null) keepInAddress({ a: iso(this.at.value) });
  }

  /** The address of a moment: the one that is shown, or now. */
  get address() {
    const query = new URLSearchParams(location.search);
    query.set("a", iso(this.at.value ?? Math.floor(now() / 1_000) * 1_000));
    return `${location.origin}${location.pathname}?${query}`;
  }

  /** Play on from the moment that is shown; from the beginning when it is now. */
  async play() {
    if (this.at.value === null) {
      this.at.value = this.from;
      await this.#want({ at: iso(this.from) });
    }
    const past = this.past.value;
    if (!past || this.playing.value || this.at.value === null) return;
    this.replay = new Replay((from) => this.#page(from, past), past.store.seq);
    this.playing.value = true;
    let last = performance.now();
    this.timer = setInterval(() => {
      const passed = performance.now() - last;
      last += passed;
      this.#frame(passed);
    }, FRAME_MS);
  }

  pause() {
    this.#stop();
    this.settle();
  }

  close() {
    this.closed = true;
    this.#stop();
    clearInterval(this.adding);
    clearTimeout(this.again);
    holdMoment(null);
  }

  #stop() {
    clearInterval(this.timer);
    this.playing.value = false;
    this.replay = null;
  }

  /** The board on the screen is that of an instant: ages are those of then. @param {number} at */
  #hold(at) {
    batch(() => {
      this.at.value = Math.round(at);
      holdMoment(this.at.value);
    });
  }

  /** @param {number} passed milliseconds since the frame before */
  #frame(passed) {
    const { replay } = this;
    const past = this.past.value;
    if (!replay || !past || this.at.value === null) return;
    replay.grownTo(this.live.seq.value);
    if (replay.failed) return this.#fail(replay.failed);
    const { steps, reached } = replay.until(this.at.value + passed * this.speed.value, this.at.value);
    if (reached >= now() - NOW_MS) return this.goLive();
    batch(() => {
      if (steps.length) past.take(merged(steps));
      this.waiting.value = reached === this.at.value;
      this.#hold(reached);
    });
  }

  /** @param {number} from @param {Past} past @returns {Promise<import("./replay.js").Page>} */
  async #page(from, past) {
    const page = await get(withQuery(`/api/dossiers/${encodeURIComponent(this.live.id)}/deltas`, { from }));
    if (page.view === past.store.view) return page;
    // Rights or words have changed: what is shown must be read again before it is played on.
    past.show(await this.#board({ seq: past.store.seq }));
    throw new Problem({ status: 409, code: "view", detail: "Vos droits ou des textes ont changé\u00a0: reprenez la lecture." });
  }

  #board(query) {
    return get(withQuery(`/api/dossiers/${encodeURIComponent(this.live.id)}/board`, query));
  }

  /** Read a board; what is asked for meanwhile is read next, and only the last of it. @param {Record<string, any>} query */
  async #want(query) {
    this.wanted = query;
    this.waiting.value = true;
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.wanted && !this.closed) {
        const asked = this.wanted;
        const board = await this.#board(asked);
        if (this.wanted === asked) this.wanted = null;
        if (this.wanted === null && this.waiting.value && !this.closed) this.#show(board, asked.seq !== undefined);
      }
    } catch (problem) {
      this.wanted = null;
      this.#fail(problem);
    } finally {
      this.asking = false;
    }
  }

  /** @param {any} board @param {boolean} byEntry the instant is that of the entry */
  #show(board, byEntry) {
    const past = this.past.value ?? new Past(this.live);
    batch(() => {
      past.show(board);
      this.past.value = past;
      this.waiting.value = false;
      this.problem.value = null;
      this.#hold(byEntry || this.at.value === null ? Date.parse(board.at) : this.at.value);
    });
    if (byEntry) this.settle();
  }

  #fail(problem) {
    if (!(problem instanceof Problem)) throw problem;
    this.#stop();
    this.waiting.value = false;
    this.problem.value = problem;
  }

  /** @param {number} [tries] */
  async #readCurve(tries = 0) {
    try {
      const history = await get(withQuery(`/api/dossiers/${encodeURIComponent(this.live.id)}/history`, { points: POINTS }));
      if (this.closed) return;
      this.curve.value = pointsOf(history);
      this.again = setTimeout(() => this.#readCurve(), AGAIN_MS);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!this.closed && problem.passing) this.again = setTimeout(() => this.#readCurve(tries + 1), backOff(tries + 2));
    }
  }

  /** Add what the live board says to the end of the curve. */
  #addLive() {
    const last = this.curve.value?.at(-1);
    const seq = this.live.store.seq;
    if (!last || seq <= last.seq) return;
    const point = { at: now(), seq, deborde: 0, tension: 0 };
    for (const { status } of this.live.store.of("body").values()) if (status === "deborde" || status === "tension") point[status]++;
    if (point.deborde === last.deborde && point.tension === last.tension) return;
    this.curve.value = [...(this.curve.value ?? []).slice(-2 * POINTS), point];
  }
}
