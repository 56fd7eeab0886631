/** The coordinator of groups: sessions it allows, delays, how long offsets live, and the topic that holds them all (GroupCoordinatorConfig). */
import type { Millis } from "../../core/time.ts";
import { readNumber, type SettingsReader } from "./settings-reader.ts";

export interface GroupsConfig {
  readonly initialRebalanceDelayMs: Millis;
  readonly minSessionTimeoutMs: Millis;
  readonly maxSessionTimeoutMs: Millis;
  readonly maxSize: number;
  readonly offsetsTopicNumPartitions: number;
  readonly offsetsTopicReplicationFactor: number;
  readonly offsetsTopicSegmentBytes: number;
  readonly offsetsCommitTimeoutMs: Millis;
  readonly offsetsRetentionMs: Millis;
  readonly offsetsRetentionCheckIntervalMs: Millis;
}

export function resolveGroups(reader: SettingsReader): GroupsConfig {
  const number = (name: string): number => readNumber(reader, name);
  return {
    initialRebalanceDelayMs: number("group.initial.rebalance.delay.ms"),
    minSessionTimeoutMs: number("group.min.session.timeout.ms"),
    maxSessionTimeoutMs: number("group.max.session.timeout.ms"),
    maxSize: number("group.max.size"),
    offsetsTopicNumPartitions: number("offsets.topic.num.partitions"),
    offsetsTopicReplicationFactor: number("offsets.topic.replication.factor"),
    offsetsTopicSegmentBytes: number("offsets.topic.segment.bytes"),
    offsetsCommitTimeoutMs: number("offsets.commit.timeout.ms"),
    offsetsRetentionMs: number("offsets.retention.minutes") * 60_000,
    offsetsRetentionCheckIntervalMs: number("offsets.retention.check.interval.ms"),
  };
}
