/**
 * 1.3 LogMatching (VL): below the smaller of their high watermarks two replicas hold the same records.
 *
 * Each replica is compared with the committed history as its own high watermark passes, so any two of them are compared. Legal
 * (invariants §6.9): different records above the marks. Suspended in doubt, and for replicas that have not heard of the
 * leader who re-based the partition, or that lead again without having heard of the reign between (§6.30).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { identityAt } from "../ghost/identities.ts";
import { epochAt } from "../ghost/runs.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "log-matching",
  sentence: "Any two replicas hold the same records below both their high watermarks.",
  formula: "∀ r, o < min(highWatermark(r), committedEnd): log(r)[o] = committed[o]",
  source: "invariants 1.3 (LogMatching)",
  kind: "invariant",
  guarantee: "protocol",
};

export const logMatching: Check = {
  card,
  watch: (ghost) => ({
    disagreed: (partition, replica, offset) => {
      const { broker, runs } = replica;
      const epoch = epochAt(runs, offset);
      const committedEpoch = epochAt(partition.exposed, offset);
      const record = identityAt(partition.identities, offset, epoch);
      const committedRecord = identityAt(partition.identities, offset, committedEpoch);
      found(ghost, card, partition, {
        role: replica.role === 2 ? "leader-below-its-mark" : "follower-below-its-mark",
        sentence: `${nodeName(broker)} counts ${at(partition, offset)} of epoch ${epoch} as committed, where the record of epoch ${committedEpoch} was`,
        subject: { kind: "records", offset, records: [record, committedRecord], nodes: [broker] },
      });
    },
  }),
};
