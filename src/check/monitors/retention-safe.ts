/** 1.19 RetentionSafe (L-34): what is deleted from a log's front lies below the high watermark, and the start moves on. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "retention-safe",
  sentence: "Retention and DeleteRecords delete only below the high watermark, and a log start never moves back.",
  formula: "logStart(r) ≤ logStart'(r) ≤ highWatermark(r)",
  source: "invariants 1.19 (RetentionSafe); L-34, KAFKA-5634",
  kind: "monitor",
  guarantee: "protocol",
};

export const retentionSafe: Check = {
  card,
  watch: (ghost) => ({
    logStartMoved: (broker, _tp, logStartOffset, reason) => {
      const { replica, before } = ghost;
      if (logStartOffset <= replica.highWatermark && logStartOffset >= before.logStart) return;
      found(ghost, card, replica.partition, {
        role: logStartOffset < before.logStart ? `start-moves-back-${reason}` : `above-high-watermark-${reason}`,
        sentence: `${nodeName(broker)} moves the log start of ${named(replica.partition)} from ${before.logStart} to ${logStartOffset} (${reason}); its high watermark is ${replica.highWatermark}`,
        subject: {
          kind: "range",
          broker,
          from: Math.min(logStartOffset, replica.highWatermark),
          to: Math.max(logStartOffset, before.logStart),
        },
      });
    },
  }),
};
