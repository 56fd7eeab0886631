/**
 * 1.17 EpochMonotone (VL): the controller's leader epoch, partition epoch and broker epochs never fall, each change of a
 * partition raises its partition epoch and each change of leader its leader epoch; what a broker has applied of
 * the metadata log never falls within a process. Never suspended.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../card.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "epoch-monotone",
  sentence: "Leader epochs, partition epochs, broker epochs and the metadata that a broker has applied only grow.",
  source: "invariants 1.17 (EpochMonotone); R-43",
  kind: "invariant",
  guarantee: "protocol",
};

export const epochMonotone: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after) => {
      const { registration } = ghost.before;
      if (registration === null) return;
      const wrong = (role: string, sentence: string): void =>
        found(ghost, card, ghost.partition, {
          role,
          sentence: `the controller changes ${named(ghost.partition)}: ${sentence}`,
          subject: { kind: "partition", leader: after.leader },
          witness: {
            leaderEpoch: after.leaderEpoch,
            partitionEpoch: after.partitionEpoch,
            leader: after.leader,
            previousLeaderEpoch: registration.leaderEpoch,
            previousPartitionEpoch: registration.partitionEpoch,
          },
        });
      if (after.leaderEpoch < registration.leaderEpoch) {
        wrong("leader-epoch-falls", `leader epoch ${registration.leaderEpoch} becomes ${after.leaderEpoch}`);
      }
      if (after.partitionEpoch <= registration.partitionEpoch) {
        wrong(
          "partition-epoch-stays",
          `partition epoch ${registration.partitionEpoch} becomes ${after.partitionEpoch}`,
        );
      }
      if (after.leader !== registration.leader && after.leaderEpoch === registration.leaderEpoch) {
        wrong(
          "leader-changes-in-epoch",
          `leader ${registration.leader} becomes ${after.leader} within leader epoch ${after.leaderEpoch}`,
        );
      }
    },
    brokerRegistered: (broker, brokerEpoch) => {
      const previous = ghost.before.brokerEpoch;
      // The same incarnation may ask again and gets the same epoch (KAFKA-16952).
      if (brokerEpoch >= previous) return;
      found(ghost, card, null, {
        role: "broker-epoch-falls",
        sentence: `${nodeName(broker)} registers with broker epoch ${brokerEpoch} after ${previous}`,
        subject: { kind: "broker", broker: broker },
        witness: { broker, brokerEpoch, previous },
      });
    },
    metadataApplied: (broker, offset) => {
      const previous = ghost.before.metadataOffset;
      if (offset >= previous) return;
      found(ghost, card, null, {
        role: "metadata-goes-back",
        sentence: `${nodeName(broker)} acts on the metadata log at ${offset} after ${previous}`,
        subject: { kind: "broker", broker: broker },
        witness: { broker, metadataOffset: offset, previous },
      });
    },
  }),
};
