/**
 * 3.8 NoSkip: once a group has come to rest, every record that can still be read was processed by one of its members, if
 * the group began at the beginning (auto.offset.reset=earliest) and its applications commit what they have processed, and
 * nothing else. Processed twice is legal (§6.6).
 */
import { firstInternalId } from "../../kafka/records.ts";
import type { CheckCard } from "../check.ts";
import { type FinalPartition, type FinalReplica, type FinalState, rulingLog } from "../final-state.ts";
import { at, found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";
import { missesNothing } from "../options.ts";
import { isExcused, watchLosses } from "./lost-history.ts";

const card: CheckCard = {
  name: "no-skip",
  sentence:
    "Every record that can be read was processed by a member of each group that reads it, once the group is at rest.",
  formula: "∀ group, r readable in its topics at rest: r ∈ processed(group)",
  source: "invariants 3.8 (NoSkip), Jepsen unseen; X-8",
  kind: "history",
  guarantee: "no-skip",
};

type Losses = ReturnType<typeof watchLosses>;

/** Identities of the records that each group has processed. */
type Processed = ReadonlyMap<string, ReadonlySet<number>>;

function judge(ghost: Ghost, final: FinalState, processed: Processed, losses: Losses): void {
  const behind = new Set(final.clients.flatMap((client) => client.behind.map(({ topicPartition }) => topicPartition)));
  for (const { groupId, members, unowned, unheard, state } of final.groups) {
    const readers = (ghost.options.consumers ?? []).filter(({ group }) => group?.groupId === groupId);
    const isAtRest = state === "Stable" && members.every(({ healthy, isIdle }) => healthy && isIdle);
    if (!isAtRest || !readers.every(missesNothing)) continue;
    const topics = new Set(readers.flatMap(({ topics: names }) => names));
    for (const one of final.partitions) {
      const isHeld = !unowned.includes(one.topicPartition) && !unheard.includes(one.topicPartition);
      const isRead = isHeld && !behind.has(one.topicPartition);
      if (topics.has(one.topic) && isRead) judgePartition(ghost, groupId, one, processed, losses);
    }
  }
}

function judgePartition(
  ghost: Ghost,
  groupId: string,
  one: FinalPartition,
  processed: Processed,
  losses: Losses,
): void {
  const partition = ghost.partitions.get(one.topicPartition);
  const ruling = rulingLog(one);
  // What compaction took from one replica, before it was read there, may stand on another still.
  if (partition === undefined || partition.compacted || ruling === null) return;
  const skipped = firstSkipped(ruling, processed.get(groupId) ?? new Set());
  if (skipped === null || isExcused(ghost, losses, groupId, partition)) return;
  const { id, offset } = skipped;
  found(ghost, card, partition, {
    role: "record-skipped",
    sentence: `no member of group ${groupId} processed record ${id} at ${at(partition, offset)}`,
    subject: { kind: "records", offset, records: [id], nodes: [] },
  });
}

function firstSkipped(
  log: FinalReplica,
  seen: ReadonlySet<number>,
): { readonly id: number; readonly offset: number } | null {
  for (const batch of log.batches) {
    for (const { id, offsetDelta } of batch.records) {
      const offset = batch.baseOffset + offsetDelta;
      const isReadable = offset >= log.logStartOffset && offset < log.highWatermark && !batch.isControl;
      if (isReadable && id < firstInternalId && !seen.has(id)) return { id, offset };
    }
  }
  return null;
}

function watch(ghost: Ghost): Monitor {
  const losses = watchLosses();
  const processed = new Map<string, Set<number>>();
  return {
    ...losses.monitor,
    processed: (_client, groupId, _generationId, _tp, batch, from, to) => {
      const seen = processed.get(groupId) ?? new Set<number>();
      processed.set(groupId, seen);
      for (const { id, offsetDelta } of batch.records) {
        const offset = batch.baseOffset + offsetDelta;
        if (offset >= from && offset < to) seen.add(id);
      }
    },
    finish: (final) => judge(ghost, final, processed, losses),
  };
}

export const noSkip: Check = { card, watch };
