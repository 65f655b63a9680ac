// The name of a body inside a sentence: « le CCAS de Melun », « du CCAS de Melun », « à la mairie de Gravon ». Pure.

/** How a name begins, the article that it takes, and whether its first letter becomes a small one there (as domain/french.py). @type {[RegExp, string, boolean][]} */
const ARTICLES = [
  [/^(CCAS|CIAS|SIAO|SG.AV)\b/u, "le ", false], [/^(Haut-commissariat|Conseil|Centre)\b/u, "le ", true],
  [/^(UNCCAS|UDCCAS)\b/u, "l’", false], [/^(Association|Administration)\b/u, "l’", true],
  [/^(Caf|CPAM|CGSS|DDETS)\b/u, "la ", false], [/^(Mairie|Préfecture|Caisse)\b/u, "la ", true],
];

/** @param {string} name */
function split(name) {
  const found = ARTICLES.find(([begins]) => begins.test(name));
  if (!found) return ["", name];
  return [found[1], found[2] ? name.charAt(0).toLowerCase() + name.slice(1) : name];
}

/** @param {string} name */
export const the = (name) => split(name).join("");

/** @param {string} name */
export function ofThe(name) {
  const [article, rest] = split(name);
  return article === "le " ? `du ${rest}` : `de ${article}${rest}`;
}

/** @param {string} name */
export function toThe(name) {
  const [article, rest] = split(name);
  return article === "le " ? `au ${rest}` : `à ${article}${rest}`;
}
