/** What coordinators and members of groups do. */
import type { ClientObserver } from "../../client/observer.ts";
import type { GroupObserver } from "../../kafka/observer.ts";
import type { FactLog } from "./fact-log.ts";
import { idsOf } from "./log-facts.ts";

export const groupFacts = (log: FactLog): Partial<GroupObserver & ClientObserver> => ({
  coordinatorLoaded: (broker, topicPartition, epoch) =>
    log.write({ kind: "load-groups", nodes: [broker], topicPartition, epoch }),
  memberJoined: (broker, group, member) => log.write({ kind: "join-group", nodes: [broker], group, member }),
  memberReplaced: (broker, group, _old, member) =>
    log.write({ kind: "replace-member", nodes: [broker], group, member }),
  memberLeft: (broker, group, member, _generation, reason) =>
    log.write({ kind: "leave-group", nodes: [broker], group, member, reason }),
  rebalanceStarted: (broker, group, generation, reason) =>
    log.write({ kind: "rebalance", nodes: [broker], group, generation, reason }),
  generationStarted: (broker, group, generation, _protocol, leader, members) =>
    log.write({ kind: "generation", nodes: [broker], group, generation, leader, members: members.length }),
  groupStabilised: (broker, group, generation) => log.write({ kind: "stable", nodes: [broker], group, generation }),
  partitionsAssigned: (client, group, generation, _added, partitions) =>
    log.write({ kind: "own", nodes: [client], group, generation, partitions }),
  partitionsRevoked: (client, group, generation, partitions) =>
    log.write({ kind: "disown", nodes: [client], group, generation, partitions, isLost: false }),
  partitionsLost: (client, group, generation, partitions) =>
    log.write({ kind: "disown", nodes: [client], group, generation, partitions, isLost: true }),
  processed: (client, group, generation, topicPartition, batch, from, to) =>
    log.write({ kind: "process", nodes: [client], topicPartition, from, to, records: idsOf(batch), group, generation }),
  committedFetched: (client, group, topicPartition, from) =>
    log.write({ kind: "start-from", nodes: [client], topicPartition, from, to: from + 1, group }),
  commitCompleted: (client, group, offsets, errorCode) =>
    log.write({ kind: "commit", nodes: [client], group, offsets, errorCode }),
});
