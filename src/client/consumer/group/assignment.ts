/** What the application holds, as its callbacks hear of it: partitions come, are given back, or are lost. */
import { invariant } from "../../../core/invariant.ts";
import type { TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";
import type { ClientContext } from "../../context.ts";
import { requestUpdate } from "../../metadata/metadata-updater.ts";
import { insertInOrder, topicAt } from "../../topic-order.ts";
import type { ConsumerState } from "../consumer-state.ts";
import { leaveTarget } from "../fetch-target.ts";
import { dropBuffered } from "../placement.ts";
import { resetPolicyTimestamp } from "../positions.ts";
import { newSubscription, type Subscription } from "../subscription.ts";
import type { GroupState } from "./group-state.ts";

/** By the names of the topics. */
export function ownedPartitions(state: ConsumerState, group: GroupState): readonly TopicPartitions[] {
  const byTopic = new Map<string, number[]>();
  const add = (topic: string, partition: number): void => {
    const known = byTopic.get(topic);
    if (known === undefined) byTopic.set(topic, [partition]);
    else known.push(partition);
  };
  for (const { place, partition } of state.subscriptions) add(state.topics[topicAt(place)]!.name, partition);
  for (const { topic, partition } of group.unknown) add(topic, partition);
  return [...byTopic.keys()].sort().map((topic) => ({
    topic,
    partitions: byTopic.get(topic)!.sort((a, b) => a - b),
  }));
}

export function takeAssigned(
  state: ConsumerState,
  group: GroupState,
  added: readonly TopicPartitions[],
  generationId: number,
  context: ClientContext,
): void {
  group.generationId = generationId;
  for (const { topic, partitions } of added) {
    for (const partition of partitions) group.unknown.push({ topic, partition });
  }
  admitKnown(state, group, context);
  if (group.unknown.length > 0) requestUpdate(state.updater);
  group.commits.autoAtMs = context.nowMs() + group.config.autoCommitIntervalMs;
}

/** Also after each metadata answer: what it knows now is read. */
export function admitKnown(state: ConsumerState, { unknown }: GroupState, context: ClientContext): void {
  for (let i = unknown.length - 1; i >= 0; i--) {
    const { topic, partition } = unknown[i]!;
    const index = state.topics.findIndex(({ name }) => name === topic);
    const metadata = state.metadata.topics.get(topic)?.partitions[partition];
    if (index === -1 || metadata === undefined) continue;
    unknown.splice(i, 1);
    const subscription = newSubscription(metadata, index, resetPolicyTimestamp(state, context));
    subscription.state = "initializing";
    invariant(!state.byTopicPartition.has(metadata.topicPartition), "a partition is assigned once");
    state.topics[index]!.subscriptions.push(subscription);
    insertInOrder(state.subscriptions, subscription);
    state.byTopicPartition.set(metadata.topicPartition, subscription);
    state.unplaced++;
  }
}

/** Nothing of it is fetched, returned or committed any more. */
export function release(state: ConsumerState, group: GroupState, gone: readonly TopicPartitions[]): void {
  for (const { topic, partitions } of gone) {
    for (const partition of partitions) {
      const index = group.unknown.findIndex((one) => one.topic === topic && one.partition === partition);
      if (index !== -1) group.unknown.splice(index, 1);
      else drop(state, topic, partition);
    }
  }
}

function drop(state: ConsumerState, topic: string, partition: number): void {
  const subscribed = state.topics.find(({ name }) => name === topic)?.subscriptions ?? [];
  const index = subscribed.findIndex((one) => one.partition === partition);
  const subscription = subscribed[index];
  invariant(subscription !== undefined, "what is given back was held");
  subscribed.splice(index, 1);
  state.subscriptions.splice(state.subscriptions.indexOf(subscription), 1);
  state.byTopicPartition.delete(subscription.metadata.topicPartition);
  leave(state, subscription);
}

/** Answers that are still to come find another generation. */
function leave(state: ConsumerState, subscription: Subscription): void {
  dropBuffered(subscription);
  subscription.generation++;
  if (subscription.target === null) state.unplaced--;
  else leaveTarget(subscription);
  invariant(state.unplaced >= 0, "what waits for a place is counted once");
}
