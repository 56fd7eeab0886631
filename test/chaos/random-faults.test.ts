/**
 * Any list of faults, in a cluster whose machines talk all the time and write to their disks: the simulator keeps its own
 * promises. Connections deliver in order and at most once and never hang after the heal; what does not run does not
 * step; what was flushed stays; the same scenario gives the same digest.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodeId } from "../../src/core/ids.ts";
import { mix3, mix4 } from "../../src/core/mix.ts";
import { note, type Script, type ToyContext } from "../sim/toy.ts";
import { type Cluster, cluster, nodes, type Plan } from "./cluster.ts";

const name = fc.constantFrom("controller", "b1", "b2", "b3", "b4", "producer-0", "consumer-0", "nobody");
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const ms = fc.oneof(fc.integer({ min: -1, max: 50 }), fc.integer({ min: 0, max: 3000 }));
const disk = fc.integer({ min: -1, max: 2 });
const trigger = fc.oneof(
  { weight: 3, arbitrary: fc.record({ at: fc.integer({ min: 0, max: 2000 }) }) },
  fc.record({ on: fc.constant("appended" as const), nth: fc.integer({ min: 1, max: 90 }), withSends: fc.boolean() }),
);
const is = <K extends string>(kind: K) => fc.constant(kind);

const plan: fc.Arbitrary<Plan> = fc.oneof(
  fc.record({ kind: is("process-crash"), node: name, downMs: ms, trigger }),
  fc.record({ kind: is("client-crash"), node: name, downMs: ms, trigger }),
  fc.record({ kind: is("power-loss"), nodes: names, downMs: ms, tail: fc.constantFrom("none", "torn"), trigger }),
  fc.record({
    kind: is("rack-outage"),
    rack: fc.constantFrom("a", "b", "c"),
    power: fc.boolean(),
    downMs: ms,
    trigger,
  }),
  fc.record({ kind: is("pause"), node: name, durationMs: ms, trigger }),
  fc.record({ kind: is("controlled-shutdown"), node: name, downMs: ms, trigger }),
  fc.record({ kind: is("rolling-restart"), downMs: ms, gapMs: ms, trigger }),
  fc.record({ kind: is("disk-wipe"), node: name, disk, downMs: ms, trigger }),
  fc.record({ kind: is("disk-fail"), node: name, disk, durationMs: ms, trigger }),
  fc.record({ kind: is("disk-full"), node: name, disk, durationMs: ms, trigger }),
  fc.record({
    kind: is("disk-slow"),
    node: name,
    disk,
    factor: fc.integer({ min: 0, max: 5000 }),
    durationMs: ms,
    trigger,
  }),
  fc.record({ kind: is("cut"), from: names, to: names, oneWay: fc.boolean(), durationMs: ms, trigger }),
  fc.record({ kind: is("isolate"), node: name, durationMs: ms, trigger }),
  fc.record({ kind: is("slow-link"), from: name, to: name, extraMs: ms, durationMs: ms, trigger }),
  fc.record({ kind: is("reset"), from: name, to: name, trigger }),
  fc.record({ kind: is("clock-jump"), node: name, jumpMs: ms, trigger }),
  fc.record({
    kind: is("clock-drift"),
    node: name,
    driftPpm: fc.integer({ min: -2000, max: 2000 }),
    durationMs: ms,
    trigger,
  }),
  fc.record({ kind: is("session-loss"), node: name, durationMs: ms, trigger }),
);

interface World {
  readonly c: Cluster;
  /** Answers by `asker/asked`. */
  readonly answers: Map<string, number>;
  readonly broken: string[];
}

/**
 * Each node has one question out to each other node, on two channels, without any timeout of its own: an answer or a
 * disconnect must come. Before it answers, a node appends, and now and then flushes.
 */
function talkative(plans: readonly Plan[], seed: string): World {
  const answers = new Map<string, number>();
  const broken: string[] = [];
  let count = 0;
  const lastSeen = new Map<string, number>();
  const ask = (self: NodeId, to: NodeId, channel: number, context: ToyContext) => {
    const text = `ask ${count++}`;
    context.send(to, channel, note(text, mix4(self, to, channel, context.nowMs())));
  };
  const script: Script = {
    boot(context, self) {
      for (const file of context.disks.flatMap((each) => each.open<number>("log"))) {
        if (file.entries.some((entry, i) => entry !== i)) broken.push(`${self} has a hole in its log`);
        if (file.flushedCount > file.entries.length) broken.push(`${self} flushed more than it has`);
      }
      for (const to of nodes) if (to !== self) for (const channel of [0, 1]) ask(self, to, channel, context);
      context.setTimer(1, 200);
    },
    step(input, context, self) {
      if (!world.c.sim.statusOf(self).match(/up/)) broken.push(`${self} stepped while ${world.c.sim.statusOf(self)}`);
      switch (input.kind) {
        case "timer": {
          const peer = nodes[context.choose(mix3(self, context.nowMs(), 3), nodes.length)]!;
          if (peer !== self && context.choose(mix3(self, context.nowMs(), 4), 4) === 0) {
            context.close(peer, 0);
            ask(self, peer, 0, context);
          }
          context.setTimer(1, 200);
          return;
        }
        case "disconnect":
          if (input.outgoing) ask(self, input.peer, input.channel, context);
          return;
        case "message":
          return receive(input, context, self);
      }
    },
  };
  const receive = (
    input: { from: NodeId; channel: number; connection: number; body: { text: string; name: number } },
    context: ToyContext,
    self: NodeId,
  ) => {
    const [word, number] = input.body.text.split(" ");
    if (word === "answer") {
      const key = `${self}/${input.from}`;
      answers.set(key, (answers.get(key) ?? 0) + 1);
      ask(self, input.from, input.channel, context);
    } else if (word === "ask") {
      const line = `${input.connection}>${self}`;
      if (Number(number) <= (lastSeen.get(line) ?? -1)) broken.push(`out of order or twice on ${line}`);
      lastSeen.set(line, Number(number));
      const file = context.disks[0]?.open<number>("log");
      if (file?.append(file.entries.length, 10))
        world.c.nemesis.observed("appended", self, "t-0", file.entries.length, 0);
      if (Number(number) % 7 === 0) file?.flush();
      if (Number(number) % 11 === 0) file?.flushLater();
      context.reply(input.connection, note(`answer ${number}`, mix3(input.body.name, self, 1)));
    }
  };
  const world: World = { c: cluster(plans, { seed, script, maxLatencyMicros: 200_000 }), answers, broken };
  return world;
}

/** No line of a node between its going down (or pausing) and its coming up (or resuming). */
function checkSilence(c: Cluster, broken: string[]): void {
  const asleep = new Set<string>();
  for (const line of c.diary.lines) {
    const [node, what] = line.split(" ");
    if (what === "up" || what === "resumed") asleep.delete(node!);
    else if (what === "down" || what === "paused") asleep.add(node!);
    else if (asleep.has(node!) && /message|timer|disconnect|flushed/.test(what!)) broken.push(`asleep: ${line}`);
  }
}

function trial(plans: readonly Plan[], seed: string): string {
  const world = talkative(plans, seed);
  const { c, answers, broken } = world;
  c.runTo(2500);
  c.nemesis.healAll(null);
  c.runTo(6000);
  answers.clear();
  c.runTo(8000);
  checkSilence(c, broken);
  expect(broken).toEqual([]);
  for (const node of nodes) expect(c.sim.statusOf(node)).toBe("up");
  const hanging = nodes.flatMap((a) =>
    nodes.filter((b) => a !== b && !answers.has(`${a}/${b}`)).map((b) => `${a}/${b}`),
  );
  expect(hanging).toEqual([]);
  const of = (what: string) => c.diary.lines.filter((line) => line.startsWith("fault") && line.endsWith(what)).length;
  expect(of("ended")).toBe(of("started"));
  return c.sim.digest.text();
}

describe("random faults", () => {
  test("never break the simulator's promises", () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 14, size: "max" }), fc.string({ maxLength: 4 }), (plans, seed) => {
        trial(plans, seed);
      }),
      { numRuns: 150 },
    );
  });

  test("give the same digest again", () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 10, size: "max" }), (plans) => {
        expect(trial(plans, "x")).toBe(trial(plans, "x"));
      }),
      { numRuns: 15 },
    );
  });
});
