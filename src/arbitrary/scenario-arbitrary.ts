/**
 * Whole scenarios, swarm style: each kind of fault is in or out per run, then placed at wide rates.
 *
 * No `chain`: every part shrinks by itself, and `shrink(value, undefined)` takes a scenario from a file.
 */
import fc from "fast-check";
import type { Fault, FaultKind } from "../chaos/fault.ts";
import { firstConsumerId, firstProducerId, nodeName } from "../core/ids.ts";
import { normalise } from "../run/normalise.ts";
import { type Scenario, scenarioVersion } from "../run/scenario.ts";
import { smallCluster } from "./cluster-arbitrary.ts";
import { faultArbitrary, type Names } from "./fault-arbitrary.ts";
import { crowded, even, type Rhythm, rhythms } from "./rhythm.ts";
import type { ScenarioSpace } from "./space.ts";
import { workloadArbitrary } from "./workload-arbitrary.ts";

interface Draft extends Omit<Scenario, "version" | "rules" | "limits"> {
  readonly swarm: readonly FaultKind[];
  readonly rhythm: Rhythm;
}

/** Kinds that occur often because they are short stories of their own. */
const heavy = new Set<FaultKind>([
  "process-crash",
  "power-loss",
  "isolate",
  "cut",
  "pause",
  "slow-link",
  "session-loss",
  "admin",
]);

function namesOf(space: ScenarioSpace): Names {
  const brokers = space.cluster?.brokers ?? 4;
  const racks = space.cluster === null ? ["a", "b", "c"] : [...new Set(space.cluster.racks)];
  return {
    brokers: Array.from({ length: brokers }, (_, i) => `b${i + 1}`),
    racks,
    clients: [nodeName(firstProducerId), nodeName(firstProducerId + 1), nodeName(firstConsumerId)],
    topics: space.cluster === null ? ["orders"] : space.cluster.topics.map((topic) => topic.name),
    partitions: space.cluster === null ? 3 : Math.max(...space.cluster.topics.map((topic) => topic.partitions)),
  };
}

function faults(space: ScenarioSpace): fc.Arbitrary<Fault[]> {
  const names = namesOf(space);
  const kinds: { weight: number; arbitrary: fc.Arbitrary<Fault> }[] = [];
  for (const kind of space.kinds) {
    const arbitrary = faultArbitrary(kind, space, names);
    if (arbitrary !== null) kinds.push({ weight: heavy.has(kind) ? 3 : 1, arbitrary });
  }
  if (kinds.length === 0) return fc.constant([]);
  return fc.oneof(
    { weight: 1, arbitrary: fc.array(fc.oneof(...kinds), { maxLength: 5 }) },
    { weight: 3, arbitrary: fc.array(fc.oneof(...kinds), { minLength: 4, maxLength: 32, size: "max" }) },
  );
}

export function scenarioArbitrary(space: ScenarioSpace): fc.Arbitrary<Scenario> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    seed: fc.noShrink(fc.integer({ min: 0, max: 0x7fffffff })).map(String, Number),
    faults: faults(space),
    swarm: fc.noShrink(fc.subarray([...space.kinds], { minLength: Math.min(1, space.kinds.length) })),
    rhythm: fc.noShrink(rhythms),
    workload: workloadArbitrary(space),
    cluster: space.cluster === null ? smallCluster : fc.constant(space.cluster),
    overrides: fc.constant({}),
  });
  return draft.map(
    ({ swarm, rhythm, ...rest }) =>
      normalise({
        version: scenarioVersion,
        ...rest,
        rules: space.rules,
        faults: crowded(
          rest.faults.filter((fault) => swarm.includes(fault.kind)),
          rhythm,
          space.chaosMs,
        ),
        limits: { chaosMs: space.chaosMs, calmMs: space.calmMs, maxEvents: 400_000 },
      }),
    (value) => {
      const { version: _version, rules: _rules, limits: _limits, ...rest } = value as Scenario;
      return { ...rest, swarm: [...space.kinds], rhythm: even };
    },
  );
}
