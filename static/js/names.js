// The short name of a body: that of its commune, where the whole name would take too much room. Pure.

const BODY_OF = /^(?:CCAS|CIAS|Mairie) (de |d’|du |des )(?=\p{L})/u;
const ARTICLE = /** @type {Record<string, string>} */ ({ "du ": "Le ", "des ": "Les " });

/** « CCAS du Mée-sur-Seine » → « Le Mée-sur-Seine »; a name that is not of this kind stays as it is. @param {string} name */
export function placeName(name) {
  const found = BODY_OF.exec(name);
  return found ? (ARTICLE[found[1]] ?? "") + name.slice(found[0].length) : name;
}
