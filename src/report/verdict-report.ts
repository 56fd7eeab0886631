/** Parts of the JSON reports that say what is promised, what a setting would have changed, and what the numbers mean. */
import { z } from "zod";
import { statisticCards } from "../check/statistic-cards.ts";
import type { BlameResult } from "../study/counterfactual/blame.ts";
import { helps, pValue } from "../study/counterfactual/blame-tally.ts";
import type { PromiseRow } from "../study/promises/promise-table.ts";

export const statisticsReport = z.strictObject(
  Object.fromEntries(
    statisticCards.map(({ name, unit, sentence }) => [
      name,
      (/Seconds/.test(name) ? z.number() : z.number().int()).describe(`${sentence} Unit: ${unit}.`),
    ]),
  ),
);

/** By name of a legal anomaly. */
export const excusedReport = z.record(
  z.string(),
  z.strictObject({
    times: z.number().int().describe("what a check would have reported without it"),
    runs: z.number().int().describe("runs in which it excused something"),
  }),
);

export const promiseReport = z.array(
  z.strictObject({
    guarantee: z.string(),
    reaches: z.array(
      z.strictObject({
        profile: z.string(),
        promised: z.boolean().describe("as long as the faults have done no harm"),
        upToReplicas: z
          .number()
          .int()
          .nullable()
          .describe(
            "so many replicas of a partition may have lost power or a disk and not caught up yet; null: any number",
          ),
        replicas: z.number().int().describe("replicas of a partition"),
        undecided: z.boolean().describe("a setting that may decide it could not be read: not promised either"),
        ends: z
          .array(z.enum(["session", "more-partitions", "min-insync-raised"]))
          .describe(
            "what else ends it: the producer's session (KIP-360), more partitions, min.insync.replicas raised while in use",
          ),
      }),
    ),
    restsOn: z.array(z.string()).describe("settings as they stand, without which it would reach less far"),
    moreWith: z
      .array(z.strictObject({ change: z.string(), profiles: z.array(z.string()) }))
      .describe("changes that would make it stronger, and under which profiles"),
  }),
);

const price = z.strictObject({ before: z.number(), after: z.number() });

export const blameReport = z.strictObject({
  budget: z.number().int().describe("at most so many re-runs"),
  reruns: z.number().int(),
  changes: z.array(
    z.strictObject({
      configuration: z.string(),
      profile: z.string(),
      guarantee: z.string(),
      change: z.string().describe("the one setting that was changed"),
      note: z.string().nullable(),
      broken: z.number().int().describe("broken runs that were run again"),
      kept: z.number().int().describe("of those, good with the change"),
      keptByPromise: z.number().int().describe("of those, promised with the change"),
      good: z.number().int().describe("good runs that were run again"),
      newlyBroken: z.number().int().describe("of those, broken with the change"),
      promised: z.number().int().describe("of all of them, those in which the guarantee is promised with the change"),
      chanceKept: z.number().int().describe("broken runs that are good when nothing but chance (delays) is changed"),
      chanceNewlyBroken: z.number().int().describe("good runs that are broken when nothing but chance is changed"),
      unavailableSeconds: price.describe("summed over all of these runs: without the change, and with it"),
      writeStallSeconds: price,
      pValue: z.number().describe("the change against chance on the same runs, McNemar's exact test, two-sided"),
      helps: z.boolean().describe("what it kept is promised then, or it kept more than chance does (5 %)"),
    }),
  ),
});

export const promisesOf = (rows: readonly PromiseRow[]): z.infer<typeof promiseReport> =>
  rows.map(({ guarantee, reaches, restsOn, moreWith }) => ({
    guarantee,
    reaches: reaches.map(({ profile, promised, upTo, replicas, ends, undecided }) => ({
      profile,
      promised,
      upToReplicas: upTo,
      replicas,
      undecided,
      ends: [...ends],
    })),
    restsOn: [...restsOn],
    moreWith: moreWith.map(({ change, profiles }) => ({ change, profiles: [...profiles] })),
  }));

export const blamesOf = (result: BlameResult, names: readonly string[]): z.infer<typeof blameReport> => ({
  budget: result.budget,
  reruns: result.reruns,
  changes: result.blames.map((blame) => ({
    configuration: names[blame.configuration]!,
    profile: blame.profile,
    guarantee: blame.guarantee,
    change: blame.change.name,
    note: blame.change.note,
    broken: blame.broken,
    kept: blame.kept,
    keptByPromise: blame.keptByPromise,
    good: blame.good,
    newlyBroken: blame.newlyBroken,
    promised: blame.promised,
    chanceKept: blame.chance.kept,
    chanceNewlyBroken: blame.chance.newlyBroken,
    unavailableSeconds: { ...blame.unavailable },
    writeStallSeconds: { ...blame.stalled },
    pValue: pValue(blame),
    helps: helps(blame),
  })),
});
