/**
 * Follows the metadata log (Kafka's MetadataLoader and BrokerMetadataPublisher): a long poll, records replayed in order,
 * and what changed given to the replicas, one delta per answer.
 *
 *   loading --caught up with the log and with the own registration--> published   (the whole image, once)
 *   published --an answer with records--> published                               (the delta)
 *   any --gap, or a log that ends below what was replayed--> loading from 0
 *
 * Before the first publication the replicas hear nothing: an old image would make this process lead epochs in which the
 * last process led (defects E-08).
 */
import { invariant } from "../../core/invariant.ts";
import { mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../channels.ts";
import { followLeaders } from "../coordinator/runtime.ts";
import { Errors } from "../errors.ts";
import { acceptAnswer, isInFlight, newExchange, nextCorrelationId, retryLater, sendToController } from "../exchange.ts";
import type { MetadataFetchResponse } from "../messages/controller.ts";
import { emptyImage, replay, topicById } from "../metadata/image.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import { startPeriodicTasks } from "../replica-manager/periodic.ts";
import { type MetadataChanges, publishAll, publishDelta } from "../replica-manager/publish.ts";
import { onFirstImagePublished } from "./lifecycle.ts";
import { Name } from "./names.ts";
import type { BrokerState, MetadataLoader } from "./state.ts";
import { Timer } from "./timers.ts";

/** The broker's raft client waits so long for news (KafkaRaftClient.MAX_FETCH_WAIT_MS). */
const maxWaitMs: Millis = 500;
/** controller.quorum.request.timeout.ms. */
const requestTimeoutMs: Millis = 2000;

export function newMetadataLoader(): MetadataLoader {
  return {
    image: emptyImage(),
    nextOffset: 0,
    endOffset: -1,
    published: false,
    publishedOffset: -1,
    changes: { partitions: new Set(), configuredTopics: new Set() },
    exchange: newExchange(Channel.metadata, Timer.metadataRetry, Timer.metadataTimeout, requestTimeoutMs),
  };
}

/** Also on the retry timer. */
export function startMetadata(state: BrokerState): void {
  const { loader, brokerId } = state;
  if (isInFlight(loader.exchange)) return;
  sendToController(state.port, loader.exchange, {
    kind: "MetadataFetch",
    name: mix4(Name.metadataFetch, brokerId, loader.nextOffset, loader.exchange.failures),
    correlationId: nextCorrelationId(state.port),
    brokerId,
    fetchOffset: loader.nextOffset,
    maxWaitMs,
  });
}

export function onMetadataFetchResponse(state: BrokerState, response: MetadataFetchResponse): void {
  const { loader } = state;
  if (!acceptAnswer(state.port, loader.exchange, response.correlationId)) return;
  if (response.errorCode !== Errors.NONE) {
    retryLater(state.port, loader.exchange);
    return;
  }
  const gap = response.records.length > 0 && response.baseOffset !== loader.nextOffset;
  if (gap || response.endOffset < loader.nextOffset) startOver(loader);
  else {
    loader.endOffset = response.endOffset;
    replayAll(loader, response.records);
    if (loader.published) publishChanges(state);
    else tryPublishFirst(state);
  }
  startMetadata(state);
}

/** Publishes the image for the first time if it holds the whole log and this process's own registration (K-23). */
export function tryPublishFirst(state: BrokerState): void {
  const { loader, lifecycle } = state;
  if (loader.published || !lifecycle.isRegistered) return;
  const { lastOffset } = loader.image;
  if (loader.nextOffset < loader.endOffset || lastOffset < lifecycle.brokerEpoch) return;
  loader.published = true;
  clear(loader.changes);
  publishAll(state.replicas);
  published(state);
  startPeriodicTasks(state.replicas);
  onFirstImagePublished(state);
}

function publishChanges(state: BrokerState): void {
  const { loader } = state;
  if (loader.publishedOffset === loader.image.lastOffset) return;
  publishDelta(state.replicas, loader.changes);
  clear(loader.changes);
  published(state);
}

function published(state: BrokerState): void {
  const { loader } = state;
  invariant(loader.published, "what replicas hear is published");
  invariant(loader.image.lastOffset < loader.nextOffset, "an image holds what was replayed");
  loader.publishedOffset = loader.image.lastOffset;
  followLeaders(state.groups.runtime);
  state.port.context.observer.metadataApplied(state.brokerId, loader.publishedOffset);
}

function startOver(loader: MetadataLoader): void {
  loader.image = emptyImage();
  loader.nextOffset = 0;
  loader.endOffset = -1;
  loader.published = false;
}

function replayAll(loader: MetadataLoader, records: readonly MetadataRecord[]): void {
  for (const record of records) {
    noteChange(loader, record);
    replay(loader.image, record, loader.nextOffset);
    loader.nextOffset++;
  }
}

/** Before the replay: a removed topic still has its partitions. */
function noteChange(loader: MetadataLoader, record: MetadataRecord): void {
  const { changes, image } = loader;
  switch (record.type) {
    case "PartitionRecord":
    case "PartitionChangeRecord":
      changes.partitions.add(record.topicPartition);
      return;
    case "RemoveTopicRecord":
      for (const tp of topicById(image, record.topicId)?.partitions ?? []) changes.partitions.add(tp);
      return;
    case "ConfigRecord":
      changes.configuredTopics.add(record.topicId);
      return;
    case "RegisterBrokerRecord":
    case "UnregisterBrokerRecord":
    case "BrokerRegistrationChangeRecord":
    case "TopicRecord":
    case "ProducerIdsRecord":
    case "NoOpRecord":
      return;
  }
}

function clear(changes: MetadataChanges): void {
  changes.partitions.clear();
  changes.configuredTopics.clear();
}
