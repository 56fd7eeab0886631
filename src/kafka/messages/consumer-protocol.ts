/**
 * What the members of a classic consumer group tell each other through the coordinator, which hands it on unread
 * (ConsumerProtocolSubscription version 3, ConsumerProtocolAssignment version 3). Topics are named by their names.
 */

export interface TopicPartitions {
  readonly topic: string;
  /** Ascending. */
  readonly partitions: readonly number[];
}

/** What a member asks for. */
export interface ConsumerSubscription {
  /** In the order of the names. */
  readonly topics: readonly string[];
  /** Of an assignor's own: what sticky assignors remember (StickyAssignorUserData); null: nothing. */
  readonly userData: StickyUserData | null;
  /** What the member holds while it joins: nothing under the eager protocol. By the order of topics. */
  readonly ownedPartitions: readonly TopicPartitions[];
  /** The generation in which it owned them; -1: none. */
  readonly generationId: number;
  /** client.rack; null: none. */
  readonly rackId: string | null;
}

/** StickyAssignorUserData version 1; the cooperative assignor writes the generation alone. */
export interface StickyUserData {
  readonly previousAssignment: readonly TopicPartitions[];
  readonly generation: number;
}

/** What the leader decided for one member. */
export interface ConsumerAssignment {
  readonly assignedPartitions: readonly TopicPartitions[];
}

/** The protocol type of consumers. */
export const consumerProtocolType = "consumer";

/** Of the same bytes. */
export const sameSubscription = (a: ConsumerSubscription, b: ConsumerSubscription): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

export const noAssignment: ConsumerAssignment = { assignedPartitions: [] };
