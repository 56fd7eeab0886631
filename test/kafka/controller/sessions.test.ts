/** Sessions of brokers: who has one, when it ends, and what its end does. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import type { ControllerRules } from "../../../src/kafka/rules/controller-rules.ts";
import { ControllerHost } from "./host.ts";
import { heartbeat, registration, startBrokers } from "./requests.ts";
import { optionsWith } from "./settings.ts";
import { startWithOrders as start, orders as tp } from "./started.ts";

const sessionMs = 900;
const asIn39 = { fencesPeriodically: false, sessions: "of-unfenced-brokers" } as const;

describe("sessions", () => {
  const silenceOf1 = (rules: Partial<ControllerRules>) => {
    const fenced: number[] = [];
    const { host, epochs } = start({ rules }, { brokerFenced: () => fenced.push(host.nowMs - 1000) });
    host.passMs(sessionMs / 2);
    for (const id of [2, 3]) host.send(heartbeat(id, epochs.get(id)!));
    host.passMs(sessionMs);
    return { fenced, partition: host.image.partitions.get(tp) };
  };

  test("silence fences at the next look: out of every ISR, another leads", () => {
    const { fenced, partition } = silenceOf1({});
    // Every eighth of a session, 112 ms, from the start of the controller on.
    expect(fenced).toEqual([9 * 112]);
    expect(partition).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  test("up to 3.9 at the end of the session", () => {
    expect(silenceOf1(asIn39).fenced).toEqual([sessionMs + 1]);
  });

  test("up to 3.9 a session that is over ends before the next request is looked at, though its timer fires later", () => {
    const { host } = start({ rules: { ...asIn39, bounceBumpsLeaderEpoch: false } });
    host.nowMs += sessionMs + 1;
    expect(host.send(registration(1, 101))).toMatchObject({ errorCode: Errors.NONE });
    expect(host.image.partitions.get(tp)).toMatchObject({ leader: -1, leaderEpoch: 3 });
  });

  const fencedWhenAllAreSilent = (rules: Partial<ControllerRules>, seed: number) => {
    const fenced: [id: number, atMs: number][] = [];
    const heard = { brokerFenced: (id: number) => fenced.push([id, host.nowMs]) };
    const host: ControllerHost = new ControllerHost(optionsWith({ rules }), heard, seed);
    startBrokers(host, 1, 2, 3);
    host.passMs(2 * sessionMs);
    return fenced;
  };

  test("several dead brokers are fenced one by one, ten milliseconds apart, in any order", () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const fenced = fencedWhenAllAreSilent({}, seed);
      orders.add(fenced.map(([id]) => id).join());
      expect(fenced.map(([, atMs]) => atMs - fenced[0]![1])).toEqual([0, 10, 20]);
    }
    expect(orders.size).toBeGreaterThan(3);
    const legacy = fencedWhenAllAreSilent(asIn39, 1);
    expect(legacy.map(([id, atMs]) => [id, atMs - legacy[0]![1]])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  });

  test("a heartbeat counts when it arrives, refused or not, and of a stranger as well", () => {
    const { host } = start();
    host.send(heartbeat(3, 99));
    host.send(heartbeat(9, 0));
    expect(host.state.sessions.byIncarnation.size).toBe(5);
    const end = host.image.lastOffset;
    host.passMs(2 * sessionMs);
    expect(host.state.sessions.byIncarnation.size).toBe(0);
    expect(host.image.lastOffset).toBeGreaterThan(end);
    expect(host.image.brokers.has(9)).toBe(false);
  });

  test("the session of a broker that stopped ends with one more fence, which changes nothing", () => {
    const { host, epochs } = start();
    host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }));
    const end = host.image.lastOffset;
    const before = host.image.brokers.get(3);
    for (let i = 0; i < 12; i++) {
      host.passMs(100);
      for (const id of [1, 2]) host.send(heartbeat(id, epochs.get(id)!));
    }
    expect(host.image.lastOffset).toBe(end + 1);
    expect(host.image.brokers.get(3)).toEqual(before);
  });

  test("all fall silent: all stay eligible, and the first one back leads", () => {
    const { host, epochs } = start({ rules: asIn39 });
    host.passMs(10 * sessionMs);
    expect(host.image.partitions.get(tp)).toMatchObject({
      leader: -1,
      isr: [],
      eligibleLeaderReplicas: [2, 3],
      lastKnownElr: [3],
    });
    host.send(heartbeat(3, epochs.get(3)!));
    expect(host.image.partitions.get(tp)).toMatchObject({
      leader: 3,
      isr: [3],
      eligibleLeaderReplicas: [2],
      lastKnownElr: [],
    });
  });

  test("a controller that starts gives whoever is not fenced a fresh session (K-28)", () => {
    const { host } = start();
    host.passMs(sessionMs);
    host.restart();
    host.passMs(sessionMs);
    expect(host.image.brokers.get(1)?.fenced).toBe(false);
    host.passMs(sessionMs / 8 + 20);
    expect([1, 2, 3].map((id) => host.image.brokers.get(id)?.fenced)).toEqual([true, true, true]);
  });

  test("in 4.0 a fenced one as well, so that its next incarnation waits (KAFKA-19130)", () => {
    const returnOf3 = (rules: Partial<ControllerRules>) => {
      const { host, epochs } = start({ rules });
      host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }));
      host.restart();
      return host.send(registration(3, 301));
    };
    expect(returnOf3({})).toMatchObject({ errorCode: 0 });
    expect(returnOf3({ getsSessionAtStart: () => true })).toMatchObject({
      errorCode: Errors.DUPLICATE_BROKER_REGISTRATION,
    });
  });
});
