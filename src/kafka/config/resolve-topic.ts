/**
 * Topic settings in force: the topic's own keys, else the broker's keys of the same meaning, else Kafka's defaults.
 * Precedence among the broker's keys: ms before minutes before hours (KafkaConfig; protocol.md §3).
 */
import { type CheckOptions, checkSettings } from "./config-value.ts";
import { keyTables } from "./key-tables.ts";
import { type Problem, problem, type Resolved, type Settings } from "./settings.ts";
import {
  explicitNumber,
  isSet,
  readBoolean,
  readChoice,
  readList,
  readNumber,
  readText,
  type SettingsReader,
} from "./settings-reader.ts";
import { type KafkaVersion, latestVersion } from "./version.ts";

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Topic key -> broker key of the same meaning and unit (LogConfig's server defaults). */
export const brokerKeyOfTopicKey: Readonly<Record<string, string>> = {
  "cleanup.policy": "log.cleanup.policy",
  "compression.gzip.level": "compression.gzip.level",
  "compression.lz4.level": "compression.lz4.level",
  "compression.type": "compression.type",
  "compression.zstd.level": "compression.zstd.level",
  "delete.retention.ms": "log.cleaner.delete.retention.ms",
  "file.delete.delay.ms": "log.segment.delete.delay.ms",
  "flush.messages": "log.flush.interval.messages",
  "flush.ms": "log.flush.interval.ms",
  "index.interval.bytes": "log.index.interval.bytes",
  "local.retention.bytes": "log.local.retention.bytes",
  "local.retention.ms": "log.local.retention.ms",
  "max.compaction.lag.ms": "log.cleaner.max.compaction.lag.ms",
  "max.message.bytes": "message.max.bytes",
  "message.downconversion.enable": "log.message.downconversion.enable",
  "message.format.version": "log.message.format.version",
  "message.timestamp.after.max.ms": "log.message.timestamp.after.max.ms",
  "message.timestamp.before.max.ms": "log.message.timestamp.before.max.ms",
  "message.timestamp.difference.max.ms": "log.message.timestamp.difference.max.ms",
  "message.timestamp.type": "log.message.timestamp.type",
  "min.cleanable.dirty.ratio": "log.cleaner.min.cleanable.ratio",
  "min.compaction.lag.ms": "log.cleaner.min.compaction.lag.ms",
  "min.insync.replicas": "min.insync.replicas",
  preallocate: "log.preallocate",
  "retention.bytes": "log.retention.bytes",
  "retention.ms": "log.retention.ms",
  "segment.bytes": "log.segment.bytes",
  "segment.index.bytes": "log.index.size.max.bytes",
  "segment.jitter.ms": "log.roll.jitter.ms",
  "segment.ms": "log.roll.ms",
  "unclean.leader.election.enable": "unclean.leader.election.enable",
};

interface TopicReaders {
  readonly topic: SettingsReader;
  readonly broker: SettingsReader;
}

function readersOf(brokerSettings: Settings, topicSettings: Settings, version: KafkaVersion): TopicReaders {
  return {
    topic: { table: keyTables.topic, settings: topicSettings, version },
    broker: { table: keyTables.broker, settings: brokerSettings, version },
  };
}

/** The topic's value, else the broker's (explicit or default). */
function numberIn(readers: TopicReaders, topicKey: string): number {
  return (
    explicitNumber(readers.topic, topicKey) ?? readNumber(readers.broker, brokerKeyOfTopicKey[topicKey] ?? topicKey)
  );
}

function sourceOf(readers: TopicReaders, topicKey: string): readonly [SettingsReader, string] {
  if (isSet(readers.topic, topicKey)) return [readers.topic, topicKey];
  return [readers.broker, brokerKeyOfTopicKey[topicKey] ?? topicKey];
}

function segmentMs(readers: TopicReaders): number {
  const own = explicitNumber(readers.topic, "segment.ms") ?? explicitNumber(readers.broker, "log.roll.ms");
  return own ?? readNumber(readers.broker, "log.roll.hours") * hourMs;
}

function segmentJitterMs(readers: TopicReaders): number {
  const own =
    explicitNumber(readers.topic, "segment.jitter.ms") ?? explicitNumber(readers.broker, "log.roll.jitter.ms");
  return own ?? readNumber(readers.broker, "log.roll.jitter.hours") * hourMs;
}

/** log.retention.ms, else minutes, else hours; any negative value: for ever (-1). */
function brokerRetentionMs(broker: SettingsReader): number {
  const ms = explicitNumber(broker, "log.retention.ms");
  if (ms !== null) return ms < 0 ? -1 : ms;
  const minutes = explicitNumber(broker, "log.retention.minutes");
  const resolved = minutes === null ? readNumber(broker, "log.retention.hours") * hourMs : minutes * minuteMs;
  return resolved < 0 ? -1 : resolved;
}

function flushMs(readers: TopicReaders): number {
  const own = explicitNumber(readers.topic, "flush.ms") ?? explicitNumber(readers.broker, "log.flush.interval.ms");
  return own ?? readNumber(readers.broker, "log.flush.scheduler.interval.ms");
}

/** Before 4.0 the one symmetric bound stands in for a bound that is not set (KIP-937). */
function timestampBoundMs(readers: TopicReaders, side: "before" | "after"): number {
  const own = explicitNumber(readers.topic, `message.timestamp.${side}.max.ms`);
  const ownDifference = explicitNumber(readers.topic, "message.timestamp.difference.max.ms");
  const brokers = explicitNumber(readers.broker, `log.message.timestamp.${side}.max.ms`);
  const brokersDifference = explicitNumber(readers.broker, "log.message.timestamp.difference.max.ms");
  const set = own ?? ownDifference ?? brokers ?? brokersDifference;
  return set ?? readNumber(readers.broker, `log.message.timestamp.${side}.max.ms`);
}

function cleanupPolicy(readers: TopicReaders): readonly ("delete" | "compact")[] {
  const [reader, key] = sourceOf(readers, "cleanup.policy");
  const words = readList(reader, key);
  const policies = (["delete", "compact"] as const).filter((policy) => words.includes(policy));
  return policies.length > 0 || words.length === 0 ? policies : ["delete"];
}

/**
 * What a topic obeys, given the broker's settings and its own. Total: an unusable value counts as not set. Long.MAX_VALUE
 * is Infinity (no bound); -1 for retention means for ever.
 */
export function resolveTopicConfig(
  brokerSettings: Settings,
  topicSettings: Settings = {},
  version: KafkaVersion = latestVersion,
): TopicConfig {
  const readers = readersOf(brokerSettings, topicSettings, version);
  return {
    minInsyncReplicas: numberIn(readers, "min.insync.replicas"),
    uncleanLeaderElectionEnable: readBoolean(...sourceOf(readers, "unclean.leader.election.enable")),
    cleanupPolicy: cleanupPolicy(readers),
    segmentBytes: numberIn(readers, "segment.bytes"),
    segmentMs: segmentMs(readers),
    segmentJitterMs: segmentJitterMs(readers),
    retentionMs: explicitNumber(readers.topic, "retention.ms") ?? brokerRetentionMs(readers.broker),
    retentionBytes: numberIn(readers, "retention.bytes"),
    deleteRetentionMs: numberIn(readers, "delete.retention.ms"),
    minCompactionLagMs: numberIn(readers, "min.compaction.lag.ms"),
    maxCompactionLagMs: numberIn(readers, "max.compaction.lag.ms"),
    minCleanableDirtyRatio: numberIn(readers, "min.cleanable.dirty.ratio"),
    fileDeleteDelayMs: numberIn(readers, "file.delete.delay.ms"),
    flushMessages: numberIn(readers, "flush.messages"),
    flushMs: flushMs(readers),
    maxMessageBytes: numberIn(readers, "max.message.bytes"),
    messageTimestampType: readChoice(...sourceOf(readers, "message.timestamp.type"), ["CreateTime", "LogAppendTime"]),
    messageTimestampBeforeMaxMs: timestampBoundMs(readers, "before"),
    messageTimestampAfterMaxMs: timestampBoundMs(readers, "after"),
    compressionType: readText(...sourceOf(readers, "compression.type")),
    indexIntervalBytes: numberIn(readers, "index.interval.bytes"),
    segmentIndexBytes: numberIn(readers, "segment.index.bytes"),
  };
}

/** The same with what Kafka refuses in the topic's own settings and across keys. */
export function judgeTopicSettings(
  brokerSettings: Settings,
  topicSettings: Settings = {},
  options: CheckOptions = {},
): Resolved<TopicConfig> {
  const version = options.version ?? latestVersion;
  const config = resolveTopicConfig(brokerSettings, topicSettings, version);
  const problems = [...checkSettings("topic", topicSettings, options), ...compactionProblems(config)];
  return { config, problems, notes: [] };
}

/** LogConfig.validateValues. */
function compactionProblems(config: TopicConfig): readonly Problem[] {
  if (config.minCompactionLagMs <= config.maxCompactionLagMs) return [];
  const found = String(config.minCompactionLagMs);
  return [problem("min.compaction.lag.ms", found, `at most max.compaction.lag.ms=${config.maxCompactionLagMs}`)];
}

/** The settings of one topic (or the broker's defaults for it): what a partition's log and its ISR obey. */
export interface TopicConfig {
  readonly minInsyncReplicas: number;
  readonly uncleanLeaderElectionEnable: boolean;
  readonly cleanupPolicy: readonly ("delete" | "compact")[];
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  /** -1: for ever. */
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly minCleanableDirtyRatio: number;
  readonly fileDeleteDelayMs: number;
  /** Infinity: the operating system decides. */
  readonly flushMessages: number;
  readonly flushMs: number;
  readonly maxMessageBytes: number;
  readonly messageTimestampType: "CreateTime" | "LogAppendTime";
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly compressionType: string;
  readonly indexIntervalBytes: number;
  readonly segmentIndexBytes: number;
}
