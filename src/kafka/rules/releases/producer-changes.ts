/** What producers did otherwise in earlier releases of the clients, oldest change first. */
import type { ReleaseChange } from "./change.ts";

export const producerChanges: readonly ReleaseChange[] = [
  {
    name: "old-sequence-after-bump",
    before: "2.7.1",
    sentence: "After an epoch bump a producer goes on with the old sequence of partitions that had nothing in flight.",
    source: "KAFKA-12152, TransactionManager",
    isBug: true,
    override: { producer: { resetSequenceOnBump: (hadInFlight) => hadInFlight } },
  },
];
