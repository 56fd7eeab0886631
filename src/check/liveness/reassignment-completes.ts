/** 5.8 ReassignmentCompletes (VL): in the end no reassignment is under way whose target replicas are all healthy. */
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions, mayStayOutside } from "./final-view.ts";

const card: CheckCard = {
  name: "reassignment-completes",
  sentence: "In the end every reassignment whose target replicas are healthy is complete.",
  formula: "◇□ (adding ∪ removing = ∅)",
  source: "invariants 5.8 (ReassignmentCompletes)",
  kind: "liveness",
  guarantee: "progress",
};

export const reassignmentCompletes: Check = {
  card,
  watch: (ghost) => ({
    finish: (final) => {
      for (const judged of judgedPartitions(ghost, final)) {
        const { partition, final: one, need, isHealthy } = judged;
        const { addingReplicas, removingReplicas, replicas, isr } = one.registration;
        if (need.leader !== "required" || addingReplicas.length + removingReplicas.length === 0) continue;
        const target = replicas.filter((broker) => !removingReplicas.includes(broker));
        if (!target.every(isHealthy)) continue;
        const isTakenBack = addingReplicas.some((broker) => removingReplicas.includes(broker));
        if (isTakenBack && excuse(ghost.excuses, "addition-taken-back")) continue;
        if (target.some((broker) => !isr.includes(broker) && mayStayOutside(ghost, judged, broker))) continue;
        found(ghost, card, partition, {
          role: "still-under-way",
          sentence: `the reassignment of ${named(partition)} is still under way in the end`,
          subject: { kind: "partition", leader: one.registration.leader },
        });
      }
    },
  }),
};
