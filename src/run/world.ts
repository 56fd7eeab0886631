/**
 * The simulated cluster of one scenario: the controller, its brokers, clients and an operator's admin client, one
 * simulator below them, one trial above.
 */
import type { AnchorEvent } from "../chaos/fault.ts";
import type { Violation } from "../check/check.ts";
import { type TrialObserver, trialObservations } from "../check/observer.ts";
import type { Trial } from "../check/trial.ts";
import { createTrial } from "../check/trial.ts";
import { adminMachine } from "../client/admin.ts";
import { defaultAdminConfig } from "../client/admin-config.ts";
import type { ProcessingPlan } from "../client/consumer/processing-plan.ts";
import { consumerMachine } from "../client/consumer.ts";
import type { ConsumerConfig } from "../client/consumer-config.ts";
import { producerMachine } from "../client/producer.ts";
import type { Partitioner } from "../client/producer-config.ts";
import { type NodeId, nodeId } from "../core/ids.ts";
import { hashText } from "../core/mix.ts";
import { type AnchorListener, anchorsOf, digestOf, observerOf } from "../core/observer.ts";
import { brokerMachine } from "../kafka/broker/broker.ts";
import type { BrokerState } from "../kafka/broker/state.ts";
import { controllerMachine } from "../kafka/controller/controller.ts";
import type { ControllerState } from "../kafka/controller/state.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";
import type { ReplicaManager } from "../kafka/replica-manager/replica-manager.ts";
import { kafka4, type Rules } from "../kafka/rules/rules.ts";
import { bootstrapMs } from "../scenario/bootstrap-time.ts";
import { withPlantedSettings } from "../scenario/planted-settings.ts";
import { rulesNamed } from "../scenario/rule-sets.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { brokersOf, firstBrokers } from "../scenario/scenario-brokers.ts";
import { type ClusterSettings, clusterSettings, consumerSettings, producerSettings } from "../scenario/settings.ts";
import { trialOptions } from "../scenario/trial-options.ts";
import type { DecisionRecorder } from "../sim/chance.ts";
import type { RandomSource } from "../sim/random-source.ts";
import { Simulator } from "../sim/simulator.ts";
import { type ConsumerPlan, topicsOf } from "../workload/plan.ts";
import { producerWorkload } from "../workload/producer-workload.ts";
import { watchedClient } from "./watched-client.ts";

type KafkaSimulator = Simulator<KafkaMessage, TrialObserver>;

export interface World {
  readonly scenario: Scenario;
  readonly settings: ClusterSettings;
  readonly sim: KafkaSimulator;
  readonly observer: TrialObserver;
  /** Told where a fault could be anchored, from the end of the bootstrap on; null: nobody waits. */
  anchored: AnchorListener | null;
  readonly trial: Trial;
  /** The voters of the control plane. */
  readonly controllers: readonly NodeId[];
  /** Of every host, those included that stand by until they are added. */
  readonly brokers: readonly NodeId[];
  /** Those that belong to the cluster now. */
  members: () => readonly NodeId[];
  readonly producers: readonly NodeId[];
  readonly consumers: readonly NodeId[];
  /** The admin client through which the operator acts. */
  readonly operator: NodeId;
  /** How many records each producer was asked for beyond its plan, when all had come to rest. */
  readonly probes: Map<NodeId, number>;
  /** Nodes that stay dead for good in the calm phase. */
  readonly frozen: Set<NodeId>;
}

/** `topicPartition` as in scenarios (`orders-0`); `sinceMicros`: from the end of the bootstrap. */
export type AnchorSink = (
  event: AnchorEvent,
  node: NodeId,
  topicPartition: string,
  offset: number,
  leaderEpoch: number,
  sinceMicros: number,
) => void;

export interface WorldOptions {
  /** Instead of the rule set that the scenario names. */
  readonly rules?: Rules;
  readonly checks?: "all" | "none" | readonly string[];
  readonly listener?: (clock: { event(): number; atMicros(): number }) => Partial<TrialObserver>;
  /** Told of the first violation of each fingerprint, inside the event that showed it. */
  readonly onViolation?: (violation: Violation) => void;
  /** Of every producer, instead of Kafka's own. */
  readonly partitioner?: Partitioner;
  readonly decisions?: DecisionRecorder;
  /** Told of every observation on which a fault could be anchored. */
  readonly anchors?: AnchorSink;
  readonly source?: RandomSource;
}

export function buildWorld(given: Scenario, options: WorldOptions): World {
  const scenario = withPlantedSettings(given);
  const settings = clusterSettings(scenario.cluster.settings);
  const trial = createTrial({
    ...trialOptions(scenario, settings, options.checks ?? "all"),
    ...(options.onViolation === undefined ? {} : { onViolation: options.onViolation }),
  });
  let sim: KafkaSimulator | null = null;
  // The event that is going on counts already.
  const clock = { event: () => (sim?.events ?? 1) - 1, atMicros: () => sim?.now ?? 0 };
  const observer = observerOf(trialObservations, [
    digestOf(trialObservations, (value) => sim?.note(value)),
    options.listener?.(clock) ?? {},
    trial,
    isAnchored(scenario, options) ? anchorsTo(() => world) : {},
  ]);
  sim = new Simulator<KafkaMessage, TrialObserver>({
    seed: scenario.seed,
    overrides: scenario.overrides,
    latencyMicros: scenario.cluster.latencyMicros,
    observer,
    world: observer,
    ...(options.checks === "none" ? {} : { hooks: trial }),
    recorder: options.decisions ?? null,
    ...(options.source === undefined ? {} : { source: options.source }),
  });
  const rules = options.rules ?? rulesNamed(scenario.rules) ?? kafka4;
  const brokers = brokersOf(scenario);
  const first = firstBrokers(scenario);
  const world: World = {
    scenario,
    settings,
    sim,
    observer,
    anchored: null,
    trial,
    controllers: [nodeId("controller", 0)],
    brokers,
    members: () => first,
    producers: scenario.workload.producers.map((_, i) => nodeId("producer", i)),
    consumers: scenario.workload.consumers.map((_, i) => nodeId("consumer", i)),
    operator: nodeId("admin", 0),
    probes: new Map(),
    frozen: new Set(),
  };
  addServers(world, rules);
  addClients(world, rules, options.partitioner);
  return world;
}

const isAnchored = ({ faults }: Scenario, { anchors }: WorldOptions): boolean =>
  anchors !== undefined || faults.some(({ trigger }) => "on" in trigger);

const anchorsTo = (world: () => World): Partial<TrialObserver> =>
  anchorsOf(trialObservations, (event, node, tp, offset, leaderEpoch) =>
    world().anchored?.(event, node, tp, offset, leaderEpoch),
  );

function addServers({ sim, settings, scenario, brokers, controllers: voters }: World, rules: Rules): void {
  const shared = {
    brokerConfig: settings.broker,
    topicDefaults: settings.topicDefaults,
    topicConfigOf: settings.topicOf,
    rules,
  };
  for (const controller of voters) sim.addHost(controller, controllerMachine(shared), { disks: 1 });
  const { racks, disksPerBroker } = scenario.cluster;
  for (const brokerId of brokers) {
    const rack = racks.length === 0 ? "" : racks[(brokerId - 1) % racks.length]!;
    sim.addHost(brokerId, brokerMachine({ brokerId, rack, voters, ...shared }), { disks: disksPerBroker });
  }
}

function addClients(
  { sim, scenario, settings, producers, consumers, operator }: World,
  rules: Rules,
  partitioner: Partitioner | undefined,
): void {
  const seed = hashText(scenario.seed);
  const bootstrap = firstBrokers(scenario);
  const own = partitioner === undefined ? {} : { partitioner };
  const clockStartMs = bootstrapMs(settings.broker);
  for (const [i, plan] of scenario.workload.producers.entries()) {
    const config = producerSettings(plan.settings);
    const workload = producerWorkload(plan, seed, i);
    const machine = producerMachine({ config, bootstrap, rules, workload, clockStartMs, ...own });
    sim.addHost(producers[i]!, watchedClient(machine));
  }
  for (const [i, plan] of scenario.workload.consumers.entries()) {
    const config = consumerSettings(plan.settings);
    const { startMs, pollEveryMs, start } = plan;
    const workload = { topics: topicsOf(plan), startMs, pollEveryMs, start, processing: processingOf(plan, config) };
    const options = { config, bootstrap, rules, workload, rack: plan.rack, clockStartMs };
    sim.addHost(consumers[i]!, watchedClient(consumerMachine(options)));
  }
  sim.addHost(operator, watchedClient(adminMachine({ config: defaultAdminConfig, bootstrap, rules })));
}

function processingOf({ commit, processMs = 0 }: ConsumerPlan, { group }: ConsumerConfig): ProcessingPlan {
  const autoCommits = group === null || group.autoCommitIntervalMs < Number.POSITIVE_INFINITY;
  return { commit: commit ?? (autoCommits ? "auto" : "after"), processMs };
}

/** Undefined while no process runs, or where its state has no such key. Machines own their states: read only. */
export function stateOf<State extends object>({ sim }: World, node: NodeId, key: keyof State): State | undefined {
  const state = sim.stateOf(node);
  return typeof state === "object" && state !== null && key in state ? (state as State) : undefined;
}

/** It runs, and nothing that befell it is left on it. */
export const isHealthy = ({ sim, frozen }: World, node: NodeId): boolean =>
  sim.statusOf(node) === "up" && !frozen.has(node);

export const brokerStateOf = (world: World, broker: NodeId): BrokerState | undefined =>
  stateOf<BrokerState>(world, broker, "replicas");

export const replicaManagerOf = (world: World, broker: NodeId): ReplicaManager | undefined =>
  brokerStateOf(world, broker)?.replicas;

/** The controller that leads, or led last: with one voter, that one. */
export const leadingController = ({ controllers }: World): NodeId => controllers[0]!;

/** Of the leading controller. */
export const controllerState = (world: World): ControllerState | undefined =>
  stateOf<ControllerState>(world, leadingController(world), "image");
