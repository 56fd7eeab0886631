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
import { invariant } from "../../core/invariant.ts";
import { mix, mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../channels.ts";
import { Errors } from "../errors.ts";
import {
  acceptAnswer,
  isInFlight,
  loseRequest,
  newExchange,
  nextCorrelationId,
  retryLater,
  sendToController,
} from "../exchange.ts";
import type { AlterPartition, AlterPartitionResponse } from "../messages/controller.ts";
import { buildAlterPartition, onAlterPartitionResponse } from "../replication/alter-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { onlinePartition } from "./hosted-partition.ts";
import type { AlterPartitionManager, ReplicaManager } from "./replica-manager.ts";
import { ReplicaTimer } from "./timers.ts";

/** First ingredient of the name of the message: one of the row in broker/names.ts. */
const alterPartitionName = 104;

/** controller.socket.timeout.ms. */
const requestTimeoutMs: Millis = 30_000;

export function newAlterPartitionManager(): AlterPartitionManager {
  return {
    proposed: new Set(),
    inFlight: [],
    due: false,
    exchange: newExchange(
      Channel.requests,
      ReplicaTimer.alterPartitionRetry,
      ReplicaTimer.alterPartitionTimeout,
      requestTimeoutMs,
    ),
  };
}

/** ReplicaEnv.isrProposed: sent at the end of the step, when the partition has settled. */
export function proposeIsr(manager: AlterPartitionManager, tp: TopicPartition): void {
  manager.proposed.add(tp);
  manager.due = true;
}

/** At the end of a step with proposals, and on the retry timer. */
export function sendProposals(manager: ReplicaManager): void {
  const { alterPartitions, port } = manager;
  alterPartitions.due = false;
  if (isInFlight(alterPartitions.exchange) || alterPartitions.proposed.size === 0) return;
  const partitions = collectProposals(manager);
  if (partitions.length === 0) return;
  sendToController(port, alterPartitions.exchange, {
    kind: "AlterPartition",
    name: nameOf(manager, partitions),
    correlationId: nextCorrelationId(port),
    brokerId: manager.env.brokerId,
    brokerEpoch: port.brokerEpoch(),
    partitions,
  });
}

/** In the order of the partitions' keys. Proposals that were withdrawn meanwhile (new leader epoch) are dropped. */
function collectProposals(manager: ReplicaManager): readonly AlterPartition[] {
  const { alterPartitions } = manager;
  const partitions: AlterPartition[] = [];
  for (const tp of [...alterPartitions.proposed].sort((a, b) => a - b)) {
    const partition = onlinePartition(manager.partitions, tp);
    const proposal = partition === null ? null : buildAlterPartition(partition);
    if (proposal !== null) partitions.push(proposal);
  }
  invariant(alterPartitions.inFlight.length === 0, "one AlterPartition is in flight");
  alterPartitions.proposed.clear();
  alterPartitions.inFlight = partitions;
  return partitions;
}

export function onAlterPartitionAnswer(manager: ReplicaManager, response: AlterPartitionResponse): void {
  const { alterPartitions, port } = manager;
  if (!acceptAnswer(port, alterPartitions.exchange, response.correlationId)) return;
  const sent = alterPartitions.inFlight;
  alterPartitions.inFlight = [];
  for (const one of sent) settle(manager, one, response);
  if (response.errorCode === Errors.NONE) alterPartitions.due = alterPartitions.proposed.size > 0;
  else {
    alterPartitions.due = false;
    retryLater(port, alterPartitions.exchange);
  }
}

/** A partition that the answer leaves out is sent again. */
function settle(manager: ReplicaManager, sent: AlterPartition, response: AlterPartitionResponse): void {
  const partition = onlinePartition(manager.partitions, sent.topicPartition);
  if (partition === null) return;
  if (response.errorCode !== Errors.NONE) {
    manager.alterPartitions.proposed.add(sent.topicPartition);
    return;
  }
  const entry = response.partitions.find((one) => one.topicPartition === sent.topicPartition);
  if (entry === undefined) manager.alterPartitions.proposed.add(sent.topicPartition);
  else onAlterPartitionResponse(partition, entry, entry.errorCode, manager.env);
}

/** The request in flight is lost: its partitions keep their proposals and go out again after the back-off. */
export function loseProposals(manager: ReplicaManager): void {
  const { alterPartitions, port } = manager;
  for (const one of alterPartitions.inFlight) alterPartitions.proposed.add(one.topicPartition);
  alterPartitions.inFlight = [];
  loseRequest(port, alterPartitions.exchange);
}

function nameOf(manager: ReplicaManager, partitions: readonly AlterPartition[]): number {
  const { failures } = manager.alterPartitions.exchange;
  let name = mix4(alterPartitionName, manager.env.brokerId, manager.port.brokerEpoch(), failures);
  for (const one of partitions) name = mix(mix(name, one.topicPartition), one.partitionEpoch);
  return name;
}
