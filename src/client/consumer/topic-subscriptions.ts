/**
 * Keeps the assignment in step with the topic: the consumer reads all partitions, those added later from where
 * auto.offset.reset says, which with `latest` skips what was written before it knew of them (X-2, defect G-15).
 */
import type { ClientContext } from "../context.ts";
import type { TopicMetadata } from "../metadata/client-metadata.ts";
import type { ConsumerState } from "./consumer-state.ts";
import { forget } from "./fetch-target.ts";
import { place } from "./placement.ts";
import { followLeader, policyTimestamp } from "./positions.ts";
import { newSubscription, type Subscription } from "./subscription.ts";

/** After every metadata answer. */
export function followTopic(state: ConsumerState, context: ClientContext): void {
  const topic = state.metadata.topics.get(state.options.workload.topic) ?? null;
  if (topic === null) return;
  const isFirst = state.topic === null;
  if (state.topic !== null && state.topic !== topic) takeOver(state, topic, context);
  state.topic = topic;
  const startAt = policyTimestamp(isFirst ? state.options.workload.start : state.config.autoOffsetReset);
  for (let i = state.subscriptions.length; i < topic.partitions.length; i++) {
    const subscription = newSubscription(topic.partitions[i]!, startAt);
    state.subscriptions.push(subscription);
    state.byTopicPartition.set(subscription.metadata.topicPartition, subscription);
    state.unplaced++;
  }
  const nowMs = context.nowMs();
  for (const subscription of state.subscriptions) {
    followLeader(state, subscription, context);
    if (subscription.preferredReadReplica !== -1) place(state, subscription, nowMs);
  }
}

/** A topic made anew under the old name: positions are kept by name, as in Kafka, and then found to be wrong. */
function takeOver(state: ConsumerState, topic: TopicMetadata, context: ClientContext): void {
  for (const subscription of state.subscriptions) {
    const metadata = topic.partitions[subscription.partition];
    if (metadata !== undefined) rename(state, subscription, metadata, context);
  }
}

function rename(
  state: ConsumerState,
  subscription: Subscription,
  metadata: Subscription["metadata"],
  context: ClientContext,
): void {
  if (subscription.target !== null && subscription.sentOffset !== -1) forget(subscription.target, subscription);
  state.byTopicPartition.delete(subscription.metadata.topicPartition);
  subscription.metadata = metadata;
  state.byTopicPartition.set(metadata.topicPartition, subscription);
  if (subscription.state === "await-reset") return;
  subscription.leaderEpoch = -1;
  context.observer.positionSet(state.self, metadata.topicPartition, subscription.offset, "assign");
}
