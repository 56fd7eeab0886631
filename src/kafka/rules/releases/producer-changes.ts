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
    name: "partition-switch-at-new-batch",
    before: "3.3",
    sentence: "Records without a key go to another partition with each new batch, however small it is (KIP-480).",
    source: "KIP-794, DefaultPartitioner and StickyPartitionCache",
    override: { producer: { switchesPartition: "at-new-batch" } },
  },
  {
    name: "back-off-despite-new-leader",
    before: "3.6",
    sentence: "A failed batch waits out its back-off, though its partition has another leader by then.",
    source: "KAFKA-15415 (3.6.1), RecordAccumulator",
    override: { producer: { retriesAtOnceAtNewLeader: false } },
  },
  {
    name: "produce-by-topic-name",
    before: "4.1",
    sentence: "Produce names topics: what is sent again may be written into a topic that was made anew under the name.",
    source: "KIP-516 (Produce 13), KafkaApis.handleProduceRequest and Sender",
    override: { producer: { producesByTopicId: false } },
  },
  {
    name: "buffer-freed-in-flight",
    before: ["3.9.2", "4.0.2", "4.1.2"],
    since: "2.8",
    sentence: "The memory of a batch that expires in flight is used again, and its request arrives with other records.",
    source: "KAFKA-19012, Sender.failBatch, RecordAccumulator.deallocate",
    isBug: true,
    override: { producer: { keepsBufferInFlight: false } },
  },
  {
    name: "split-batch-sent-as-it-is",
    before: "4.2",
    sentence:
      "Where a topic takes less than batch.size, a batch that is too large is split into itself, and sent until delivery.timeout.ms.",
    source: "KAFKA-8350, RecordAccumulator.splitAndReenqueue",
    isBug: true,
    override: { producer: { halvesSplitBatches: false } },
  },
];
