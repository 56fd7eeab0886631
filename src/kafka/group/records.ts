/**
 * The records of `__consumer_offsets` as far as classic groups write them (OffsetCommitKey and -Value, GroupMetadataKey and
 * -Value). A record without a value deletes what its key names.
 */
import type { Millis } from "../../core/time.ts";
import type { EncodedRecord, RecordCodec } from "../coordinator/record-codec.ts";
import type { ConsumerAssignment, ConsumerSubscription } from "../messages/consumer-protocol.ts";
import type { RecordValue } from "../records.ts";

export const offsetsTopic = "__consumer_offsets";

export interface OffsetValue {
  readonly type: "OffsetCommit";
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestamp: Millis;
}

/** All that a group is to its next coordinator (G-79): of each member the chosen protocol only. */
export interface GroupValue {
  readonly type: "GroupMetadata";
  /** null: of no type yet. */
  readonly protocolType: string | null;
  readonly generation: number;
  /** null: an empty group. */
  readonly protocol: string | null;
  readonly leader: string | null;
  /** When the group took the state in which it was written. */
  readonly currentStateTimestamp: Millis;
  readonly members: readonly GroupValueMember[];
}

interface GroupValueMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly rebalanceTimeoutMs: Millis;
  readonly sessionTimeoutMs: Millis;
  readonly subscription: ConsumerSubscription;
  readonly assignment: ConsumerAssignment;
}

export type GroupRecord =
  | {
      readonly about: "offset";
      readonly groupId: string;
      readonly topic: string;
      readonly partition: number;
      readonly value: OffsetValue | null;
    }
  | { readonly about: "group"; readonly groupId: string; readonly value: GroupValue | null };

type Key = readonly ["offset", groupId: string, topic: string, partition: number] | readonly ["group", groupId: string];

/** Fields of fixed length and length prefixes; the rest is text. */
const offsetBytes = 40;
const groupBytes = 40;
const memberBytes = 60;

export const groupCodec: RecordCodec<GroupRecord> = {
  encode(record): EncodedRecord {
    const { groupId, value } = record;
    if (record.about === "group")
      return { key: keyText(["group", groupId]), value, sizeInBytes: groupSize(groupId, record.value) };
    const { topic, partition } = record;
    const sizeInBytes = offsetBytes + groupId.length + topic.length + (record.value?.metadata.length ?? 0);
    return { key: keyText(["offset", groupId, topic, partition]), value, sizeInBytes };
  },
  decode: recordOf,
};

/** What a record of the log says. Also how others read the topic. */
export function recordOf(key: string, value: RecordValue): GroupRecord {
  const parts = JSON.parse(key) as Key;
  if (parts[0] === "group") return { about: "group", groupId: parts[1], value: value as GroupValue | null };
  const [, groupId, topic, partition] = parts;
  return { about: "offset", groupId, topic, partition, value: value as OffsetValue | null };
}

const keyText = (key: Key): string => JSON.stringify(key);

function groupSize(groupId: string, value: GroupValue | null): number {
  let bytes = groupBytes + groupId.length;
  for (const { memberId, clientId, subscription, assignment } of value?.members ?? [])
    bytes += memberBytes + memberId.length + clientId.length + JSON.stringify([subscription, assignment]).length;
  return bytes;
}
