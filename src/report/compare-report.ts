/** What `compare --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import pc from "picocolors";
import { z } from "zod";
import type { Contrast } from "../study/comparison/contrast.ts";
import type { PairedStatistic } from "../study/comparison/paired-statistics.ts";
import { saidOnce, table } from "./layout.ts";

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
          neither: z.number().int().describe("pairs in which both were put to the test and held"),
          onlyA: z.number().int().describe("pairs in which only A broke it"),
          onlyB: z.number().int(),
          both: z.number().int(),
          untested: z.number().int().describe("pairs in which a side neither broke it nor put it to the test"),
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
          low: z.number().describe("95 % interval of it: 2,000 resamples of the pairs, bias-corrected and accelerated"),
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

/** Below this, a difference is told as one. */
const significance = 0.05;

export const contrastTable = (contrasts: readonly Contrast[]): string =>
  table(
    ["profile", "guarantee", "both held", "only A broken", "only B broken", "both broken", "p", "p (Holm)", ""],
    saidOnce(
      contrasts.map((one) => [
        one.profile,
        one.guarantee,
        String(one.neither),
        mark(one.onlyA),
        mark(one.onlyB),
        String(one.both),
        pText(one.pValue),
        pText(one.pHolm),
        verdictOf(one),
      ]),
    ),
    [15, 13, 5, 6, 6, 6, 8, 8, 13],
  );

/** One line for each guarantee that no pair put to the test under both. */
export const notTestedLines = (contrasts: readonly Contrast[]): readonly string[] =>
  contrasts
    .filter(({ untested, ...one }) => untested > 0 && one.neither + one.onlyA + one.onlyB + one.both === 0)
    .map(({ profile, guarantee }) =>
      pc.yellow(`${guarantee} under ${profile} not tested: in no pair did both give it occasion`),
    );

const mark = (count: number): string => (count === 0 ? "0" : pc.yellow(String(count)));

function verdictOf({ onlyA, onlyB, pHolm }: Contrast): string {
  if (onlyA + onlyB === 0) return "";
  if (pHolm >= significance) return pc.dim("no difference shown");
  return pc.green(onlyA < onlyB ? "A keeps more" : "B keeps more");
}

const pText = (p: number): string => (p === 1 ? "1" : p < 0.0001 ? "< 0.0001" : p.toPrecision(2));

/** The rest stands in the JSON. */
const shown: readonly string[] = [
  "ackedRecords",
  "lostAcked",
  "ambiguous",
  "duplicates",
  "reorderings",
  "unavailableSeconds",
  "writeStallSeconds",
  "writeStallSecondsMax",
  "UncleanLeaderElectionsPerSecCount",
];

export const statisticsTable = (statistics: readonly PairedStatistic[]): string =>
  table(
    ["over all runs", "A", "B", "B - A per run (95 %)"],
    statistics
      .filter(({ name }) => shown.includes(name))
      .map(({ name, a, b, difference, low, high }) => {
        const text = `${signed(difference)} (${signed(low)} to ${signed(high)})`;
        return [name, number(a), number(b), low > 0 || high < 0 ? text : pc.dim(text)];
      }),
  );

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const signed = (value: number): string => `${value > 0 ? "+" : ""}${value === 0 ? "0" : value.toPrecision(3)}`;
