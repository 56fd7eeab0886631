/** 5.6 MetadataConverges, Unfenced (VL): in the end healthy brokers are unfenced and know their partitions as the controller does. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";
import { isJudged, isNews, judgedPartitions, takesPart } from "./final-view.ts";

const card: CheckCard = {
  name: "metadata-converges",
  sentence:
    "In the end every healthy broker is unfenced and acts on the controller's latest word on each of its partitions.",
  formula: "◇□ ∀ healthy broker b: ¬ fenced(b) ∧ epochs(b) = epochs(controller)",
  source: "invariants 5.6 (MetadataConverges, Unfenced, Runs)",
  kind: "liveness",
  guarantee: "progress",
};

export const metadataConverges: Check = {
  card,
  watch: (ghost) => ({
    finish: (final) => {
      if (!isJudged(ghost, final)) return;
      for (const one of final.brokers) {
        const { broker, fenced } = one;
        if (!fenced || !takesPart(ghost, one)) continue;
        found(ghost, card, null, {
          role: "healthy-broker-fenced",
          sentence: `${nodeName(broker)} is healthy, but fenced in the end`,
          subject: { kind: "broker", broker },
        });
      }
      for (const { partition, final: one, leftovers, isHealthy } of judgedPartitions(ghost, final)) {
        for (const { broker } of leftovers) {
          if (!isHealthy(broker) || isNews(ghost, partition, final)) continue;
          found(ghost, card, partition, {
            role: "replica-not-given-up",
            sentence: `${nodeName(broker)} is healthy, but still has its log of ${named(partition)}, of which it is no replica any more`,
            subject: { kind: "replica", broker, leader: -1, offset: -1 },
          });
        }
        const { leaderEpoch, partitionEpoch, replicas } = one.registration;
        for (const broker of replicas) {
          if (!isHealthy(broker)) continue;
          const replica = one.replicas.find((candidate) => candidate.broker === broker);
          if (replica?.leaderEpoch === leaderEpoch && replica.partitionEpoch === partitionEpoch) continue;
          if (isNews(ghost, partition, final)) continue;
          found(ghost, card, partition, {
            role: replica === undefined ? "replica-never-made" : "broker-behind",
            sentence:
              replica === undefined
                ? `${nodeName(broker)} is healthy and a replica of ${named(partition)}, but has no log of it`
                : `${nodeName(broker)} knows ${named(partition)} at leader epoch ${replica.leaderEpoch}, partition epoch ${replica.partitionEpoch}; the controller is at ${leaderEpoch}, ${partitionEpoch}`,
            subject: { kind: "replica", broker, leader: -1, offset: -1 },
          });
        }
      }
    },
  }),
};
