/**
 * Carries proposed ISRs to the controller (DefaultAlterPartitionManager, KIP-497): one request in flight, holding every
 * partition that has a proposal; the others wait for the next one.
 *
 *   proposed --sent--> in flight --answered--> settled, or proposed again when the partition says so
 *                              --lost, whole request refused--> proposed (sent again after a back-off)
 *
 * A proposal stays with its partition (`pending` there) and is built anew, from unchanged state, for each attempt: a
 * retry must carry the same ISR (R-24, KAFKA-15353).
 */
import { mix, mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { AlterPartition, AlterPartitionResponse } from "../messages/controller.ts";
import { Channel } from "../messages/index.ts";
import { buildAlterPartition, onAlterPartitionResponse } from "../replication/alter-partition.ts";
import type { Partition } from "../replication/partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { acceptAnswer, type Exchange, isInFlight, newExchange, nextCorrelationId, retryLater, sendToController } from "./exchange.ts";
import { Name } from "./names.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export interface AlterPartitionManager {
  /** Partitions with a proposal that no request in flight carries. */
  readonly proposed: Set<TopicPartition>;
  readonly inFlight: Set<TopicPartition>;
  /** A proposal was made in this step. */
  due: boolean;
  readonly exchange: Exchange;
}

/** controller.socket.timeout.ms. */
const requestTimeoutMs: Millis = 30_000;

export function newAlterPartitionManager(): AlterPartitionManager {
  return {
    proposed: new Set(),
    inFlight: new Set(),
    due: false,
    exchange: newExchange(Channel.requests, Timer.alterPartitionRetry, Timer.alterPartitionTimeout, requestTimeoutMs),
  };
}

/** ReplicaEnv.isrProposed: sent at the end of the step, when the partition has settled. */
export function proposeIsr(manager: AlterPartitionManager, partition: Partition): void {
  manager.proposed.add(partition.topicPartition);
  manager.due = true;
}

/** At the end of a step with proposals, and on the retry timer. */
export function sendProposals(state: BrokerState): void {
  const manager = state.alterPartitions;
  manager.due = false;
  if (isInFlight(manager.exchange) || manager.proposed.size === 0) return;
  const partitions = collectProposals(state);
  if (partitions.length === 0) return;
  sendToController(state, manager.exchange, {
    kind: "AlterPartition",
    name: nameOf(state, partitions),
    correlationId: nextCorrelationId(state),
    brokerId: state.brokerId,
    brokerEpoch: state.lifecycle.brokerEpoch,
    partitions,
  });
}

/** In the order of the partitions' keys. Proposals that were withdrawn meanwhile (new leader epoch) are dropped. */
function collectProposals(state: BrokerState): AlterPartition[] {
  const manager = state.alterPartitions;
  const partitions: AlterPartition[] = [];
  for (const tp of [...manager.proposed].sort((a, b) => a - b)) {
    const partition = state.partitions.byKey.get(tp)?.partition;
    const proposal = partition ? buildAlterPartition(partition) : null;
    if (proposal === null) continue;
    partitions.push(proposal);
    manager.inFlight.add(tp);
  }
  manager.proposed.clear();
  return partitions;
}

export function onAlterPartitionAnswer(state: BrokerState, response: AlterPartitionResponse): void {
  const manager = state.alterPartitions;
  if (!acceptAnswer(state, manager.exchange, response.correlationId)) return;
  if (response.errorCode !== Errors.NONE) {
    proposeAgain(manager);
    retryLater(state, manager.exchange);
    return;
  }
  for (const entry of response.partitions) {
    manager.inFlight.delete(entry.topicPartition);
    settle(state, entry, entry.errorCode);
  }
  // What the answer leaves out is sent again.
  proposeAgain(manager);
  sendProposals(state);
}

function settle(state: BrokerState, entry: AlterPartitionResponse["partitions"][number], errorCode: ErrorCode): void {
  const partition = state.partitions.byKey.get(entry.topicPartition)?.partition;
  if (partition) onAlterPartitionResponse(partition, entry, errorCode, state.env);
}

/** The request in flight is lost: its partitions keep their proposals and go out again. */
export function proposeAgain(manager: AlterPartitionManager): void {
  for (const tp of manager.inFlight) manager.proposed.add(tp);
  manager.inFlight.clear();
}

function nameOf(state: BrokerState, partitions: readonly AlterPartition[]): number {
  let name = mix4(Name.alterPartition, state.brokerId, state.lifecycle.brokerEpoch, state.alterPartitions.exchange.failures);
  for (const one of partitions) name = mix(mix(name, one.topicPartition), one.partitionEpoch);
  return name;
}
