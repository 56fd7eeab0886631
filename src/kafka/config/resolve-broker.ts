/** Broker settings in force, with Kafka's cross-checks (KafkaConfig.validateValues, GroupCoordinatorConfig). */
import { type CheckOptions, checkSettings, parseList } from "./config-value.ts";
import { keyTables } from "./key-tables.ts";
import { type GroupsConfig, resolveGroups } from "./resolve-groups.ts";
import { resolveTopicConfig } from "./resolve-topic.ts";
import { type Problem, problem, type Resolved, type Settings } from "./settings.ts";
import {
  explicit,
  explicitNumber,
  isSet,
  readBoolean,
  readNumber,
  readText,
  type SettingsReader,
} from "./settings-reader.ts";
import { isAtLeast, type KafkaVersion, latestVersion } from "./version.ts";

const rackAwareSelector = "org.apache.kafka.common.replica.RackAwareReplicaSelector";
const leaderSelector = "org.apache.kafka.common.replica.LeaderSelector";

function readerOf(settings: Settings, version: KafkaVersion): SettingsReader {
  return { table: keyTables.broker, settings, version };
}

/** Total: an unusable value counts as not set. Long.MAX_VALUE is Infinity. */
export function resolveBrokerConfig(settings: Settings, version: KafkaVersion = latestVersion): BrokerConfig {
  const reader = readerOf(settings, version);
  const number = (name: string): number => readNumber(reader, name);
  return {
    defaultReplicationFactor: number("default.replication.factor"),
    numPartitions: number("num.partitions"),
    autoCreateTopicsEnable: readBoolean(reader, "auto.create.topics.enable"),
    autoLeaderRebalanceEnable: readBoolean(reader, "auto.leader.rebalance.enable"),
    leaderImbalancePerBrokerPercentage: number("leader.imbalance.per.broker.percentage"),
    leaderImbalanceCheckIntervalSeconds: number("leader.imbalance.check.interval.seconds"),
    uncleanLeaderElectionIntervalMs: number("unclean.leader.election.interval.ms"),
    replicaLagTimeMaxMs: number("replica.lag.time.max.ms"),
    replicaFetchWaitMaxMs: number("replica.fetch.wait.max.ms"),
    replicaFetchMinBytes: number("replica.fetch.min.bytes"),
    replicaFetchMaxBytes: number("replica.fetch.max.bytes"),
    replicaFetchResponseMaxBytes: number("replica.fetch.response.max.bytes"),
    replicaFetchBackoffMs: number("replica.fetch.backoff.ms"),
    replicaSocketTimeoutMs: number("replica.socket.timeout.ms"),
    replicaHighWatermarkCheckpointIntervalMs: number("replica.high.watermark.checkpoint.interval.ms"),
    replicaSelectorClass: readText(reader, "replica.selector.class") === rackAwareSelector ? "rack-aware" : "leader",
    brokerHeartbeatIntervalMs: number("broker.heartbeat.interval.ms"),
    brokerSessionTimeoutMs: number("broker.session.timeout.ms"),
    initialBrokerRegistrationTimeoutMs: number("initial.broker.registration.timeout.ms"),
    controlledShutdownEnable: readBoolean(reader, "controlled.shutdown.enable"),
    logRetentionCheckIntervalMs: number("log.retention.check.interval.ms"),
    logFlushSchedulerIntervalMs: number("log.flush.scheduler.interval.ms"),
    logFlushOffsetCheckpointIntervalMs: number("log.flush.offset.checkpoint.interval.ms"),
    logFlushStartOffsetCheckpointIntervalMs: number("log.flush.start.offset.checkpoint.interval.ms"),
    logCleanerEnable: readBoolean(reader, "log.cleaner.enable"),
    logCleanerBackoffMs: number("log.cleaner.backoff.ms"),
    numRecoveryThreadsPerDataDir: number("num.recovery.threads.per.data.dir"),
    producerIdExpirationMs: number("producer.id.expiration.ms"),
    producerIdExpirationCheckIntervalMs: number("producer.id.expiration.check.interval.ms"),
    maxIncrementalFetchSessionCacheSlots: number("max.incremental.fetch.session.cache.slots"),
    eligibleLeaderReplicasEnable: readBoolean(reader, "eligible.leader.replicas.enable"),
    fetchMaxBytes: number("fetch.max.bytes"),
    groups: resolveGroups(reader),
  };
}

/** The data directories: `log.dirs`, else `log.dir`. */
export function logDirsOf(settings: Settings): readonly string[] {
  return parseList(settings["log.dirs"] ?? settings["log.dir"] ?? "/tmp/kafka-logs").filter((dir) => dir !== "");
}

/** `node.id`, else `broker.id`; null: none, or generated (-1). */
export function brokerIdOf(settings: Settings): number | null {
  const text = settings["node.id"] ?? settings["broker.id"];
  const id = text === undefined ? Number.NaN : Number.parseInt(text.trim(), 10);
  return Number.isInteger(id) && id >= 0 ? id : null;
}

/** The same with what Kafka refuses at start and what it resolves silently. */
export function judgeBrokerSettings(settings: Settings, options: CheckOptions = {}): Resolved<BrokerConfig> {
  const version = options.version ?? latestVersion;
  const reader = readerOf(settings, version);
  const config = resolveBrokerConfig(settings, version);
  const problems = [
    ...checkSettings("broker", settings, options),
    ...identityProblems(reader),
    ...timeProblems(reader, options),
    ...replicationProblems(config),
    ...cleanerProblems(reader),
    ...boundProblems(reader),
  ];
  return { config, problems, notes: brokerNotes(reader, config) };
}

function identityProblems(reader: SettingsReader): readonly Problem[] {
  const nodeId = explicitNumber(reader, "node.id");
  const brokerId = explicitNumber(reader, "broker.id");
  if (nodeId !== null && brokerId !== null && nodeId !== brokerId) {
    return [problem("broker.id", String(brokerId), `the same value as node.id=${nodeId}`)];
  }
  const roles = explicit(reader, "process.roles");
  if (roles !== undefined && roles !== "" && nodeId === null && brokerId === null) {
    return [
      problem(
        "node.id",
        "",
        "an id, as process.roles is set",
        `node.id is missing: process.roles=${roles} requires it`,
      ),
    ];
  }
  return [];
}

/** A factor below 1 is refused when a topic is created; -1 is no default (INVALID_REPLICATION_FACTOR). */
function replicationProblems(config: BrokerConfig): readonly Problem[] {
  const problems: Problem[] = [];
  if (config.defaultReplicationFactor < 1) {
    problems.push(
      problem("default.replication.factor", String(config.defaultReplicationFactor), "a value of at least 1"),
    );
  }
  if (config.replicaFetchWaitMaxMs > config.replicaLagTimeMaxMs) {
    const expected = `at most replica.lag.time.max.ms=${config.replicaLagTimeMaxMs}, or the ISR would keep shrinking`;
    problems.push(problem("replica.fetch.wait.max.ms", String(config.replicaFetchWaitMaxMs), expected));
  }
  if (config.replicaFetchWaitMaxMs > config.replicaSocketTimeoutMs) {
    const expected = `at least replica.fetch.wait.max.ms=${config.replicaFetchWaitMaxMs}`;
    problems.push(problem("replica.socket.timeout.ms", String(config.replicaSocketTimeoutMs), expected));
  }
  return problems;
}

/** A roll of at least 1 ms, a retention of at least 1 ms or for ever. */
function timeProblems(reader: SettingsReader, options: CheckOptions): readonly Problem[] {
  const problems: Problem[] = [];
  const rollMs = explicitNumber(reader, "log.roll.ms");
  if (rollMs !== null && rollMs < 1 && options.allowBelowMinima !== true) {
    problems.push(problem("log.roll.ms", String(rollMs), "a value of at least 1"));
  }
  const jitterMs = explicitNumber(reader, "log.roll.jitter.ms");
  if (jitterMs !== null && jitterMs < 0)
    problems.push(problem("log.roll.jitter.ms", String(jitterMs), "a value of at least 0"));
  if (resolveTopicConfig(reader.settings, {}, reader.version).retentionMs === 0) {
    const key = ["log.retention.ms", "log.retention.minutes", "log.retention.hours"].find((name) =>
      isSet(reader, name),
    );
    problems.push(problem(key ?? "log.retention.hours", "0", "-1 (for ever) or a value of at least 1"));
  }
  return problems;
}

function cleanerProblems(reader: SettingsReader): readonly Problem[] {
  const threads = readNumber(reader, "log.cleaner.threads");
  const bytes = readNumber(reader, "log.cleaner.dedupe.buffer.size");
  if (threads <= 0 || bytes / threads > 1024 * 1024) return [];
  return [
    problem("log.cleaner.dedupe.buffer.size", String(bytes), `more than 1 MiB for each of ${threads} cleaner threads`),
  ];
}

/** [value, lower bound, upper bound]: session and heartbeat bounds that the coordinator refuses to start with. */
const boundedKeys: readonly (readonly [string, string, string])[] = [
  [
    "group.consumer.session.timeout.ms",
    "group.consumer.min.session.timeout.ms",
    "group.consumer.max.session.timeout.ms",
  ],
  [
    "group.consumer.heartbeat.interval.ms",
    "group.consumer.min.heartbeat.interval.ms",
    "group.consumer.max.heartbeat.interval.ms",
  ],
  ["group.share.session.timeout.ms", "group.share.min.session.timeout.ms", "group.share.max.session.timeout.ms"],
  [
    "group.share.heartbeat.interval.ms",
    "group.share.min.heartbeat.interval.ms",
    "group.share.max.heartbeat.interval.ms",
  ],
];

function boundProblems(reader: SettingsReader): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [name, low, high] of boundedKeys) {
    const value = readNumber(reader, name);
    const min = readNumber(reader, low);
    const max = readNumber(reader, high);
    if (max < min) problems.push(problem(high, String(max), `at least ${low}=${min}`));
    else if (value < min || value > max)
      problems.push(problem(name, String(value), `a value between ${low}=${min} and ${high}=${max}`));
  }
  const min = readNumber(reader, "group.min.session.timeout.ms");
  const max = readNumber(reader, "group.max.session.timeout.ms");
  if (max < min)
    problems.push(problem("group.max.session.timeout.ms", String(max), `at least group.min.session.timeout.ms=${min}`));
  return problems;
}

function brokerNotes(reader: SettingsReader, config: BrokerConfig): readonly string[] {
  const notes: string[] = [];
  const retention = ["log.retention.ms", "log.retention.minutes", "log.retention.hours"].filter((name) =>
    isSet(reader, name),
  );
  if (retention.length > 1)
    notes.push(`${retention[0]} counts, ${retention.slice(1).join(" and ")} does not: ms before minutes before hours`);
  if (isSet(reader, "log.roll.ms") && isSet(reader, "log.roll.hours"))
    notes.push("log.roll.ms counts, log.roll.hours does not");
  if (isSet(reader, "log.dirs") && isSet(reader, "log.dir")) notes.push("log.dirs counts, log.dir does not");
  const selector = explicit(reader, "replica.selector.class");
  if (selector !== undefined && selector !== "" && selector !== rackAwareSelector && selector !== leaderSelector) {
    notes.push(`replica.selector.class=${selector} is not modelled: consumers read from the leader`);
  }
  if (config.brokerHeartbeatIntervalMs > config.brokerSessionTimeoutMs / 2) {
    notes.push(
      `broker.heartbeat.interval.ms=${config.brokerHeartbeatIntervalMs} is more than half of ` +
        `broker.session.timeout.ms=${config.brokerSessionTimeoutMs}: one late heartbeat fences a healthy broker`,
    );
  }
  if (4 * config.replicaFetchWaitMaxMs > 3 * config.replicaSocketTimeoutMs) {
    notes.push(
      `replica.fetch.wait.max.ms=${config.replicaFetchWaitMaxMs} is close to replica.socket.timeout.ms=` +
        `${config.replicaSocketTimeoutMs}: a follower gives an idle fetch up as it is answered, and its high watermark stays behind`,
    );
  }
  if (isAtLeast(reader.version, "4.0") && isSet(reader, "eligible.leader.replicas.enable")) {
    notes.push(
      "eligible.leader.replicas.enable is no setting of Kafka 4: it is taken for the state of the feature eligible.leader.replicas.version (kafka-features)",
    );
  }
  return notes;
}

/**
 * The broker settings that the model reads: Kafka's keys in camelCase, units last, as Kafka resolves them.
 * Values come from `resolve-*.ts`; defaults, ranges and sources stand in the key tables of this folder.
 */
export interface BrokerConfig {
  readonly defaultReplicationFactor: number;
  readonly numPartitions: number;
  readonly autoCreateTopicsEnable: boolean;
  readonly autoLeaderRebalanceEnable: boolean;
  readonly leaderImbalancePerBrokerPercentage: number;
  readonly leaderImbalanceCheckIntervalSeconds: number;
  /** How often the controller looks for leaderless partitions that may be elected uncleanly. */
  readonly uncleanLeaderElectionIntervalMs: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaFetchMinBytes: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly replicaFetchBackoffMs: number;
  readonly replicaSocketTimeoutMs: number;
  readonly replicaHighWatermarkCheckpointIntervalMs: number;
  readonly replicaSelectorClass: "leader" | "rack-aware";
  readonly brokerHeartbeatIntervalMs: number;
  readonly brokerSessionTimeoutMs: number;
  readonly initialBrokerRegistrationTimeoutMs: number;
  readonly controlledShutdownEnable: boolean;
  readonly logRetentionCheckIntervalMs: number;
  readonly logFlushSchedulerIntervalMs: number;
  readonly logFlushOffsetCheckpointIntervalMs: number;
  readonly logFlushStartOffsetCheckpointIntervalMs: number;
  readonly logCleanerEnable: boolean;
  readonly logCleanerBackoffMs: number;
  readonly numRecoveryThreadsPerDataDir: number;
  readonly producerIdExpirationMs: number;
  readonly producerIdExpirationCheckIntervalMs: number;
  readonly maxIncrementalFetchSessionCacheSlots: number;
  /** KIP-966, on as in 4.1. */
  readonly eligibleLeaderReplicasEnable: boolean;
  /** Upper bound of the wait of a consumer's or follower's fetch. */
  readonly fetchMaxBytes: number;
  readonly groups: GroupsConfig;
}
