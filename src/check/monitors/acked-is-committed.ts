/**
 * A success for acks=all is given only when the high watermark has passed the batch (P-1, L-11; "an
 * ack implies that the required replicas hold the record"). Error 20 says the same of a batch that was appended (§6.3).
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "acked-is-committed",
  sentence: "A leader answers acks=all with success only when its high watermark has passed the batch.",
  formula: "acks = all ∧ answer = NONE ⇒ lastOffset(batch) < max(highWatermark(leader), committedEnd)",
  source: "P-1, L-11",
  kind: "invariant",
  guarantee: "no-acked-loss",
};

/** Success for acks=all: the last offset of the batch is in the committed history, or below its leader's high watermark. */
export const mayAcknowledge = (lastOffset: number, highWatermark: number, committedEnd: number): boolean =>
  lastOffset < highWatermark || lastOffset < committedEnd;

export const ackedIsCommitted: Check = {
  card,
  watch: (ghost) => ({
    produceAnswered: (leader, _tp, batch, acks, errorCode, baseOffset) => {
      if (acks !== -1 || errorCode !== Errors.NONE || baseOffset < 0) return;
      const { replica } = ghost;
      const last = baseOffset + batch.lastOffsetDelta;
      // A request of several partitions is answered as a whole. Since this one was committed it may have had another leader, whose
      // high watermark was lower, and be led here again; or its log may be deleted.
      if (last < replica.highWatermark) return;
      const isDeleted = !replica.present && replica.partition.deleted;
      const isLate = isDeleted || mayAcknowledge(last, replica.highWatermark, replica.partition.exposedEnd);
      if (isLate && excuse(ghost.excuses, "late-answer")) return;
      found(ghost, card, replica.partition, {
        role: "acknowledged-above-mark",
        sentence: `${nodeName(leader)} acknowledges ${at(replica.partition, last)}, but its high watermark is ${replica.highWatermark}`,
        subject: { kind: "records", offset: last, records: [batch.records[0]?.id ?? -1], nodes: [leader] },
      });
    },
  }),
};
