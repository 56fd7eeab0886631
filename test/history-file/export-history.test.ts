/** A run's own history goes through the judge of recorded histories, which knows nothing of brokers or rule sets. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import { profileNames, profiles } from "../../src/chaos/fault-kinds.ts";
import { checkHistory } from "../../src/history-file/check-history.ts";
import { historyLines } from "../../src/history-file/export-history.ts";
import { run } from "../../src/run/run.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { scratch } from "../scratch.ts";
import { loaded } from "../study/counterfactual/configurations.ts";

const folder = scratch();

function judged(rules: string, index: number): { readonly duplicate: boolean; readonly types: readonly string[] } {
  const scenario = scenarioAt(scenarioArbitrary(propertySpace(rules)), "history", index);
  const file = join(folder, "history.jsonl");
  const lines = historyLines(scenario);
  writeFileSync(file, `${lines.join("\n")}\n`);
  const report = checkHistory(file, { wwDeps: false, subVia: null, series: null });
  if (isBadInput(report)) return { duplicate: false, types: lines.length === 0 ? [] : ["unreadable"] };
  const types = report.badErrorTypes;
  const isSeen = types.includes("duplicate");
  return { duplicate: isSeen && run(scenario).violations.some(({ check }) => check === "no-duplicate"), types };
}

describe("a run's history", () => {
  test("is read without complaint, and a duplicate that readers saw is found there", () => {
    const runs = Array.from({ length: 120 }, (_, i) => judged("P-01", i));
    expect(runs.filter((one) => one.types.includes("unreadable"))).toEqual([]);
    const seen = runs.filter((one) => one.types.includes("duplicate"));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((one) => one.duplicate)).toBe(true);
  });

  test("of good runs is valid under every profile", () => {
    const { configuration } = loaded("strimzi/kafka-persistent.yaml");
    for (const profile of profileNames) {
      const arbitrary = scenarioArbitrary(spaceOf(configuration, profile, "kafka-4"));
      for (let index = 0; index < 4; index++) {
        const scenario = scenarioAt(arbitrary, `history/${profile}`, index);
        if (run(scenario).violations.length > 0) continue;
        const file = join(folder, "history.jsonl");
        const lines = historyLines(scenario);
        writeFileSync(file, `${lines.join("\n")}\n`);
        const report = checkHistory(file, { wwDeps: false, subVia: null, series: null });
        // A producer that died before its first send leaves nothing to judge, nor does a topic that was deleted.
        const isEmpty = !lines.some((line) => line.includes('"f":"send"'));
        const badErrorTypes = isEmpty ? ["empty-transaction-graph"] : [];
        expect(report, `${profile} ${index}`).toMatchObject({ badErrorTypes });
      }
    }
  });

  test("a send whose outcome nobody knows ends its process", () => {
    const space = { ...propertySpace("kafka-4"), kinds: profiles["process-crash"].kinds };
    const short = { acks: "all", "delivery.timeout.ms": "900", "request.timeout.ms": "400" };
    let unsure = 0;
    for (let index = 0; index < 30; index++) {
      const scenario = scenarioAt(
        scenarioArbitrary({ ...space, producerSettings: short, varyClients: false }),
        "info",
        index,
      );
      const ended = new Set<number>();
      for (const line of historyLines(scenario)) {
        const { process, type, f } = JSON.parse(line);
        expect(ended.has(process)).toBe(false);
        if (f === "send" && type === "info") ended.add(process);
      }
      unsure += ended.size;
    }
    expect(unsure).toBeGreaterThan(0);
  });
});
