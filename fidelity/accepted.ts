/**
 * Answers in which the model may differ from the recorded ones, by release, with the reason. An entry that no recording
 * needs fails the test: a difference is mended in the model, or stands here as long as it is one.
 */
import type { Conversation, Release } from "./releases.ts";

/** Whose answer is the odd one: a bug of Kafka, a choice of the model, or what the way of asking brings with it. */
type Whose = "theirs" | "ours" | "asking";

export interface AcceptedDifference {
  readonly conversation: Conversation;
  readonly releases: readonly Release[];
  /** Labels as they stand in the recording; a label that repeats is given with the number of the answer, from 0. */
  readonly answers: readonly (string | number)[];
  /** Of docs/protocol.md, where one of them is about it. */
  readonly rules: readonly string[];
  readonly whose: Whose;
  readonly reason: string;
  /** A KAFKA or KIP number, a class of Kafka, or `recording` where the way of asking makes the difference. */
  readonly source: string;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    conversation: "client",
    releases: ["2.5.1", "2.8.2"],
    answers: [
      'fetch LEO {"replicaId":2}',
      'fetch LEO {"replicaId":2,"cle":0}',
      'fetch LEO {"replicaId":77,"cle":0}',
      'fetch LEO {"replicaId":1,"cle":0}',
    ],
    rules: ["R-4"],
    whose: "theirs",
    reason: "These releases serve a fetch from a replica id that is no replica; no broker of the model sends one.",
    source: "ReplicaManager.fetchMessages",
  },
  {
    conversation: "client",
    releases: ["2.5.1"],
    answers: ["fetch at broker 2 (no replica), cle -1", "fetch at broker 2 (no replica), cle 0"],
    rules: ["R-4"],
    whose: "theirs",
    reason: "Up to 2.5 a broker without a replica answers REPLICA_NOT_AVAILABLE to a fetch; clients treat both alike.",
    source: "ReplicaManager.getPartitionOrException",
  },
  {
    conversation: "client",
    releases: ["2.5.1"],
    answers: ['fetch LEO {"lfe":7}', 'fetch LEO+3 {"lfe":0}'],
    rules: ["R-6"],
    whose: "asking",
    reason: "Fetch 11, the newest that 2.5 speaks, has no LastFetchedEpoch; the rules of 2.5 send none.",
    source: "KAFKA-10435",
  },
  {
    conversation: "leader",
    releases: ["4.1.2", "4.3.1", "4.4.0"],
    answers: [53],
    rules: ["R-44"],
    whose: "asking",
    reason: "The controller of this seat is a script without ELR; the controller's conversation holds the ELR.",
    source: "recording",
  },
  {
    conversation: "controller",
    releases: ["4.1.2", "4.3.1", "4.4.0"],
    answers: ["8 registered anew, unclean, its topic deleted"],
    rules: ["R-44", "K-21"],
    whose: "theirs",
    reason:
      "A bug of Kafka without a ticket: clearing the ELR does not tell BrokersToElrs; once the topic is deleted, the controller fails when who was eligible registers after an unclean stop, answers -1 and resigns. The model registers it.",
    source: "ReplicationControlManager.removeTopicElrs",
  },
];

/** Of no recording: the model decides otherwise, by what Kafka's sources or its own log class say. */
export const differencesBySource: readonly Omit<AcceptedDifference, "conversation" | "releases" | "answers">[] = [
  {
    rules: ["R-10", "R-20"],
    whose: "ours",
    reason:
      "A leader that hears of a partition epoch which the answer to its AlterPartition has told it takes the ISR again in Kafka, and drops a proposal that is on its way; the model keeps that proposal, so that the high watermark passes nobody whom the controller has just let in.",
    source: "Partition.makeLeader",
  },
  {
    rules: ["L-13", "L-26"],
    whose: "ours",
    reason:
      "After a clean restart the log class of 4.4.0 begins a new segment with the next append, as that of 4.1.2 and 4.3.1 does not; the model goes on in the last segment under every release.",
    source: "AbstractIndex.resize",
  },
];
