/** Summaries of runs as campaigns keep them, for judging. */

import type { RunSummary } from "../../src/campaign/chunk.ts";
import type { GuaranteeName, Violation } from "../../src/check/check.ts";
import type { Statistics } from "../../src/check/statistics.ts";
import { run } from "../../src/run/run.ts";
import { quietCluster } from "../golden/scenario.ts";

const statistics: Statistics = run(
  quietCluster({ seed: "s", producer: { records: 1 }, faults: [], chaosMs: 500 }),
).statistics;

export const violation = (guarantee: GuaranteeName, promised: boolean): Violation => ({
  check: "some-check",
  guarantee,
  fingerprint: `some-check/${guarantee}/${promised ? "promised" : "not"}`,
  sentence: "something is wrong",
  topicPartition: -1,
  event: 1,
  atMicros: 1,
  promised,
  subject: { kind: "cluster", sinceMicros: 0 },
});

/** The run again, as if the occasion of the guarantee had not come. */
export const untested = (run: RunSummary, guarantee: GuaranteeName): RunSummary => ({
  ...run,
  tested: { ...run.tested, [guarantee]: false },
});

export function summary(index: number, promised: boolean, ...violations: readonly Violation[]): RunSummary {
  return {
    index,
    digest: (0x1234567890 + index * 0x10001).toString(16).padStart(16, "0"),
    events: 10,
    virtualMicros: 1000,
    promised: {
      "no-acked-loss": promised,
      "per-key-order": true,
      "no-duplicate": true,
      "stable-reads": true,
      progress: true,
      protocol: true,
    },
    tested: {
      "no-acked-loss": true,
      "per-key-order": true,
      "no-duplicate": true,
      "stable-reads": true,
      progress: true,
      protocol: true,
    },
    violations,
    statistics,
    marks: [],
    excused: {},
  };
}
