/** A replica of broker 1 in any state that it may be in, beside the list that its log should be. */
import fc from "fast-check";
import { moveLogStart } from "../src/kafka/log/log-start.ts";
import { setHighWatermark } from "../src/kafka/log/partition-log.ts";
import { makeBatch } from "../src/kafka/records.ts";
import type { Partition } from "../src/kafka/replication/partition.ts";
import { stopPartition, takeOffline } from "../src/kafka/replication/registration.ts";
import { batchesIn, plainTopic, record } from "../test/kafka/log/world.ts";
import { type Cluster, newCluster, nodeOf, tell, write } from "../test/kafka/replication/cluster.ts";
import { ListLog } from "./list-log.ts";

const tenth = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);

const remote = fc.record({
  isUnfenced: fc.constantFrom(true, true, true, false),
  isInIsr: fc.constantFrom(true, true, false),
  rack: fc.constantFrom("a", "b"),
  end: fc.constantFrom(1, 1, 0.9, 0.7, 0.3),
  start: fc.constantFrom(0, 0, 0, 0, 0, 0.5),
  caughtUpMs: fc.constantFrom(1, 1, 2),
});

export const replicaShape = fc.record({
  role: fc.constantFrom("leader", "leader", "leader", "leader", "leader", "follower", "none", "offline", "stopped"),
  /** By epoch: how many records its batches have. */
  epochs: fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  epochSteps: fc.integer({ min: 1, max: 2 }),
  mark: tenth,
  start: fc.constantFrom(0, 0, 0, 0.3, 1),
  minIsr: fc.integer({ min: 1, max: 4 }),
  selector: fc.constantFrom("leader" as const, "rack-aware" as const, "rack-aware" as const),
  compacts: fc.constantFrom(false, false, false, true),
  remotes: fc.array(remote, { minLength: 3, maxLength: 3 }),
  segmentBytes: fc.constantFrom(300, 10_000),
});
type ReplicaShape = typeof replicaShape extends fc.Arbitrary<infer T> ? T : never;

export interface ReplicaAndList {
  readonly cluster: Cluster;
  readonly partition: Partition;
  readonly list: ListLog;
  readonly role: string;
  /** -1: it knows of none. */
  readonly leaderEpoch: number;
  /** Where its log ended when it became the leader. */
  readonly epochStart: number;
}

/** Brokers 2, 3 and 4 are the other replicas. */
export function replicaIn(shape: ReplicaShape): ReplicaAndList {
  const { minIsr, selector, compacts, segmentBytes, remotes, role } = shape;
  const topic = {
    ...plainTopic,
    minInsyncReplicas: minIsr,
    segmentBytes,
    cleanupPolicy: compacts ? (["compact"] as const) : plainTopic.cleanupPolicy,
  };
  const cluster = newCluster({ brokers: 4, topic, broker: { replicaSelectorClass: selector } });
  const { partition, env } = nodeOf(cluster, 1);
  const list = new ListLog(topic, 0);
  const isr = [1, ...remotes.flatMap(({ isInIsr }, i) => (isInIsr ? [i + 2] : []))];
  let leaderEpoch = -1;
  let epochStart = 0;
  for (const sizes of role === "none" ? [] : shape.epochs) {
    leaderEpoch += shape.epochSteps;
    tell(cluster, 1, { leader: 1, epoch: leaderEpoch, isr });
    list.begin(leaderEpoch, list.end);
    epochStart = list.end;
    for (const size of sizes) fill(cluster, list, size);
  }
  setHighWatermark(partition.log, Math.round(list.end * shape.mark));
  list.highWatermark = Math.round(list.end * shape.mark);
  const start = Math.floor(list.highWatermark * shape.start);
  moveLogStart(partition.log, start, "retention", env);
  list.moveStart(start);
  for (const [i, { rack, isUnfenced, end, start: from, caughtUpMs }] of remotes.entries()) {
    cluster.racks.set(i + 2, rack);
    if (!isUnfenced) cluster.alive.unfenced.delete(i + 2);
    const known = partition.remotes[i];
    if (known === undefined) continue;
    known.logEndOffset = Math.floor(list.end * end);
    known.logStartOffset = Math.floor(list.end * from);
    known.lastCaughtUpTimeMs = caughtUpMs;
  }
  cluster.racks.set(1, "a");
  if (role === "follower") tell(cluster, 1, { leader: 2, epoch: ++leaderEpoch, isr });
  if (role === "offline") takeOffline(partition, env);
  if (role === "stopped") stopPartition(partition, env);
  return { cluster, partition, list, role, leaderEpoch, epochStart };
}

function fill(cluster: Cluster, list: ListLog, size: number): void {
  const times = Array.from({ length: size }, (_, i) => cluster.clock.nowMs + ((list.end * 7 + i * 3) % 11));
  const records = times.map((ms, i) => record(i, { timestamp: 1_000_000_000_000 + ms, sizeInBytes: 40 + 30 * i }));
  write(cluster, 1, makeBatch(records, -1, -1, -1, 1), 1);
  list.append(batchesIn(nodeOf(cluster, 1).partition.log).at(-1)!, 0);
}
