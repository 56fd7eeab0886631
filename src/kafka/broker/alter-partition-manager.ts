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
import { Channel } from "../channels.ts";
import { Errors } from "../errors.ts";
import type { AlterPartition, AlterPartitionResponse } from "../messages/controller.ts";
import { buildAlterPartition, onAlterPartitionResponse } from "../replication/alter-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import {
  acceptAnswer,
  type Exchange,
  isInFlight,
  loseRequest,
  newExchange,
  nextCorrelationId,
  retryLater,
  sendToController,
} from "./exchange.ts";
import { onlinePartition } from "./hosted-partition.ts";
import { Name } from "./names.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export interface AlterPartitionManager {
  /** Partitions with a proposal that no request in flight carries. */
  readonly proposed: Set<TopicPartition>;
  /** What the request in flight carries: it ties the answer to the proposal. */
  inFlight: readonly AlterPartition[];
  /** A proposal was made in this step. */
  due: boolean;
  readonly exchange: Exchange;
}

/** controller.socket.timeout.ms. */
const requestTimeoutMs: Millis = 30_000;

export function newAlterPartitionManager(): AlterPartitionManager {
  return {
    proposed: new Set(),
    inFlight: [],
    due: false,
    exchange: newExchange(Channel.requests, Timer.alterPartitionRetry, Timer.alterPartitionTimeout, requestTimeoutMs),
  };
}

/** ReplicaEnv.isrProposed: sent at the end of the step, when the partition has settled. */
export function proposeIsr(manager: AlterPartitionManager, tp: TopicPartition): void {
  manager.proposed.add(tp);
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
function collectProposals(state: BrokerState): readonly AlterPartition[] {
  const manager = state.alterPartitions;
  const partitions: AlterPartition[] = [];
  for (const tp of [...manager.proposed].sort((a, b) => a - b)) {
    const partition = onlinePartition(state.partitions, tp);
    const proposal = partition === null ? null : buildAlterPartition(partition);
    if (proposal !== null) partitions.push(proposal);
  }
  manager.proposed.clear();
  manager.inFlight = partitions;
  return partitions;
}

export function onAlterPartitionAnswer(state: BrokerState, response: AlterPartitionResponse): void {
  const manager = state.alterPartitions;
  if (!acceptAnswer(state, manager.exchange, response.correlationId)) return;
  const sent = manager.inFlight;
  manager.inFlight = [];
  for (const one of sent) settle(state, one, response);
  if (response.errorCode === Errors.NONE) manager.due = manager.proposed.size > 0;
  else {
    manager.due = false;
    retryLater(state, manager.exchange);
  }
}

/** A partition that the answer leaves out is sent again. */
function settle(state: BrokerState, sent: AlterPartition, response: AlterPartitionResponse): void {
  const partition = onlinePartition(state.partitions, sent.topicPartition);
  if (partition === null) return;
  if (response.errorCode !== Errors.NONE) {
    state.alterPartitions.proposed.add(sent.topicPartition);
    return;
  }
  const entry = response.partitions.find((one) => one.topicPartition === sent.topicPartition);
  if (entry === undefined) state.alterPartitions.proposed.add(sent.topicPartition);
  else onAlterPartitionResponse(partition, entry, entry.errorCode, state.env);
}

/** The request in flight is lost: its partitions keep their proposals and go out again after the back-off. */
export function loseProposals(state: BrokerState): void {
  const manager = state.alterPartitions;
  for (const one of manager.inFlight) manager.proposed.add(one.topicPartition);
  manager.inFlight = [];
  loseRequest(state, manager.exchange);
}

function nameOf(state: BrokerState, partitions: readonly AlterPartition[]): number {
  const { failures } = state.alterPartitions.exchange;
  let name = mix4(Name.alterPartition, state.brokerId, state.lifecycle.brokerEpoch, failures);
  for (const one of partitions) name = mix(mix(name, one.topicPartition), one.partitionEpoch);
  return name;
}
