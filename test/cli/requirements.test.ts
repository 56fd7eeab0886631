/** When `--require` is met: by the promise of the configuration under the profile, and by runs that kept it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { promisingOf } from "../../src/arbitrary/side.ts";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import type { CampaignResult } from "../../src/campaign/campaign.ts";
import type { RunSummary } from "../../src/campaign/chunk.ts";
import { judge } from "../../src/campaign/judgement.ts";
import { type ProfileName, profiles, requiredProfiles } from "../../src/chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../src/check/check.ts";
import { reachOf } from "../../src/check/reach.ts";
import { planRun, type RunPlan } from "../../src/cli/run/plan.ts";
import { requirementLines } from "../../src/cli/run/requirement-lines.ts";
import { unmetRequirements } from "../../src/cli/run/requirements.ts";
import { drawnAt } from "../../src/study/counterfactual/drawn.ts";
import { promiseTable } from "../../src/study/promises/promise-table.ts";
import { summary, untested, violation } from "../campaign/summaries.ts";
import { scratch } from "../scratch.ts";
import { loaded } from "../study/counterfactual/configurations.ts";
import { configuration } from "./program.ts";

function unmet(
  guarantee: GuaranteeName,
  profile: ProfileName,
  runs: readonly RunSummary[],
  ...set: readonly string[]
): readonly string[] {
  const { configuration } = loaded("strimzi/kafka-persistent.yaml", ...set);
  const row = { configuration: 0, profile, space: spaceOf(configuration, profile, "kafka-4") };
  const plan: RunPlan = {
    configurations: [configuration],
    profiles: [profile],
    rows: [row],
    strategy: "swarm",
    seed: "s",
    runs: runs.length,
    out: "nowhere",
    required: [{ guarantee, profiles: [profile] }],
    shrink: undefined,
  };
  const scenarioOf = (index: number) => drawnAt(row.space, "s", index);
  const result: CampaignResult = { rows: [{ row, runs, scenarioOf }], faults: [], digest: null, interrupted: false };
  return unmetRequirements(plan, result).map((one) => one.why);
}

const good = summary(0, true);
const sessionEnded: RunSummary = { ...good, promised: { ...good.promised, "per-key-order": false } };
const reordered: RunSummary = { ...sessionEnded, violations: [violation("per-key-order", false)] };

test.each<[string, readonly string[], readonly string[]]>([
  ["promised and kept", unmet("no-acked-loss", "process-crash", [good]), []],
  ["not promised", unmet("no-acked-loss", "process-crash", [good], "acks=1"), ["not promised"]],
  [
    "promised up to a number of replicas only",
    unmet("no-acked-loss", "power-loss", [good]),
    ["promised only while at most 1 of 3 replicas are lost"],
  ],
  ["a session that ended harms nobody by itself", unmet("per-key-order", "network", [good, sessionEnded]), []],
  ["an order that it broke does", unmet("per-key-order", "network", [good, reordered]), ["broken in 1 of 2 runs"]],
  [
    "a promise that a setting ends for good (producer.id.expiration.ms)",
    unmet("no-duplicate", "network", [good], "producer.id.expiration.ms=2000"),
    ["not promised"],
  ],
  [
    "a heartbeat that leaves a session no time",
    unmet("progress", "network", [good], "broker.heartbeat.interval.ms=8000"),
    ["not promised"],
  ],
  [
    "never put to the test",
    unmet("no-acked-loss", "process-crash", [untested(good, "no-acked-loss")]),
    ["not tested: no run in which a send with acks=all succeeded"],
  ],
  ["no run at all", unmet("progress", "network", []), ["not tried in any run"]],
])("%s", (_name, found, expected) => {
  expect(found).toEqual(expected);
});

describe("one value for the table of promises, the verdicts and --require", () => {
  const { side } = loaded("strimzi/kafka-persistent.yaml", "producer.id.expiration.ms=2000");
  const reach = reachOf("no-duplicate", promisingOf(side), profiles.network.kinds);

  test("a session shorter than a send may take", () => {
    const row = promiseTable(side, ["network"]).find((one) => one.guarantee === "no-duplicate");
    expect(row?.reaches[0]).toMatchObject(reach);
    expect(judge("no-duplicate", [good], reach).verdict).toBe("unpromised");
    expect(reach.promised).toBe(false);
  });
});

describe("what --require takes", () => {
  const requirements = (...words: readonly string[]) =>
    planRun([configuration("strimzi/kafka-persistent.yaml")], {
      require: words,
      profile: [],
      set: [],
      out: scratch(),
    });

  test("a guarantee: the usual profiles", () => {
    const plan = requirements("no-acked-loss");
    expect(plan.required).toEqual([{ guarantee: "no-acked-loss", profiles: requiredProfiles }]);
    expect(plan.profiles).toEqual(requiredProfiles);
  });

  test("guarantee@profile: that one as well", () => {
    const plan = requirements("no-acked-loss@power-loss", "progress");
    expect(plan.required).toEqual([
      { guarantee: "no-acked-loss", profiles: [...requiredProfiles, "power-loss"] },
      { guarantee: "progress", profiles: requiredProfiles },
    ]);
    expect(new Set(plan.profiles)).toEqual(new Set([...requiredProfiles, "power-loss"]));
  });
});

test("the line of what is met says where it was not asked, and what is promised there", () => {
  const plan = planRun([configuration("strimzi/kafka-persistent.yaml")], {
    require: ["no-acked-loss"],
    profile: [],
    set: [],
    out: scratch(),
  });
  const rows = plan.rows.map((row) => ({
    row,
    runs: [good],
    scenarioOf: (index: number) => drawnAt(row.space, "s", index),
  }));
  const [line] = requirementLines(plan, { rows, faults: [], digest: null, interrupted: false });
  expect(line).toMatch(
    /promised and held under process-crash, network, pause-clock, rolling-restart; not asked under power-loss \(promised up to 1 of 3 replicas\), /,
  );
});

test("a setting that could not be read: undecided, with key and line", () => {
  const path = join(scratch(), "producer.properties");
  writeFileSync(path, "key.serializer=x\naks=1\n");
  const plan = planRun([configuration("strimzi/kafka-persistent.yaml"), path], {
    require: ["no-acked-loss"],
    profile: ["network"],
    set: [],
    out: scratch(),
  });
  const rows = plan.rows.map((row) => ({
    row,
    runs: [good],
    scenarioOf: (index: number) => drawnAt(row.space, "s", index),
  }));
  const [one] = unmetRequirements(plan, { rows, faults: [], digest: null, interrupted: false });
  expect(one?.why).toBe(`undecided: ${path}:2: aks is no producer key, and it may stand for acks`);
});
