/**
 * 4.2 AckedOffsetCorrect† (Jepsen inconsistent-offsets, Bufstream "zero offsets"): the offset that an acks=all success
 * names is where the record is, and what a reader sees at an offset is what the writer was told is there.
 *
 * An acknowledgement of a leader that a lossy election had replaced names an offset of a history that has ended (§6.12).
 * A record that a producer without idempotence wrote twice is legally at another offset as well (§6.3).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { isOfEndedHistory } from "../ghost/exposure.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "acked-offset-correct",
  sentence: "A record is at the offset that its acknowledgement named.",
  formula: "∀ acked (record, o): committed[o] = record",
  source: "invariants 4.2† (AckedOffsetCorrect), Jepsen inconsistent-offsets",
  kind: "history",
  guarantee: "no-acked-loss",
};

export const ackedOffsetCorrect: Check = {
  card,
  watch: (ghost) => ({
    misplaced: (partition, client, record, offset, visibleAt) => {
      if (visibleAt < 0) return;
      found(ghost, card, partition, {
        role: "acknowledged-at-another-offset",
        sentence: `${nodeName(client)} is told that record ${record} is at ${at(partition, offset)}; it is at ${visibleAt}`,
        legal: partition.legalLoss ?? (isOfEndedHistory(partition, record, offset) ? "ended-history" : null),
        subject: { kind: "records", offset: visibleAt, records: [record], nodes: [client] },
      });
    },
  }),
};
