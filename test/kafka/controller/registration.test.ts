/** BrokerRegistration and BrokerHeartbeat: incarnations, epochs, sessions, fences, controlled shutdown, directories. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import type { ControllerRules } from "../../../src/kafka/rules/controller-rules.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import { assignedTopic, createTopics, heartbeat, proposeIsr, registration, startBroker } from "./requests.ts";
import { optionsWith, type Variation } from "./settings.ts";
import { startWithOrders as start, orders as tp } from "./started.ts";

const sessionMs = 900;

describe("registration", () => {
  test("the epoch is the offset of the record, and the broker starts fenced", () => {
    const host = new ControllerHost(optionsWith());
    const reply = host.send(registration(1, 5));
    expect(reply).toMatchObject({ errorCode: 0, brokerEpoch: 0 });
    expect(host.image.brokers.get(1)).toMatchObject({ fenced: true, brokerEpoch: 0, registrationOffset: 0 });
  });

  test("an answer that got lost: the same incarnation asks again and keeps epoch and state (KAFKA-16952)", () => {
    const { host, epochs } = start();
    const reply = host.send(registration(1, 100));
    expect(reply).toMatchObject({ errorCode: 0, brokerEpoch: epochs.get(1) });
    expect(host.image.brokers.get(1)).toMatchObject({ fenced: false, registrationOffset: host.image.lastOffset });
    expect(host.image.partitions.get(tp)?.isr).toEqual([1, 2, 3]);
  });

  test("another incarnation is refused while the session lasts, and taken when it is over", () => {
    const { host, epochs } = start();
    expect(host.send(registration(2, 201))).toMatchObject({ errorCode: Errors.DUPLICATE_BROKER_REGISTRATION });
    host.passMs(sessionMs);
    for (const id of [1, 3]) host.send(heartbeat(id, epochs.get(id)!));
    expect(host.send(registration(2, 201))).toMatchObject({ errorCode: Errors.DUPLICATE_BROKER_REGISTRATION });
    host.passMs(1);
    const reply = host.send(registration(2, 201));
    expect(reply).toMatchObject({ errorCode: 0, brokerEpoch: host.image.lastOffset });
    expect(host.image.brokers.get(2)?.fenced).toBe(true);
  });

  test("a registration alone is no session; that of a broker that is still fenced counts (KAFKA-17793)", () => {
    const host = new ControllerHost(optionsWith());
    host.send(registration(1, 5));
    const second = host.send(registration(1, 6));
    expect(second).toMatchObject({ errorCode: 0, brokerEpoch: 1 });
    host.send(heartbeat(1, 1, { wantFence: true }));
    expect(host.send(registration(1, 7))).toMatchObject({ errorCode: Errors.DUPLICATE_BROKER_REGISTRATION });
  });

  const cleanBounce = (rules: Partial<ControllerRules>) => {
    const { host, epochs } = start({ rules });
    const previousBrokerEpoch = epochs.get(3)!;
    expect(host.send(heartbeat(3, previousBrokerEpoch, { wantShutDown: true }))).toMatchObject({
      shouldShutDown: true,
    });
    const at: number[] = [];
    for (let ms = 0; ms <= 2 * sessionMs; ms += 100) {
      const reply = host.send(registration(3, 301, { previousBrokerEpoch }));
      if (reply?.kind === "BrokerRegistrationResponse" && reply.errorCode === 0) at.push(ms);
      host.passMs(100);
      for (const id of [1, 2]) host.send(heartbeat(id, epochs.get(id)!));
    }
    return at[0];
  };

  test("a quick return after a clean stop waits for the end of the old session; up to 3.9 it did not", () => {
    expect(cleanBounce({})).toBe(sessionMs + 100);
    expect(cleanBounce({ sessions: "of-unfenced-brokers" })).toBe(0);
  });

  test("no directories, or one twice", () => {
    const host = new ControllerHost(optionsWith());
    expect(host.send(registration(1, 5, { logDirs: [] }))).toMatchObject({ errorCode: Errors.INVALID_REGISTRATION });
    expect(host.send(registration(1, 5, { logDirs: [3, 3] }))).toMatchObject({
      errorCode: Errors.INVALID_REGISTRATION,
    });
  });

  const restartOf2 = (more: object, variation: Variation = {}) => {
    const unclean: boolean[] = [];
    const { host, epochs } = start(variation, {
      brokerRegistered: (_id, _epoch, isUnclean) => unclean.push(isUnclean),
    });
    proposeIsr(host, tp, [1]);
    expect(host.image.partitions.get(tp)).toMatchObject({ isr: [1] });
    host.passMs(sessionMs / 2);
    for (const id of [1, 3]) host.send(heartbeat(id, epochs.get(id)!));
    host.passMs(sessionMs / 2 + 1);
    host.send(registration(2, 201, { previousBrokerEpoch: epochs.get(2)!, ...more }));
    return { elr: host.image.partitions.get(tp)?.eligibleLeaderReplicas, unclean: unclean.at(-1) };
  };

  test("after a clean stop the broker stays eligible", () => {
    expect(restartOf2({})).toEqual({ elr: [2, 3], unclean: false });
  });

  test("after an unclean one it does not (R-45)", () => {
    expect(restartOf2({ previousBrokerEpoch: -1 })).toEqual({ elr: [3], unclean: true });
    expect(restartOf2({ previousBrokerEpoch: 1 })).toEqual({ elr: [3], unclean: true });
  });

  test("the epoch alone says so: a broker with a wiped disk does not know it (KAFKA-15586)", () => {
    expect(restartOf2({ logDirs: [21] })).toEqual({ elr: [2, 3], unclean: false });
  });

  test("E-03: the unclean restart goes unnoticed", () => {
    const rules = { uncleanRestartRemovesFromIsr: false };
    expect(restartOf2({ previousBrokerEpoch: -1 }, { rules })).toEqual({ elr: [2, 3], unclean: true });
  });

  test("a bounce before the session ends gives up leaderships, unless E-08", () => {
    const bounced = (rules: object) => {
      const { host, epochs } = start({ rules: { refusesDuplicateRegistration: false, ...rules } });
      host.send(registration(1, 101, { previousBrokerEpoch: epochs.get(1)! }));
      return host.image.partitions.get(tp);
    };
    expect(bounced({})).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(bounced({ bounceBumpsLeaderEpoch: false })).toMatchObject({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
  });
});

describe("heartbeats", () => {
  test("of another incarnation, or an unknown broker", () => {
    const { host } = start();
    expect(host.send(heartbeat(1, 99))).toMatchObject({ errorCode: Errors.STALE_BROKER_EPOCH });
    expect(host.send(heartbeat(9, 0))).toMatchObject({ errorCode: Errors.STALE_BROKER_EPOCH });
  });

  test("a broker is unfenced once it has seen its own registration (K-23), not the end of the log", () => {
    const unfencedAt = (currentMetadataOffset: number) => {
      const { host } = start();
      const reply = host.send(registration(4, 400));
      const brokerEpoch = reply?.kind === "BrokerRegistrationResponse" ? reply.brokerEpoch : -1;
      host.send(registration(5, 500));
      const offset = brokerEpoch + currentMetadataOffset;
      return host.send(heartbeat(4, brokerEpoch, { currentMetadataOffset: offset }));
    };
    expect(unfencedAt(-1)).toMatchObject({ isFenced: true, isCaughtUp: false });
    expect(unfencedAt(0)).toMatchObject({ isFenced: false, isCaughtUp: true });
  });

  test("a controlled shutdown: leaderships move, and it may stop when the others saw that (K-24)", () => {
    const stopping: number[] = [];
    const { host, epochs } = start({}, { brokerShuttingDown: (id) => stopping.push(id) });
    const stop = () => host.send(heartbeat(1, epochs.get(1)!, { wantShutDown: true }));
    const seen = (offset: number) => {
      for (const id of [2, 3]) host.send(heartbeat(id, epochs.get(id)!, { currentMetadataOffset: offset }));
    };
    seen(host.image.lastOffset);
    expect(stop()).toMatchObject({ isFenced: false, shouldShutDown: false });
    expect(stopping).toEqual([1]);
    expect(host.image.partitions.get(tp)).toMatchObject({ leader: 2, isr: [2, 3] });
    const fixed = host.image.lastOffset;
    host.send(createTopics(assignedTopic("payments", [[2]])));
    expect(stop()).toMatchObject({ shouldShutDown: false });
    seen(fixed - 1);
    expect(stop()).toMatchObject({ shouldShutDown: false });
    seen(fixed);
    // The offset did not move with the topic that was created since (KAFKA-14292).
    expect(stop()).toMatchObject({ isFenced: true, shouldShutDown: true });
    expect(host.image.brokers.get(1)?.fenced).toBe(true);
    // It may come back when its session is over.
    host.passMs(sessionMs + 1);
    expect(startBroker(host, 1, 101, { previousBrokerEpoch: epochs.get(1)! })).toBeGreaterThan(fixed);
  });

  test("a controller that starts knows nothing of a stop under way: leading nothing is enough then", () => {
    const { host, epochs } = start();
    const stop = () => host.send(heartbeat(1, epochs.get(1)!, { wantShutDown: true }));
    expect(stop()).toMatchObject({ shouldShutDown: false });
    expect(stop()).toMatchObject({ shouldShutDown: false });
    host.restart();
    expect(stop()).toMatchObject({ shouldShutDown: true });
  });

  test("what a broker had applied is forgotten when its registration changes, until its next heartbeat", () => {
    const { host, epochs } = start();
    const applied = (id: number) => host.state.heartbeats.get(id)?.metadataOffset;
    expect(applied(2)).toBe(-1);
    host.send(heartbeat(2, epochs.get(2)!, { currentMetadataOffset: host.image.lastOffset }));
    expect(applied(2)).toBe(host.image.lastOffset);
    host.send(heartbeat(2, epochs.get(2)!, { currentMetadataOffset: host.image.lastOffset, wantFence: true }));
    expect(applied(2)).toBe(-1);
  });

  test("a broker that leads nothing may stop at once, a fenced one as well", () => {
    const { host, epochs } = start();
    expect(host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }))).toMatchObject({ shouldShutDown: true });
    expect(host.image.partitions.get(tp)?.isr).toEqual([1, 2]);
    expect(host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }))).toMatchObject({ shouldShutDown: true });
  });

  test("a failed directory takes its replicas out of ISR and leadership, once (KIP-858)", () => {
    const { host, epochs } = start();
    host.send(
      createTopics(
        assignedTopic("payments", [
          [1, 2],
          [1, 2],
        ]),
      ),
    );
    const [first, second] = [topicPartition(2, 0), topicPartition(2, 1)];
    const failed = heartbeat(1, epochs.get(1)!, { offlineLogDirs: [10], offlineReplicas: [second] });
    host.send(failed);
    expect(host.image.partitions.get(first)).toMatchObject({ leader: 1, isr: [1, 2] });
    expect(host.image.partitions.get(second)).toMatchObject({ leader: 2, isr: [2], eligibleLeaderReplicas: [1] });
    expect(host.image.brokers.get(1)).toMatchObject({
      logDirs: [],
      offlineLogDirs: [10],
      offlineReplicas: [second],
      fenced: false,
    });
    const end = host.image.lastOffset;
    host.send(failed);
    expect(host.image.lastOffset).toBe(end);
    // Eligible, but not while its directory is gone.
    host.send(heartbeat(2, epochs.get(2)!, { wantFence: true }));
    expect(host.image.partitions.get(second)).toMatchObject({ leader: -1, isr: [] });
    expect(host.image.partitions.get(first)).toMatchObject({ leader: 1 });
  });
});
