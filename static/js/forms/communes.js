// Choosing communes: type, paste a list of names or of INSEE codes, import a file, take a whole département.

import { useId, useRef, useState } from "preact/hooks";
import { Problem } from "../api.js";
import { Refusal } from "../elements/message.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { itemsOf, textOf } from "../place_list.js";
import { communesWithin, readItems } from "../places.js";
import { Doubts } from "./doubts.js";
import { TypeAhead } from "./type_ahead.js";

/** The largest file that is read, in bytes: 5,000 lines are far smaller. */
const LARGEST_FILE = 2_000_000;
const CHIPS_SHOWN = 24;

/** @typedef {import("../places.js").Commune} Commune
 * @typedef {import("../places.js").Doubt} Doubt */

/** The communes chosen, and how to change them without losing what another change has just done.
 * @param {Commune[]} chosen @param {(chosen: Commune[]) => void} onChange */
export function useChosen(chosen, onChange) {
  const latest = useRef(chosen);
  latest.current = chosen;
  const set = (/** @type {Commune[]} */ next) => onChange((latest.current = next));
  const add = (/** @type {Commune[]} */ found) => {
    const held = new Set(latest.current.map(({ code }) => code));
    const fresh = found.filter(({ code }) => !held.has(code) && held.add(code));
    if (fresh.length) set([...latest.current, ...fresh]);
  };
  const remove = (/** @type {string[]} */ codes) => set(latest.current.filter(({ code }) => !codes.includes(code)));
  return { add, remove };
}

/** @param {{chosen: Commune[], onChange: (chosen: Commune[]) => void, hint?: string}} props */
export function CommunePicker({ chosen, onChange, hint = "Une commune par ligne\u00a0: son nom, son code INSEE, ou les deux." }) {
  const [doubts, setDoubts] = useState(/** @type {Doubt[]} */ ([]));
  const [left, setLeft] = useState(0);
  const [progress, setProgress] = useState("");
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const { add, remove } = useChosen(chosen, onChange);

  /** What the server refuses, or cannot answer, is said here; what was chosen stays. @param {() => Promise<void>} work */
  async function trying(work) {
    setProblem(null);
    try {
      await work();
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    } finally {
      setProgress("");
    }
  }
  const paste = (/** @type {string} */ text) => trying(async () => {
    const { items, left: beyond } = itemsOf(text);
    setProgress("Lecture de la liste…");
    const read = await readItems(items, (so) => setProgress(`Lecture de la liste\u00a0: ${number(so)} sur ${number(items.length)}`));
    add(read.communes);
    setDoubts((before) => [...before, ...read.doubts]);
    setLeft(beyond);
  });
  const whole = (/** @type {{code: string, name: string}} */ departement) => trying(async () => {
    setProgress(`Lecture des communes\u00a0: ${departement.name}`);
    add(await communesWithin(departement.code));
  });
  const ignore = (/** @type {Doubt[]} */ some) => {
    setDoubts((before) => before.filter((doubt) => !some.includes(doubt)));
    if (some.length === doubts.length) setLeft(0);
  };
  async function file(/** @type {any} */ event) {
    const [given] = event.currentTarget.files ?? [];
    event.currentTarget.value = "";
    if (!given) return;
    if (given.size > LARGEST_FILE) return setProblem(new Problem({ status: 413, detail: "Ce fichier dépasse 2\u00a0Mo\u00a0: n’y gardez que les codes ou les noms." }));
    const text = textOf(await given.arrayBuffer());
    if (text.includes("\0")) return setProblem(new Problem({ status: 422, detail: "Ce fichier n’est pas un texte. Enregistrez le tableur au format CSV." }));
    await paste(text);
  }

  return html`<div class="communes">
    <${TypeAhead} onCommune=${(/** @type {Commune} */ commune) => add([commune])} onDepartement=${whole} onPaste=${paste} hint=${hint} />
    <${FileField} onFile=${file} />
    ${progress && html`<p class="sub" role="status">${progress}</p>`}${problem && html`<${Refusal} problem=${problem} />`}
    <${Doubts} doubts=${doubts} left=${left} onIgnore=${ignore} onCommune=${(/** @type {Doubt} */ doubt, /** @type {Commune} */ commune) => { add([commune]); ignore([doubt]); }}
      onDepartement=${(/** @type {Doubt} */ doubt) => { ignore([doubt]); if (doubt.departement) whole(doubt.departement); }} />
    <${Chosen} chosen=${chosen} onRemove=${remove} /></div>`;
}

/** @param {{onFile: (event: Event) => void}} props */
function FileField({ onFile }) {
  const id = useId();
  return html`<p class="import"><label class="btn" for=${id}>Importer un fichier…</label> <span class="sub">CSV ou texte, 5\u202f000 lignes au plus</span>
    <input id=${id} class="vh" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" onChange=${onFile} /></p>`;
}

/** @param {{chosen: Commune[], onRemove: (codes: string[]) => void}} props */
function Chosen({ chosen, onRemove }) {
  const [all, setAll] = useState(false);
  const shown = all ? chosen : chosen.slice(0, CHIPS_SHOWN);
  const departements = new Set(chosen.map(({ departement }) => departement));
  const beyond = chosen.length - shown.length;
  return html`<p class="sub row" role="status"><span>${chosen.length ? `${counted(chosen.length, "commune retenue", "communes retenues")}, ${counted(departements.size, "département")} (${[...departements].slice(0, 12).join(", ")})` : "Aucune commune retenue."}</span>
      ${chosen.length > 1 && html`<button type="button" class="btn btn-quiet" onClick=${() => onRemove(chosen.map(({ code }) => code))}>Tout retirer</button>`}</p>
    <ul class="chips" aria-label="Communes retenues">${shown.map((commune) => html`<li key=${commune.code}>${commune.name} <span class="sub">${commune.code}</span>
      <button type="button" aria-label=${`Retirer ${commune.name}`} onClick=${() => onRemove([commune.code])}>×</button></li>`)}
      ${beyond > 0 && html`<li class="rest"><button type="button" onClick=${() => setAll(true)}>et ${counted(beyond, "autre")}</button></li>`}</ul>`;
}
