/**
 * What the coordinator of groups keeps in its log: committed offsets and the last metadata of each group. The members,
 * their states and timers are no part of it (G-63): they stand beside it, in classic-group.ts.
 *
 * Offsets are known twice (G-31): as appended, which fences and later commits build on, and as committed, which readers see.
 */
import { invariant } from "../../core/invariant.ts";
import type { Decision, Ledger } from "../../core/ledger.ts";
import type { CommittedOffset, NamedPartition } from "../messages/groups.ts";
import type { GroupRecord, GroupValue, OffsetValue } from "./records.ts";

export interface OffsetEntry extends NamedPartition {
  /** null: none, or deleted. */
  appended: OffsetValue | null;
  committed: OffsetValue | null;
}

export interface GroupLedgerState {
  /** By group, then by partition as `nameOf` writes it. */
  readonly offsets: Map<string, Map<string, OffsetEntry>>;
  /** As appended. */
  readonly groups: Map<string, GroupValue>;
  /** Appended, not committed yet, in the order of the log. */
  readonly uncommitted: { readonly entry: OffsetEntry; readonly value: OffsetValue | null; readonly at: number }[];
}

export type GroupCommand =
  | {
      readonly kind: "commit-offsets";
      readonly groupId: string;
      readonly offsets: readonly CommittedOffset[];
      readonly nowMs: number;
    }
  | { readonly kind: "store-group"; readonly groupId: string; readonly value: GroupValue }
  /** Of those that the group has committed; `andGroup`: the group goes too. */
  | {
      readonly kind: "delete-offsets";
      readonly groupId: string;
      readonly partitions: readonly NamedPartition[];
      readonly andGroup: boolean;
    }
  /** Waits for what was written before. */
  | { readonly kind: "read" };

export const nameOf = ({ topic, partition }: NamedPartition): string => `${topic}-${partition}`;

type GroupDecision = Decision<GroupRecord, null, never>;

export const groupLedger: Ledger<GroupLedgerState, GroupCommand, GroupRecord, null, never> = {
  empty: () => ({ offsets: new Map(), groups: new Map(), uncommitted: [] }),
  decide(state, command): GroupDecision {
    switch (command.kind) {
      case "commit-offsets":
        return concluded(command.offsets.map((offset) => commitRecord(command.groupId, offset, command.nowMs)));
      case "store-group":
        return concluded([{ about: "group", groupId: command.groupId, value: command.value }]);
      case "delete-offsets":
        return concluded(tombstones(state, command.groupId, command.partitions, command.andGroup));
      case "read":
        return concluded([]);
    }
  },
  replay,
};

const concluded = (records: readonly GroupRecord[]): GroupDecision => ({ records, reply: null, facts: [] });

const commitRecord = (groupId: string, committed: CommittedOffset, nowMs: number): GroupRecord => ({
  about: "offset",
  groupId,
  topic: committed.topic,
  partition: committed.partition,
  value: {
    type: "OffsetCommit",
    offset: committed.offset,
    leaderEpoch: committed.leaderEpoch,
    metadata: committed.metadata,
    commitTimestamp: nowMs,
  },
});

function tombstones(
  state: Readonly<GroupLedgerState>,
  groupId: string,
  partitions: readonly NamedPartition[],
  andGroup: boolean,
): readonly GroupRecord[] {
  const offsets = state.offsets.get(groupId);
  const records: GroupRecord[] = [];
  for (const named of partitions) {
    if (offsets?.get(nameOf(named))?.appended == null) continue;
    records.push({ about: "offset", groupId, topic: named.topic, partition: named.partition, value: null });
  }
  if (andGroup) records.push({ about: "group", groupId, value: null });
  return records;
}

function replay(state: GroupLedgerState, record: GroupRecord, at: number): void {
  const { groupId } = record;
  if (record.about === "group") {
    if (record.value === null) state.groups.delete(groupId);
    else state.groups.set(groupId, record.value);
    return;
  }
  const entry = entryOf(state, groupId, record);
  const last = state.uncommitted.at(-1);
  invariant(last === undefined || last.at < at, "offsets are replayed in the order of the log");
  // Nobody keeps a client from committing -1, which is read as no offset.
  invariant(record.value === null || record.value.offset >= -1, "what is committed is an offset, or none");
  entry.appended = record.value;
  state.uncommitted.push({ entry, value: record.value, at });
}

function entryOf(state: GroupLedgerState, groupId: string, { topic, partition }: NamedPartition): OffsetEntry {
  let offsets = state.offsets.get(groupId);
  if (offsets === undefined) {
    offsets = new Map();
    state.offsets.set(groupId, offsets);
  }
  const name = nameOf({ topic, partition });
  let entry = offsets.get(name);
  if (entry === undefined) {
    entry = { topic, partition, appended: null, committed: null };
    offsets.set(name, entry);
  }
  return entry;
}

/** What lies below `committedEnd` may be shown. */
export function commitOffsets({ uncommitted }: GroupLedgerState, committedEnd: number): void {
  let done = 0;
  for (; done < uncommitted.length && uncommitted[done]!.at < committedEnd; done++) {
    const { entry, value } = uncommitted[done]!;
    entry.committed = value;
  }
  if (done > 0) uncommitted.splice(0, done);
}
