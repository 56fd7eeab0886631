/**
 * 1.6 OneValuePerOffset† (MC `conflict`, Jepsen inconsistent-offsets): no offset is ever committed with two different
 * records. Legal: different uncommitted records at one offset (§6.8, §6.9), and a second value after a lossy event.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { exposedRecordAt } from "../ghost/exposure.ts";
import { identityAt } from "../ghost/identities.ts";
import { epochAt } from "../ghost/runs.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "one-value-per-offset",
  sentence: "No offset is ever committed with two different records.",
  formula: "∀ true leader L, o < min(highWatermark(L), committedEnd): log(L)[o] = committed[o]",
  source: "invariants 1.6† (OneValuePerOffset), Jepsen inconsistent-offsets",
  kind: "monitor",
  guarantee: "stable-reads",
};

export const oneValuePerOffset: Check = {
  card,
  watch: (ghost) => ({
    disagreed: (partition, replica, offset, isTrueLeader) => {
      if (!isTrueLeader) return;
      const record = identityAt(partition.identities, offset, epochAt(replica.runs, offset));
      const committedRecord = exposedRecordAt(partition, offset);
      found(ghost, card, partition, {
        role: "leader-commits-another",
        sentence: `${nodeName(replica.broker)} commits record ${record} at ${at(partition, offset)}, where record ${committedRecord} was committed before`,
        subject: { kind: "records", offset, records: [record, committedRecord], nodes: [replica.broker] },
      });
    },
  }),
};
