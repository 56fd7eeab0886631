/**
 * 3.7 CommittedOffsetLinear: whoever takes a partition over starts from the commit that was acknowledged last, or from one
 * that stands behind it in the log of the group. Commits are not monotonic: the later one counts, even if its offset is
 * smaller (§6.7).
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import { offsetsTopic, recordOf } from "../../kafka/group/records.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { partitionOf, type TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { enterPartition, type Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";
import { isExcused, watchLosses } from "./lost-history.ts";

const card: CheckCard = {
  name: "commits-kept",
  sentence: "The next owner of a partition starts from the commit that was acknowledged last, or from a later one.",
  formula: "∀ OffsetFetch → v: ∃ commit c = v in the log: c ≥ last acknowledged before",
  source: "invariants 3.7 (CommittedOffsetLinear); G-31",
  kind: "history",
  guarantee: "commits-kept",
};

/** What stands in the log of one group for one partition, as its leaders wrote it. */
interface Entries {
  /** Log offsets and committed offsets in parallel, in the order of the log; -1: deleted. */
  readonly at: number[];
  readonly values: number[];
  /** Log offset of the entry that was acknowledged last; -1: none. */
  ackedAt: number;
}

const keyOf = (groupId: string, topic: string, partition: number): string => `${groupId} ${topic}-${partition}`;

/** Another leader's record takes the place of what was not committed. */
function note(entries: Entries, at: number, value: number): void {
  while (entries.at.length > 0 && entries.at.at(-1)! >= at) {
    entries.at.pop();
    entries.values.pop();
  }
  entries.at.push(at);
  entries.values.push(value);
}

function noteBatch(batch: RecordBatch, entriesOf: (key: string) => Entries): void {
  for (const { key, value, offsetDelta } of batch.records) {
    if (key === null) continue;
    const record = recordOf(key, value);
    if (record.about !== "offset") continue;
    const entries = entriesOf(keyOf(record.groupId, record.topic, record.partition));
    note(entries, batch.baseOffset + offsetDelta, record.value?.offset ?? -1);
  }
}

function watch(ghost: Ghost): Monitor {
  const losses = watchLosses();
  const known = new Map<string, Entries>();
  const newestEpochs = new Map<TopicPartition, number>();
  const entriesOf = (key: string): Entries => {
    const entries = known.get(key) ?? { at: [], values: [], ackedAt: -1 };
    known.set(key, entries);
    return entries;
  };
  return {
    ...losses.monitor,
    appended: (_broker, tp, batch, asLeader, leaderEpoch) => {
      if (!asLeader || enterPartition(ghost, tp).topic.name !== offsetsTopic) return;
      // What a leader of an older epoch still writes never counts.
      const newest = newestEpochs.get(tp) ?? -1;
      if (leaderEpoch < newest) return;
      newestEpochs.set(tp, leaderEpoch);
      noteBatch(batch, entriesOf);
    },
    commitCompleted: (_client, groupId, offsets, errorCode) => {
      if (errorCode !== Errors.NONE) return;
      for (const { topic, partition, offset } of offsets) {
        const entries = entriesOf(keyOf(groupId, topic, partition));
        const index = entries.values.findIndex((value, i) => value === offset && entries.at[i]! > entries.ackedAt);
        if (index !== -1) entries.ackedAt = entries.at[index]!;
      }
    },
    committedFetched: (client, groupId, tp, offset) => {
      const partition = enterPartition(ghost, tp);
      const entries = entriesOf(keyOf(groupId, partition.topic.name, partitionOf(tp)));
      if (entries.ackedAt < 0) return;
      if (entries.values.some((value, i) => value === offset && entries.at[i]! >= entries.ackedAt)) return;
      if (isExcused(ghost, losses, groupId, partition)) return;
      const acked = entries.values[entries.at.indexOf(entries.ackedAt)];
      found(ghost, card, partition, {
        role: offset < 0 ? "commit-gone" : "older-commit",
        sentence: `${nodeName(client)} is told ${offset < 0 ? "that nothing is committed" : `offset ${offset}`} for ${named(partition)} in group ${groupId}, after offset ${acked ?? "of a deleted entry"} was acknowledged`,
        subject: { kind: "position", client, broker: -1, offset },
      });
    },
  };
}

export const commitsKept: Check = { card, watch };
