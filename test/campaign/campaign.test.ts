/** A campaign is the same whatever the number of workers and the order in which their results arrive. */
import { describe, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import {
  type CampaignPlan,
  type CampaignResult,
  type ChunkExecutor,
  runCampaign,
} from "../../src/campaign/campaign.ts";
import type { ChunkTask } from "../../src/campaign/chunk.ts";
import { runChunk } from "../../src/campaign/chunk.ts";
import type { ProfileName } from "../../src/chaos/fault-kinds.ts";
import { noFeedback } from "../../src/strategy/feedback.ts";
import { summary, violation } from "./summaries.ts";

const row = (profile: ProfileName) => ({ configuration: 0, profile, space: propertySpace("kafka-4") });
const plan = (more: Partial<CampaignPlan>): CampaignPlan => ({
  strategy: "swarm",
  rows: [row("process-crash"), row("network")],
  seed: "s",
  runs: 35,
  untilMs: null,
  jobs: 2,
  ...more,
});

const made = ({ from, count, seed }: ChunkTask) => ({
  runs: Array.from({ length: count }, (_, i) => summary(from + i + seed.length * 1000, true)),
  faults: [],
});

/** Answers late and in an order of its own. */
const shuffling =
  (salt: number): ChunkExecutor =>
  async (task) => {
    for (let turns = (task.from * 7 + salt * 13) % 11; turns > 0; turns--) await null;
    return made(task);
  };

const go = (more: Partial<CampaignPlan>, execute: ChunkExecutor = shuffling(0)): Promise<CampaignResult> =>
  runCampaign(plan(more), execute, () => {}, { requested: false });

describe("the campaign digest", () => {
  test("is the same for any number of jobs and any order of arrival", async () => {
    const digests = await Promise.all([1, 2, 3, 8].map(async (jobs, i) => (await go({ jobs }, shuffling(i))).digest));
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set(digests).size).toBe(1);
  });

  test("tells other runs, another count and another order of rows apart", async () => {
    const all = [
      go({}),
      go({ runs: 34 }),
      go({ rows: [row("network"), row("process-crash")] }),
      go({ rows: [row("network")] }),
    ];
    expect(new Set((await Promise.all(all)).map((result) => result.digest)).size).toBe(all.length);
  });

  test("is absent when time or Ctrl-C ended the campaign", async () => {
    expect((await go({ untilMs: Date.now() + 30 })).digest).toBeNull();
    const stopped = await runCampaign(plan({}), shuffling(0), () => {}, { requested: true });
    expect(stopped).toMatchObject({ digest: null, interrupted: true });
  });
});

describe("runCampaign", () => {
  test("runs each index of each row once, in order", async () => {
    const { rows } = await go({ jobs: 3 }, shuffling(4));
    for (const { row: of, runs } of rows) {
      const offset = `s/${of.profile}`.length * 1000;
      expect(runs.map((one) => one.index - offset)).toEqual(Array.from({ length: 35 }, (_, i) => i));
    }
  });

  test("keeps what was found before a stop", async () => {
    const stop = { requested: false };
    const result = await runCampaign(
      plan({ jobs: 1 }),
      async (task) => {
        if (stop.requested) return null;
        stop.requested = task.from >= 10;
        return { runs: [summary(task.from, true, violation("no-acked-loss", true))], faults: [] };
      },
      () => {},
      stop,
    );
    expect(result.interrupted).toBe(true);
    expect(result.rows.flatMap(({ runs }) => runs).length).toBeGreaterThan(0);
  });

  test("counts progress and gathers internal faults with their row", async () => {
    const progress: number[] = [];
    const result = await runCampaign(
      plan({ jobs: 1, runs: 10 }),
      async (task) => ({ ...made(task), faults: [{ index: task.from, sentence: "ours", scenario: null as never }] }),
      ({ done, total }) => progress.push(done / total!),
      { requested: false },
    );
    expect(progress.at(-1)).toBe(1);
    expect(result.faults.map(({ row: of }) => of.profile)).toEqual(["process-crash", "network"]);
  });
});

test("real runs: a chunk in one piece or in two gives the same summaries", () => {
  const drawn = { strategy: "portfolio", feedback: noFeedback, seed: "s/all" } as const;
  const task = { kind: "chunk", space: propertySpace("kafka-4"), ...drawn, doubleEvery: 3 } as const;
  const whole = runChunk({ ...task, from: 0, count: 6 });
  const parts = [runChunk({ ...task, from: 4, count: 2 }), runChunk({ ...task, from: 0, count: 4 })];
  expect(whole.faults).toEqual([]);
  expect([...parts[1]!.runs, ...parts[0]!.runs]).toEqual(whole.runs);
});
