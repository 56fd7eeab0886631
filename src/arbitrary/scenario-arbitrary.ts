/**
 * Whole scenarios. No `chain`: every part shrinks by itself, and `shrink(value, undefined)` takes a scenario from a file.
 */
import fc from "fast-check";
import { type NodeId, nodeId, nodeName } from "../core/ids.ts";
import { normalise } from "../scenario/normalise.ts";
import { type ClusterPlan, type Scenario, type Settings, scenarioVersion } from "../scenario/scenario.ts";
import { asItIs, choice } from "./as-it-is.ts";
import { smallCluster } from "./cluster-arbitrary.ts";
import type { FaultDraw } from "./fault-draw.ts";
import type { Names } from "./fault-parts.ts";
import { faultsArbitrary } from "./faults-arbitrary.ts";
import { hasGroup, mostMembers, withOffsetsTopic } from "./group-arbitrary.ts";
import type { ScenarioSpace } from "./space.ts";
import { swarmDraw } from "./swarm-draw.ts";
import { withinCluster } from "./within-cluster.ts";
import { workloadArbitrary } from "./workload-arbitrary.ts";

type Draft = Omit<Scenario, "version" | "rules" | "limits">;

function namesOf(space: ScenarioSpace): Names {
  const brokers = space.cluster?.brokers ?? 4;
  const racks = space.cluster === null ? ["a", "b", "c"] : [...new Set(space.cluster.racks)];
  return {
    brokers: Array.from({ length: brokers }, (_, i) => `b${i + 1}`),
    racks,
    clients: [nodeId("producer", 0), nodeId("producer", 1), ...readers(space)].map(nodeName),
    topics: space.cluster === null ? ["orders"] : space.cluster.topics.map((topic) => topic.name),
    partitions: space.cluster === null ? 3 : Math.max(...space.cluster.topics.map((topic) => topic.partitions)),
  };
}

const readers = (space: ScenarioSpace): readonly NodeId[] =>
  Array.from({ length: hasGroup(space) ? mostMembers : 1 }, (_, i) => nodeId("consumer", i));

/** Any text is a seed, and none is smaller than another. */
const seeds: fc.Arbitrary<string> = asItIs(fc.integer({ min: 0, max: 0x7fffffff }).map(String));

const smallClusterWith = (settings: Settings): fc.Arbitrary<ClusterPlan> =>
  smallCluster.map(
    (cluster) => ({ ...cluster, settings: { ...cluster.settings, ...settings } }),
    (value) => value as ClusterPlan,
  );

export function scenarioArbitrary(space: ScenarioSpace, draw: FaultDraw = swarmDraw): fc.Arbitrary<Scenario> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    seed: seeds,
    faults: faultsArbitrary(space, namesOf(space), draw),
    workload: workloadArbitrary(space),
    cluster: space.cluster === null ? smallClusterWith(space.brokerSettings) : choice(space.cluster),
    overrides: choice({}),
  });
  return draft.map(
    (parts) =>
      normalise({
        version: scenarioVersion,
        ...parts,
        cluster: space.cluster === null && hasGroup(space) ? withOffsetsTopic(parts.cluster) : parts.cluster,
        faults: withinCluster(parts.faults, parts.cluster),
        rules: space.rules,
        limits: { chaosMs: space.chaosMs, calmMs: space.calmMs, maxEvents: 400_000 },
      }),
    (value) => {
      const { version: _version, rules: _rules, limits: _limits, ...parts } = value as Scenario;
      return parts;
    },
  );
}
