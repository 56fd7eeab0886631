import { Errors } from "../../../../src/kafka/errors.ts";
import { maxTimestamp } from "../../../../src/kafka/messages/offsets.ts";
import { buildAlterPartition } from "../../../../src/kafka/replication/alter-partition.ts";
import { listOffset } from "../../../../src/kafka/replication/offsets.ts";
import { refusedFetch } from "../../../../src/kafka/replication/read-partition.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { batchOf, tp } from "../../log/world.ts";
import {
  type Cluster,
  type ClusterShape,
  deliver,
  fetch,
  highWatermarkOn,
  idsOn,
  isrOf,
  newCluster,
  nodeOf,
  partitionOn,
  request,
  serve,
  serveFetch,
  tell,
  tellAll,
  write,
} from "../../replication/cluster.ts";
import type { Behaviours } from "./behaviour.ts";

export const replicationBehaviours: Behaviours = {
  "epoch-lookup": {
    show: (rules) => {
      const cluster = led(rules);
      write(cluster, 1);
      fetch(cluster, 2, 1);
      tellAll(cluster, { leader: 1, epoch: 2 });
      return request(cluster, 2, 1)?.kind;
    },
    before: "OffsetForLeaderEpoch",
    after: "Fetch",
  },
  "no-max-timestamp": { show: latestRecord, before: 0, after: 1 },
  "fetch-without-broker-epoch": { show: isrWithEarlierProcess, before: [1, 2, 3], after: [] },
  "high-watermark-below-min-isr": {
    show: (rules) => {
      const cluster = led(rules, { topic: { minInsyncReplicas: 2 } }, [1]);
      write(cluster, 1, batchOf(), 1);
      return highWatermarkOn(cluster, 1);
    },
    before: 1,
    after: 0,
  },
  "min-isr-above-replicas": {
    show: (rules) => write(led(rules, { brokers: 1, topic: { minInsyncReplicas: 3 } }, [1]), 1).errorCode,
    before: Errors.NOT_ENOUGH_REPLICAS,
    after: Errors.NONE,
  },
  "current-leader-unnamed": {
    show: (rules) => {
      const cluster = led(rules);
      const asked = request(cluster, 3, 1);
      if (asked?.kind !== "Fetch") return undefined;
      return serveFetch(cluster, 2, asked).partitions[0]!.currentLeader;
    },
    before: null,
    after: { leaderId: 1, leaderEpoch: 1 },
  },
  "offset-within-batch": { show: highWatermarkOfFetchWithinBatch, before: 1, after: 0 },
  "late-fetch-response": { show: recordsAfterLateResponse, before: 0, after: 1 },
};

/** Broker 1 leads epoch 1. */
function led(rules: Rules, shape: ClusterShape = {}, isr: readonly number[] = [1, 2, 3]): Cluster {
  const cluster = newCluster({ ...shape, override: rules });
  tellAll(cluster, { leader: 1, epoch: 1, isr });
  return cluster;
}

/** Where ListOffsets finds the largest of the times 5, 9, 7; -1: nowhere. */
function latestRecord(rules: Rules): number {
  const cluster = led(rules, { brokers: 1 }, [1]);
  for (const timestamp of [5, 9, 7]) write(cluster, 1, batchOf({ timestamp }));
  const { partition, env } = nodeOf(cluster, 1);
  const asked = { topicPartition: tp, currentLeaderEpoch: 1, timestamp: maxTimestamp };
  return listOffset(partition, asked, { replicaId: -1, isolationLevel: "read_uncommitted" }, env).offset;
}

/** Process 13 of broker 3 fetches when the leader already knows that 14 is registered. */
function isrWithEarlierProcess(rules: Rules): readonly number[] {
  const cluster = led(rules, {}, [1, 2]);
  const asked = request(cluster, 3, 1)!;
  cluster.alive.epochs.set(3, 14);
  serve(cluster, 1, asked);
  return isrOf(buildAlterPartition(partitionOn(cluster, 1)));
}

/** Two records in one batch, and a follower that asks for the second. */
function highWatermarkOfFetchWithinBatch(rules: Rules): number {
  const cluster = led(rules, {}, [1, 2]);
  const asked = request(cluster, 2, 1)!;
  write(cluster, 1, batchOf({ count: 2 }), 1);
  if (asked.kind !== "Fetch") return -1;
  serve(cluster, 1, { ...asked, partitions: asked.partitions.map((one) => ({ ...one, fetchOffset: 1 })) });
  return highWatermarkOn(cluster, 1);
}

/** A follower goes from leader 1 to 2 and back to 1, and then hears what 1 answered at first: its log is to be cut. */
function recordsAfterLateResponse(rules: Rules): number {
  const cluster = led(rules);
  write(cluster, 1);
  fetch(cluster, 3, 1);
  const answered = serve(cluster, 1, request(cluster, 3, 1)!);
  const cut = { ...refusedFetch(tp, Errors.NONE, null), divergingEpoch: { epoch: 0, endOffset: 0 } };
  if (answered.kind !== "FetchResponse") return -1;
  tell(cluster, 3, { leader: 2, epoch: 2 });
  tell(cluster, 3, { leader: 1, epoch: 3 });
  deliver(cluster, 3, 1, { ...answered, partitions: [cut] });
  return idsOn(cluster, 3).length;
}
