/** Reads an incident from its file: YAML, then its shape, then every case as a whole scenario; one sentence for what is wrong. */
import { basename } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { catalogue } from "../check/catalogue.ts";
import { guarantees } from "../check/guarantees.ts";
import { readTextFile } from "../configuration/read-text-file.ts";
import { parseYaml } from "../configuration/yaml-file.ts";
import { type BadInput, isBadInput } from "../scenario/bad-input.ts";
import type { Verdict } from "../scenario/outcome.ts";
import { bad, issueSentence, oneOf, shown } from "../scenario/scenario-issue.ts";
import { parseScenario } from "../scenario/scenario-schema.ts";
import { boundOf, boundWords } from "./bound.ts";
import type { Claim } from "./claim.ts";
import type { Incident, IncidentCase } from "./incident.ts";
import { isMeasure, measureNames } from "./measures/measures.ts";
import { changed, type Draft, filledUp, withSettings } from "./scenario-draft.ts";

const text = z.string().min(1);
const part = z.record(z.string(), z.unknown());

const caseSchema = z.strictObject({
  name: text,
  rules: text.optional(),
  broker: part.optional(),
  topic: part.optional(),
  producer: part.optional(),
  consumer: part.optional(),
  change: part.optional(),
  claim: part,
});

const incidentSchema = z.strictObject({
  title: text,
  happened: text,
  sources: z.array(text).min(1),
  scenario: part.optional(),
  cases: z.array(caseSchema).min(1),
});

type CaseText = z.infer<typeof caseSchema>;

export function readIncident(file: string): Incident | BadInput {
  const source = readTextFile(file);
  if (isBadInput(source)) return source;
  const checked = parseYaml(file, source.text);
  if (isBadInput(checked)) return checked;
  const value: unknown = parse(source.text, { merge: true });
  const parsed = incidentSchema.safeParse(value);
  if (!parsed.success) return issueSentence(file, value, parsed.error.issues[0]!, "an incident");
  const { title, happened, sources, scenario = {}, cases } = parsed.data;
  const name = basename(file).replace(/\.ya?ml$/, "");
  const read: IncidentCase[] = [];
  for (const [i, one] of cases.entries()) {
    const made = caseOf(one, scenario, { file, name, key: `cases.${i}` });
    if (isBadInput(made)) return made;
    if (read.some((other) => other.name === made.name))
      return bad(file, `cases.${i}.name`, shown(made.name), "another name than the case before");
    read.push(made);
  }
  return { name, title, happened: paragraphs(happened), sources, cases: read };
}

/** Blank lines part them, line breaks within them say nothing. */
const paragraphs = (prose: string): readonly string[] =>
  prose
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim());

interface Place {
  readonly file: string;
  readonly name: string;
  readonly key: string;
}

function caseOf(one: CaseText, base: Draft, { file, name, key }: Place): IncidentCase | BadInput {
  const { rules, change = {}, ...settings } = one;
  const draft = withSettings(changed(base, change), settings);
  const whole = filledUp(rules === undefined ? draft : { ...draft, rules }, name);
  const scenario = parseScenario(whole, `${file}: case ${JSON.stringify(one.name)}`);
  if (isBadInput(scenario)) return scenario;
  const claims: Claim[] = [];
  for (const [what, value] of Object.entries(one.claim)) {
    const read = claimsOf(what, value, `${key}.claim.${what}`, file);
    if (isBadInput(read)) return read;
    claims.push(...read);
  }
  if (claims.length === 0) return bad(file, `${key}.claim`, "empty", "at least one of verdict, by and the measures");
  return { name: one.name, scenario, claims };
}

const verdicts: readonly Verdict[] = ["held", "violated", "unpromised"];
const breakable = [...catalogue.map((card) => card.name), ...guarantees.map((guarantee) => guarantee.name)];

function claimsOf(what: string, value: unknown, key: string, file: string): readonly Claim[] | BadInput {
  if (what === "verdict") {
    const verdict = verdicts.find((known) => known === value);
    return verdict === undefined
      ? bad(file, key, shown(value), oneOf(verdicts, value))
      : [{ kind: "verdict", verdict }];
  }
  if (what === "by") return brokenClaims([value].flat(), key, file);
  if (!isMeasure(what)) return bad(file, key, "no claim", oneOf(["verdict", "by", ...measureNames], what));
  const bound = typeof value === "string" || typeof value === "number" ? boundOf(String(value)) : null;
  return bound === null ? bad(file, key, shown(value), boundWords) : [{ kind: "measure", name: what, bound }];
}

function brokenClaims(names: readonly unknown[], key: string, file: string): readonly Claim[] | BadInput {
  const claims: Claim[] = [];
  for (const name of names) {
    if (typeof name !== "string" || !breakable.includes(name))
      return bad(file, key, shown(name), `a check or a guarantee: ${oneOf(breakable, name)}`);
    claims.push({ kind: "broken", name });
  }
  return claims;
}
