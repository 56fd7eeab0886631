import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import { bundledFile } from "../../src/configuration/bundled.ts";
import { mendingText } from "../../src/report/mending-text.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { mendedBy } from "../../src/study/mended-by.ts";
import { loaded } from "../configuration/files.ts";

const compacted = loaded([bundledFile("strimzi/kafka-persistent.yaml")], {
  version: "3.0",
  set: [
    "acks=all",
    "enable.idempotence=true",
    "cleanup.policy=compact",
    "min.cleanable.dirty.ratio=0",
    "broker:log.cleaner.backoff.ms=500",
    "topic:segment.ms=2000",
  ],
});

test("compaction above the high watermark is what KAFKA-13194 mended", () => {
  const arbitrary = scenarioArbitrary(spaceOf(compacted, "network", "kafka-3.0"));
  let failing: Scenario | undefined;
  let fingerprint = "";
  for (let i = 0; i < 200 && failing === undefined; i++) {
    const scenario = scenarioAt(arbitrary, "mended", i);
    const broken = run(scenario).violations.find(({ check, promised }) => promised && check === "compaction-safe");
    if (broken !== undefined) [failing, fingerprint] = [scenario, broken.fingerprint];
  }
  expect(failing).toBeDefined();
  expect(mendedBy(failing!, fingerprint).map(mendingText)).toEqual([
    "a bug of Kafka 3.0, mended in 3.1 (KAFKA-13194, LogCleanerManager): Compaction does not stop at the high watermark.",
  ]);
  expect(mendedBy({ ...failing!, rules: "kafka-4" }, fingerprint)).toEqual([]);
});
