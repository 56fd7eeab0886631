/** Which guarantees a run puts to the test: each needs an occasion, and without it the run shows nothing of it. */
import { describe, expect, test } from "vitest";
import { judgedGuarantees } from "../../src/campaign/judgement.ts";
import type { GuaranteeName } from "../../src/check/check.ts";
import { guarantees } from "../../src/check/guarantees.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ConsumerPlan } from "../../src/workload/plan.ts";
import { quietCluster } from "../golden/scenario.ts";

const reader: ConsumerPlan = {
  settings: {},
  topic: "orders",
  startMs: 0,
  pollEveryMs: 500,
  start: "earliest",
  rack: "",
};

const cluster = (records: number, ...more: readonly Partial<Scenario>[]): Scenario => {
  const quiet = quietCluster({ seed: "s", producer: { records }, faults: [], chaosMs: 6000 });
  const read = { ...quiet, workload: { ...quiet.workload, consumers: [reader] } };
  return Object.assign({}, read, ...more);
};

const whole = cluster(2);

/** No run here has a consumer with a group.id. */
const ofGroups: readonly GuaranteeName[] = ["one-owner", "no-skip", "commits-kept", "group-progress"];

const untestedIn = (scenario: Scenario): readonly GuaranteeName[] => {
  const { tested } = run(scenario);
  return judgedGuarantees.filter((guarantee) => !tested[guarantee]);
};

const refusing = cluster(2, {
  rules: "kafka-3.6",
  cluster: { ...whole.cluster, settings: { "min.insync.replicas": "5" } },
});
const withAcks = (acks: string): Scenario => {
  const workload = {
    ...whole.workload,
    producers: whole.workload.producers.map((plan) => ({ ...plan, settings: { acks } })),
  };
  return cluster(2, { workload });
};

describe("untested", () => {
  test.each<[string, Scenario, readonly GuaranteeName[]]>([
    ["nothing, where records are written, acknowledged and read", whole, ofGroups],
    ["the order of one record", cluster(1), ["per-key-order", ...ofGroups]],
    [
      "whatever is about records, where none is taken",
      refusing,
      judgedGuarantees.filter((name) => name !== "protocol"),
    ],
    [
      "reads, where nobody reads",
      cluster(2, { workload: { ...whole.workload, consumers: [] } }),
      ["stable-reads", ...ofGroups],
    ],
    ["losses, where nobody waits for all", withAcks("1"), ["no-acked-loss", ...ofGroups]],
  ])("%s", (_what, scenario, expected) => {
    expect(untestedIn(scenario)).toEqual(expected);
  });
});

test("each guarantee has its occasion in words", () => {
  for (const { occasion } of guarantees) expect(occasion).toMatch(/^(a|two|the) [^.]+$/);
});
