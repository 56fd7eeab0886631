/** 5.2 IsrRefills (VL): in the end all healthy replicas are in the ISR, and no AlterPartition is unanswered. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import type { FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions, mayStayOutside } from "./final-view.ts";

const card: CheckCard = {
  name: "isr-refills",
  sentence:
    "In the end all healthy replicas of a partition with a leader are in its ISR, and no change of it is pending.",
  formula: "◇□ (healthy(r) ⇒ r ∈ isr)",
  source: "invariants 5.2 (IsrRefills)",
  kind: "liveness",
  guarantee: "progress",
};

function judge(ghost: Ghost, final: FinalState): void {
  for (const judged of judgedPartitions(ghost, final)) {
    const { partition, final: one, need, isHealthy, leader } = judged;
    if (need.leader !== "required") continue;
    const { replicas, isr } = one.registration;
    const missing = replicas.find(
      (broker) => isHealthy(broker) && !isr.includes(broker) && !mayStayOutside(ghost, judged, broker),
    );
    const pending = leader?.alterPartitionPending === true;
    if (missing === undefined && !pending) continue;
    found(ghost, card, partition, {
      role: missing === undefined ? "alter-partition-pending" : "healthy-replica-outside",
      sentence:
        missing === undefined
          ? `the leader of ${named(partition)} still waits for the answer to its AlterPartition`
          : `${nodeName(missing)} is healthy, but not in the ISR of ${named(partition)} in the end`,
      subject: { kind: "isr-change", leader: one.registration.leader, member: missing ?? -1, offset: -1 },
    });
  }
}

export const isrRefills: Check = {
  card,
  watch: (ghost) => ({
    coreRested: (state) => judge(ghost, state),
    finish: (final) => judge(ghost, final),
  }),
};
