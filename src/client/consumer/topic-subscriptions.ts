/**
 * Keeps the assignment in step with the topics: a consumer without a group reads all partitions, those added later from where
 * auto.offset.reset says, which with `latest` skips what was written before it knew of them (X-2, defect G-15).
 */
import { invariant } from "../../core/invariant.ts";
import type { ClientContext } from "../context.ts";
import type { TopicMetadata } from "../metadata/client-metadata.ts";
import { insertInOrder } from "../topic-order.ts";
import type { ConsumerState, SubscribedTopic } from "./consumer-state.ts";
import { forget } from "./fetch-target.ts";
import { place } from "./placement.ts";
import { followLeader, resetPolicyTimestamp, seek } from "./positions.ts";
import { newSubscription, type Subscription } from "./subscription.ts";

export const newSubscribedTopic = (name: string): SubscribedTopic => ({ name, metadata: null, subscriptions: [] });

/** After every metadata answer. */
export function followTopics(state: ConsumerState, context: ClientContext): void {
  for (let i = 0; i < state.topics.length; i++) {
    const topic = state.topics[i]!;
    const metadata = state.metadata.topics.get(topic.name);
    if (metadata === undefined) continue;
    if (topic.metadata !== null) takeOver(state, topic, metadata, context);
    if (state.group === null) subscribe(state, topic, i, metadata, context);
    topic.metadata = metadata;
  }
  const nowMs = context.nowMs();
  for (const subscription of state.subscriptions) {
    followLeader(state, subscription, context);
    if (subscription.preferredReadReplica !== -1) place(state, subscription, nowMs);
  }
}

/** To the partitions that it did not know: from where the application starts, later ones by auto.offset.reset. */
function subscribe(
  state: ConsumerState,
  topic: SubscribedTopic,
  index: number,
  metadata: TopicMetadata,
  context: ClientContext,
): void {
  const isFirst = topic.metadata === null;
  const { start } = state.options.workload;
  for (let i = topic.subscriptions.length; i < metadata.partitions.length; i++) {
    const subscription = newSubscription(metadata.partitions[i]!, index, resetPolicyTimestamp(state, context));
    invariant(subscription.partition === i, "the partitions of a topic stand by their numbers");
    topic.subscriptions.push(subscription);
    insertInOrder(state.subscriptions, subscription);
    state.byTopicPartition.set(subscription.metadata.topicPartition, subscription);
    state.unplaced++;
    if (isFirst) seek(state, subscription, start, "assign", context);
  }
}

/**
 * A topic made anew under the old name: positions are kept by name, as in Kafka, and then found to be wrong. A partition that it gets
 * later is taken over then.
 */
function takeOver(state: ConsumerState, topic: SubscribedTopic, made: TopicMetadata, context: ClientContext): void {
  for (const subscription of topic.subscriptions) {
    const metadata = made.partitions[subscription.partition];
    if (metadata !== undefined && metadata !== subscription.metadata) rename(state, subscription, metadata, context);
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
  if (subscription.state === "await-reset" || subscription.state === "initializing") return;
  subscription.leaderEpoch = -1;
  context.observer.positionSet(state.self, metadata.topicPartition, subscription.offset, "assign");
}
