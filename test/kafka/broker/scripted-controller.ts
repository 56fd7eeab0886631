/** As much of a controller as a broker needs to see: the metadata log, registrations, heartbeats, ISR changes. */
import { Errors } from "../../../src/kafka/errors.ts";
import type { AdminRequest, AdminResponse } from "../../../src/kafka/messages/admin.ts";
import type {
  AlterPartitionRequest,
  AlterPartitionResponse,
  BrokerHeartbeatRequest,
  BrokerRegistrationRequest,
  MetadataFetchRequest,
} from "../../../src/kafka/messages/controller.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import { emptyImage, replay } from "../../../src/kafka/metadata/image.ts";
import type { MetadataRecord, PartitionChange } from "../../../src/kafka/metadata/records.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { freshPartition } from "../metadata/fresh-partition.ts";

export type Answer = (body: KafkaMessage) => void;

export class ScriptedController {
  readonly records: MetadataRecord[] = [];
  readonly image = emptyImage();
  readonly registrations: BrokerRegistrationRequest[] = [];
  readonly heartbeats: BrokerHeartbeatRequest[] = [];
  readonly alterPartitions: AlterPartitionRequest[] = [];
  readonly admin: AdminRequest[] = [];
  /** Requests are received, nothing is answered. */
  silent = false;
  /** AlterPartition is judged; false: kept unanswered in `unanswered`. */
  acceptsIsr = true;
  unfences = true;
  /** A stopping broker need not lead on what nobody else can lead. */
  leavesLeaderless = false;
  /** A stopping broker keeps its places. */
  keepsIsrOnShutDown = false;
  /** What the next registration is refused with. */
  registrationError: number = Errors.NONE;
  heartbeatError: number = Errors.NONE;
  allocations = 0;
  #waiting: { request: MetadataFetchRequest; answer: Answer; deadlineMs: number }[] = [];

  append(...records: MetadataRecord[]): void {
    for (const record of records) {
      this.records.push(record);
      replay(this.image, record, this.records.length - 1);
    }
  }

  createTopic(
    name: string,
    topicId: number,
    assignments: readonly (readonly number[])[],
    configs: Record<string, string> = {},
  ): void {
    this.append({ type: "TopicRecord", name, topicId });
    for (const [key, value] of Object.entries(configs))
      this.append({ type: "ConfigRecord", topicId, name: key, value });
    for (const [partition, replicas] of assignments.entries())
      this.addPartition(topicPartition(topicId, partition), replicas);
  }

  addPartition(tp: number, replicas: readonly number[]): void {
    this.append({ type: "PartitionRecord", topicPartition: tp, registration: freshPartition(replicas) });
  }

  change(tp: number, changes: PartitionChange): void {
    this.append({ type: "PartitionChangeRecord", topicPartition: tp, changes });
  }

  fence(brokerId: number, fenced: boolean): void {
    const brokerEpoch = this.image.brokers.get(brokerId)!.brokerEpoch;
    this.append({ type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, fenced });
  }

  /** Its session is over: it is fenced, and what only it could lead has no leader. */
  expire(brokerId: number): void {
    for (const [tp, { leader }] of [...this.image.partitions]) if (leader === brokerId) this.change(tp, { leader: -1 });
    this.fence(brokerId, true);
  }

  handle(body: KafkaMessage, nowMs: number, answer: Answer): void {
    switch (body.kind) {
      case "BrokerRegistration":
        this.registrations.push(body);
        if (!this.silent) this.#register(body, answer);
        return;
      case "BrokerHeartbeat":
        this.heartbeats.push(body);
        if (!this.silent) this.#heartbeat(body, answer);
        return;
      case "MetadataFetch":
        if (!this.silent) this.#waiting.push({ request: body, answer, deadlineMs: nowMs + body.maxWaitMs });
        return;
      case "AlterPartition":
        this.alterPartitions.push(body);
        if (!this.silent && this.acceptsIsr) answer(this.judge(body));
        return;
      case "AllocateProducerIds":
        if (this.silent) return;
        answer({
          kind: "AllocateProducerIdsResponse",
          name: 1,
          correlationId: body.correlationId,
          errorCode: Errors.NONE,
          producerIdStart: 1000 * this.allocations++,
          producerIdLen: 1000,
        });
        return;
      case "CreateTopics":
      case "DeleteTopics":
      case "CreatePartitions":
      case "AlterPartitionReassignments":
      case "ElectLeaders":
      case "IncrementalAlterConfigs":
        this.admin.push(body);
        if (!this.silent) answer(this.#administer(body));
        return;
      default:
        throw new Error(`the controller got ${body.kind}`);
    }
  }

  /** Answers the long polls that have news or waited long enough. */
  poll(nowMs: number): void {
    if (this.silent) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      const { fetchOffset, correlationId } = one.request;
      if (fetchOffset >= this.records.length && one.deadlineMs > nowMs) {
        this.#waiting.push(one);
        continue;
      }
      one.answer({
        kind: "MetadataFetchResponse",
        name: 2,
        correlationId,
        errorCode: Errors.NONE,
        baseOffset: fetchOffset,
        records: this.records.slice(fetchOffset),
        endOffset: this.records.length,
      });
    }
  }

  judge(request: AlterPartitionRequest): AlterPartitionResponse {
    const partitions = request.partitions.map((asked) => {
      this.change(asked.topicPartition, { isr: asked.newIsr.map((member) => member.brokerId) });
      const { leader, leaderEpoch, isr, partitionEpoch } = this.image.partitions.get(asked.topicPartition)!;
      return {
        topicPartition: asked.topicPartition,
        errorCode: Errors.NONE,
        leaderId: leader,
        leaderEpoch,
        isr,
        partitionEpoch,
      };
    });
    return {
      kind: "AlterPartitionResponse",
      name: 3,
      correlationId: request.correlationId,
      errorCode: Errors.NONE,
      partitions,
    };
  }

  #register(body: BrokerRegistrationRequest, answer: Answer): void {
    const brokerEpoch = this.records.length;
    const errorCode = this.registrationError;
    if (errorCode === Errors.NONE) {
      const { brokerId, incarnationId, rack, logDirs } = body;
      const known = this.image.brokers.get(brokerId);
      const epoch = known?.incarnationId === incarnationId ? known.brokerEpoch : brokerEpoch;
      this.append({
        type: "RegisterBrokerRecord",
        brokerId,
        incarnationId,
        brokerEpoch: epoch,
        rack,
        logDirs,
        fenced: true,
        inControlledShutdown: false,
      });
    }
    const epoch = this.image.brokers.get(body.brokerId)?.brokerEpoch ?? -1;
    const { correlationId } = body;
    answer({ kind: "BrokerRegistrationResponse", name: 4, correlationId, errorCode, brokerEpoch: epoch });
  }

  #heartbeat(body: BrokerHeartbeatRequest, answer: Answer): void {
    const { brokerId, brokerEpoch, correlationId } = body;
    const broker = this.image.brokers.get(brokerId);
    const errorCode = broker?.brokerEpoch === brokerEpoch ? this.heartbeatError : Errors.STALE_BROKER_EPOCH;
    const isCaughtUp = body.currentMetadataOffset >= brokerEpoch;
    if (errorCode === Errors.NONE && broker?.fenced && this.unfences && !body.wantFence && isCaughtUp)
      this.#unfence(brokerId);
    if (errorCode === Errors.NONE && body.wantShutDown) this.#handOver(brokerId, brokerEpoch);
    const leads = [...this.image.partitions.values()].some((one) => one.leader === brokerId);
    answer({
      kind: "BrokerHeartbeatResponse",
      name: 5,
      correlationId,
      errorCode,
      isCaughtUp,
      isFenced: this.image.brokers.get(brokerId)?.fenced ?? true,
      shouldShutDown: body.wantShutDown && !leads,
    });
  }

  /** The last replica in sync leads again when it is back. */
  #unfence(brokerId: number): void {
    this.fence(brokerId, false);
    for (const [tp, { leader, isr }] of [...this.image.partitions])
      if (leader === -1 && isr.includes(brokerId)) this.change(tp, { leader: brokerId });
  }

  #handOver(brokerId: number, brokerEpoch: number): void {
    if (!this.image.brokers.get(brokerId)!.inControlledShutdown) {
      this.append({ type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, inControlledShutdown: true });
    }
    for (const [tp, { leader, isr }] of [...this.image.partitions]) {
      const kept = isr.filter((id) => id !== brokerId);
      if (kept.length === 0 && leader === brokerId && this.leavesLeaderless) this.change(tp, { leader: -1 });
      if (kept.length === isr.length || kept.length === 0 || this.keepsIsrOnShutDown) continue;
      this.change(tp, leader === brokerId ? { isr: kept, leader: kept[0]! } : { isr: kept });
    }
  }

  #administer(body: AdminRequest): AdminResponse {
    const results: { errorCode: number; topicId: number }[] = [];
    if (body.kind === "CreateTopics") {
      for (const topic of body.topics) {
        const topicId = this.image.nextTopicId;
        const brokers = [...this.image.brokers.keys()].sort((a, b) => a - b);
        const count = topic.numPartitions < 0 ? 1 : topic.numPartitions;
        this.createTopic(
          topic.name,
          topicId,
          Array.from({ length: count }, () => [brokers[0]!]),
        );
        results.push({ errorCode: Errors.NONE, topicId });
      }
    }
    return { kind: "AdminResponse", name: 6, correlationId: body.correlationId, errorCode: Errors.NONE, results };
  }
}
