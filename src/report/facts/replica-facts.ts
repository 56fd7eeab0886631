/** What brokers do as leaders and followers. */
import type { ReplicaObserver } from "../../kafka/observer.ts";
import type { FactLog } from "./fact-log.ts";
import { idsOf } from "./log-facts.ts";

export const replicaFacts = (log: FactLog): Partial<ReplicaObserver> => ({
  highWatermarkMoved: (broker, topicPartition, mark, isLeader) =>
    log.write({ kind: isLeader ? "advance" : "learn-mark", nodes: [broker], topicPartition, from: mark, to: mark }),
  becameLeader: (broker, topicPartition, epoch, from) =>
    log.write({ kind: "lead", nodes: [broker], topicPartition, from, epoch }),
  becameFollower: (broker, topicPartition, epoch, leader) =>
    log.write({ kind: "follow", nodes: [broker], topicPartition, epoch, leader }),
  followerFetched: (leader, topicPartition, follower, to) =>
    log.write({ kind: "fetch", nodes: [follower], topicPartition, to, leader }),
  fetchRefused: (broker, topicPartition, reader, errorCode) =>
    log.write({ kind: "refuse-fetch", nodes: [broker], topicPartition, reader, errorCode }),
  fetchAnsweredLate: (follower, topicPartition, epoch, diverges) => {
    if (diverges) log.write({ kind: "late", nodes: [follower], topicPartition, epoch });
  },
  diverged: (follower, topicPartition, epoch, from) =>
    log.write({ kind: "diverge", nodes: [follower], topicPartition, from, epoch }),
  followingFailed: (follower, topicPartition, errorCode) =>
    log.write({ kind: "give-up", nodes: [follower], topicPartition, errorCode }),
  isrProposed: (leader, topicPartition, isr, epoch) =>
    log.write({ kind: "propose", nodes: [leader], topicPartition, isr, epoch }),
  produceAnswered: (leader, topicPartition, batch, acks, errorCode, from, duplicate) => {
    const about = { nodes: [leader], topicPartition, records: idsOf(batch) };
    if (errorCode !== 0) log.write({ kind: "refuse", ...about, errorCode });
    else log.write({ kind: "ack", ...about, from, to: from + batch.lastOffsetDelta + 1, acks, duplicate });
  },
  metadataApplied: (broker, from) => log.write({ kind: "apply", nodes: [broker], from }),
});
