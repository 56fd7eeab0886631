/** Three brokers and the real controller in the simulator, and a bare client that writes single records with acks=all. */
import { nodeId } from "../../../src/core/ids.ts";
import type { Context, Machine } from "../../../src/core/machine.ts";
import { mix, mix3, pick } from "../../../src/core/mix.ts";
import { brokerMachine } from "../../../src/kafka/broker/broker.ts";
import type { BrokerOptions } from "../../../src/kafka/broker/options.ts";
import type { BrokerState } from "../../../src/kafka/broker/state.ts";
import type { BrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import { resolveBrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { controllerMachine } from "../../../src/kafka/controller/controller.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { makeBatch } from "../../../src/kafka/records.ts";
import { kafka4 } from "../../../src/kafka/rules/rules.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { Simulator } from "../../../src/sim/simulator.ts";
import { batchesIn, plainTopic } from "../log/world.ts";
import { silentObserver } from "../silent-observer.ts";

const controllerId = nodeId("controller", 0);

export const brokerIds = [1, 2, 3];
const client = nodeId("producer", 0);
const topicName = "t";

interface ClientState {
  sent: number;
  leaders: (number | undefined)[];
  topicId: number;
  readonly inFlight: Map<number, { record: number; tp: number }>;
}

/** What the client was told, by record. */
export interface Told {
  readonly acked: Map<number, number>;
  readonly errors: Map<number, number>;
}

const noop = (): void => {};
const world = {
  nodeDown: noop,
  nodeUp: noop,
  nodePaused: noop,
  nodeResumed: noop,
  fileTorn: noop,
  diskWiped: noop,
  faultStarted: noop,
  faultEnded: noop,
};

type ClientContext = Context<KafkaMessage, KafkaObserver>;

/** Asks for metadata twice a second, writes a record to a partition every few ms, never retries. */
function clientMachine(
  told: Told,
  partitions: number,
  everyMs: number,
): Machine<ClientState, KafkaMessage, KafkaObserver> {
  const produce = (state: ClientState, context: ClientContext): void => {
    const record = state.sent++;
    const tp = topicPartition(state.topicId, record % partitions);
    const leader = state.leaders[record % partitions];
    if (leader === undefined) return;
    const batch = makeBatch(
      [
        {
          id: record,
          key: "k",
          value: "v",
          headers: [],
          timestamp: context.wallClockMs(),
          offsetDelta: 0,
          sizeInBytes: 100,
        },
      ],
      -1,
      -1,
      -1,
      1,
    );
    state.inFlight.set(record, { record, tp });
    context.send(leader, 0, {
      kind: "Produce",
      name: mix3(1, record, tp),
      correlationId: record,
      acks: -1,
      timeoutMs: 10_000,
      partitions: [{ topicPartition: tp, batch }],
      topicNames: null,
    });
  };
  const askMetadata = (state: ClientState, context: ClientContext): void => {
    for (const broker of brokerIds) {
      context.send(broker, 1, {
        kind: "Metadata",
        name: mix3(2, state.sent, broker),
        correlationId: -1,
        topics: [topicName],
        allowAutoTopicCreation: false,
      });
    }
  };
  const onMessage = (state: ClientState, body: KafkaMessage): void => {
    if (body.kind === "ProduceResponse") {
      const { errorCode, topicPartition: tp } = body.partitions[0]!;
      if (errorCode === Errors.NONE) told.acked.set(body.correlationId, tp);
      else told.errors.set(errorCode, (told.errors.get(errorCode) ?? 0) + 1);
    }
    if (body.kind !== "MetadataResponse" || body.topics[0]?.errorCode !== Errors.NONE) return;
    state.topicId = body.topics[0].topicId;
    for (const one of body.topics[0].partitions) if (one.leaderId >= 0) state.leaders[one.partition] = one.leaderId;
  };
  return {
    boot(_self, context) {
      context.setTimer(1, 100);
      context.setTimer(2, 200);
      return { sent: 0, leaders: [], topicId: 0, inFlight: new Map() };
    },
    step(state, input, context) {
      if (input.kind === "message") onMessage(state, input.body);
      if (input.kind !== "timer") return;
      if (input.timer === 1) askMetadata(state, context);
      else produce(state, context);
      context.setTimer(input.timer, input.timer === 1 ? 500 : everyMs);
    },
    timerName: String,
  };
}

export class SimulatedCluster {
  readonly simulator: Simulator<KafkaMessage, KafkaObserver>;
  readonly told: Told = { acked: new Map(), errors: new Map() };
  readonly #partitions: number;

  constructor(
    seed: string,
    partitions: number,
    config: Partial<BrokerConfig>,
    topic: Partial<TopicConfig>,
    heard: Partial<KafkaObserver> = {},
  ) {
    this.#partitions = partitions;
    const brokerConfig: BrokerConfig = { ...resolveBrokerConfig({}), ...config };
    const topicDefaults: TopicConfig = { ...plainTopic, ...topic };
    const shared = { brokerConfig, topicDefaults, topicConfigOf: () => topicDefaults, rules: kafka4 };
    this.simulator = new Simulator({
      seed,
      latencyMicros: { min: 200, max: 5000 },
      observer: silentObserver(heard),
      world,
    });
    this.simulator.addHost(controllerId, controllerMachine(shared));
    for (const brokerId of brokerIds) {
      const options: BrokerOptions = { ...shared, brokerId, rack: "", voters: [controllerId] };
      this.simulator.addHost(brokerId, brokerMachine(options), { disks: 2 });
    }
    this.simulator.addHost(client, clientMachine(this.told, partitions, 7));
  }

  /** Boots all, creates the topic through broker 1. */
  start(replicationFactor: number): void {
    for (const id of [controllerId, ...brokerIds]) this.simulator.boot(id);
    this.run(3000);
    this.simulator.deliver(1, 3000, {
      kind: "CreateTopics",
      name: 1,
      correlationId: 1,
      topics: [{ name: topicName, numPartitions: this.#partitions, replicationFactor, assignments: null, configs: {} }],
    });
    this.run(1000);
    this.simulator.boot(client);
  }

  run(ms: number): void {
    const untilMicros = this.simulator.now + ms * 1000;
    const stop = this.simulator.runUntil(() => false, { untilMicros, maxEvents: Number.POSITIVE_INFINITY });
    if (stop !== "time") throw new Error(`the world stopped: ${stop}`);
  }

  broker(id: number): BrokerState | null {
    const state = this.simulator.stateOf(id);
    return isBrokerState(state) ? state : null;
  }

  /** Records acknowledged that the leader of their partition does not hold below its high watermark. */
  lost(): number[] {
    const present = new Set<number>();
    for (const id of brokerIds) {
      for (const hosted of this.broker(id)?.replicas.partitions.sorted ?? []) {
        const { partition } = hosted;
        if (partition?.role !== "leader") continue;
        for (const batch of batchesIn(partition.log)) {
          if (batch.baseOffset < partition.log.highWatermark) for (const one of batch.records) present.add(one.id);
        }
      }
    }
    return [...this.told.acked.keys()].filter((record) => !present.has(record));
  }

  /** By partition: the ISR that its leader has, or null without a leader. */
  isrs(): (readonly number[] | null)[] {
    const found: (readonly number[] | null)[] = Array.from({ length: this.#partitions }, () => null);
    for (const id of brokerIds) {
      for (const { partition, topicPartition: tp } of this.broker(id)?.replicas.partitions.sorted ?? []) {
        if (partition?.role === "leader") found[tp % 65536] = partition.isr;
      }
    }
    return found;
  }

  /** A number in [0, below) that only the seed and the name decide. */
  pick(name: number, below: number): number {
    return pick(mix(this.simulator.chance.salt(99, name, 0, 0), name), below);
  }
}

const isBrokerState = (state: unknown): state is BrokerState =>
  typeof state === "object" && state !== null && "lifecycle" in state && "replicas" in state;
