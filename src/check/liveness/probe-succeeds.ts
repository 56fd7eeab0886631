/**
 * 5.14 ProbeSucceeds: when the faults are over and the cluster has come to rest, it serves. Each producer has sent all of its plan,
 * and one record more to each partition of its topics, which must be acknowledged wherever writes are required.
 *
 * Legal: a topic that was told to take hardly anything (max.message.bytes, segment.bytes) refuses it; one that was made anew may
 * have fewer partitions than the producer has heard of.
 */
import { nodeName } from "../../core/ids.ts";
import { chunkOf, completed, Known, placeOf } from "../../history/record-table.ts";
import { Errors } from "../../kafka/errors.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalClient, FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { isJudged, judgedPartitions } from "./final-view.ts";

const card: CheckCard = {
  name: "probe-succeeds",
  sentence:
    "Once the cluster has come to rest, every healthy producer has sent its plan, and one more record to each partition succeeds.",
  formula: "∀ healthy producer c, partition p that must be writable: ◇ (sent(plan(c)) ∧ acked(probe(c, p)))",
  source: "invariants 5.14 (ProbeSucceeds)",
  kind: "liveness",
  guarantee: "progress",
};

/** Above what a batch with one probe takes, and below any size that serves an application. */
const tightBytes = 1000;
const sizeLimits: readonly string[] = ["max.message.bytes", "segment.bytes"];

type Writable = ReadonlyMap<TopicPartition, PartitionGhost>;

interface Circumstances {
  readonly writable: Writable;
  /** Names of topics that take hardly anything. */
  readonly tight: ReadonlySet<string>;
  /** Partitions whose leader refused a probe as out of order. */
  readonly outOfOrder: ReadonlySet<TopicPartition>;
  /** Names of topics with a partition that nobody has to be able to write to. */
  readonly stalled: ReadonlySet<string>;
}

function judgeProducer(
  ghost: Ghost,
  client: FinalClient,
  topics: readonly string[],
  { writable, tight, outOfOrder, stalled }: Circumstances,
): void {
  // An application waits for metadata of a leader, and with it all that comes after.
  if (client.unsent > 0 && !topics.some((topic) => stalled.has(topic))) {
    found(ghost, card, null, {
      role: "plan-not-sent",
      sentence: `${nodeName(client.client)} stopped with ${client.unsent} records of its plan unsent`,
      subject: { kind: "send", client: client.client, record: -1 },
    });
    return;
  }
  for (const { record, topicPartition } of client.probes) {
    const partition = writable.get(topicPartition);
    if (partition === undefined || partition.topic.madeAnew || tight.has(partition.topic.name)) continue;
    const flags = chunkOf(ghost.records, record).flags[placeOf(record)]! & completed;
    // What has not completed is told by produce-decided, which knows how long it may take.
    if (flags === 0 || (flags & Known.ok) !== 0) continue;
    if (outOfOrder.has(topicPartition) && excuse(ghost.excuses, "refused-out-of-order")) continue;
    found(ghost, card, partition, {
      role: "probe-refused",
      sentence: `${nodeName(client.client)} cannot write to ${named(partition)}, which is healthy: its send fails`,
      subject: { kind: "send", client: client.client, record },
    });
    return;
  }
}

function judge(ghost: Ghost, final: FinalState, noted: Pick<Circumstances, "tight" | "outOfOrder">): void {
  if (!isJudged(ghost, final)) return;
  const writable = new Map<TopicPartition, PartitionGhost>();
  const stalled = new Set<string>();
  for (const { partition, need } of judgedPartitions(ghost, final)) {
    if (need.writes === "required") writable.set(partition.topicPartition, partition);
    else stalled.add(partition.topic.name);
  }
  const topics = new Set(final.partitions.map(({ topic }) => topic));
  for (const client of final.clients) {
    const named = ghost.options.producers.find((producer) => producer.client === client.client)?.topics ?? [];
    // An application that names a topic which is gone waits for max.block.ms, record after record.
    if (client.healthy && named.every((topic) => topics.has(topic)))
      judgeProducer(ghost, client, named, { writable, stalled, ...noted });
  }
}

export const probeSucceeds: Check = {
  card,
  watch: (ghost) => {
    const tight = new Set<string>();
    const outOfOrder = new Set<TopicPartition>();
    return {
      produceAnswered: (_leader, tp, _batch, _acks, errorCode) => {
        if (ghost.probing && errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER) outOfOrder.add(tp);
      },
      configChanged: (topic, key, value) => {
        if (sizeLimits.includes(key) && value !== null && Number(value) < tightBytes) tight.add(topic);
      },
      finish: (final) => judge(ghost, final, { tight, outOfOrder }),
    };
  },
};
