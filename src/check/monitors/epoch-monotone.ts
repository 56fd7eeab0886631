/**
 * 1.17 EpochMonotone (VL): the controller's leader epoch, partition epoch and broker epochs never fall, each change of a
 * partition raises its partition epoch and each change of leader its leader epoch; what a broker has applied of
 * the metadata log never falls within a process. Never suspended.
 */
import { nodeName } from "../../core/ids.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "epoch-monotone",
  sentence: "Leader epochs, partition epochs, broker epochs and the metadata that a broker has applied only grow.",
  formula:
    "partitionEpoch' > partitionEpoch ∧ leaderEpoch' ≥ leaderEpoch ∧ (leader' ≠ leader ⇒ leaderEpoch' > leaderEpoch)",
  source: "invariants 1.17 (EpochMonotone); R-43",
  kind: "invariant",
  guarantee: "protocol",
};

type Led = Pick<PartitionRegistration, "leader" | "leaderEpoch" | "partitionEpoch">;

const told = {
  "leader-epoch-falls": (before: Led, after: Led) => `leader epoch ${before.leaderEpoch} becomes ${after.leaderEpoch}`,
  "partition-epoch-stays": (before: Led, after: Led) =>
    `partition epoch ${before.partitionEpoch} becomes ${after.partitionEpoch}`,
  "leader-changes-in-epoch": (before: Led, after: Led) =>
    `leader ${before.leader} becomes ${after.leader} within leader epoch ${after.leaderEpoch}`,
};

/** What is wrong with a change of a partition; null: nothing. */
export function faultOfChange(before: Led, after: Led): keyof typeof told | null {
  if (after.leaderEpoch < before.leaderEpoch) return "leader-epoch-falls";
  if (after.partitionEpoch <= before.partitionEpoch) return "partition-epoch-stays";
  return after.leader !== before.leader && after.leaderEpoch === before.leaderEpoch ? "leader-changes-in-epoch" : null;
}

export const epochMonotone: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after) => {
      const { registration } = ghost.before;
      if (registration === null) return;
      const role = faultOfChange(registration, after);
      if (role === null) return;
      found(ghost, card, ghost.partition, {
        role,
        sentence: `the controller changes ${named(ghost.partition)}: ${told[role](registration, after)}`,
        subject: { kind: "partition", leader: after.leader },
      });
    },
    brokerRegistered: (broker, brokerEpoch) => {
      const previous = ghost.before.brokerEpoch;
      // The same incarnation may ask again and gets the same epoch (KAFKA-16952).
      if (brokerEpoch >= previous) return;
      found(ghost, card, null, {
        role: "broker-epoch-falls",
        sentence: `${nodeName(broker)} registers with broker epoch ${brokerEpoch} after ${previous}`,
        subject: { kind: "broker", broker },
      });
    },
    metadataApplied: (broker, offset) => {
      const previous = ghost.before.metadataOffset;
      if (offset >= previous) return;
      found(ghost, card, null, {
        role: "metadata-goes-back",
        sentence: `${nodeName(broker)} acts on the metadata log at ${offset} after ${previous}`,
        subject: { kind: "broker", broker },
      });
    },
  }),
};
