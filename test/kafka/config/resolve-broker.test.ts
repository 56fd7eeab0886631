import { describe, expect, test } from "vitest";
import {
  brokerIdOf,
  judgeBrokerSettings,
  logDirsOf,
  resolveBrokerConfig,
} from "../../../src/kafka/config/resolve-broker.ts";

describe("broker settings", () => {
  test("defaults of 4.x (protocol.md §3)", () => {
    expect(resolveBrokerConfig({})).toEqual({
      defaultReplicationFactor: 1,
      groups: {
        initialRebalanceDelayMs: 3000,
        minSessionTimeoutMs: 6000,
        maxSessionTimeoutMs: 1_800_000,
        maxSize: 2_147_483_647,
        offsetsCommitTimeoutMs: 5000,
        offsetsRetentionMs: 604_800_000,
        offsetsRetentionCheckIntervalMs: 600_000,
        offsetsTopicNumPartitions: 50,
        offsetsTopicReplicationFactor: 3,
        offsetsTopicSegmentBytes: 104_857_600,
      },
      numPartitions: 1,
      autoCreateTopicsEnable: true,
      autoLeaderRebalanceEnable: true,
      leaderImbalancePerBrokerPercentage: 10,
      leaderImbalanceCheckIntervalSeconds: 300,
      uncleanLeaderElectionIntervalMs: 300_000,
      replicaLagTimeMaxMs: 30_000,
      replicaFetchWaitMaxMs: 500,
      replicaFetchMinBytes: 1,
      replicaFetchMaxBytes: 1024 ** 2,
      replicaFetchResponseMaxBytes: 10 * 1024 ** 2,
      replicaFetchBackoffMs: 1000,
      replicaSocketTimeoutMs: 30_000,
      replicaHighWatermarkCheckpointIntervalMs: 5000,
      replicaSelectorClass: "leader",
      brokerHeartbeatIntervalMs: 2000,
      brokerSessionTimeoutMs: 9000,
      initialBrokerRegistrationTimeoutMs: 60_000,
      controlledShutdownEnable: true,
      logRetentionCheckIntervalMs: 300_000,
      logFlushSchedulerIntervalMs: Number.POSITIVE_INFINITY,
      logFlushOffsetCheckpointIntervalMs: 60_000,
      logFlushStartOffsetCheckpointIntervalMs: 60_000,
      logCleanerEnable: true,
      logCleanerBackoffMs: 15_000,
      numRecoveryThreadsPerDataDir: 2,
      producerIdExpirationMs: 86_400_000,
      producerIdExpirationCheckIntervalMs: 600_000,
      maxIncrementalFetchSessionCacheSlots: 1000,
      eligibleLeaderReplicasEnable: true,
      fetchMaxBytes: 55 * 1024 ** 2,
    });
  });

  test("older releases differ where they did", () => {
    expect(resolveBrokerConfig({}, "3.9.2")).toMatchObject({
      numRecoveryThreadsPerDataDir: 1,
      eligibleLeaderReplicasEnable: false,
    });
    expect(resolveBrokerConfig({}, "2.5").producerIdExpirationMs).toBe(7 * 86_400_000);
  });

  test("reads what is set", () => {
    const selector = "org.apache.kafka.common.replica.RackAwareReplicaSelector";
    const config = resolveBrokerConfig({
      "replica.selector.class": selector,
      "controlled.shutdown.enable": "False",
      "fetch.max.bytes": " 2048 ",
    });
    expect(config).toMatchObject({
      replicaSelectorClass: "rack-aware",
      controlledShutdownEnable: false,
      fetchMaxBytes: 2048,
    });
  });

  test("identity and data directories", () => {
    expect(brokerIdOf({ "broker.id": "3" })).toBe(3);
    expect(brokerIdOf({ "node.id": "4", "broker.id": "4" })).toBe(4);
    expect(brokerIdOf({ "broker.id": "-1" })).toBeNull();
    expect(brokerIdOf({})).toBeNull();
    expect(logDirsOf({ "log.dirs": "/a, /b,/c", "log.dir": "/x" })).toEqual(["/a", "/b", "/c"]);
    expect(logDirsOf({ "log.dir": "/x" })).toEqual(["/x"]);
    expect(logDirsOf({})).toHaveLength(1);
  });
});

describe("what Kafka refuses to start with", () => {
  test.each([
    [{ "default.replication.factor": "0" }, "default.replication.factor"],
    [{ "replica.fetch.wait.max.ms": "40000", "replica.socket.timeout.ms": "50000" }, "replica.fetch.wait.max.ms"],
    [{ "replica.socket.timeout.ms": "100" }, "replica.socket.timeout.ms"],
    [{ "log.retention.hours": "0" }, "log.retention.hours"],
    [{ "log.retention.ms": "0", "log.retention.hours": "4" }, "log.retention.ms"],
    [{ "log.roll.ms": "0" }, "log.roll.ms"],
    [{ "log.roll.jitter.ms": "-1" }, "log.roll.jitter.ms"],
    [{ "log.cleaner.threads": "200" }, "log.cleaner.dedupe.buffer.size"],
    [{ "node.id": "1", "broker.id": "2" }, "broker.id"],
    [{ "process.roles": "broker" }, "node.id"],
    [{ "process.roles": "leader", "node.id": "1" }, "process.roles"],
    [{ "group.max.session.timeout.ms": "5000" }, "group.max.session.timeout.ms"],
    [{ "group.consumer.session.timeout.ms": "30000" }, "group.consumer.session.timeout.ms"],
    [{ "group.consumer.heartbeat.interval.ms": "20000" }, "group.consumer.heartbeat.interval.ms"],
  ])("%j", (settings, key) => {
    expect(judgeBrokerSettings(settings).problems.map((problem) => problem.key)).toEqual([key]);
  });

  test("nothing in the defaults of any version", () => {
    for (const version of ["2.5", "2.8", "3.9.2", "4.0.2", "4.4"] as const) {
      expect(judgeBrokerSettings({}, { version })).toMatchObject({ problems: [], notes: [] });
    }
  });
});

describe("what Kafka resolves silently", () => {
  test("is said", () => {
    const { notes, problems } = judgeBrokerSettings({
      "log.retention.ms": "5",
      "log.retention.hours": "4",
      "log.dirs": "/a",
      "log.dir": "/b",
      "broker.heartbeat.interval.ms": "5000",
      "replica.selector.class": "com.example.Mine",
    });
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      "log.retention.ms counts, log.retention.hours does not: ms before minutes before hours",
      "log.dirs counts, log.dir does not",
      "replica.selector.class=com.example.Mine is not modelled: consumers read from the leader",
      "broker.heartbeat.interval.ms=5000 is more than half of broker.session.timeout.ms=9000: one late heartbeat fences a healthy broker",
    ]);
  });
});
