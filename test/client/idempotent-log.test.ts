/** A lossy network in front of a leader that follows the broker's rules: what ends up in its log. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mix3, pick } from "../../src/core/mix.ts";
import { Errors } from "../../src/kafka/errors.ts";
import type { ProduceRequest } from "../../src/kafka/messages/produce.ts";
import type { ClientFacts } from "./client-facts.ts";
import { producerConfig, records } from "./client-settings.ts";
import { FakeLeader } from "./fake-leader.ts";
import { answer, type SentProduce, startProducer } from "./producer-driver.ts";

const fates = ["ok", "ok", "ok", "lose-request", "lose-answer", "refuse", "late"] as const;
type Fate = (typeof fates)[number];

interface Plan {
  readonly seed: number;
  readonly count: number;
  readonly partitions: number;
  readonly inFlight: number;
  readonly idempotent: boolean;
  readonly deliveryTimeoutMs?: number;
}

interface Run {
  readonly leader: FakeLeader;
  readonly facts: ClientFacts;
}

/** Requests on a connection are handled in order; a lost one takes the connection and those behind it along. */
function run({ seed, count, partitions, inFlight, idempotent, deliveryTimeoutMs = 120_000 }: Plan): Run {
  const times = Array.from({ length: count }, (_, i) => Math.floor(i / 3));
  const config = producerConfig({
    lingerMs: 0,
    batchSize: 250,
    enableIdempotence: idempotent,
    maxInFlightRequestsPerConnection: inFlight,
    deliveryTimeoutMs,
  });
  const workload = records(times, (index) => ({ partition: pick(mix3(seed, index, 7), partitions) }));
  const leaders = Array.from({ length: partitions }, () => ({ leaderId: 1, leaderEpoch: 0 }));
  const driver = startProducer({ config, workload }, leaders);
  const leader = new FakeLeader();
  let open: SentProduce[] = [];
  let late: { readonly dueMs: number; readonly request: ProduceRequest }[] = [];
  let handled = 0;
  for (let atMs = 0; atMs < 60_000 && driver.facts.completed.length < count; atMs++) {
    driver.host.runTo(atMs);
    for (const { request } of late.filter(({ dueMs }) => dueMs <= atMs)) leader.handle(request);
    late = late.filter(({ dueMs }) => dueMs > atMs);
    open.push(...driver.produces());
    const sent = open.shift();
    if (sent === undefined) continue;
    const name = mix3(seed, handled++, 1);
    const fate: Fate = handled < 60 ? fates[name % fates.length]! : "ok";
    if (fate === "ok") reply(sent, leader.handle(sent.body));
    else if (fate === "refuse" && mayRefuse(leader, sent.body))
      answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    else {
      if (fate === "lose-answer") leader.handle(sent.body);
      if (fate === "late")
        for (const { body } of [sent, ...open]) late.push({ dueMs: atMs + (name % 150), request: body });
      open = [];
      driver.host.disconnect(1, 0);
    }
  }
  return { leader, facts: driver.facts };

  function reply(sent: SentProduce, partitions: ReturnType<FakeLeader["handle"]>): void {
    const { correlationId } = sent.body;
    driver.host.deliver(sent.to, sent.channel, { kind: "ProduceResponse", name: 0, correlationId, partitions });
  }
}

/**
 * A leader that refuses a producer's very first batch takes the next one, as it knows of no gap (P-14). And one that
 * refuses what a late copy has put into its log already may take five more batches before the retry: that one is then
 * beyond the window and out of order for ever, as it would be in Kafka.
 */
const mayRefuse = (leader: FakeLeader, { partitions }: ProduceRequest): boolean =>
  partitions.every(({ topicPartition, batch }) => {
    const log = leader.logs.get(topicPartition);
    return log !== undefined && !batch.records.some(({ id }) => log.includes(id));
  });

const plan = fc.record({
  seed: fc.nat(),
  count: fc.integer({ min: 1, max: 40 }),
  partitions: fc.constantFrom(1, 1, 2, 3),
  inFlight: fc.constantFrom(1, 2, 5),
});

const isAscending = (log: readonly number[]): boolean => log.every((id, i) => i === 0 || log[i - 1]! < id);
const hasDuplicate = (log: readonly number[]): boolean => new Set(log).size < log.length;

describe("with idempotence", () => {
  test("the log holds every record once, in the order of the sends, at the acknowledged offset", () => {
    fc.assert(
      fc.property(plan, (shape) => {
        const { leader, facts } = run({ ...shape, idempotent: true });
        expect(facts.outcomes()).toEqual(Array.from({ length: shape.count }, () => "ok"));
        expect(facts.bumps).toEqual([]);
        for (const log of leader.logs.values()) expect(isAscending(log)).toBe(true);
        for (const { record, tp, offset } of facts.completed) expect(leader.logs.get(tp)![offset]).toBe(record);
        expect([...leader.logs.values()].flat()).toHaveLength(shape.count);
      }),
      { numRuns: 300 },
    );
  });
});

describe("with a delivery timeout in the middle of it", () => {
  test("ok is in the log at its offset, fail is not in the log, and info may be either", () => {
    const seen = new Set<string>();
    const shapes = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 1, max: 40 }),
      partitions: fc.constantFrom(1, 2),
      inFlight: fc.constantFrom(1, 5),
      idempotent: fc.boolean(),
      deliveryTimeoutMs: fc.integer({ min: 100, max: 900 }),
    });
    fc.assert(
      fc.property(shapes, (shape) => {
        const { leader, facts } = run(shape);
        expect(facts.completed.map(({ record }) => record).sort((a, b) => a - b)).toEqual(
          Array.from({ length: shape.count }, (_, i) => i),
        );
        for (const { record, tp, outcome, offset } of facts.completed) {
          const log = leader.logs.get(tp) ?? [];
          if (outcome === "ok") expect(log[offset]).toBe(record);
          if (outcome === "fail") expect(log).not.toContain(record);
          seen.add(`${outcome} ${log.includes(record)}`);
        }
        if (shape.idempotent && facts.bumps.length === 0)
          for (const log of leader.logs.values()) expect(hasDuplicate(log)).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(["fail false", "info false", "info true", "ok true"]);
  });
});

describe("without idempotence", () => {
  const outcomes = Array.from({ length: 60 }, (_, seed) =>
    [1, 5].map((inFlight) => run({ seed, count: 30, partitions: 1, inFlight, idempotent: false })),
  );
  const logs = (which: number): number[][] => outcomes.map((runs) => [...runs[which]!.leader.logs.values()].flat());
  const firstOnly = (log: readonly number[]): number[] => log.filter((id, i) => log.indexOf(id) === i);

  test("lost answers become duplicates", () => {
    expect(logs(0).some(hasDuplicate)).toBe(true);
    expect(logs(1).some(hasDuplicate)).toBe(true);
  });

  test("several in flight reorder (P-24)", () => {
    expect(logs(1).some((log) => !isAscending(firstOnly(log)))).toBe(true);
  });

  test("nothing that was acknowledged is missing", () => {
    for (const runs of outcomes) {
      for (const { leader, facts } of runs) {
        for (const { record, tp, offset, outcome } of facts.completed) {
          if (outcome === "ok") expect(leader.logs.get(tp)![offset]).toBe(record);
        }
      }
    }
  });
});
