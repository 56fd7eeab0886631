/**
 * Five hundred fixed scenarios and what each showed when it was last written down: the digest of its run, and one of all
 * that the run came to (verdict, violations, promises, statistics, marks). A change that only moves code changes none.
 *
 * `KAFKA_TRIAL_FIXED=write` writes what they show today; the commit says which changed and why.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { anomalies } from "../../src/check/anomaly.ts";
import { hashText } from "../../src/core/mix.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { root } from "../source-files.ts";
import { fixedScenarios } from "./scenarios.ts";

const shownFile = `${root}test/fixed-runs/shown.txt`;
const isWriting = process.env["KAFKA_TRIAL_FIXED"] === "write";

/** Legal anomalies that excused something in any of them. */
const used = new Set<string>();

const hex = (text: string): string => (hashText(text) >>> 0).toString(16).padStart(8, "0");

/** `nth rules verdict events digest outcome`: the outcome is hashed over violations (fingerprint, sentence), promises, statistics and marks. */
function shownBy(scenario: Scenario, nth: number): string {
  const { verdict, events, digest, violations, promised, statistics, marks, excused } = run(scenario);
  for (const name of Object.keys(excused)) used.add(name);
  const found = violations.map(({ fingerprint, sentence }) => [fingerprint, sentence]);
  const outcome = [found, promised, statistics, marks].map((part) => hex(JSON.stringify(part))).join("-");
  return `${nth} ${scenario.rules} ${verdict} ${events} ${digest} ${outcome}`;
}

/** A machine that does much else at the time takes longer than tests usually may. */
const patienceMs = 600_000;

test("five hundred fixed scenarios show what they showed", { timeout: patienceMs }, () => {
  const shown = fixedScenarios().map(shownBy);
  if (isWriting) writeFileSync(shownFile, `${shown.join("\n")}\n`);
  expect(shown).toHaveLength(500);
  const before = readFileSync(shownFile, "utf8").trimEnd().split("\n");
  const changed = shown.filter((line, nth) => line !== before[nth]);
  expect(changed, `${changed.length} of 500 fixed scenarios show something else`).toEqual([]);
});

/** To be changed knowingly: what comes into use must be legal, and what goes out of use may hide nothing any more. */
const unused = [
  "not-acknowledged-by-all",
  "late-record",
  "answered-from-stale-reign",
  "reader-at-log-start",
  "log-starts-within-batch",
  "cut-within-batch",
  "old-high-watermark-checkpoint",
  "forgotten-producer",
  "log-end-forgotten",
  "snapshot-ahead-of-log",
  "behind-by-offsets-only",
  "two-topics-of-one-name",
  "error-of-deleted-partition",
  "late-answer",
  "loss-not-reported",
  "fetch-of-earlier-life",
  "move-not-heard",
  "epoch-given-back",
  "changed-min-insync-replicas",
  "candidates-cleared",
  "sent-again",
  "unnoticed-older-history",
  "emptied-at-checkpointed-start",
  "epochs-cut-with-start",
  "news-on-its-way",
  "high-watermark-not-told",
  "settings-keep-no-order",
  "settings-forget-producers",
  "settings-allow-no-progress",
  "registration-superseded",
  "addition-taken-back",
  "refused-out-of-order",
  "offsets-lost",
];

test("of the legal anomalies, all but these excused something in them", () => {
  expect(anomalies.map(({ name }) => name).filter((name) => !used.has(name))).toEqual(unused);
});
