/**
 * 1.5 CommittedStable† (VL LeaderCompleteness): a true leader that takes office holds every committed record.
 * Legal: a leader whose high watermark is lower than its predecessor's (§6.4), and any loss in doubt (§6.12).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { exposedRecordAt } from "../ghost/exposure.ts";
import { isLossLegal } from "../ghost/loss.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "committed-stable",
  sentence: "Every true leader holds each record that was ever below the high watermark of a true leader.",
  formula: "∀ true leader L, o < trueHighWatermark: log(L)[o] = committed[o]",
  source: "invariants 1.5† (CommittedStable, LeaderCompleteness)",
  kind: "monitor",
  guarantee: "protocol",
};

/**
 * A log agrees with the committed history up to `agreedTo`, and must up to `end`: the first offset that it lacks, -1 none.
 * Shared by committed-stable, strong-isr, weak-isr, candidate-complete, log-matching and one-value-per-offset.
 */
export const firstLacking = (agreedTo: number, end: number): number => (agreedTo < end ? agreedTo : -1);

export const committedStable: Check = {
  card,
  watch: (ghost) => ({
    tookOffice: (partition, leader, agreedTo) => {
      if (firstLacking(agreedTo, partition.trueHighWatermark) < 0 || isLossLegal(ghost, partition)) return;
      const { broker, leaderEpoch, logEnd } = leader;
      found(ghost, card, partition, {
        role: logEnd <= agreedTo ? "leader-lacks-record" : "leader-has-another-record",
        sentence: `${nodeName(broker)} leads in epoch ${leaderEpoch} without ${at(partition, agreedTo)}, which was committed`,
        subject: {
          kind: "records",
          offset: agreedTo,
          records: [exposedRecordAt(partition, agreedTo)],
          nodes: [broker],
        },
      });
    },
  }),
};
