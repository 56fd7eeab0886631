/** What `scenario --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import { claimText } from "../incident/claim.ts";
import type { JudgedCase, JudgedIncident } from "../incident/judge-incident.ts";

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

export type ScenarioReport = z.infer<typeof scenarioReportSchema>;

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
