/**
 * What clients owe their applications, whatever happens to brokers and links: every send is completed once, no later than max.block.ms and
 * delivery.timeout.ms allow, and only after it left the client if it succeeds; and a reader is never given an offset before its position,
 * unless it is told of another one. On their connections they do what docs/invariants.md §8 says.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import { propertySpace, type ScenarioSpace } from "../src/arbitrary/space.ts";
import { nodeId } from "../src/core/ids.ts";
import type { ResolvedProducer } from "../src/kafka/config/resolve-producer.ts";
import { type RunOptions, run } from "../src/run/run.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { producerSettings } from "../src/scenario/settings.ts";

/** Clients are neither stopped nor paused, and topics stay what they are. */
const space: ScenarioSpace = {
  ...propertySpace("kafka-4"),
  kinds: ["process-crash", "cut", "isolate", "controlled-shutdown", "session-loss", "reset", "slow-link", "disk-wipe"],
};

/** What they owe on their connections. */
const conduct = [
  "request-timeout",
  "in-flight-limit",
  "client-backoff",
  "metadata-refresh",
  "asks-the-leader",
  "fetch-session",
  "send-outcome",
  "producer-batches",
];

test("clients keep their word", () => {
  const met = { ok: 0, failed: 0, polled: 0, told: 0 };
  fc.assert(
    fc.property(scenarioArbitrary(space), (scenario) => {
      const word = wordOf(scenario);
      const { violations } = run(scenario, { listener: (clock) => word.listener(() => clock.atMicros() / 1000) });
      expect(word.broken).toEqual([]);
      const broken = violations.filter(({ check, promised }) => promised && conduct.includes(check));
      expect(broken.map(({ sentence }) => sentence)).toEqual([]);
      for (const name of Object.keys(met) as (keyof typeof met)[]) met[name] += word.met[name];
    }),
    { numRuns: 300, seed: 1 },
  );
  for (const [name, count] of Object.entries(met)) expect(count, name).toBeGreaterThan(0);
});

interface Send {
  readonly client: number;
  readonly atMs: number;
  wasAttempted: boolean;
  isCompleted: boolean;
}

interface Word {
  readonly broken: string[];
  readonly met: Record<"ok" | "failed" | "polled" | "told", number>;
  readonly listener: (nowMs: () => number) => ReturnType<NonNullable<RunOptions["listener"]>>;
}

/** Listens to the clients of a run. */
function wordOf(scenario: Scenario): Word {
  const settings = new Map<number, ResolvedProducer>();
  for (const [i, producer] of scenario.workload.producers.entries())
    settings.set(nodeId("producer", i), producerSettings(producer.settings));
  const broken: string[] = [];
  const met = { ok: 0, failed: 0, polled: 0, told: 0 };
  const sends = new Map<number, Send>();
  const positions = new Map<string, number>();
  return {
    broken,
    met,
    listener: (nowMs) => ({
      sendInvoked: (client, record) => {
        sends.set(record, { client, atMs: nowMs(), wasAttempted: false, isCompleted: false });
      },
      sendAttempted: (_client, _tp, batch) => {
        for (const { id } of batch.records) sends.get(id)!.wasAttempted = true;
      },
      sendCompleted: (client, record, _tp, outcome) => {
        const send = sends.get(record);
        if (send === undefined || send.isCompleted) broken.push(`record ${record} is completed and was not open`);
        if (send === undefined) return;
        send.isCompleted = true;
        met[outcome === "ok" ? "ok" : "failed"]++;
        const { maxBlockMs, deliveryTimeoutMs } = settings.get(client)!;
        const tookMs = nowMs() - send.atMs;
        if (tookMs > maxBlockMs + deliveryTimeoutMs + 1) broken.push(`record ${record} took ${tookMs} ms`);
        if (outcome !== "fail" && !send.wasAttempted) broken.push(`record ${record} is ${outcome} and never left`);
      },
      positionSet: (client, tp, offset) => {
        positions.set(`${client}/${tp}`, offset);
        met.told++;
      },
      polled: (client, tp, _batch, from, to) => {
        const key = `${client}/${tp}`;
        const position = positions.get(key);
        if (position === undefined || from < position || to <= from)
          broken.push(`reader ${client} at ${position} is given ${from} to ${to}`);
        positions.set(key, to);
        met.polled++;
      },
    }),
  };
}
