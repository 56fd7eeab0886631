/** Transcripts that someone who learnt Kafka from a book can follow: each step of a protocol, in Kafka's words, as it happens here. */
import { expect, test } from "vitest";
import { nodeId } from "../../src/core/ids.ts";
import type { Fact, FactKind } from "../../src/report/facts/fact.ts";
import type { RecordedFacts } from "../../src/report/facts/fact-recorder.ts";
import { quietCluster } from "./scenario.ts";
import { expectGolden, hear, transcript } from "./transcript.ts";

/** The first fact of a kind after another, of a node if one is named. */
function next(told: RecordedFacts, after: Fact | null, kind: FactKind, node?: number): Fact {
  const from = after === null ? 0 : told.facts.indexOf(after);
  const found = told.facts
    .slice(from)
    .find((fact) => fact.kind === kind && (node === undefined || fact.nodes[0] === node));
  if (found === undefined) throw new Error(`no ${kind} in this run`);
  return found;
}

/** All facts of these kinds from one fact to another, both included. */
function between(told: RecordedFacts, from: Fact, to: Fact, ...kinds: readonly FactKind[]): readonly Fact[] {
  return told.facts
    .slice(told.facts.indexOf(from), told.facts.indexOf(to) + 1)
    .filter((fact) => kinds.includes(fact.kind));
}

const millis = (from: Fact, to: Fact): number => Math.round((to.atMicros - from.atMicros) / 1000);

test("a leader failure", () => {
  const told = hear(
    quietCluster({
      seed: "leader failure",
      producer: { records: 12, everyMs: 2000 },
      faults: [{ id: 1, kind: "process-crash", node: "b1", downMs: 40_000, trigger: { at: 5000 } }],
      chaosMs: 30_000,
    }),
  );
  const down = next(told, null, "down");
  const elect = next(told, down, "elect");
  const fence = next(told, down, "fence");
  const office = next(told, elect, "lead", elect.nodes[0]);
  const followed = next(told, next(told, office, "follow"), "apply");
  const refresh = next(told, followed, "refresh");
  const ack = next(told, refresh, "ack");
  expect(millis(down, fence)).toBeLessThanOrEqual(9000);
  const learnt = (kind: FactKind): readonly Fact[] => between(told, office, followed, kind);
  const text = transcript("A leader failure in five steps", told, [
    { title: "The leader's process dies.", facts: [down] },
    { title: "Its session times out.", facts: [fence], because: "no heartbeat for broker.session.timeout.ms, 9000 ms" },
    { title: "A leader is elected from the ISR.", facts: [elect], because: "both are records of the metadata log" },
    {
      title: "The brokers replay the metadata log.",
      facts: [...learnt("apply"), ...learnt("lead"), ...learnt("follow")],
    },
    {
      title: "Clients learn of the new leader.",
      facts: between(told, refresh, ack, "refresh", "send", "append", "ack"),
    },
  ]);
  expectGolden("leader-failure", text);
});

test("an ISR shrink", () => {
  const told = hear(
    quietCluster({
      seed: "isr shrink",
      producer: { records: 2, everyMs: 3000, settings: { acks: "all", "request.timeout.ms": "60000" } },
      // Heartbeats go on: only the leader can notice.
      faults: [
        { id: 1, kind: "cut", from: ["b3"], to: ["b1"], oneWay: false, durationMs: 60_000, trigger: { at: 3000 } },
      ],
      chaosMs: 70_000,
    }),
  );
  const cut = next(told, null, "fault");
  const late = next(told, cut, "append");
  const proposal = next(told, cut, "propose");
  const shrunk = next(told, proposal, "isr");
  const ack = next(told, shrunk, "ack");
  expect(millis(cut, proposal)).toBeGreaterThanOrEqual(30_000);
  const text = transcript("An ISR shrink in three steps", told, [
    { title: "A follower no longer fetches in time.", facts: [cut, late], because: "acks=all waits for b3" },
    {
      title: "The leader proposes a smaller ISR.",
      facts: [proposal],
      because: "AlterPartition, once b3 has lagged longer than replica.lag.time.max.ms, 30000 ms",
    },
    {
      title: "The controller writes it, and all go on.",
      facts: [shrunk, ...between(told, shrunk, ack, "advance", "ack")],
    },
  ]);
  expectGolden("isr-shrink", text);
});

test("a send", () => {
  const told = hear(
    quietCluster({
      seed: "a send",
      producer: { settings: { acks: "all", "linger.ms": "20" }, records: 6, burst: 3, everyMs: 2000 },
      faults: [],
      chaosMs: 5000,
    }),
  );
  // The second burst meets a producer that has its metadata and its producer id.
  const [call] = told.facts.filter((fact) => fact.kind === "call").slice(3);
  const send = next(told, call!, "send", nodeId("producer", 0));
  const append = next(told, send, "append");
  const ack = next(told, append, "ack");
  const assigned = between(told, call!, send, "assign");
  const copied = (kind: FactKind): readonly Fact[] => between(told, append, ack, kind);
  const text = transcript("A send through accumulator and sender", told, [
    { title: "The application calls send.", facts: [call!], because: "and twice more" },
    {
      title: "The partitioner fills the accumulator.",
      facts: assigned.slice(0, 1),
      because: `where ${assigned.length - 1} more records join it`,
    },
    {
      title: "The sender drains the batch.",
      facts: [send],
      because: `${millis(call!, send)} ms after the first: linger.ms is over before batch.size is reached`,
    },
    { title: "The leader appends, the followers fetch.", facts: [append, ...copied("copy"), ...copied("advance")] },
    {
      title: "The response completes the calls.",
      facts: [ack, next(told, ack, "complete")],
      because: "and so the others",
    },
  ]);
  expectGolden("a-send", text);
});
