// One dossier, watched: the board by HTTP, then what changes by the socket, joined by the cursor.

import { batch, signal } from "@preact/signals";
import { Problem, get } from "./api.js";
import { UNKNOWN } from "./connection.js";
import { Held } from "./held.js";
import { Pace } from "./pace.js";
import { signedOut } from "./router.js";
import { Socket, backOff } from "./socket.js";
import { hearServerTime, now } from "./time.js";

/** When the server says that it is further on, its frames have this long to arrive before the viewer resumes. */
const IN_FLIGHT_MS = 3_000;

/** Beyond so many bodies what changes is shown together rather than one by one. */
const MANY = 400;

export class Dossier extends Held {
  /** @param {string} id */
  constructor(id) {
    super(id);
    this.position = signal(UNKNOWN);
    /** @type {import("@preact/signals").Signal<string[]>} */
    this.allowed = signal([]);
    /** @type {import("@preact/signals").Signal<{name: string, role: string, scope?: string}[]>} */
    this.here = signal([]);
    /** Why the dossier cannot be shown. @type {import("@preact/signals").Signal<Problem | null>} */
    this.problem = signal(null);
    this.closed = false;
    /** Types of cards that have changed and are not shown yet. @type {Set<string>} */
    this.unshown = new Set();
    this.pace = new Pace(() => this.#show(), () => (this.store.byType.get("body")?.size ?? 0) > MANY);
    this.store.onChange = (types) => {
      for (const type of types) this.unshown.add(type);
      this.pace.ask();
    };
    /** A board that is being read again because the server asked for it. */
    this.reloading = false;
    /** What has been missed and is on its way, and how to say it once it is there.
     * @type {{seq: number, news: Partial<import("./connection.js").Position>} | null} */
    this.arriving = null;
    this.load();
  }

  /** @param {string} command */
  may(command) {
    return this.allowed.value.includes(command);
  }

  close() {
    this.closed = true;
    this.pace.stop();
    clearTimeout(this.later);
    clearTimeout(this.check);
    this.socket?.close();
  }

  /** @returns {Promise<any>} the board, as the server gives it to whoever asks */
  read() {
    return get(`/api/dossiers/${encodeURIComponent(this.id)}/board`);
  }

  /** Read the whole board, then watch from its cursor. @param {number} [tries] */
  async load(tries = 0) {
    try {
      const board = await this.read();
      if (this.closed) return;
      batch(() => {
        this.store.load(board);
        this.pace.now();
        this.loads.value++;
      });
      this.problem.value = null;
      if (this.socket) this.#watch();
      else this.#connect();
    } catch (problem) {
      if (this.closed) return;
      if (!(problem instanceof Problem)) throw problem;
      if (!problem.passing) {
        this.problem.value = problem;
        return;
      }
      this.#cut();
      this.later = setTimeout(() => this.load(tries + 1), backOff(tries + 1));
    }
  }

  #show() {
    const types = this.unshown;
    this.unshown = new Set();
    this.changed(types);
  }

  #connect() {
    const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
    this.socket = new Socket(url, {
      onWelcome: (welcome) => {
        hearServerTime(welcome.server_time);
        this.#watch();
      },
      onMessage: (message) => this.#hear(message),
      onCut: () => this.#cut(),
      onEnd: (code) => this.#end(code),
    });
  }

  #watch() {
    const { cursor, view } = this.store;
    this.socket?.send({ type: "watch", dossier: this.id, since: cursor, view });
  }

  #hear(message) {
    if (message.type === "beat") return this.#beat(message);
    if (message.dossier !== this.id) return;
    if (message.type === "sync") this.#sync(message);
    else if (message.type === "delta") this.#take(message);
    else if (message.type === "presence") this.here.value = message.here;
    else if (message.type === "refused") this.problem.value = new Problem(message.error);
  }

  #sync({ outcome, missed, allowed, seq }) {
    this.allowed.value = allowed;
    if (outcome === "reload") {
      if (!this.reloading) this.load();
      this.reloading = true;
      return;
    }
    const said = this.reloading ? { outcome: "reload" } : { outcome, missed: missed ?? 0 };
    this.reloading = false;
    const first = this.position.value.heardAt === null;
    const news = first || (outcome === "current" && said.outcome === "current") ? {} : { ...said, outcomeAt: now() };
    if (seq > this.store.seq) this.arriving = { seq, news };
    else this.#confirm(news);
  }

  #take(delta) {
    if (this.reloading) return;
    const outcome = this.store.take(delta);
    if (outcome === "gap") return this.#watch();
    if (outcome === "stale") return;
    if (this.arriving && this.store.seq < this.arriving.seq) return;
    const { arriving } = this;
    this.arriving = null;
    this.#confirm(arriving?.news);
  }

  /** Every beat says where the dossier is: a frame that was lost on the way is found out here. */
  #beat({ server_time: serverTime, cursors }) {
    hearServerTime(serverTime);
    const theirs = cursors?.[this.id];
    if (!theirs) return this.#watch();
    if (theirs === this.store.cursor) return this.#confirm();
    const seen = this.store.cursor;
    clearTimeout(this.check);
    this.check = setTimeout(() => this.store.cursor === seen && this.#watch(), IN_FLIGHT_MS);
  }

  /** The server has spoken: what is on the screen is true now. @param {Partial<import("./connection.js").Position>} [more] */
  #confirm(more) {
    this.position.value = { ...this.position.value, heardAt: now(), cutAt: null, ...more };
  }

  #cut() {
    if (this.position.value.cutAt === null) this.position.value = { ...this.position.value, cutAt: now() };
    this.here.value = [];
  }

  #end(code) {
    this.#cut();
    if (code === 4500) signedOut();
    else this.problem.value = new Problem({ status: code, code: "ended", detail: "Le serveur a mis fin à cette liaison. Rechargez la page." });
  }
}

/** The dossier that this tab watches. @type {Dossier | null} */
let watched = null;

/** Watch `id`; the same one goes on being watched from page to page. @param {string} id */
export function openDossier(id) {
  if (watched?.id === id && !watched.closed) return watched;
  closeDossier();
  return (watched = new Dossier(id));
}

export function closeDossier() {
  watched?.close();
  watched = null;
}
