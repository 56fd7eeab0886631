/** The quiet beginning of a run: brokers register, topics are created; then the chaos starts from a healthy cluster. */
import { invariant } from "../core/invariant.ts";
import { hashText } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import { isUnfenced } from "../kafka/metadata/image.ts";
import { bootstrapMs } from "../scenario/bootstrap-time.ts";
import { type ClusterPlan, type Scenario, scenarioVersion } from "../scenario/scenario.ts";
import { firstBrokers } from "../scenario/scenario-brokers.ts";
import { guarded } from "../sim/guard.ts";
import { buildWorld, controllerState, leadingController, replicaManagerOf, type World } from "./world.ts";

/** A cluster that is not ready by then never will be: its settings forbid it, or it is a fault of ours. */
const patienceMs = 120_000;

export function bootstrap(world: World): void {
  const { sim, scenario } = world;
  const problem = startCluster(world);
  invariant(problem === null, `the cluster did not start: ${problem} (after ${sim.events} events)`);
  const end = microsOf(bootstrapMs(world.settings.broker));
  sim.runUntil(() => false, { untilMicros: Math.max(end, sim.now), maxEvents: scenario.limits.maxEvents });
}

/** Null, or what the cluster waits for in vain. */
function startCluster(world: World): string | null {
  const { sim, scenario } = world;
  const brokers = firstBrokers(scenario);
  for (const controller of world.controllers) sim.boot(controller);
  for (const broker of brokers) sim.boot(broker);
  const areRegistered = comesTrue(world, () => {
    const image = controllerState(world)?.image;
    return image !== undefined && brokers.every((broker) => isUnfenced(image, broker));
  });
  if (!areRegistered) return "its brokers never stand registered and unfenced all at once";
  createTopics(world, scenario);
  return comesTrue(world, () => isReady(world)) ? null : "its topics do not get a leader for each partition";
}

/** An operator's request at the controller itself: its answer goes to nobody. */
function createTopics(world: World, { cluster }: Scenario): void {
  world.sim.deliver(leadingController(world), operatorId, {
    kind: "CreateTopics",
    name: hashText("bootstrap"),
    correlationId: 0,
    topics: cluster.topics.map(({ name, partitions, replicationFactor, assignments = null, settings: configs }) => ({
      name,
      // Both follow from a placement by hand.
      numPartitions: assignments === null ? partitions : -1,
      replicationFactor: assignments === null ? replicationFactor : -1,
      assignments,
      configs,
    })),
  });
}

/** Every broker has applied all metadata; so every leader leads. */
function isReady(world: World): boolean {
  const image = controllerState(world)?.image;
  if (image === undefined || image.topicsByName.size < world.scenario.cluster.topics.length) return false;
  return firstBrokers(world.scenario).every((broker) => {
    const partitions = replicaManagerOf(world, broker)?.partitions.sorted ?? [];
    const hosted = [...image.partitions].filter(([, registration]) => registration.replicas.includes(broker)).length;
    return partitions.length >= hosted && partitions.every((partition) => partition.status === "online");
  });
}

function comesTrue({ sim, scenario }: World, done: () => boolean): boolean {
  const untilMicros = sim.now + microsOf(patienceMs);
  return sim.runUntil(done, { untilMicros, maxEvents: scenario.limits.maxEvents }) === "done";
}

/** Null if its brokers register and its topics get their leaders while nothing goes wrong. */
export function whyNotStarting(cluster: ClusterPlan, rules: string): string | null {
  const scenario: Scenario = {
    version: scenarioVersion,
    seed: "start",
    cluster,
    rules,
    workload: { producers: [], consumers: [] },
    faults: [],
    overrides: {},
    limits: { chaosMs: 0, calmMs: 0, maxEvents: 400_000 },
  };
  return guarded(() => startCluster(buildWorld(scenario, { checks: "none" })));
}
