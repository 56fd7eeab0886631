/** What may happen to one broker of a model, each as one step of the real replication code. */

import { controllerId } from "../../core/ids.ts";
import { unreachable } from "../../core/invariant.ts";
import { writeHighWatermarkCheckpoint } from "../../kafka/log/checkpoints.ts";
import { openLog } from "../../kafka/log/open-log.ts";
import { makeBatch, noEpoch, noProducerId, noSequence, type RecordBatch } from "../../kafka/records.ts";
import { buildAlterPartition, onAlterPartitionResponse } from "../../kafka/replication/alter-partition.ts";
import { closeFetch, openFetch, readFetch } from "../../kafka/replication/fetch-context.ts";
import { newFetchSessionCache } from "../../kafka/replication/fetch-session.ts";
import { onFetcherDisconnect, onFetcherResponse } from "../../kafka/replication/fetcher-response.ts";
import { onIsrCheckTimer } from "../../kafka/replication/isr.ts";
import { endOffsetForLeaderEpoch, listOffset } from "../../kafka/replication/offsets.ts";
import { newPartition, type Partition } from "../../kafka/replication/partition.ts";
import { appendToLeader } from "../../kafka/replication/produce.ts";
import { applyRegistration } from "../../kafka/replication/registration.ts";
import { never } from "../../kafka/replication/remote-replica.ts";
import type { ModelMessage, Parcel } from "../fields/message-fields.ts";
import { afterBackoffMs, modelPartition, modelTopic } from "../settings.ts";
import { ModelDisk } from "./disk.ts";
import { askOn, fetchFrom, stopFetching } from "./fetching.ts";
import type { MetadataVersion } from "./metadata-version.ts";
import { answerWaiting, produce } from "./producing.ts";
import { type ReplicaHost, send } from "./replica-host.ts";

export type ReplicaInput =
  | { readonly kind: "metadata"; readonly version: MetadataVersion }
  /** `isLate`: its connection is gone, so nobody gets the answer. */
  | { readonly kind: "message"; readonly parcel: Parcel; readonly isLate: boolean }
  | { readonly kind: "append" }
  /** replica.lag.time.max.ms passes without a fetch, and the ISR is checked. */
  | { readonly kind: "lag" }
  /** The back-off of the fetcher is over. */
  | { readonly kind: "retry" }
  /** The connection to a leader, or to the controller, is gone. */
  | { readonly kind: "disconnect"; readonly peer: number }
  /** The producer's connection is gone: nobody waits for its answer. */
  | { readonly kind: "client-gone" }
  | { readonly kind: "crash"; readonly checkpointsHighWatermark: boolean; readonly losesDisk: boolean }
  | { readonly kind: "boot"; readonly brokerEpoch: number };

/** Changes the host's replica; what it sends is in `host.sent`. */
export function stepReplica(host: ReplicaHost, input: ReplicaInput): void {
  switch (input.kind) {
    case "metadata":
      applyMetadata(host, input.version);
      break;
    case "message":
      onMessage(host, input.parcel, input.isLate);
      break;
    case "append":
      append(host);
      break;
    case "lag":
      onLag(host);
      break;
    case "retry":
      host.clockMs = afterBackoffMs;
      break;
    case "disconnect":
      onDisconnect(host, input.peer);
      break;
    case "client-gone":
      host.replica.waiting = null;
      break;
    case "crash":
      crash(host, input.checkpointsHighWatermark, input.losesDisk);
      return;
    case "boot":
      boot(host, input.brokerEpoch);
      return;
    default:
      unreachable(input);
  }
  askOn(host);
  propose(host);
  answerWaiting(host);
}

const partitionOf = ({ replica }: ReplicaHost): Partition => replica.partition!;

/** As a broker publishes what the records of one answer changed. */
function applyMetadata(host: ReplicaHost, { registration, brokers }: MetadataVersion): void {
  const { replica, env } = host;
  replica.brokers = brokers;
  const outcome = applyRegistration(partitionOf(host), registration, env);
  if (outcome === "new-leader" || (outcome === "new-follower" && registration.leader < 0)) stopFetching(replica);
  else if (outcome === "new-follower") fetchFrom(host, registration.leader);
}

function onMessage(host: ReplicaHost, { from, body }: Parcel, isLate: boolean): void {
  switch (body.kind) {
    case "FetchResponse":
    case "OffsetForLeaderEpochResponse":
    case "ListOffsetsResponse": {
      const fetcher = host.replica.fetchers.get(from);
      if (fetcher !== undefined) onFetcherResponse(fetcher, body, host.env);
      return;
    }
    case "AlterPartitionResponse":
      onProposalAnswer(host, body);
      return;
    case "Produce":
      produce(host, body, isLate);
      return;
    default: {
      const answer = serve(host, body);
      if (!isLate) send(host, from, answer);
    }
  }
}

type ServedRequest = Extract<ModelMessage, { kind: "Fetch" | "OffsetForLeaderEpoch" | "ListOffsets" }>;

function serve(host: ReplicaHost, request: ModelMessage): ModelMessage {
  const { env } = host;
  const asked = request as ServedRequest;
  const { correlationId } = asked;
  switch (asked.kind) {
    case "Fetch": {
      const context = openFetch(newFetchSessionCache(0), asked, env);
      readFetch(context, env, env);
      return closeFetch(context, env);
    }
    case "OffsetForLeaderEpoch": {
      const partitions = asked.partitions.map((one) => endOffsetForLeaderEpoch(partitionOf(host), one, env));
      return { kind: "OffsetForLeaderEpochResponse", name: 0, correlationId, partitions };
    }
    case "ListOffsets": {
      const partitions = asked.partitions.map((one) => listOffset(partitionOf(host), one, asked.replicaId, env));
      return { kind: "ListOffsetsResponse", name: 0, correlationId, partitions };
    }
  }
}

const largestOffset = 16;

/** In one epoch one leader writes one record at one offset, so epoch and offset name it: equal ids, equal records. */
function append(host: ReplicaHost): void {
  const { leaderEpoch, log } = partitionOf(host);
  appendToLeader(partitionOf(host), oneRecord(leaderEpoch * largestOffset + log.logEndOffset), -1, host.env);
}

export const oneRecord = (id: number): RecordBatch =>
  makeBatch(
    [{ id, key: null, value: "value", headers: [], timestamp: 0, offsetDelta: 0, sizeInBytes: 10 }],
    noProducerId,
    noEpoch,
    noSequence,
    1,
  );

function onLag(host: ReplicaHost): void {
  for (const remote of partitionOf(host).remotes) {
    remote.lastFetchTimeMs = never;
    remote.lastCaughtUpTimeMs = never;
  }
  onIsrCheckTimer(partitionOf(host), host.env);
}

function onDisconnect(host: ReplicaHost, peer: number): void {
  const { replica, env } = host;
  if (peer === controllerId) {
    replica.isProposing = false;
    replica.hasProposal = true;
    return;
  }
  const fetcher = replica.fetchers.get(peer);
  if (fetcher !== undefined) onFetcherDisconnect(fetcher, env);
}

/** The broker's AlterPartition manager: one request in flight. */
function propose(host: ReplicaHost): void {
  const { replica } = host;
  if (!replica.hasProposal || replica.isProposing) return;
  replica.hasProposal = false;
  const proposal = buildAlterPartition(partitionOf(host));
  if (proposal === null) return;
  replica.isProposing = true;
  const { self: brokerId, brokerEpoch } = replica;
  send(host, controllerId, {
    kind: "AlterPartition",
    name: 0,
    correlationId: 0,
    brokerId,
    brokerEpoch,
    partitions: [proposal],
  });
}

function onProposalAnswer(host: ReplicaHost, answer: Extract<ModelMessage, { kind: "AlterPartitionResponse" }>): void {
  const { replica, env } = host;
  replica.isProposing = false;
  const entry = answer.partitions[0];
  if (entry === undefined) replica.hasProposal = true;
  else onAlterPartitionResponse(partitionOf(host), entry, entry.errorCode, env);
}

/** The high watermark is checkpointed now and then: the last time was just now, or before anything was committed. */
function crash(host: ReplicaHost, checkpointsHighWatermark: boolean, losesDisk: boolean): void {
  const { replica } = host;
  if (losesDisk) replica.disk = new ModelDisk();
  else if (checkpointsHighWatermark) writeHighWatermarkCheckpoint(replica.disk, [partitionOf(host).log]);
  replica.partition = null;
  replica.brokerEpoch = -1;
  replica.brokers = [];
  replica.fetchers.clear();
  replica.fetchedFrom = -1;
  replica.isProposing = false;
  replica.hasProposal = false;
  replica.waiting = null;
}

function boot(host: ReplicaHost, brokerEpoch: number): void {
  const { replica, env, world } = host;
  const { topic } = world.settings;
  replica.brokerEpoch = brokerEpoch;
  const log = openLog(replica.disk, 0, modelPartition, topic, env, false);
  replica.partition = newPartition(modelPartition, modelTopic, log, topic);
}
