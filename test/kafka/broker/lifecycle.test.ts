import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
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

  test("a duplicate registration is tried again until the old session is gone", () => {
    const cluster = new FakeCluster();
    cluster.controller.registrationError = Errors.DUPLICATE_BROKER_REGISTRATION;
    cluster.start();
    cluster.run(3000);
    const attempts = cluster.controller.registrations.length;
    expect(attempts).toBeGreaterThan(3);
    expect(cluster.controller.heartbeats).toHaveLength(0);
    cluster.controller.registrationError = Errors.NONE;
    cluster.run(2000);
    expect(phaseOf(cluster, 1)).toBe("RUNNING");
  });

  test("a stale broker epoch makes it register again, as the same incarnation", () => {
    const cluster = new FakeCluster().start();
    cluster.controller.heartbeatError = Errors.STALE_BROKER_EPOCH;
    cluster.run(2100);
    cluster.controller.heartbeatError = Errors.NONE;
    cluster.run(3000);
    const [first, second] = cluster.controller.registrations;
    expect(second!.incarnationId).toBe(first!.incarnationId);
    expect(phaseOf(cluster, 1)).toBe("RUNNING");
  });

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
