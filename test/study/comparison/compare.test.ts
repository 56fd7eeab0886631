/** Comparisons: paired by index, the same whatever the workers, counted and tested; what separates is found. */

import { describe, expect, test } from "vitest";
import { placeOn } from "../../../src/arbitrary/place.ts";
import { scenarioArbitrary } from "../../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../../src/arbitrary/scenario-at.ts";
import { spaceOf } from "../../../src/arbitrary/space-of.ts";
import { rowSeed } from "../../../src/campaign/campaign.ts";
import { runChunk } from "../../../src/campaign/chunk.ts";
import { run } from "../../../src/run/run.ts";
import { shrinkScenario } from "../../../src/shrink/shrink.ts";
import { noFeedback } from "../../../src/strategy/feedback.ts";
import {
  type ComparisonPlan,
  type ComparisonResult,
  compare,
  type Pair,
} from "../../../src/study/comparison/compare.ts";
import { contrastsOf, separationsOf } from "../../../src/study/comparison/contrast.ts";
import { jointSpace } from "../../../src/study/comparison/joint-space.ts";
import { pairedStatistics } from "../../../src/study/comparison/paired-statistics.ts";
import type { RerunExecutor } from "../../../src/study/counterfactual/blame.ts";
import { rerun } from "../../../src/study/counterfactual/rerun.ts";
import { summary, untested, violation } from "../../campaign/summaries.ts";
import { loaded } from "../counterfactual/configurations.ts";

const lost = violation("no-acked-loss", false);
const file = "strimzi/kafka-persistent.yaml";
const safe = loaded(file);
const fast = loaded(file, "acks=1");
const single = loaded("strimzi/kafka-single-node.yaml");

const row = (a = safe, b = fast) => ({
  profile: "process-crash" as const,
  space: jointSpace(a.configuration, b.configuration, "process-crash", "kafka-4"),
});
const plan = (more: Partial<ComparisonPlan> = {}): ComparisonPlan => ({
  rows: [row()],
  sides: [safe.side, fast.side],
  seed: "6",
  pairs: 20,
  jobs: 2,
  ...more,
});

/** Answers late and in an order of its own. */
const shuffling =
  (salt: number): RerunExecutor =>
  async (task) => {
    for (let turns = (task.runs[0]!.index * 7 + salt * 13) % 11; turns > 0; turns--) await null;
    return rerun(task);
  };
const go = (more: Partial<ComparisonPlan> = {}, execute = shuffling(0)): Promise<ComparisonResult> =>
  compare(plan(more), execute, () => {}, { requested: false });

describe("pairs", () => {
  test("are the same for any number of jobs and any order of arrival", async () => {
    const results = await Promise.all([1, 3].map((jobs, i) => go({ jobs }, shuffling(i))));
    expect(results[0]).toEqual(results[1]);
    expect(results[0]!.rows[0]!.pairs.map(([a, b]) => [a.index, b.index])).toEqual(
      Array.from({ length: 20 }, (_, i) => [i, i]),
    );
  });

  test("run n of the first is run n of its campaign, and so is that of the second", async () => {
    const { rows } = await go({ pairs: 12 });
    for (const [side, { configuration }] of [safe, fast].entries()) {
      const task = {
        kind: "chunk",
        space: spaceOf(configuration, "process-crash", "kafka-4"),
        strategy: "swarm",
        feedback: noFeedback,
        from: 0,
        count: 12,
      } as const;
      const { runs } = runChunk({ ...task, seed: rowSeed("6", "process-crash"), doubleEvery: 0 });
      expect(rows[0]!.pairs.map((pair) => pair[side === 0 ? 0 : 1].digest)).toEqual(runs.map((one) => one.digest));
    }
  });

  test("a stop keeps what there is", async () => {
    const stop = { requested: false };
    const execute: RerunExecutor = async (task) => {
      stop.requested = true;
      return { runs: task.runs.map(({ index }) => [summary(index, true), summary(index, true)]), faults: [] };
    };
    const result = await compare(plan({ jobs: 1 }), execute, () => {}, stop);
    expect(result.interrupted).toBe(true);
    expect(result.rows[0]!.pairs.length).toBeGreaterThan(0);
  });

  test("of clusters of two sizes: all faults, on the brokers that there are", () => {
    const { space } = row(single, safe);
    expect(space.cluster).toMatchObject({ brokers: 3 });
    const drawn = scenarioAt(scenarioArbitrary(space), "6/process-crash", 4);
    const small = placeOn(drawn, single.side);
    expect(small.cluster).toEqual(single.side.cluster);
    expect(small.faults.length).toBe(drawn.faults.length);
    expect(JSON.stringify(small.faults)).not.toMatch(/"b[23]"/);
  });
});

const resultOf = (...pairs: readonly Pair[]): ComparisonResult => ({
  rows: [{ row: row(), pairs }],
  faults: [],
  interrupted: false,
});
const pairOf = (index: number, a: boolean, b: boolean): Pair => [
  a ? summary(index, false, lost) : summary(index, true),
  b ? summary(index, false, lost) : summary(index, true),
];

describe("contrasts", () => {
  test("four outcomes, an exact test, and the correction for many", () => {
    const outcomes: [boolean, boolean][] = [
      ...Array.from({ length: 6 }, (): [boolean, boolean] => [false, true]),
      [true, true],
      [false, false],
      [false, false],
    ];
    const contrasts = contrastsOf(resultOf(...outcomes.map(([a, b], i) => pairOf(i, a, b))));
    expect(contrasts.length).toBe(6);
    expect(contrasts[0]).toEqual({
      profile: "process-crash",
      guarantee: "no-acked-loss",
      neither: 2,
      onlyA: 0,
      onlyB: 6,
      both: 1,
      untested: 0,
      pValue: expect.closeTo(0.03125, 12),
      pHolm: expect.closeTo(0.03125, 12),
    });
    expect(contrasts[1]).toMatchObject({ neither: 9, onlyA: 0, onlyB: 0, pValue: 1, pHolm: 1 });
  });

  test("who acknowledged nothing has kept nothing: such a pair counts for nobody", () => {
    const [a, b] = pairOf(0, false, true);
    const idle: Pair = [untested(a, "no-acked-loss"), b];
    expect(contrastsOf(resultOf(idle))[0]).toMatchObject({ onlyB: 0, untested: 1 });
    expect(separationsOf(resultOf(idle))).toEqual([]);
    expect(separationsOf(resultOf([a, b]))).toHaveLength(1);
  });

  test("the first pair that separates, in either direction", () => {
    const found = separationsOf(resultOf(pairOf(0, true, true), pairOf(1, false, true), pairOf(2, true, false)));
    expect(found.map(({ index, breaks, guarantee }) => [index, breaks, guarantee])).toEqual([
      [1, 1, "no-acked-loss"],
      [2, 0, "no-acked-loss"],
    ]);
    expect(separationsOf(resultOf(pairOf(0, true, true), pairOf(1, false, false)))).toEqual([]);
  });
});

describe("statistics", () => {
  const withLost = (index: number, a: number, b: number): Pair => {
    const [one, other] = pairOf(index, false, false);
    return [
      { ...one, statistics: { ...one.statistics, lostAcked: a, "records-lag-max": a } },
      { ...other, statistics: { ...other.statistics, lostAcked: b, "records-lag-max": b } },
    ];
  };
  const of = (pairs: readonly Pair[], name: string) => pairedStatistics(pairs).find((one) => one.name === name)!;

  test("sums or the largest, the mean difference, and an interval around it", () => {
    const pairs = Array.from({ length: 50 }, (_, i) => withLost(i, i % 3, (i % 3) + (i % 2 === 0 ? 2 : 0)));
    const lostRow = of(pairs, "lostAcked");
    expect([lostRow.a, lostRow.b, lostRow.difference]).toEqual([49, 99, 1]);
    // The standard error of 50 differences of 0 or 2 is 0.14: the interval is about 1 ± 0.28.
    expect(lostRow.low).toBeGreaterThan(0.6);
    expect(lostRow.low).toBeLessThan(0.85);
    expect(lostRow.high).toBeGreaterThan(1.15);
    expect(lostRow.high).toBeLessThan(1.4);
    expect(of(pairs, "records-lag-max")).toMatchObject({ a: 2, b: 4 });
    expect(of(pairs, "duplicates")).toMatchObject({ a: 0, b: 0, difference: 0, low: 0, high: 0 });
    expect(pairedStatistics(pairs)).toEqual(pairedStatistics(pairs));
  });

  test("of nothing there is none", () => {
    expect(of([], "lostAcked")).toMatchObject({ a: 0, b: 0, difference: 0, low: 0, high: 0 });
  });
});

test("a separating scenario is shrunk so that it still separates", async () => {
  const result = await go({ pairs: 40 });
  const separation = separationsOf(result).find((one) => one.guarantee === "no-acked-loss")!;
  expect(separation.breaks).toBe(1);
  const scenario = scenarioAt(scenarioArbitrary(row().space), rowSeed("6", "process-crash"), separation.index);
  const between = { breaks: fast.side, holds: safe.side, guarantee: "no-acked-loss" as const };
  const { fingerprint } = separation.violation;
  const small = shrinkScenario({ kind: "shrink", scenario, fingerprint, maxRuns: 120, between });
  expect(small.reproduced).toBe(true);
  expect(small.scenario.faults.length).toBeLessThan(scenario.faults.length);
  const broken = run(placeOn(small.scenario, fast.side));
  expect(broken.digest).toBe(small.outcome.digest);
  expect(broken.violations.map((one) => one.fingerprint)).toContain(fingerprint);
  expect(run(placeOn(small.scenario, safe.side)).violations).toEqual([]);
}, 120_000);
