/** Failures of earlier campaigns: still there, fixed, or stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { propertySpace, type ScenarioSpace } from "../../src/arbitrary/space.ts";
import type { CampaignRow } from "../../src/campaign/campaign.ts";
import { corpusFiles, failuresFolder, replayEntry } from "../../src/campaign/corpus.ts";
import { run } from "../../src/run/run.ts";
import { saveScenario } from "../../src/scenario/saved-scenario.ts";
import { scratch } from "../cli/program.ts";
import { findFailures } from "./failures.ts";

const drawn: ScenarioSpace = { ...propertySpace("R-01"), varyClients: false };
const [failure] = findFailures(drawn, (violation) => violation.promised, 1);
const { scenario, violation } = failure!;

/** The row of a campaign that could have found it. */
const row = (change: Partial<ScenarioSpace>): CampaignRow => {
  return { configuration: 0, profile: "all", space: { ...drawn, cluster: scenario.cluster, ...change } };
};
const outcome = run(scenario);

function corpus(...changes: readonly ((value: Record<string, Record<string, unknown>>) => void)[]): string {
  const out = scratch();
  changes.forEach((change, i) => {
    const file = join(failuresFolder(out), `${i}.json`);
    saveScenario(file, scenario, outcome, violation.fingerprint);
    const value = JSON.parse(readFileSync(file, "utf8"));
    change(value);
    writeFileSync(file, JSON.stringify(value));
  });
  return out;
}

test("each file is replayed and told by its status", () => {
  const out = corpus(
    () => {},
    (value) => {
      value["kafkaTrial"]!["fingerprint"] = "another/failure/chaos";
    },
    (value) => {
      value["kafkaTrial"]!["fingerprint"] = "another/failure/chaos";
      value["kafkaTrial"]!["scheduleVersion"] = 0;
    },
    (value) => {
      value["scenario"]!["version"] = 99;
    },
  );
  const entries = corpusFiles(out).map((file) => replayEntry(file, [row({})])?.status);
  expect(entries).toEqual(["reproduces", "fixed", "stale", "stale"]);
});

test("a failure under other rules or settings says nothing", () => {
  const [file] = corpusFiles(corpus(() => {}));
  const settings = { ...scenario.cluster.settings, "replica.lag.time.max.ms": "999999" };
  expect(replayEntry(file!, [row({ rules: "kafka-4" })])).toBeNull();
  expect(replayEntry(file!, [row({ producerSettings: { acks: "0" } })])).toBeNull();
  expect(replayEntry(file!, [row({ cluster: { ...scenario.cluster, settings } })])).toBeNull();
  expect(replayEntry(file!, [row({ rules: "kafka-4" }), row({})])).not.toBeNull();
});

test("no corpus, no files", () => {
  expect(corpusFiles(join(scratch(), "nowhere"))).toEqual([]);
});
