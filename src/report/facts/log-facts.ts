/** What happens to replicas' logs. */
import type { LogObserver } from "../../kafka/observer.ts";
import { nextOffset, type RecordBatch } from "../../kafka/records.ts";
import type { LogPart } from "./fact.ts";
import type { FactLog } from "./fact-log.ts";

export function logFacts(log: FactLog): Partial<LogObserver> {
  const opened = new Set<string>();
  return {
    logOpened: (broker, topicPartition, from, to, highWatermark, unclean) => {
      const key = `${broker}/${topicPartition}`;
      const kind = opened.has(key) ? "reopen" : "open";
      opened.add(key);
      log.write({ kind, nodes: [broker], topicPartition, from, to, highWatermark, unclean });
    },
    logDeleted: (broker, topicPartition) => {
      opened.delete(`${broker}/${topicPartition}`);
      log.write({ kind: "delete-replica", nodes: [broker], topicPartition });
    },
    logDirFailed: (broker, disk) => log.write({ kind: "disk-offline", nodes: [broker], disk }),
    appended: (broker, topicPartition, batch, asLeader, leaderEpoch) => {
      const about = { nodes: [broker], topicPartition, records: idsOf(batch), ...partOf(batch) };
      log.write(asLeader ? { kind: "append", ...about, epoch: leaderEpoch } : { kind: "copy", ...about });
    },
    truncated: (broker, topicPartition, from, epoch) =>
      log.write({ kind: "truncate", nodes: [broker], topicPartition, from, to: Number.MAX_SAFE_INTEGER, epoch }),
    restartedAt: (broker, topicPartition, to) =>
      log.write({ kind: "restart-log", nodes: [broker], topicPartition, from: 0, to }),
    logStartMoved: (broker, topicPartition, to, reason) =>
      log.write({ kind: "delete-records", nodes: [broker], topicPartition, from: 0, to, reason }),
    compacted: (broker, topicPartition, before, after) => {
      if (before.length === 0) return;
      const range = { from: before[0]!.baseOffset, to: nextOffset(before.at(-1)!) };
      log.write({ kind: "compact", nodes: [broker], topicPartition, ...range, left: after.map(partOf) });
    },
  };
}

export const idsOf = (batch: RecordBatch): readonly number[] => batch.records.map((record) => record.id);

const partOf = (batch: RecordBatch): LogPart => ({
  from: batch.baseOffset,
  to: nextOffset(batch),
  epoch: batch.partitionLeaderEpoch,
});
