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
  {
    name: "produce-by-topic-name",
    before: "4.1",
    sentence: "A Produce names topics, so that a retry may be written into a topic that was deleted and made anew.",
    source: "KIP-516, Sender",
    override: { producer: { producesByTopicId: false } },
  },
];
