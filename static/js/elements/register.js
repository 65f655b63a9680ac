// The main courante on paper: a register, numbered from its first line to its last, of all that was asked for.

import { useEffect, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { NATURES } from "../journal.js";
import { Carry } from "./carry.js";
import { LogLine } from "./line.js";
import { Refusal } from "./message.js";

/** Lines of one register, some hundred and fifty sheets; beyond, the newest, and the paper says so. */
const MOST = 4_000;
const PAGE = 500;

/** @typedef {import("../store.js").Line} Line */

/** Reads all the lines, then prints them in the place of those on the screen.
 * @param {{dossier: import("../dossier.js").Dossier, asked: import("../journal.js").Asked}} props */
export function Register({ dossier, asked }) {
  const [read, setRead] = useState(/** @type {{lines: Line[], cut: boolean} | null} */ (null));
  const [busy, setBusy] = useState(0);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  useEffect(() => {
    if (!read) return undefined;
    const done = () => setRead(null);
    addEventListener("afterprint", done);
    print();
    return () => removeEventListener("afterprint", done);
  }, [read]);

  async function gather() {
    setProblem(null);
    setBusy(1);
    try {
      setRead(await all(dossier, asked, setBusy));
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
    setBusy(0);
  }
  return html`<button type="button" class="btn btn-quiet" disabled=${busy > 0} onClick=${gather}>${busy > 1 ? `${counted(busy, "ligne lue", "lignes lues")}…` : "Imprimer le registre"}</button>
    ${!dossier.live && html`<${Carry} dossier=${dossier.id} table="main-courante" of="main courante, la ligne la plus récente d’abord" endings=${["pdf", "csv", "xlsx", "json", "html"]} asked=${asFiltered(asked)} />
    <${Carry} dossier=${dossier.id} table="main-courante" of="registre, du premier numéro au dernier" named="Registre, dans l’ordre des numéros" endings=${["pdf", "csv"]} asked=${{ ...asFiltered(asked), order: "asc" }} />`}
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${read && html`<div class="register paper"><p class="sub">${said(read.lines, read.cut)}</p>
      <ol class="log">${read.lines.map((line) => html`<${LogLine} key=${line.seq} dossier=${dossier} line=${line} />`)}</ol></div>`}`;
}

/** What is asked for, as addresses say it. @param {import("../journal.js").Asked} asked */
function asFiltered({ nature = "", ...filter }) {
  return { kind: NATURES[nature]?.[1].join(","), ...filter };
}

/** @param {Line[]} lines @param {boolean} cut */
function said(lines, cut) {
  if (!lines.length) return "Aucune ligne.";
  return `Registre\u00a0: ${counted(lines.length, "ligne")}, du n°\u00a0${number(lines[0].seq)} au n°\u00a0${number(lines[lines.length - 1].seq)}${cut ? `\u202f; les plus anciennes n’y sont pas (${number(MOST)} lignes au plus\u00a0: filtrer pour les avoir)` : ""}.`;
}

/** Every line that is asked for, the oldest first. @param {import("../dossier.js").Dossier} dossier @param {import("../journal.js").Asked} asked
 * @param {(count: number) => void} onRead @returns {Promise<{lines: Line[], cut: boolean}>} */
async function all(dossier, asked, onRead) {
  const filter = asFiltered(asked);
  /** @type {Line[]} */
  const lines = [];
  /** @type {number | null} */
  let before = dossier.store.seq + 1;
  while (before !== null && lines.length < MOST) {
    const page = await get(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/journal`, { before, limit: PAGE, ...filter }));
    lines.push(...page.entries);
    before = page.next;
    onRead(Math.max(2, lines.length));
  }
  lines.sort((a, b) => a.seq - b.seq);
  return { lines: lines.slice(-MOST), cut: before !== null || lines.length > MOST };
}
