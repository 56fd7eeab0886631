/** What `explore --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";

export const exploreReportSchema = z.strictObject({
  command: z.literal("explore"),
  version: z.string(),
  seed: z.string(),
  runs: z.number().int().describe("of each configuration under each profile, at least"),
  digest: z.string().describe("over the digests of all runs, by profile, index and configuration"),
  rows: z.array(
    z.strictObject({
      configuration: z.string(),
      settings: z.record(z.string(), z.string()).describe("what sets the configuration apart"),
      profile: z.string(),
      metric: z.string(),
      estimate: z.number(),
      low: z.number().describe("95 %, two-sided"),
      high: z.number().nullable().describe("null: no run showed any, and nothing bounds how much there can be"),
      n: z.number().int().describe("runs; the run is the unit, never the record"),
      any: z.number().int().describe("runs that show any"),
      anyUpper: z.number().describe("one-sided 95 % bound of the share of such runs (Clopper and Pearson)"),
      method: z.string(),
      run: z.number().int().nullable().describe("the run that shows the most"),
      witness: z.string().nullable().describe("a saved scenario of it, for `replay`"),
    }),
  ),
  dominated: z
    .array(
      z.strictObject({
        settings: z.string().describe("the configuration that is never the better choice"),
        by: z.string(),
        metric: z.string(),
        profile: z.string(),
        worse: z.number(),
        better: z.number(),
        witness: z.number().int().describe("a run in which they differ"),
      }),
    )
    .describe("as far as these runs show, with no more copies"),
  refused: z
    .array(z.strictObject({ configuration: z.string(), sentence: z.string() }))
    .describe("combinations that Kafka refuses: not run"),
  assertions: z.array(
    z.strictObject({
      assertion: z.string(),
      met: z.boolean(),
      failing: z.array(z.string()).describe("the cells for which it does not hold"),
    }),
  ),
  violations: z
    .array(
      z.strictObject({
        configuration: z.string(),
        profile: z.string(),
        run: z.number().int(),
        guarantee: z.string(),
        sentence: z.string(),
      }),
    )
    .describe("broken promises"),
  assumptions: z.array(z.string()),
});

export type ExploreReport = z.infer<typeof exploreReportSchema>;
