/**
 * The producer of a model: the real client, with all its records to send at once, one a batch, and no time to wait. What a
 * timer does for it with no delay, it does in the same step; what takes time (request.timeout.ms, delivery.timeout.ms)
 * never comes, as a connection that is lost stands for it.
 */
import { type ClientObserver, clientObservations } from "../../client/observer.ts";
import type { ProducerState } from "../../client/producer/producer-state.ts";
import { producerMachine } from "../../client/producer.ts";
import type { ProducerOptions } from "../../client/producer-config.ts";
import type { RecordSource } from "../../client/record-source.ts";
import { nodeId } from "../../core/ids.ts";
import { unreachable } from "../../core/invariant.ts";
import type { Input, TimerKey } from "../../core/machine.ts";
import { observerOf } from "../../core/observer.ts";
import { Channel } from "../../kafka/channels.ts";
import type { KafkaMessage } from "../../kafka/messages/index.ts";
import type { MetadataResponse } from "../../kafka/messages/metadata.ts";
import type { ProduceResponse } from "../../kafka/messages/produce.ts";
import { producerSettings } from "../../scenario/settings.ts";
import type { Parcel } from "../fields/message-fields.ts";
import type { ProducerScope, Scope } from "../scope.ts";
import { modelTopic, modelTopicId } from "../settings.ts";
import { IdleContext } from "./idle-context.ts";
import type { ModelWorld } from "./world.ts";

export const producerId = nodeId("producer", 0);
/** What InitProducerId gave it. */
const sessionId = 7;

/** What an up broker says of the partition. */
export interface LeaderView {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export type ProducerInput =
  | { readonly kind: "answer"; readonly from: number; readonly body: ProduceResponse }
  | { readonly kind: "metadata"; readonly view: LeaderView }
  | { readonly kind: "disconnect"; readonly peer: number };

interface ProducerStep {
  readonly state: ProducerState;
  readonly sent: readonly Parcel[];
  /** Records that the application now knows to be written, with their offsets. */
  readonly acked: readonly Acked[];
}

export interface Acked {
  readonly record: number;
  /** -1: not told. */
  readonly offset: number;
}

type Choose = (below: number) => number;

export class ModelProducer {
  readonly #options: ProducerOptions;
  readonly #machine: ReturnType<typeof producerMachine>;

  constructor(scope: Scope, producer: ProducerScope, world: ModelWorld) {
    this.#options = {
      config: producerSettings({
        "enable.idempotence": String(producer.idempotent),
        "max.in.flight.requests.per.connection": String(producer.inFlight),
        "batch.size": "1",
        "linger.ms": "0",
        "retry.backoff.ms": "0",
        "retry.backoff.max.ms": "0",
        "reconnect.backoff.ms": "0",
        "reconnect.backoff.max.ms": "0",
      }),
      bootstrap: Array.from({ length: scope.replicas }, (_, i) => i + 1),
      rules: world.rules,
      workload: sourceOf(scope.records),
    };
    this.#machine = producerMachine(this.#options);
  }

  /** Booted, with metadata and producer id: the first requests are on their way. */
  first(view: LeaderView): ProducerStep {
    const scene = new Scene(observerOf(clientObservations, []), () => 0);
    const state = this.#machine.boot(producerId, scene);
    this.#settle(state, scene);
    this.#answer(state, scene, "metadata", metadataOf(state, view));
    if (state.session.isEnabled) {
      const kind = "InitProducerIdResponse";
      const body = { kind, name: 0, correlationId: 0, errorCode: 0, producerId: sessionId, producerEpoch: 0 } as const;
      this.#answer(state, scene, "init-producer-id", body);
    }
    return scene.end(state);
  }

  /** Changes the state. */
  step(state: ProducerState, input: ProducerInput, choose: Choose, observer: ClientObserver): ProducerStep {
    const scene = new Scene(observer, choose);
    switch (input.kind) {
      case "answer":
        this.#answer(state, scene, "produce", input.body, input.from);
        break;
      case "metadata":
        this.#answer(state, scene, "metadata", metadataOf(state, input.view));
        break;
      case "disconnect":
        this.#input(state, scene, disconnected(input.peer));
        break;
      default:
        unreachable(input);
    }
    return scene.end(state);
  }

  /** The answer to the oldest request of its kind. */
  #answer(state: ProducerState, scene: Scene, kind: string, body: AnswerBody, from = -1): void {
    for (const link of state.network.links) {
      const asked = link.inFlight.find((one) => one.call.kind === kind);
      if (asked === undefined || (from >= 0 && link.node !== from)) continue;
      const { correlationId } = asked;
      const { node, channel } = link;
      const message = { ...body, correlationId };
      this.#input(state, scene, { kind: "message", from: node, channel, connection: node, body: message });
      return;
    }
  }

  #input(state: ProducerState, scene: Scene, input: Input<KafkaMessage>): void {
    this.#machine.step(state, input, scene);
    this.#settle(state, scene);
  }

  #settle(state: ProducerState, scene: Scene): void {
    for (let timer = scene.due.shift(); timer !== undefined; timer = scene.due.shift()) {
      this.#machine.step(state, { kind: "timer", timer }, scene);
    }
  }
}

type AnswerBody = Extract<KafkaMessage, { kind: "ProduceResponse" | "MetadataResponse" | "InitProducerIdResponse" }>;

const disconnected = (peer: number): Input<KafkaMessage> => ({
  kind: "disconnect",
  peer,
  channel: Channel.main,
  connection: peer,
  outgoing: true,
});

/** What a producer does in one step, as its host sees it. */
class Scene extends IdleContext<ClientObserver> {
  readonly due: TimerKey[] = [];
  readonly #sent: Parcel[] = [];
  readonly #acked: Acked[];
  readonly #choose: Choose;

  constructor(observer: ClientObserver, choose: Choose) {
    const acked: Acked[] = [];
    super({ ...observer, sendCompleted: completed(observer, acked) });
    this.#acked = acked;
    this.#choose = choose;
  }

  /** Metadata and producer ids are answered without a message in between. */
  override send(to: number, _channel: number, body: KafkaMessage): void {
    if (body.kind === "Produce") this.#sent.push({ from: producerId, to, body });
  }

  override setTimer(timer: TimerKey, delayMs: number): void {
    if (delayMs <= 0) this.due.push(timer);
  }

  override choose(_name: number, below: number): number {
    return this.#choose(below);
  }

  end(state: ProducerState): ProducerStep {
    return { state, sent: this.#sent, acked: this.#acked };
  }
}

const completed =
  (observer: ClientObserver, acked: Acked[]): ClientObserver["sendCompleted"] =>
  (client, record, tp, outcome, errorCode, offset) => {
    if (outcome === "ok") acked.push({ record, offset });
    observer.sendCompleted(client, record, tp, outcome, errorCode, offset);
  };

const metadataOf = (state: ProducerState, { leaderId, leaderEpoch }: LeaderView): MetadataResponse => ({
  kind: "MetadataResponse",
  name: 0,
  correlationId: 0,
  brokers: state.metadata.bootstrap.map((nodeId) => ({ nodeId, rack: "" })),
  controllerId: 0,
  topics: [
    {
      name: modelTopic,
      topicId: modelTopicId,
      errorCode: 0,
      partitions: [{ partition: 0, errorCode: 0, leaderId, leaderEpoch, replicas: [], isr: [], offlineReplicas: [] }],
    },
  ],
});

/** Records 0, 1, ..., all due at once. */
const sourceOf = (records: number): RecordSource => ({
  topics: [modelTopic],
  records,
  sendTimeMs: () => 0,
  firstIndexAfter: () => records,
  fill: (index, draft) => {
    Object.assign(draft, { id: index, key: null, keyHash: -1, value: "value", headers: [], sizeInBytes: 10 });
    draft.timestampSkewMs = 0;
    draft.partition = 0;
  },
});
