/** All that a consumer holds: lost with its process. */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { ErrorCode } from "../../kafka/errors.ts";
import type { ConsumerRules } from "../../kafka/rules/consumer-rules.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { ConsumerConfig, ConsumerOptions } from "../consumer-config.ts";
import type { ClientContext } from "../context.ts";
import type { Deque } from "../deque.ts";
import type { ClientMetadata, TopicMetadata } from "../metadata/client-metadata.ts";
import type { MetadataUpdater } from "../metadata/metadata-updater.ts";
import type { NetworkClient } from "../network/network-client.ts";
import type { GroupCall, GroupState } from "./group/group-state.ts";
import type { MembershipCall } from "./membership/membership-port.ts";
import type { FetchTarget, Subscription } from "./subscription.ts";

export interface ConsumerState {
  readonly self: NodeId;
  readonly options: ConsumerOptions;
  readonly config: ConsumerConfig;
  readonly rules: ConsumerRules;
  readonly network: NetworkClient<ConsumerCall>;
  readonly metadata: ClientMetadata;
  readonly updater: MetadataUpdater;
  /** In the order in which the application names them. */
  readonly topics: readonly SubscribedTopic[];
  /** Of all topics, in order. */
  readonly subscriptions: Subscription[];
  readonly byTopicPartition: Map<TopicPartition, Subscription>;
  /** By node id; sparse. */
  readonly targetByNode: (FetchTarget | undefined)[];
  /** By node id, without gaps. */
  readonly targets: FetchTarget[];
  /** Partitions that are not fetched: they wait for a look-up, a leader or the end of a pause. */
  unplaced: number;
  /** With data for the next poll, in the order in which it came. */
  readonly completed: Deque<Subscription>;
  /** null: it reads by assign. */
  readonly group: GroupState | null;
  /** Makes of a request that got no answer what its kind wants. */
  readonly fail: (call: ConsumerCall, errorCode: ErrorCode, context: ClientContext) => void;
  isStarted: boolean;
  /** When the application calls poll next; infinity: there is nothing to return. */
  pollAtMs: Millis;
  lastPollMs: Millis;
  wakeAtMs: Millis;
}

/** A topic that the consumer reads. */
export interface SubscribedTopic {
  readonly name: string;
  /** null: never heard of. */
  metadata: TopicMetadata | null;
  /** By partition number; in a group, those that are assigned, in any order. */
  readonly subscriptions: Subscription[];
}

export type ConsumerCall =
  | { readonly kind: "fetch"; readonly node: NodeId }
  | { readonly kind: "metadata" }
  | LookupCall
  | GroupCall
  | MembershipCall;

/** `generations` of the subscriptions when they were asked about. */
export interface LookupCall {
  readonly kind: "list-offsets" | "offset-for-leader-epoch";
  readonly subscriptions: readonly Subscription[];
  readonly generations: readonly number[];
}

export const ConsumerTimer = { poll: 0, wake: 1 } as const;
