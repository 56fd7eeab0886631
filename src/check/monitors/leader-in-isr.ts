/** 1.9 LeaderInIsr (HK): the controller's leader is in the controller's ISR. Legal: no leader, and then any ISR. */
import { nodeName } from "../../core/ids.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "leader-in-isr",
  sentence: "The leader that the controller chose is in the ISR.",
  formula: "leader = none ∨ leader ∈ isr",
  source: "invariants 1.9 (LeaderInIsr)",
  kind: "invariant",
  guarantee: "protocol",
};

type Led = Pick<PartitionRegistration, "leader" | "isr">;

export const isLeaderInIsr = ({ leader, isr }: Led): boolean => leader < 0 || isr.includes(leader);

export const leaderInIsr: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after, election) => {
      if (isLeaderInIsr(after)) return;
      found(ghost, card, ghost.partition, {
        role: `${election}-leader-outside-isr`,
        sentence: `${nodeName(after.leader)} leads ${named(ghost.partition)} in epoch ${after.leaderEpoch} outside the ISR {${after.isr.map(nodeName).join(", ")}}`,
        subject: { kind: "partition", leader: after.leader },
      });
    },
  }),
};
