/**
 * 2.6 AlterFenced: an accepted AlterPartition came from the leader, with the current leader epoch, partition
 * epoch and broker epoch. The judgement may be told before or after the change that it leads to.
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "alter-fenced",
  sentence:
    "The controller accepts an AlterPartition only from the current leader, with current leader, partition and broker epochs.",
  formula: "accepted ⇒ (sender, leaderEpoch, partitionEpoch, brokerEpoch) = the controller's",
  source: "invariants 2.6 (AlterFenced); R-22, R-25",
  kind: "invariant",
  guarantee: "protocol",
};

export const alterFenced: Check = {
  card,
  watch: (ghost) => ({
    alterPartitionJudged: (_tp, sender, leaderEpoch, partitionEpoch, brokerEpoch, errorCode) => {
      const { partition } = ghost;
      const known = partition.changedAt === ghost.event ? partition.previous : partition.registration;
      if (errorCode !== Errors.NONE || known === null) return;
      const currentEpoch = ghost.brokers[sender]?.brokerEpoch ?? -1;
      const role =
        sender !== known.leader
          ? "sender-is-not-leader"
          : leaderEpoch !== known.leaderEpoch
            ? "stale-leader-epoch"
            : partitionEpoch !== known.partitionEpoch
              ? "stale-partition-epoch"
              : currentEpoch >= 0 && brokerEpoch !== currentEpoch
                ? "stale-broker-epoch"
                : "";
      if (role === "") return;
      found(ghost, card, partition, {
        role,
        sentence: `the controller accepts an AlterPartition for ${named(partition)} from ${nodeName(sender)} (leader epoch ${leaderEpoch}, partition epoch ${partitionEpoch}, broker epoch ${brokerEpoch}); it knows leader ${known.leader}, ${known.leaderEpoch}, ${known.partitionEpoch}, ${currentEpoch}`,
        subject: { kind: "isr-change", leader: known.leader, member: sender, offset: -1 },
      });
    },
  }),
};
