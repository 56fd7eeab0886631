/** `kafka-trial scenario`: the named incidents, each case compared with what is claimed of it. */
import pc from "picocolors";
import type { Incident } from "../../incident/incident.ts";
import { incidentFile, incidentNames } from "../../incident/incident-files.ts";
import { type JudgedCase, type JudgedIncident, judgeIncident } from "../../incident/judge-incident.ts";
import { readIncident } from "../../incident/read-incident.ts";
import {
  contraryLines,
  incidentPage,
  incidentTable,
  scenarioReport,
  tellCase,
  toldViolation,
} from "../../report/incident-report.ts";
import { scopeLines } from "../../report/scope-text.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import { BadUsage, refuse } from "../shared/bad-usage.ts";
import { drawNarration } from "../shared/draw-picture.ts";
import { exitCode } from "../shared/exit-code.ts";
import { oneOf } from "../shared/options.ts";
import { print } from "../shared/output.ts";
import type { ScenarioOptions } from "./syntax.ts";

export function scenarioCommand(names: readonly string[], options: ScenarioOptions): number {
  const incidents = chosen(names, options);
  if (options.list === true) return printList(incidents, options.json === true);
  for (const flag of ["save", "picture"] as const)
    if (options[flag] !== undefined && incidents.length !== 1)
      throw new BadUsage(`--${flag} needs the name of one incident`);
  const judged = incidents.map(judgeIncident);
  if (options.save !== undefined) saveCase(options.save, theCase(judged[0]!));
  if (options.picture !== undefined) drawPicture(options.picture, theCase(judged[0]!));
  print(
    options.json,
    () => scenarioReport(judged),
    () => textOf(judged, names.length > 0),
  );
  return judged.every(({ ok }) => ok) ? exitCode.held : exitCode.violated;
}

function chosen(names: readonly string[], options: ScenarioOptions): readonly Incident[] {
  const known = incidentNames();
  const files = names.length === 0 ? known.map((name) => incidentFile(name)) : names.map((name) => fileOf(name, known));
  const incidents = [...new Set(files)].map((file) => {
    const incident = readIncident(file);
    return isBadInput(incident) ? refuse(incident) : incident;
  });
  return options.case === undefined ? incidents : [withCase(incidents, options.case)];
}

/** A path, or the name of a bundled incident. */
const fileOf = (name: string, known: readonly string[]): string =>
  /[/\\]|\.ya?ml$/.test(name) ? name : incidentFile(oneOf("incident", known)(name));

function withCase([incident, ...others]: readonly Incident[], name: string): Incident {
  if (incident === undefined || others.length > 0) throw new BadUsage("--case needs the name of one incident");
  const caseNames = incident.cases.map((one) => one.name);
  const wanted = oneOf(`case of ${incident.name}`, caseNames)(name);
  return { ...incident, cases: incident.cases.filter((one) => one.name === wanted) };
}

/** What is saved or drawn: the case that breaks something, where there are several. */
const theCase = ({ cases }: JudgedIncident): JudgedCase =>
  cases.find((one) => toldViolation(one) !== undefined) ?? cases[0]!;

const drawPicture = (path: string, judged: JudgedCase): void => drawNarration(path, tellCase(judged));

function saveCase(path: string, judged: JudgedCase): void {
  saveScenario(path, judged.incidentCase.scenario, judged.outcome, toldViolation(judged)?.fingerprint);
}

function printList(incidents: readonly Incident[], json: boolean): number {
  const listed = incidents.map(({ name, title, cases }) => ({ name, title, cases: cases.map((one) => one.name) }));
  const widest = Math.max(...listed.map(({ name }) => name.length));
  const text = listed.map(({ name, title }) => `${name.padEnd(widest)}  ${title}`).join("\n");
  print(
    json,
    () => listed,
    () => text,
  );
  return exitCode.held;
}

function textOf(judged: readonly JudgedIncident[], inFull: boolean): string {
  const contrary = contraryLines(judged);
  const cases = judged.reduce((sum, incident) => sum + incident.cases.length, 0);
  const count = `${judged.length} incident${judged.length === 1 ? "" : "s"}, ${cases} case${cases === 1 ? "" : "s"}`;
  return [
    inFull ? judged.map(incidentPage).join("\n\n") : incidentTable(judged),
    "",
    ...contrary.map((line) => pc.red(line)),
    contrary.length === 0
      ? pc.green(`${count}: all as claimed`)
      : pc.red(`${count}: ${contrary.length} not as claimed`),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}
