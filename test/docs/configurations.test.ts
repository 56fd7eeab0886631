import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { argumentsOf, examples, lesson } from "../../src/docs/configurations.ts";
import { root } from "../source-files.ts";

const configs = join(root, "scenarios/configs");

test("every bundled file is an example", () => {
  const files = readdirSync(configs, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(properties|ya?ml)$/.test(name),
  );
  expect([...new Set(examples.flatMap((example) => example.files))].sort()).toEqual(files.sort());
});

test("the page shows the command, a table and a sentence for each (npm run docs writes it)", () => {
  const page = readFileSync(join(root, "docs/configurations.md"), "utf8");
  const sections = page.split(/^## /m).slice(1);
  expect(sections.length).toBe(examples.length);
  for (const [i, example] of examples.entries()) {
    expect(sections[i]).toContain(`$ npx kafka-trial ${argumentsOf(example).join(" ")}\n┌`);
    expect(sections[i]).toMatch(/\n\n\S.*(copy|copies) .*\.\n\n```/);
    for (const file of example.files) expect(existsSync(join(configs, file))).toBe(true);
  }
  expect(page).not.toMatch(/undefined|NaN/);
});

test("a lesson names shape, promise, losses, outage and what the tool remarked", () => {
  const profile = (name: string, verdict: "held" | "unpromised", brokenRuns: number) => ({
    profile: name,
    runs: 10,
    guarantees: [
      {
        guarantee: "no-acked-loss",
        promised: verdict === "held",
        verdict,
        testedRuns: 10,
        brokenRuns,
        endedRuns: 0,
        upper95: 0.1,
        witness: null,
      },
    ],
    statistics: { ackedRecords: 100, lostAcked: brokenRuns, duplicates: 0, reorderings: 0, unavailableSeconds: 50 },
  });
  const judged = {
    name: "kafka.yaml",
    files: ["kafka.yaml"],
    kafkaVersion: "4.4",
    rules: "kafka-4",
    ruleChanges: [],
    controlPlane: "one",
    brokers: 3,
    topics: [{ name: "orders", partitions: 2, replicationFactor: 3, minInsyncReplicas: 2 }],
    notes: ["num.partitions=1: judged with a topic of 2 partitions", "c: ephemeral storage: a pod comes back empty"],
    warnings: [],
    unknown: [],
    undecided: [],
    removed: [],
    notModelled: [],
    promises: [],
    profiles: [profile("process-crash", "held", 0), profile("power-loss", "unpromised", 4)],
  };
  expect(lesson(judged)).toBe(
    "3 copies of each partition, 2 of which must be in sync, 3 brokers: an acknowledged record is promised to be kept, and was, under process-crash; it was lost under power-loss (4 of 10 runs). Under process-crash its partitions took no writes for 5 s of a run, added up. The tool says: c: ephemeral storage: a pod comes back empty.",
  );
});
