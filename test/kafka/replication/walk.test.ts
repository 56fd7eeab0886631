/**
 * Today's rules keep every committed record on random walks; most rungs below them and several defects lose some. Those
 * that need a longer coincidence (R-06, R-07, R-09, R-11, the first try of KIP-320) have their schedules written out
 * beside this file.
 */

import { describe, expect, test } from "vitest";
import { ladder } from "../../../src/kafka/rules/ladder.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { overrideOf } from "./override-of.ts";
import { walk } from "./walk.ts";

/** The number of walks until the first broken promise, and what it was. */
function search(override: Override, walks: number, minInsyncReplicas: number): [number, string] | null {
  for (let seed = 1; seed <= walks; seed++) {
    const broken = walk(seed, 250, override, minInsyncReplicas);
    if (broken !== null) return [seed, broken];
  }
  return null;
}

describe("committed records", () => {
  test.each([1, 2])("survive under today's rules, min.insync.replicas %i", (minInsyncReplicas) => {
    expect(search({ name: "kafka-4" }, 1500, minInsyncReplicas)).toBeNull();
  });

  test("survive under kip-320", () => {
    expect(search(ladder.find((one) => one.name === "kip-320")!, 1500, 1)).toBeNull();
  });

  const losing: Override[] = [
    ...ladder.slice(0, 3),
    overrideOf("R-01"),
    overrideOf("I-01"),
    { name: "R-08", replication: { countsAcknowledgement: () => true } },
    { name: "R-13", replication: { countsDivergedFetch: true } },
    { name: "E-15", replication: { lastFetchedEpochToSend: () => -1 } },
  ];
  test.each(losing)("are lost under $name", (override) => {
    expect(search(override, 3000, 1)).not.toBeNull();
  });
});
