/**
 * 1.14 HwMonotone (VL, L-31): the high watermark of one leader within one epoch never falls. Legal (§6.4): that of a
 * follower falls, and a new leader's is lower than its predecessor's.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { Role } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "high-watermark-monotone",
  sentence: "The high watermark of a leader never falls within its epoch.",
  formula: "∀ leader L, within its epoch: highWatermark'(L) ≥ highWatermark(L)",
  source: "invariants 1.14 (HwMonotone); L-31",
  kind: "invariant",
  guarantee: "protocol",
};

export const highWatermarkMonotone: Check = {
  card,
  watch: (ghost) => ({
    highWatermarkMoved: (broker, _tp, highWatermark, isLeader, leaderEpoch) => {
      const { replica, before } = ghost;
      if (highWatermark >= before.highWatermark) return;
      if (isLeader && (replica.role !== Role.leader || replica.leaderEpoch !== leaderEpoch)) return;
      if (!isLeader && excuse(ghost.excuses, "follower-high-watermark-falls")) return;
      found(ghost, card, replica.partition, {
        role: "leader-lowers-mark",
        sentence: `${nodeName(broker)} lowers the high watermark of ${named(replica.partition)} from ${before.highWatermark} to ${highWatermark} in epoch ${leaderEpoch}`,
        subject: { kind: "replica", broker, leader: broker, offset: highWatermark },
      });
    },
  }),
};
