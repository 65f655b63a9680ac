// Asking the server: JSON both ways, and every refusal a Problem that carries its French sentence.

/** What the server said no with (RFC 9457). `status` is 0 when it could not be reached. */
export class Problem extends Error {
  /** @param {{title?: string, detail?: string, status?: number, code?: string, errors?: {field?: string, reason?: string}[]}} said
   *  @param {number} [retryAfter] seconds */
  constructor(said, retryAfter = 0) {
    super(said.detail || said.title || "Une erreur est survenue.");
    this.status = said.status ?? 0;
    this.code = said.code ?? "";
    this.errors = said.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** Nothing was decided: the same request may be sent again. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

const UNREACHABLE = { status: 0, code: "unreachable", detail: "Le serveur ne répond pas. Vérifiez la connexion de cet appareil." };

/** @type {() => void} */
let whenSignedOut = () => {};

/** Say what to do when the server no longer knows who is asking. @param {() => void} then */
export function onSignedOut(then) {
  whenSignedOut = then;
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} the JSON answered, null for an empty answer */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(UNREACHABLE);
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  throw await readProblem(response);
}

/** As `ask`, for pages: whoever is not signed in is sent to the sign-in page. */
export async function get(path, options) {
  try {
    return await ask(path, options);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) whenSignedOut();
    throw problem;
  }
}

/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
export function post(path, body, headers = {}) {
  return ask(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } });
}

/** Build « path?a=1&b=2 » without the empty values. @param {string} path @param {Record<string, any>} query */
export function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** @param {Response} response */
export async function readProblem(response) {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  try {
    return new Problem({ ...(await response.json()), status: response.status }, retryAfter);
  } catch {
    return new Problem({ status: response.status, detail: `Le serveur a répondu par une erreur (${response.status}).` }, retryAfter);
  }
}
