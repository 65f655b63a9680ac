// What is being typed, kept in this tab until it is sent: a page that reloads loses nothing. Nothing stays after that.

const PREFIX = "crisiscoord:draft:";

/** A browser may refuse to keep anything: then a draft lives as long as its page.
 * @template T @param {() => T} use @param {T} otherwise @returns {T} */
function tried(use, otherwise) {
  try {
    return use();
  } catch {
    return otherwise;
  }
}

/** @param {string} name @returns {any} what was kept, null for nothing */
export function readDraft(name) {
  return tried(() => JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null"), null);
}

/** @param {string} name @param {object} draft */
export function keepDraft(name, draft) {
  tried(() => sessionStorage.setItem(PREFIX + name, JSON.stringify(draft)), undefined);
}

/** @param {string} name */
export function dropDraft(name) {
  tried(() => sessionStorage.removeItem(PREFIX + name), undefined);
}

/** Whoever signs out leaves no words behind. */
export function dropDrafts() {
  tried(() => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key)), undefined);
}
