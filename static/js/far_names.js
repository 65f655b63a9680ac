// The names of bodies that stand on no card of a board, asked of the directory: all those of one moment at once.

import { signal } from "@preact/signals";
import { Problem, get, withQuery } from "./api.js";

/** How many the directory is asked for at once. */
const AT_ONCE = 50;
/** By id; empty while it is asked for, or when the directory does not know it. */
const names = signal(/** @type {ReadonlyMap<string, string>} */ (new Map()));
/** @type {Set<string>} */
let wanted = new Set();

/** The name of a body, empty until it is known: whoever shows it is drawn again then. @param {string} id */
export function farName(id) {
  if (!names.value.has(id) && !wanted.has(id)) {
    wanted.add(id);
    if (wanted.size === 1) queueMicrotask(ask);
  }
  return names.value.get(id) ?? "";
}

async function ask() {
  const ids = [...wanted];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    try {
      const found = await get(withQuery("/api/directory/bodies", { id: some.join(",") }));
      names.value = new Map([...names.value, ...some.map((id) => [id, ""]), ...found.map((/** @type {any} */ body) => [body.id, body.name])]);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }
  wanted = new Set();
}
