import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { exponentialLifecycleRetry } from "../../../src/kafka/rules/controller-rules.ts";
import { kafka4, overrideRules } from "../../../src/kafka/rules/rules.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { FakeCluster } from "./fake-cluster.ts";

const shutDown = (cluster: FakeCluster, id: number): void =>
  cluster.host(id).message(-1, 0, 0, { kind: "ControlledShutdown", name: 1 });

const phaseOf = (cluster: FakeCluster, id: number): string => cluster.host(id).state?.lifecycle.phase ?? "down";

describe("registration", () => {
  test("a broker registers, replays the log up to its registration, and is unfenced then", () => {
    const cluster = new FakeCluster().start();
    const [registration] = cluster.controller.registrations;
    expect(registration).toMatchObject({ brokerId: 1, previousBrokerEpoch: -1 });
    expect(registration!.logDirs).toHaveLength(1);
    const first = cluster.controller.heartbeats[0]!;
    const unfencing = cluster.controller.heartbeats.find((one) => !one.wantFence)!;
    expect(first.wantFence).toBe(true);
    expect(unfencing.currentMetadataOffset).toBeGreaterThanOrEqual(unfencing.brokerEpoch);
    expect(phaseOf(cluster, 1)).toBe("RUNNING");
  });

  test("it stays in RECOVERY while the controller keeps it fenced", () => {
    const cluster = new FakeCluster();
    cluster.controller.unfences = false;
    cluster.start();
    expect(phaseOf(cluster, 1)).toBe("RECOVERY");
    cluster.controller.unfences = true;
    cluster.run(2000);
    expect(phaseOf(cluster, 1)).toBe("RUNNING");
  });

  test("a duplicate registration is tried again every two seconds until the old session is gone", () => {
    const cluster = new FakeCluster();
    cluster.controller.registrationError = Errors.DUPLICATE_BROKER_REGISTRATION;
    cluster.start();
    cluster.run(7000);
    expect(cluster.controller.registrations).toHaveLength(4);
    expect(cluster.controller.heartbeats).toHaveLength(0);
    cluster.controller.registrationError = Errors.NONE;
    cluster.run(2000);
    expect(phaseOf(cluster, 1)).toBe("RUNNING");
  });

  test("up to 3.9.1 it asked again after 100 ms, then twice as long each time", () => {
    const rules = overrideRules(kafka4, { name: "test", controller: exponentialLifecycleRetry });
    const cluster = new FakeCluster({ rules });
    cluster.controller.registrationError = Errors.DUPLICATE_BROKER_REGISTRATION;
    cluster.start();
    cluster.run(6900);
    expect(cluster.controller.registrations).toHaveLength(7);
  });

  test.each([Errors.STALE_BROKER_EPOCH, Errors.BROKER_ID_NOT_REGISTERED])(
    "a heartbeat refused with %i is sent again, and nothing else: a process registers once",
    (errorCode) => {
      const cluster = new FakeCluster().start();
      cluster.controller.heartbeatError = errorCode;
      cluster.run(10_000);
      cluster.controller.heartbeatError = Errors.NONE;
      const before = cluster.controller.heartbeats.length;
      cluster.run(3000);
      expect(cluster.controller.registrations).toHaveLength(1);
      expect(cluster.controller.heartbeats.length).toBeGreaterThan(before);
      expect(phaseOf(cluster, 1)).toBe("RUNNING");
    },
  );

  test("it gives up after initial.broker.registration.timeout.ms", () => {
    const cluster = new FakeCluster();
    cluster.controller.silent = true;
    cluster.start();
    cluster.run(61_000);
    expect(cluster.host(1).exitReason).toMatch(/initial.broker.registration.timeout/);
  });

  test("it survives a silent controller: requests time out, connections are closed, heartbeats go on", () => {
    const cluster = new FakeCluster().start();
    cluster.cut(1, 0);
    cluster.run(30_000);
    const before = cluster.controller.heartbeats.length;
    cluster.heal();
    cluster.run(20_000);
    expect(cluster.controller.heartbeats.length).toBeGreaterThan(before + 3);
  });

  test("heartbeats come every two seconds", () => {
    const cluster = new FakeCluster().start();
    const before = cluster.controller.heartbeats.length;
    cluster.run(20_000);
    expect(cluster.controller.heartbeats.length - before).toBeGreaterThanOrEqual(9);
    expect(cluster.controller.heartbeats.length - before).toBeLessThanOrEqual(11);
  });
});

describe("controlled shutdown", () => {
  test("the broker stops when the controller agrees, and its next process names the epoch of the clean stop", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(1000);
    const { brokerEpoch } = cluster.host(1).state!.lifecycle;
    shutDown(cluster, 1);
    cluster.run(3000);
    expect(cluster.host(1).exitReason).toBe("controlled shutdown");
    expect([...cluster.controller.image.partitions.values()][0]!.leader).toBe(2);
    cluster.restart(1);
    cluster.run(500);
    expect(cluster.controller.registrations.at(-1)!.previousBrokerEpoch).toBe(brokerEpoch);
  });

  test("a broker that has not started yet stops at once, and leaves no marker (BrokerServer.maybeChangeStatus)", () => {
    const cluster = new FakeCluster();
    cluster.controller.unfences = false;
    cluster.start();
    expect(phaseOf(cluster, 1)).toBe("RECOVERY");
    shutDown(cluster, 1);
    expect(cluster.host(1).exitReason).toBe("stopped before it had started");
    expect(cluster.controller.heartbeats.some((one) => one.wantShutDown)).toBe(false);
    cluster.restart(1);
    cluster.run(500);
    expect(cluster.controller.registrations.at(-1)!.previousBrokerEpoch).toBe(-1);
  });

  test("while it waits it follows only where it is in sync with a leader", () => {
    const cluster = new FakeCluster({ brokers: 3 }).start();
    for (const [name, id] of [
      ["in", 7],
      ["out", 8],
      ["leaderless", 9],
    ] as const)
      cluster.controller.createTopic(name, id, [[2, 1]]);
    cluster.controller.createTopic("own", 10, [[1]]);
    cluster.run(1000);
    const fetched = () =>
      [7, 8, 9].map((id) => cluster.host(1).state!.replicas.partitions.byKey.get(topicPartition(id, 0))!.fetchedFrom);
    cluster.controller.change(topicPartition(8, 0), { isr: [2] });
    cluster.run(1000);
    expect(fetched()).toEqual([2, 2, 2]);
    cluster.controller.keepsIsrOnShutDown = true;
    shutDown(cluster, 1);
    cluster.controller.change(topicPartition(7, 0), { leader: 2 });
    cluster.controller.change(topicPartition(8, 0), { isr: [2] });
    cluster.controller.change(topicPartition(9, 0), { leader: -1 });
    cluster.run(1000);
    expect(phaseOf(cluster, 1)).toBe("PENDING_CONTROLLED_SHUTDOWN");
    expect(fetched()).toEqual([2, -1, -1]);
  });

  test("a crash leaves no marker: the next registration says so", () => {
    const cluster = new FakeCluster().start();
    cluster.crash(1);
    cluster.restart(1);
    cluster.run(500);
    expect(cluster.controller.registrations.at(-1)!.previousBrokerEpoch).toBe(-1);
  });

  test("it waits while it leads a partition that nobody else can lead, and stops after the time-out", () => {
    const cluster = new FakeCluster().start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(1000);
    shutDown(cluster, 1);
    cluster.run(60_000);
    expect(phaseOf(cluster, 1)).toBe("PENDING_CONTROLLED_SHUTDOWN");
    cluster.run(250_000);
    expect(cluster.host(1).exitReason).toBe("controlled shutdown");
  });
});
