/** What `compare --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";

const side = z.strictObject({
  name: z.string(),
  files: z.array(z.string()),
  set: z.array(z.string()).describe("settings of --set and --set-a or --set-b"),
  brokers: z.number().int(),
});

export const compareReportSchema = z.strictObject({
  command: z.literal("compare"),
  version: z.string(),
  seed: z.string(),
  pairs: z.number().int(),
  events: z.number().int(),
  virtualSeconds: z.number(),
  wallSeconds: z.number(),
  a: side,
  b: side,
  profiles: z.array(
    z.strictObject({
      profile: z.string(),
      pairs: z.number().int(),
      guarantees: z.array(
        z.strictObject({
          guarantee: z.string(),
          neither: z.number().int().describe("pairs in which both held"),
          onlyA: z.number().int().describe("pairs in which only A broke it"),
          onlyB: z.number().int(),
          both: z.number().int(),
          pValue: z.number().describe("McNemar's exact test, two-sided"),
          pHolm: z
            .number()
            .describe("the same, held to all guarantees and profiles that differ at all, together (Holm)"),
        }),
      ),
      statistics: z.array(
        z.strictObject({
          name: z.string(),
          a: z.number().describe("sum over the runs, or the largest"),
          b: z.number(),
          difference: z.number().describe("mean over the pairs of B less A"),
          low: z.number().describe("95 % interval of it: bootstrap over the pairs, percentiles of 2,000 resamples"),
          high: z.number(),
        }),
      ),
    }),
  ),
  separating: z
    .array(
      z.strictObject({
        guarantee: z.string(),
        profile: z.string(),
        run: z.number().int(),
        breaks: z.enum(["a", "b"]),
        promised: z.boolean().describe("the side that breaks it promises it: a bug"),
        sentence: z.string(),
        breaking: z.string().describe("the saved scenario under the side that breaks it"),
        holding: z.string().describe("the same under the side that holds it"),
      }),
    )
    .describe("the first pair of each guarantee and direction, shrunk so that it still separates"),
  violations: z
    .array(
      z.strictObject({
        side: z.enum(["a", "b"]),
        check: z.string(),
        guarantee: z.string(),
        fingerprint: z.string(),
        profile: z.string(),
        run: z.number().int(),
        scenario: z.string().describe("a saved scenario that shows it; the next `run` of that side replays it first"),
      }),
    )
    .describe("broken promises: bugs"),
});

export type CompareReport = z.infer<typeof compareReportSchema>;
