/**
 * 1.2 OffsetOrder (KC, L-30): logStart <= highWatermark <= logEnd on each replica after each event. Without transactions
 * the last stable offset is the high watermark.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "watermark-order",
  sentence: "On each replica the log start is at most the high watermark, and that at most the log end.",
  formula: "∀ r: logStart(r) ≤ highWatermark(r) ≤ logEnd(r)",
  source: "invariants 1.2 (OffsetOrder); L-30, L-33",
  kind: "invariant",
  guarantee: "protocol",
};

export const isOrdered = (logStart: number, highWatermark: number, logEnd: number): boolean =>
  logStart <= highWatermark && highWatermark <= logEnd;

export const watermarkOrder: Check = {
  card,
  watch: (ghost) => ({
    replicaTouched: (replica) => {
      const { logStart, highWatermark, logEnd, broker, partition } = replica;
      if (!replica.online || isOrdered(logStart, highWatermark, logEnd)) return;
      found(ghost, card, partition, {
        role: highWatermark > logEnd ? "above-log-end" : "below-log-start",
        sentence: `${nodeName(broker)}: ${named(partition)} has log start ${logStart}, high watermark ${highWatermark}, log end ${logEnd}`,
        subject: { kind: "replica", broker, leader: -1, offset: -1 },
      });
    },
  }),
};
