/** The host of a ledger under random schedules of a quorum, and hosts with one error each, which the same judge refuses. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantBroken } from "../../../src/core/invariant.ts";
import type { LedgerHost, LedgerPort } from "../../../src/kafka/ledger/ledger-host.ts";
import * as real from "../../../src/kafka/ledger/ledger-host.ts";
import type { CounterBatch, CounterLedger, CounterTypes } from "./counter-ledger.ts";
import { type HostApi, notLeader, Quorum } from "./quorum.ts";
import type { ReplicaLog } from "./replica-log.ts";

const kinds = [
  "command",
  "command",
  "command",
  "replicate",
  "replicate",
  "replicate",
  "commit",
  "commit",
  "load",
] as const;
const rareKinds = ["elect", "elect", "crash", "start", "lose-tail", "snapshot", "late-news"] as const;
const step = fc.record({
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...kinds) },
    { weight: 1, arbitrary: fc.constantFrom(...rareKinds) },
  ),
  replica: fc.nat({ max: 2 }),
  n: fc.nat({ max: 11 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const schedule = fc.array(step, { minLength: 5, maxLength: 60, size: "max" });

function play(quorum: Quorum, { kind, replica, n }: Step): void {
  const leaders = quorum.replicas.filter((one) => quorum.leads(one));
  const leader = leaders[n % Math.max(1, leaders.length)]?.id ?? replica;
  switch (kind) {
    case "command":
      quorum.command(leader, 1 + n, n % 4 === 3 ? 0 : 1 + (n % 2), n === 0);
      return;
    case "replicate":
      quorum.replicate(leader, replica, 1 + (n % 4));
      return;
    case "commit":
      quorum.commit(leader);
      return;
    case "load":
      quorum.loadMore(leader, n < 6 ? 1 + n : Infinity);
      return;
    case "elect":
      quorum.elect(replica);
      if (n < 6) quorum.loadMore(replica, Infinity);
      return;
    case "crash":
      quorum.crash(replica);
      return;
    case "start":
      quorum.start(replica);
      return;
    case "lose-tail":
      quorum.loseTail(leader);
      return;
    case "snapshot":
      quorum.takeSnapshot(replica);
      return;
    case "late-news":
      quorum.lateNews(replica);
  }
}

/** What the judge finds; null: nothing. */
function judged(api: HostApi, dropsState: boolean, steps: readonly Step[], marks: Set<string>): string | null {
  const quorum = new Quorum(api, dropsState);
  for (const one of steps) {
    play(quorum, one);
    quorum.judge();
    if (quorum.problem !== null) return quorum.problem;
  }
  quorum.settle();
  for (const mark of quorum.marks) marks.add(mark);
  return quorum.problem;
}

const everyMark = [
  "a command fails",
  "a follower truncates",
  "a leader is elected again",
  "a leader loses its tail",
  "a leader with waiting commands is deposed",
  "a load goes on later",
  "a read waits",
  "a snapshot is taken over",
  "an heir tells",
];

describe("any schedule", () => {
  test.each([
    ["a quorum", false],
    ["coordinators", true],
  ])("keeps state, replies and facts right: %s", (_name, dropsState) => {
    const marks = new Set<string>();
    fc.assert(
      fc.property(schedule, (steps) => {
        expect(judged(real, dropsState, steps, marks)).toBeNull();
      }),
      { numRuns: 1500 },
    );
    expect([...marks].sort()).toEqual(everyMark);
  });
});

type Host = LedgerHost<CounterTypes>;

/** A host whose log, port or ledger is another one. */
const madeWith = (
  change: (parts: { ledger: CounterLedger; log: ReplicaLog; port: LedgerPort<CounterTypes> }) => void,
): Partial<HostApi> => ({
  newLedgerHost: ((ledger: CounterLedger, log: ReplicaLog, port: LedgerPort<CounterTypes>) => {
    const parts = { ledger: { ...ledger }, log, port: { ...port } };
    change(parts);
    return real.newLedgerHost<CounterTypes>(parts.ledger, parts.log, parts.port);
  }) as unknown as HostApi["newLedgerHost"],
});

/** A log as it is, but for what `over` says. */
const seenAs = (log: ReplicaLog, over: (key: string) => unknown): ReplicaLog =>
  new Proxy(log, {
    get: (target, key) => {
      const other = over(String(key));
      const value: unknown = other === undefined ? Reflect.get(target, key, target) : other;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

/** `host` forgets to fold again: it keeps the state it had. */
const keepingState = <Args extends readonly unknown[], Result>(call: (host: Host, ...args: Args) => Result) =>
  ((host: Host, ...args: Args) => {
    const { state } = host;
    const result = call(host, ...args);
    host.state = state;
    return result;
  }) as never;

/** The error, what is found first, and the host. */
const planted: readonly (readonly [string, string, Partial<HostApi>])[] = [
  [
    "answers what is only appended",
    "a fact is committed when it is told",
    madeWith((parts) => {
      const { log } = parts;
      parts.log = seenAs(log, (key) => (key === "committedEnd" ? log.endOffset : undefined));
    }),
  ],
  [
    "answers reads at once",
    "a reply tells of committed records",
    {
      execute: ((host: Host, command: CounterTypes["command"], waiter: number, context: null) => {
        if (command.kind === "add") return real.execute(host, command, waiter, context);
        host.port.answer(waiter, { id: waiter, ...host.state }, context);
        return undefined;
      }) as never,
    },
  ],
  [
    "reverts nothing when its leadership ends",
    "the following state is the fold",
    { follow: keepingState(real.follow as never), unload: keepingState(real.unload as never) },
  ],
  [
    "reverts nothing when its log loses its tail",
    "the leading state is the fold",
    { onTruncated: keepingState(real.onTruncated as never) },
  ],
  ["does not notice that its log lost its tail", "the leading state is the fold", { onTruncated: () => {} }],
  [
    "forgets the waiting commands when its leadership ends",
    "only a leader lets commands wait",
    {
      follow: ((host: Host, epoch: number, why: number, context: null) => {
        host.waiting.length = 0;
        return real.follow(host, epoch, why, context);
      }) as never,
    },
  ],
  [
    "takes late news of leadership",
    "late news is dropped",
    {
      load: ((host: Host, epoch: number) => {
        host.epoch = Math.min(host.epoch, epoch - 1);
        return real.load(host, epoch);
      }) as never,
    },
  ],
  [
    "goes on with a load that is over",
    "late news is dropped",
    {
      continueLoad: ((host: Host, _epoch: number, offsets: number, context: null) => {
        if (host.status === "following") host.status = "loading";
        return real.continueLoad(host, host.epoch, offsets, context);
      }) as never,
    },
  ],
  [
    "tells facts when they are decided",
    "a fact is committed when it is told",
    madeWith(({ ledger, port }) => {
      const { decide } = ledger;
      ledger.decide = (state, command) => {
        const decision = decide(state, command);
        for (const fact of decision.facts) port.tell(fact, null);
        return { ...decision, facts: [] };
      };
    }),
  ],
  [
    "tells what others told",
    "a fact is told once",
    madeWith((parts) => {
      const { log } = parts;
      const read: ReplicaLog["read"] = (from, to, visit) =>
        log.read(from, to, (batch: CounterBatch, offset) => visit({ ...batch, isTold: false }, offset));
      parts.log = seenAs(log, (key) => (key === "read" ? read : undefined));
    }),
  ],
  [
    "keeps its facts to itself",
    "every committed fact is told",
    madeWith((parts) => {
      const { log } = parts;
      const append: ReplicaLog["append"] = (batch, epoch) => log.append({ ...batch, facts: [] }, epoch);
      const read: ReplicaLog["read"] = (from, to, visit) =>
        log.read(from, to, (batch, offset) => visit({ ...batch, facts: [] }, offset));
      parts.log = seenAs(log, (key) => (key === "append" ? append : key === "read" ? read : undefined));
    }),
  ],
  [
    "replays nothing before the commit",
    "the leading state is the fold",
    {
      execute: ((host: Host, command: CounterTypes["command"], waiter: number, context: null) => {
        const before = { ...host.state };
        const reply = real.execute(host, command, waiter, context);
        host.state = before;
        return reply;
      }) as never,
    },
  ],
  [
    "answers twice",
    "a command is answered once",
    madeWith(({ port }) => {
      const { answer } = port;
      port.answer = (waiter, reply, context) => {
        answer(waiter, reply, context);
        answer(waiter, reply, context);
      };
    }),
  ],
];

/** What is found first, by the judge or by the host's own invariants. */
function firstProblem(error: Partial<HostApi>): string | null {
  let problem: string | null = null;
  fc.check(
    fc.property(schedule, fc.boolean(), (steps, dropsState) => {
      try {
        problem ??= judged({ ...real, ...error }, dropsState, steps, new Set());
      } catch (thrown) {
        if (!(thrown instanceof InvariantBroken)) throw thrown;
        problem ??= thrown.message;
      }
      return problem === null;
    }),
    { numRuns: 1500, seed: 5, endOnFailure: true },
  );
  return problem;
}

describe("the judge refuses a host that", () => {
  test.each(planted)("%s", (_name, sentence, error) => {
    expect(firstProblem(error)).toBe(sentence);
  });
});

test("a refused append changes nothing and fails this command alone", () => {
  const quorum = new Quorum(real, false);
  quorum.elect(0);
  quorum.loadMore(0, Infinity);
  quorum.command(0, 5, 1, false);
  quorum.command(0, 7, 1, true);
  quorum.command(0, 9, 1, false);
  expect(quorum.replicas[0]!.host.state).toEqual({ total: 14, records: 2 });
  expect([...quorum.replicas[0]!.waiting]).toEqual([1, 3]);
  expect(real.follow(quorum.replicas[0]!.host, 9, notLeader, null)).toBe(true);
  expect([...quorum.replicas[0]!.waiting]).toEqual([]);
});
