// Importing a file into the directory: tried first, line by line, then written in full or not at all.

import { useRef, useState } from "preact/hooks";
import { Problem, readProblem } from "../api.js";
import { DirectoryWays } from "../elements/directory.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { Choice } from "../forms/field.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";

/** @type {[string, string][]} */
const KINDS = [["bodies", "Organismes"], ["contacts", "Contacts"], ["roster", "Vivier des représentants"], ["sirene", "Unités légales de Sirene"]];

/** @typedef {{done: number, of: number}} Far */

/** Send a file, hear how far it is, and return the report. Raises Problem.
 * @param {string} path @param {File} file @param {(far: Far) => void} onFar */
async function send(path, file, onFar) {
  let response;
  try {
    response = await fetch(path, { method: "POST", body: file, credentials: "same-origin", headers: { "Content-Type": "application/octet-stream" } });
  } catch {
    throw new Problem({ status: 0, detail: "Le serveur ne répond pas, ou le fichier ne peut plus être lu\u00a0: choisissez-le de nouveau." });
  }
  if (!response.ok || !response.body) throw await readProblem(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = "", report = null; ; ) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const said = JSON.parse(line);
      if (said.problem) throw new Problem(said.problem);
      if (said.report) report = said.report;
      else onFar(said);
    }
    if (!done) continue;
    if (!report) throw new Problem({ status: 0, detail: "La liaison a été coupée avant la fin\u00a0: essayez de nouveau le fichier, il ne sera pas compté deux fois." });
    return report;
  }
}

export function DirectoryImportPage() {
  const { value: told } = useFetched("/api/directory");
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [kind, setKind] = useState("");
  const [far, setFar] = useState(/** @type {Far | null} */ (null));
  const [report, setReport] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const result = useRef(/** @type {HTMLElement | null} */ (null));
  const forget = () => { setReport(null); setProblem(null); };
  async function run(/** @type {boolean} */ dry) {
    if (!file) return;
    forget();
    setBusy(true);
    setFar({ done: 0, of: 0 });
    try {
      const query = new URLSearchParams({ ...(kind && { kind }), ...(dry && { dry_run: "1" }) });
      setReport(await send(`/api/directory/imports?${query}`, file, setFar));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setFar(null);
      setBusy(false);
      result.current?.focus();
    }
  }
  const ready = report && !report.written && report.refused === 0 && report.new + report.changed > 0;
  return html`<${Frame} title="Importer dans l’annuaire" sub=${html`<a href="/annuaire">Annuaire</a>`} kind="plain wide">
    <${DirectoryWays} may=${told?.may ?? []} />
    ${told && !told.may.includes("directory.import") && html`<${Notice} tone="no">L’import est réservé à la permanence et à l’administration du serveur.<//>`}
    <section class="block" aria-labelledby="choisir"><header><h2 id="choisir">Le fichier</h2></header><form class="in" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); run(true); }}>
      <div class="two"><p class="field"><label for="fichier">Fichier CSV ou XLSX</label><input id="fichier" type="file" required accept=".csv,.txt,.xlsx,text/csv" aria-describedby="fichier-h" onClick=${(/** @type {any} */ input) => { input.currentTarget.value = ""; setFile(null); forget(); }} onChange=${(/** @type {any} */ input) => { setFile(input.currentTarget.files[0] ?? null); forget(); }} />
        <small id="fichier-h">8\u00a0Mio et 50\u202f000\u00a0lignes au plus. UTF-8 ou Windows-1252, point-virgule ou virgule.</small></p>
      <${Choice} label="Contenu" empty="Les titres des colonnes le disent" options=${KINDS} value=${kind} onInput=${(/** @type {any} */ input) => { setKind(input.currentTarget.value); forget(); }} /></div>
      <p class="sub">Modèles à remplir\u00a0: ${["bodies", "contacts", "roster"].map((code, at) => html`${at > 0 && ", "}<a href=${`/api/directory/templates/${code}.csv`} download>${KINDS[at][1].toLowerCase()}</a>`)}. Une case vide laisse ce qui est connu\u202f; le même fichier deux fois ne double rien.</p>
      <p class="go"><button class="btn btn-main" disabled=${busy || !file}>Essayer à blanc</button></p></form></section>
    <div ref=${result} tabindex="-1">
    ${far && html`<p class="block in" role="status"><label for="avancee">${far.of ? `${number(far.done)} lignes lues sur ${number(far.of)}` : "Envoi du fichier…"}</label> <progress id="avancee" max=${far.of || 1} value=${far.of ? far.done : null}></progress></p>`}
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${report && html`<${Report} report=${report} />`}</div>
    ${ready && html`<p class="go"><button type="button" class="btn btn-main btn-big" disabled=${busy} onClick=${() => run(false)}>Importer ${counted(report.new + report.changed, "ligne")}</button></p>`}<//>`;
}

/** @param {{report: any}} props */
function Report({ report }) {
  const tone = report.written ? "done" : report.refused ? "no" : "note";
  const words = report.written ? "Importé." : report.refused ? "Rien ne sera importé tant qu’une ligne est refusée." : report.new + report.changed ? "Essai à blanc\u00a0: rien n’est encore écrit." : "Rien à importer\u00a0: tout est déjà dans l’annuaire.";
  return html`<section class="block" aria-labelledby="rapport"><header><h2 id="rapport">${report.written ? "Import" : "Essai à blanc"}</h2></header><div class="in"><${Notice} tone=${tone}><b>${words}</b> ${report.summary}<//></div>
    <${Lines} title="Lignes refusées" lines=${report.faults} count=${report.refused} /><${Lines} title="Lignes laissées de côté" lines=${report.left} count=${report.aside} /></section>`;
}

/** @param {{title: string, lines: {line: number, column: string, reason: string}[], count: number}} props */
function Lines({ title, lines, count }) {
  if (!count) return null;
  return html`<h3 class="in">${title} (${number(count)})</h3><div class="scroll"><table class="tbl"><thead><tr><th scope="col">Ligne</th><th scope="col">Colonne</th><th scope="col">Motif</th></tr></thead>
    <tbody>${lines.map(({ line, column, reason }, at) => html`<tr key=${at}><th scope="row">${line}</th><td>${column}</td><td>${reason}</td></tr>`)}</tbody></table></div>
    ${lines.length >= 1000 && html`<p class="sub in">Seuls les 1\u202f000\u00a0premiers motifs sont montrés.</p>`}`;
}
