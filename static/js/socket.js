// One WebSocket, kept open: it comes back by itself, with back-off and jitter, and finds out when the link is dead.

import { DEAD_MS } from "./connection.js";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
const DEFAULT_BEAT_S = 25;

/** Codes from 4500 on mean: do not come back (protocol, WebSocket). @param {number} code */
export function mayComeBack(code) {
  return code < 4500;
}

/** How long to wait before try number `tries`: doubled each time, half of it drawn by lot. */
export function backOff(tries, random = Math.random()) {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return longest / 2 + (longest / 2) * random;
}

/**
 * @typedef {object} Watcher
 * @property {(welcome: any) => void} onWelcome   the link is there, the server has spoken
 * @property {(message: any) => void} onMessage
 * @property {() => void} onCut                   the link is gone; it will come back
 * @property {(code: number) => void} onEnd       the link is gone for good
 */

export class Socket {
  /** @param {string} url @param {Watcher} watcher */
  constructor(url, watcher) {
    this.url = url;
    this.watcher = watcher;
    this.tries = 0;
    this.heard = 0;
    /** @type {WebSocket | null} */
    this.ws = null;
    this.closed = false;
    this.onWake = () => this.#wake();
    addEventListener("online", this.onWake);
    document.addEventListener("visibilitychange", this.onWake);
    this.#connect();
  }

  /** Send if there is a link; what is lost here is said again after the next welcome. @param {object} message */
  send(message) {
    if (this.ws?.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(message));
  }

  close() {
    this.closed = true;
    removeEventListener("online", this.onWake);
    document.removeEventListener("visibilitychange", this.onWake);
    clearTimeout(this.retry);
    this.#drop(1000);
  }

  #connect() {
    const ws = (this.ws = new WebSocket(this.url));
    ws.onmessage = ({ data }) => ws === this.ws && this.#hear(JSON.parse(data));
    ws.onclose = ({ code }) => ws === this.ws && this.#gone(code);
    this.heard = performance.now();
    clearInterval(this.pulse);
    this.pulse = setInterval(() => this.#check(), 1_000);
  }

  #hear(message) {
    this.heard = performance.now();
    if (message.type !== "welcome") return this.watcher.onMessage(message);
    this.tries = 0;
    clearInterval(this.beat);
    this.beat = setInterval(() => this.send({ type: "beat" }), (message.beat_s || DEFAULT_BEAT_S) * 1_000);
    this.watcher.onWelcome(message);
  }

  /** A mute link is not closed politely: nobody is there to answer. */
  #check() {
    if (performance.now() - this.heard < DEAD_MS) return;
    this.#drop();
    this.#gone(1006);
  }

  #gone(code) {
    this.#drop();
    if (!mayComeBack(code)) {
      this.close();
      this.watcher.onEnd(code);
      return;
    }
    this.watcher.onCut();
    this.retry = setTimeout(() => this.#connect(), backOff(this.tries++));
  }

  #drop(code) {
    clearInterval(this.beat);
    clearInterval(this.pulse);
    const ws = this.ws;
    this.ws = null;
    ws?.close(code);
  }

  /** The device is back from sleep, or on the network again: ask at once. */
  #wake() {
    if (document.visibilityState === "hidden" || this.closed) return;
    if (this.ws) return this.send({ type: "beat" });
    clearTimeout(this.retry);
    this.#connect();
  }
}
