/** Blame: what is tried, within which budget, how it is counted, and that it finds the setting that was at fault. */

import { describe, expect, test } from "vitest";
import { spaceOf } from "../../../src/arbitrary/space-of.ts";
import { type CampaignResult, rowSeed } from "../../../src/campaign/campaign.ts";
import type { RunSummary } from "../../../src/campaign/chunk.ts";
import { runChunk } from "../../../src/campaign/chunk.ts";
import { blameText } from "../../../src/report/blame-text.ts";
import { noFeedback } from "../../../src/strategy/feedback.ts";
import { type BlamePlan, blame, type RerunExecutor } from "../../../src/study/counterfactual/blame.ts";
import { type Blame, helps, pValue, sumOf, tally } from "../../../src/study/counterfactual/blame-tally.ts";
import { changesOf } from "../../../src/study/counterfactual/change.ts";
import { drawnAt } from "../../../src/study/counterfactual/drawn.ts";
import { rerun } from "../../../src/study/counterfactual/rerun.ts";
import { summary, untested, violation } from "../../campaign/summaries.ts";
import { loaded } from "./configurations.ts";

const lost = violation("no-acked-loss", false);
const bug = violation("no-acked-loss", true);

describe("tally", () => {
  const unavailable =
    (unavailableSeconds: number) =>
    (run: RunSummary): RunSummary => ({ ...run, statistics: { ...run.statistics, unavailableSeconds } });
  const before = [summary(0, false, lost), summary(1, false, lost), summary(2, false), summary(3, false)].map(
    unavailable(1.5),
  );

  test("kept, newly broken, promised; and the same by chance", () => {
    const changed = [summary(0, true), summary(1, false, lost), summary(2, true), summary(3, false, lost)].map(
      unavailable(7),
    );
    const chance = [summary(0, false, lost), summary(1, false), summary(2, false, lost), summary(3, false)];
    expect(tally("no-acked-loss", before, changed, chance)).toEqual({
      broken: 2,
      kept: 1,
      keptByPromise: 1,
      good: 2,
      newlyBroken: 1,
      promised: 2,
      chance: { kept: 1, newlyBroken: 1 },
      unavailable: { before: 6, after: 28 },
      stalled: { before: 0, after: 0 },
      onlyChange: 2,
      onlyChance: 2,
    });
  });

  test("a change with which nothing is acknowledged has kept nothing", () => {
    const idle = [untested(summary(0, true), "no-acked-loss"), summary(1, true)];
    const { kept, keptByPromise } = tally("no-acked-loss", before, idle, []);
    expect([kept, keptByPromise]).toEqual([1, 1]);
  });

  test("sums add up, and help is told from chance", () => {
    const seconds = { unavailable: { before: 1, after: 2 }, stalled: { before: 3, after: 4 } };
    const none = {
      ...seconds,
      broken: 0,
      kept: 0,
      keptByPromise: 0,
      good: 0,
      newlyBroken: 0,
      promised: 0,
      onlyChange: 0,
      onlyChance: 0,
    };
    const one = { ...none, broken: 10, kept: 8, chance: { kept: 2, newlyBroken: 0 }, onlyChange: 1, onlyChance: 7 };
    const two = sumOf([one, one]);
    expect(two).toMatchObject({ broken: 20, kept: 16, chance: { kept: 4 }, onlyChange: 2, onlyChance: 14 });
    expect(two).toMatchObject({ unavailable: { before: 2, after: 4 }, stalled: { before: 6, after: 8 } });
    expect(helps(one)).toBe(false);
    expect(pValue(two)).toBeLessThan(0.05);
    expect(helps(two)).toBe(true);
    expect(helps({ ...two, onlyChange: 14, onlyChance: 2 })).toBe(false);
    expect(helps({ ...one, keptByPromise: 8 })).toBe(true);
    expect(helps({ ...one, keptByPromise: 7 })).toBe(false);
    expect(helps({ ...one, kept: 0, keptByPromise: 0 })).toBe(false);
  });
});

const strimzi = loaded("strimzi/kafka-persistent.yaml", "acks=1");
const planOf = (budget: number): BlamePlan => ({
  seed: "s",
  budget,
  sides: [strimzi.side],
  changes: [changesOf(strimzi.side)],
});
const row = (profile: "process-crash" | "clients") => ({
  configuration: 0,
  profile,
  space: spaceOf(strimzi.configuration, profile, "kafka-4"),
});
const campaign = (
  runs: readonly RunSummary[],
  profile: "process-crash" | "clients" = "process-crash",
): CampaignResult => ({
  rows: [{ row: row(profile), runs, scenarioOf: (index) => drawnAt(row(profile).space, rowSeed("s", profile), index) }],
  faults: [],
  digest: null,
  interrupted: false,
});

const noting =
  (tried: string[]): RerunExecutor =>
  async ({ runs, sides }) => {
    tried.push(...runs.map(({ index }) => `${index} ${JSON.stringify(sides[0]!.producerSettings)}`));
    return { runs: runs.map(({ index }) => [summary(index, true)]), faults: [] };
  };

describe("what is tried", () => {
  test("nothing where nothing was broken, where it was a bug, or without a budget", async () => {
    const tried: string[] = [];
    await blame(campaign([summary(0, true)]), planOf(100), noting(tried));
    await blame(campaign([summary(0, true, bug)]), planOf(100), noting(tried));
    await blame(campaign([summary(0, false, lost)]), planOf(0), noting(tried));
    expect(tried).toEqual([]);
  });

  test("broken runs and good ones in turns, the same for each change, never more than the budget", async () => {
    const runs = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? summary(i, false, lost) : summary(i, false)));
    const tried: string[] = [];
    const { reruns, blames, budget } = await blame(campaign(runs), planOf(10), noting(tried));
    // Chance, acks=all and min.insync.replicas=3; flush.messages=1 cannot matter to process crashes, in-flight not to losses.
    expect([reruns, budget, tried.length]).toEqual([9, 10, 9]);
    expect(tried.map((one) => Number.parseInt(one, 10))).toEqual([0, 1, 3, 0, 1, 3, 0, 1, 3]);
    expect(blames.map((one) => [one.change.name, one.broken, one.good])).toEqual([
      ["acks=all", 2, 1],
      ["min.insync.replicas=3", 2, 1],
    ]);
  });

  test("a stop leaves what was done so far", async () => {
    const runs = [summary(0, false, lost), summary(1, false)];
    const { blames, reruns } = await blame(campaign(runs), planOf(100), async () => null);
    expect([blames, reruns]).toEqual([[], 0]);
  });

  test("faults of ours are passed on with their row", async () => {
    const failing: RerunExecutor = async ({ runs }) => ({
      runs: [],
      faults: runs.map(({ index }) => ({ index, sentence: "ours", scenario: null as never })),
    });
    const { faults } = await blame(campaign([summary(4, false, lost)]), planOf(100), failing);
    expect(faults[0]).toMatchObject({ index: 4, sentence: "ours", row: { profile: "process-crash" } });
  });
});

describe("on real runs", () => {
  const drawn = { strategy: "swarm", feedback: noFeedback, seed: rowSeed("s", "process-crash") } as const;
  const task = { kind: "chunk", space: row("process-crash").space, ...drawn } as const;
  const { runs } = runChunk({ ...task, from: 0, count: 60, doubleEvery: 0 });
  const execute =
    (turns: (at: number) => number): RerunExecutor =>
    async (task) => {
      for (let left = turns(task.runs[0]!.index); left > 0; left--) await null;
      return rerun(task);
    };

  test("acks=all keeps what acks=1 lost, whatever the order of arrival; a re-run is the run of the campaign with one change", async () => {
    const one = await blame(
      campaign(runs),
      planOf(60),
      execute((at) => at % 7),
    );
    const two = await blame(
      campaign(runs),
      planOf(60),
      execute((at) => (at * 5) % 11),
    );
    expect(one).toEqual(two);
    const acks = one.blames.find(
      ({ change, guarantee }) => change.name === "acks=all" && guarantee === "no-acked-loss",
    )!;
    expect(acks.broken).toBeGreaterThan(0);
    expect(acks).toMatchObject({ kept: acks.broken, newlyBroken: 0, promised: acks.broken + acks.good });
    expect(helps(acks)).toBe(true);
    const text = blameText(one, ["kafka.yaml"]).join("\n");
    expect(text).toContain(
      `acks=all (which brings idempotence with it) would have kept ${acks.kept} of ${acks.broken}`,
    );
    expect(text).toContain("control (same settings, new delays)");
    const again = rerun({
      ...task,
      kind: "rerun",
      runs: [{ index: 5, scenario: drawnAt(task.space, task.seed, 5) }],
      sides: [strimzi.side],
    });
    expect(again.runs[0]![0]!.digest).toBe(runs[5]!.digest);
  }, 120_000);
});

describe("as text", () => {
  const blameOf = (profile: "process-crash" | "network", name: string, more: Partial<Blame>): Blame => ({
    configuration: 0,
    profile,
    guarantee: "no-acked-loss",
    change: { ...planOf(0).changes[0]![0]!, name, note: null },
    broken: 8,
    kept: 4,
    keptByPromise: 0,
    good: 8,
    newlyBroken: 0,
    promised: 0,
    chance: { kept: 0, newlyBroken: 1 },
    unavailable: { before: 16, after: 32 },
    stalled: { before: 0, after: 8 },
    onlyChange: 0,
    onlyChance: 4,
    ...more,
  });
  const textOf = (...blames: readonly Blame[]): string =>
    blameText({ blames, budget: 100, reruns: 64, faults: [] }, ["kafka.yaml"]).join("\n");

  test("profiles together may show what one alone does not; what chance does as well is told apart", () => {
    const text = textOf(
      blameOf("process-crash", "a=1", {}),
      blameOf("network", "a=1", {}),
      blameOf("network", "b=2", { kept: 1, onlyChance: 1, onlyChange: 0 }),
    );
    expect(text).toContain("kafka.yaml, no-acked-loss:");
    expect(text).toContain(
      "a=1 would have kept 8 of 16 (process-crash 4 of 8, network 4 of 8), 0 of 16 others newly broken; p 0.0078 against chance; per run unavailable 2.0 s instead of 1.0 s, producers waiting 0.5 s instead of 0.0 s",
    );
    expect(text).toContain("not shown to be more than chance: b=2 (kept 1 of 8, chance 0; p 1.0)");
    expect(text).toContain("control (same settings, new delays): 0 of 16 pass; 2 of 16 passing runs now fail");
  });

  test("what is promised then is said so; nothing to blame, nothing said", () => {
    const sure = blameOf("network", "a=1", { kept: 8, keptByPromise: 8, promised: 15 });
    expect(textOf(sure)).toContain(
      "a=1 would have kept 8 of 8 (network), 0 of 8 others newly broken; it is promised then in 15 of 16 runs",
    );
    expect(blameText({ blames: [], budget: 100, reruns: 0, faults: [] }, ["kafka.yaml"])).toEqual([]);
  });
});
