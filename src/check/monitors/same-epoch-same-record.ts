/**
 * 1.4, first half (VL/KRaft NoLogDivergence): two logs with the same (offset, leader epoch) hold the same record there.
 * Never suspended: lossy events change epochs, too (invariants §6.12).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "same-epoch-same-record",
  sentence: "An offset and a leader epoch name one record, on every replica and for ever.",
  formula: "∀ r, s, o: epoch(log(r)[o]) = epoch(log(s)[o]) ⇒ log(r)[o] = log(s)[o]",
  source: "invariants 1.4, first half (NoLogDivergence); E-08",
  kind: "invariant",
  guarantee: "protocol",
};

export const sameEpochSameRecord: Check = {
  card,
  watch: (ghost) => ({
    conflicted: (partition, replica, offset, epoch, record, known) =>
      found(ghost, card, partition, {
        role: replica.role === 2 ? "leader-writes-again" : "replica-has-another",
        sentence: `${nodeName(replica.broker)} appends record ${record} at ${at(partition, offset)} of epoch ${epoch}, where record ${known} was written`,
        subject: { kind: "records", offset, records: [record, known], nodes: [replica.broker] },
      }),
  }),
};
