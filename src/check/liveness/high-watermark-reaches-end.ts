/** 5.3 HwReachesLeo (VL): with enough replicas and no more writes, high watermark and log end meet on every replica. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../card.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions, lacksOffsetsOnly } from "./final-view.ts";

const card: CheckCard = {
  name: "high-watermark-reaches-end",
  sentence: "In the end the high watermark of every healthy replica is its log end, and that is the leader's.",
  source: "invariants 5.3 (HwReachesLeo)",
  kind: "liveness",
  guarantee: "progress",
};

export const highWatermarkReachesEnd: Check = {
  card,
  watch: (ghost) => ({
    finish: (final) => {
      for (const { partition, final: one, need, isHealthy, leader } of judgedPartitions(ghost, final)) {
        if (need.writes !== "required" || leader === null) continue;
        for (const replica of one.replicas) {
          const { broker, highWatermark, logEndOffset } = replica;
          const isLevel = highWatermark === logEndOffset && logEndOffset === leader.logEndOffset;
          if (!isHealthy(broker) || isLevel || (replica !== leader && lacksOffsetsOnly(partition, leader, replica)))
            continue;
          found(ghost, card, partition, {
            role: replica === leader ? "leader-mark-behind" : "follower-behind",
            sentence: `${nodeName(broker)} ends ${named(partition)} at ${logEndOffset} with high watermark ${highWatermark}; the leader's log ends at ${leader.logEndOffset}`,
            witness: {
              broker,
              offset: highWatermark,
              highWatermark,
              logEndOffset,
              leader: leader.broker,
              leaderEndOffset: leader.logEndOffset,
            },
          });
          break;
        }
      }
    },
  }),
};
