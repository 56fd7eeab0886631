/** What `npm run mutate -- --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import { wilson95 } from "../campaign/exact-tests.ts";
import { version } from "../version.ts";
import { kinds, type Mutant, placeText } from "./mutant.ts";

/** The last two are no question of killing. */
const outcomes = [
  "killed",
  "killed-by-property",
  "killed-by-vacuity-guard",
  "killed-by-test",
  "survived",
  "unmet",
  "unreached",
  "equivalent",
  "speed-only",
] as const;
export type MutantOutcome = (typeof outcomes)[number];

const sentences: Readonly<Record<MutantOutcome, string>> = {
  killed: "a run of the campaign",
  "killed-by-property": "a property",
  "killed-by-vacuity-guard": "a property that no longer meets its case",
  "killed-by-test": "a test",
  survived: "it changes runs, and nobody says a word",
  unmet: "executed, but never where it gives another value",
  unreached: "never executed",
  equivalent: "no run can tell",
  "speed-only": "only more or less work",
};

const count = z.number().int();

export const mutationReportSchema = z.strictObject({
  command: z.literal("mutate"),
  version: z.string(),
  seed: z.string(),
  paths: z.array(z.string()).describe("as given; empty: the protocol code"),
  runs: count.describe("scenarios drawn, on which mutants were tried"),
  unfit: count.describe("of those, the ones that fail without any mutant and so can kill none"),
  mutableLines: count.describe("of which the sample was drawn"),
  stages: z.array(z.string()).describe("who tried to kill"),
  score: z.number().nullable().describe("killed / relevant, from 0 to 1; null: none is relevant"),
  low95: z.number().nullable().describe("Wilson's 95 % interval of the score, for all mutable lines"),
  high95: z.number().nullable(),
  killed: count.describe("by whichever stage; vacuity guards apart"),
  relevant: count.describe("neither equivalent nor about speed alone"),
  counts: z.record(z.enum(outcomes), count),
  mutants: z.array(
    z.strictObject({
      place: z.string().describe("file:line"),
      function: z.string().describe("names of the enclosing functions; empty: the top of the module"),
      source: z.string().describe("the line"),
      kind: z.enum(kinds),
      change: z.string(),
      nth: count.describe("among alike ones in this function"),
      outcome: z.enum(outcomes).describe(outcomes.map((name) => `${name}: ${sentences[name]}`).join("; ")),
      check: z
        .string()
        .nullable()
        .describe("a check, `invariant`, `exception`, `loops`, `event-limit`, a property or a test"),
      run: count.nullable().describe("index of the run that killed it"),
      scenario: z.string().nullable().describe("where the scenario of that run is saved"),
      differs: count.describe("runs of the campaign in which it gives another value"),
      reason: z.string().nullable().describe("what killed it says, or why it is not relevant"),
    }),
  ),
});

export type MutationReport = z.infer<typeof mutationReportSchema>;
export type MutantRow = MutationReport["mutants"][number];

/** What became of one mutant. */
export type Fate = Pick<MutantRow, "outcome" | "check" | "run" | "scenario" | "differs" | "reason">;

export const rowOf = (mutant: Mutant, fate: Fate): MutantRow => ({
  place: placeText(mutant),
  function: mutant.function,
  source: mutant.source,
  kind: mutant.kind,
  change: mutant.change,
  nth: mutant.nth,
  ...fate,
});

/** By something that says what is wrong: that a property met its case too seldom is no such word. */
export const isKilled = ({ outcome }: Pick<MutantRow, "outcome">): boolean =>
  outcome.startsWith("killed") && outcome !== "killed-by-vacuity-guard";
export const isRelevant = ({ outcome }: Pick<MutantRow, "outcome">): boolean =>
  outcome !== "equivalent" && outcome !== "speed-only";

interface Measured extends Pick<MutationReport, "seed" | "paths" | "runs" | "unfit" | "mutableLines" | "stages"> {
  readonly mutants: readonly MutantRow[];
}

export function mutationReport({ mutants, paths, stages, ...measured }: Measured): MutationReport {
  const relevant = mutants.filter(isRelevant).length;
  const killed = mutants.filter(isKilled).length;
  const [low95, high95] = relevant === 0 ? [null, null] : wilson95(killed, relevant);
  return {
    command: "mutate",
    version,
    ...measured,
    paths: [...paths],
    stages: [...stages],
    score: relevant === 0 ? null : killed / relevant,
    low95,
    high95,
    killed,
    relevant,
    counts: countsOf(mutants),
    mutants: [...mutants],
  };
}

function countsOf(mutants: readonly MutantRow[]): MutationReport["counts"] {
  const counted = outcomes.map((name) => [name, mutants.filter(({ outcome }) => outcome === name).length] as const);
  return Object.fromEntries(counted) as MutationReport["counts"];
}
