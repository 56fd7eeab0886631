/** What `scenario --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import pc from "picocolors";
import { z } from "zod";
import type { Violation } from "../check/check.ts";
import { type Answer, claimText } from "../incident/claim.ts";
import type { JudgedCase, JudgedIncident } from "../incident/judge-incident.ts";
import { saidOnce, table } from "./layout.ts";
import { lineText } from "./story/story.ts";
import { type Narration, tell } from "./tell.ts";

const caseReport = z.strictObject({
  name: z.string(),
  rules: z.string().describe("a rule set or a defect; kafka-4: today's Kafka"),
  claims: z.array(
    z.strictObject({
      claim: z.string(),
      happened: z.string(),
      ok: z.boolean(),
    }),
  ),
  verdict: z.enum(["held", "violated", "unpromised"]),
  violations: z.array(
    z.strictObject({
      check: z.string(),
      guarantee: z.string(),
      fingerprint: z.string(),
      sentence: z.string(),
      promised: z.boolean(),
    }),
  ),
  measures: z.record(z.string(), z.number()).describe("every number of the run that incidents can make claims about"),
  digest: z.string(),
  ok: z.boolean().describe("every claim of the case is met"),
});

export const scenarioReportSchema = z.strictObject({
  command: z.literal("scenario"),
  incidents: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      happened: z.array(z.string()).describe("paragraphs"),
      sources: z.array(z.string()),
      cases: z.array(caseReport),
      ok: z.boolean(),
    }),
  ),
  cases: z.number().int(),
  ok: z.boolean().describe("every case of every incident is as claimed"),
});

type ScenarioReport = z.infer<typeof scenarioReportSchema>;

export const scenarioReport = (judged: readonly JudgedIncident[]): ScenarioReport => ({
  command: "scenario",
  incidents: judged.map(({ incident, cases, ok }) => ({
    name: incident.name,
    title: incident.title,
    happened: [...incident.happened],
    sources: [...incident.sources],
    cases: cases.map(reportOfCase),
    ok,
  })),
  cases: judged.reduce((sum, { cases }) => sum + cases.length, 0),
  ok: judged.every(({ ok }) => ok),
});

const reportOfCase = ({ incidentCase, outcome, measures, answers, ok }: JudgedCase): z.infer<typeof caseReport> => ({
  name: incidentCase.name,
  rules: incidentCase.scenario.rules,
  claims: answers.map(({ claim, happened, ok: met }) => ({ claim: claimText(claim), happened, ok: met })),
  verdict: outcome.verdict,
  violations: outcome.violations.map(({ check, guarantee, fingerprint, sentence, promised }) => ({
    check,
    guarantee,
    fingerprint,
    sentence,
    promised,
  })),
  measures: { ...measures },
  digest: outcome.digest,
  ok,
});

export const incidentTable = (judged: readonly JudgedIncident[]): string =>
  table(
    ["incident", "case", "claim", "what happened", ""],
    saidOnce(
      judged.flatMap(({ incident, cases }) =>
        cases.map(({ incidentCase, answers, ok }) => [
          incident.name,
          incidentCase.name,
          answers.map(({ claim }) => claimText(claim)).join("\n"),
          answers.map(({ happened }) => happened).join("\n"),
          ok ? pc.green("ok") : pc.red("NOT AS CLAIMED"),
        ]),
      ),
    ),
  );

/** One sentence for each case that is not as claimed. */
export const contraryLines = (judged: readonly JudgedIncident[]): readonly string[] =>
  judged.flatMap(({ incident, cases }) =>
    cases
      .filter(({ ok }) => !ok)
      .map(({ incidentCase, answers }) => {
        const wrong = answers
          .filter(({ ok }) => !ok)
          .map(({ claim, happened }) => `${claimText(claim)} (found: ${happened})`);
        return `${incident.name}, case "${incidentCase.name}", is not as claimed: ${wrong.join("; ")}`;
      }),
  );

/** The incident with the stories of its cases. */
export function incidentPage({ incident, cases }: JudgedIncident): string {
  const hasNoFailure = cases.every((one) => toldViolation(one) === undefined);
  return [
    pc.bold(`${incident.name}: ${incident.title}`),
    "",
    ...incident.happened.flatMap((paragraph) => [paragraph, ""]),
    `Sources: ${incident.sources.join("; ")}`,
    ...cases.flatMap((one) => ["", ...casePage(one, hasNoFailure)]),
  ].join("\n");
}

function casePage(judged: JudgedCase, isOnly: boolean): readonly string[] {
  const { incidentCase, answers, ok } = judged;
  const { rules } = incidentCase.scenario;
  const head = `${incidentCase.name}${rules === "kafka-4" ? "" : ` (rules ${rules})`}`;
  return [
    `${pc.bold(`Case ${head}`)}${ok ? "" : pc.red(" NOT AS CLAIMED")}`,
    ...answers.map((answer) => `  ${claimLine(answer)}`),
    ...storyOf(judged, isOnly).map((line) => `  ${line}`),
  ];
}

function claimLine({ claim, happened, ok }: Answer): string {
  const claimed = claimText(claim);
  if (!ok) return pc.red(`claimed: ${claimed}; found: ${happened}`);
  return claimed === happened || claimed.endsWith(` ${happened}`) ? claimed : `${claimed} (found: ${happened})`;
}

/** More than `replay` tells: an incident is read as a whole. */
export const incidentStoryLines = 20;

/** The failure that the case is about; undefined: it claims none, or none came. */
export function toldViolation({ incidentCase, outcome }: JudgedCase): Violation | undefined {
  const broken = incidentCase.claims.flatMap((claim) => (claim.kind === "broken" ? [claim.name] : []));
  // Of a guarantee the last: what the clients met comes after what the protocol did wrong on the way.
  return (
    outcome.violations.find(({ check }) => broken.includes(check)) ??
    outcome.violations.findLast(({ guarantee }) => broken.includes(guarantee))
  );
}

/** A case in which nothing breaks is told for what it shows besides: a number, or what there is to see in its incident. */
const isWorthTelling = ({ incidentCase }: JudgedCase): boolean =>
  incidentCase.claims.some(({ kind, ...claim }) => kind === "measure" && "bound" in claim && claim.bound.most !== 0);

function storyOf(judged: JudgedCase, isOnly: boolean): readonly string[] {
  const told = toldViolation(judged);
  if (told === undefined && !isOnly && !isWorthTelling(judged)) return [];
  const { story, chronicle } = tellCase(judged);
  return (told === undefined ? chronicle : story).map(lineText);
}

export const tellCase = (judged: JudgedCase): Narration =>
  tell(judged.incidentCase.scenario, {
    fingerprint: toldViolation(judged)?.fingerprint ?? null,
    lines: incidentStoryLines,
    records: judged.witnesses,
  });
