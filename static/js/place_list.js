// A list of communes as people keep it, pasted or from a file: what each of its lines says, nothing left out. Pure.

/** Lines that are read; what is beyond is said. */
export const MOST_LINES = 5_000;
/** What the server reads of one line, in letters. */
const LONGEST = 200;

const CODE = /^\d[\dab]?\d{3}$/i;
const DEPARTEMENT = /^(\d[\dab]|9[78]\d)$/i;
const SEPARATORS = [";", "\t", ","];
/** What the columns of official and home-made tables are called. */
const HEADS = {
  code: new Set(["insee", "code", "code insee", "code commune", "codgeo", "com", "code com", "insee com", "code insee commune", "code commune insee"]),
  name: new Set(["commune", "nom", "nom commune", "libelle", "libgeo", "ville", "nom com", "communes", "nom de la commune", "libelle commune"]),
  departement: new Set(["dep", "departement", "code departement", "dept", "code dep"]),
};

/** @typedef {{line: number, text: string}} Item `line`: where it stands in the list, from 1 */

/** Text in UTF-8, or else as the spreadsheets of French Windows write it. @param {ArrayBuffer} bytes */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** What a list says, line by line, and how many of its lines are beyond the bound. A single line is a list too, with
 * commas or semicolons. @param {string} text @returns {{items: Item[], left: number}} */
export function itemsOf(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).map((line) => line.trim());
  const full = lines.filter(Boolean);
  if (full.length < 2) return bounded(cells(full[0] ?? "", separatorOf(full)).filter(Boolean).map((cell, at) => ({ line: at + 1, text: cell })));
  const separator = separatorOf(full);
  const heads = headsOf(cells(full[0], separator));
  const first = lines.indexOf(full[0]);
  const items = lines.flatMap((line, at) => {
    if (!line || (heads && at === first)) return [];
    const said = cells(line, separator);
    const texts = heads ? [underHeads(said, heads)] : without(said);
    return texts.filter(Boolean).map((one) => ({ line: at + 1, text: one }));
  });
  return bounded(items);
}

/** @param {Item[]} items */
function bounded(items) {
  return { items: items.slice(0, MOST_LINES).map((item) => ({ ...item, text: item.text.slice(0, LONGEST) })), left: Math.max(0, items.length - MOST_LINES) };
}

/** The separator that most lines have. @param {string[]} lines */
function separatorOf(lines) {
  const having = (/** @type {string} */ mark) => lines.filter((line) => line.includes(mark)).length;
  return SEPARATORS.reduce((best, mark) => (having(mark) > having(best) ? mark : best));
}

/** The cells of a line; a separator between quotes separates nothing. @param {string} line @param {string} separator */
function cells(line, separator) {
  const found = [""];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) found.push("");
    else found[found.length - 1] += letter;
  }
  return found.map((cell) => cell.trim());
}

/** Which column is which, null when the first line is not a heading. @param {string[]} first */
function headsOf(first) {
  const bare = first.map((head) => head.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim());
  const at = (/** @type {keyof HEADS} */ kind) => bare.findIndex((head) => HEADS[kind].has(head));
  const heads = { code: at("code"), name: at("name"), departement: at("departement") };
  return heads.code >= 0 || heads.name >= 0 ? heads : null;
}

/** @param {string[]} said @param {{code: number, name: number, departement: number}} heads */
function underHeads(said, heads) {
  const [code = "", name = "", departement = ""] = [said[heads.code], said[heads.name], said[heads.departement]];
  if (code) return `${code} ${name}`.trim();
  return name && departement ? `${name} (${departement})` : name;
}

/** A line without headings: a code beside a name is one commune, names side by side are several. @param {string[]} said */
function without(said) {
  const codes = said.filter((cell) => CODE.test(cell));
  const names = said.filter((cell) => /\p{L}/u.test(cell) && !CODE.test(cell) && !DEPARTEMENT.test(cell));
  if (codes.length === 1) return [`${codes[0]} ${names[0] ?? ""}`.trim()];
  const departement = said.find((cell) => DEPARTEMENT.test(cell));
  if (!codes.length && names.length === 1 && departement) return [`${names[0]} (${departement})`];
  return said.filter(Boolean);
}
