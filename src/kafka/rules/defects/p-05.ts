/**
 * What was wrong: when a gap in the sequences of one partition made the producer raise its epoch, it numbered the batches
 * in flight of all its partitions anew. Those of the others may be in their logs already, under the old epoch: the leader
 * cannot know them again.
 *
 *   p0: out of order --> epoch + 1     p1: B0 in flight, appended, the answer is lost --> B0 again, epoch + 1: twice
 *
 * Where it was found: librdkafka #4953; Redpanda #5355 and #5356 met the same from the broker's side. That the partition
 * which asked may get duplicates is how Kafka's own producer works (KAFKA-8805, KAFKA-14034).
 * What it costs: a record twice in a partition that had no trouble.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-05",
  rank: 1,
  title: "an epoch bump renumbers what other partitions have in flight",
  source: "librdkafka #4953, Redpanda #5355, #5356",
  override: { name: "P-05", producer: { renumbersOnBump: () => true } },
};
