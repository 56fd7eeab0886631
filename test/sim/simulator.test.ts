import { describe, expect, test } from "vitest";
import { mix3 } from "../../src/core/mix.ts";
import { namedSource, streamSource } from "../../src/sim/random-source.ts";
import { Recorder, type TraceEvent } from "../../src/sim/recorder.ts";
import { note, type Script, type ToyWorld, tell, world } from "./toy.ts";

/** Nodes that keep asking one another, with a choice and a timer in between. */
const gossip: Script = {
  boot(context, self) {
    context.setTimer(self, 20);
  },
  step(input, context, self) {
    if (input.kind === "timer") {
      const to = 1 + ((self + context.choose(mix3(self, context.nowMs(), 1), 2)) % 3);
      context.send(to, 0, note(`ask ${context.nowMs()}`, mix3(self, to, context.nowMs())));
      context.setTimer(self, 20);
    } else if (input.kind === "message" && input.body.text.startsWith("ask")) {
      context.reply(input.connection, note("answer", mix3(input.body.name, self, 2)));
    }
  },
};

function gossipWorld(seed: string, faults: (w: ToyWorld) => void = () => {}, options = {}): ToyWorld {
  const w = world(3, { seed, script: gossip, ...options });
  faults(w);
  w.runMs(2000);
  return w;
}

const crashAt = (w: ToyWorld, node: number, ms: number) => {
  w.sim.at(ms * 1000, node, () => w.sim.crash(node));
  w.sim.at((ms + 100) * 1000, node, () => w.sim.boot(node));
};

describe("determinism", () => {
  test("gives the same digest for the same seed and another for another", () => {
    const faults = (w: ToyWorld) => {
      crashAt(w, 2, 500);
      w.sim.at(700_000, 9, () => w.sim.reset(1, 3));
    };
    const one = gossipWorld("x", faults);
    const again = gossipWorld("x", faults);
    expect(again.sim.digest.text()).toBe(one.sim.digest.text());
    expect([again.diary.lines, again.diary.times]).toEqual([one.diary.lines, one.diary.times]);
    expect(gossipWorld("y", faults).sim.digest.text()).not.toBe(one.sim.digest.text());
    expect(gossipWorld("x").sim.digest.text()).not.toBe(one.sim.digest.text());
    expect(one.sim.digest.text()).toMatch(/^[0-9a-f]{16}$/);
  });

  test("mixes in what observers note", () => {
    const silent = gossipWorld("x");
    const noted = gossipWorld("x", (w) => w.sim.at(1_000_000, 1, () => w.sim.note(5)));
    expect(noted.sim.digest.text()).not.toBe(silent.sim.digest.text());
    expect(noted.diary.lines).toEqual(silent.diary.lines);
  });

  test("does not depend on recorders of events and decisions", () => {
    const plain = gossipWorld("x");
    const decisions = new Map<string, number>();
    const events: TraceEvent[] = [];
    const traced = gossipWorld("x", (w) => w.sim.record(new Recorder((event) => events.push(event))), {
      recorder: (name: string, value: number) => decisions.set(name, value),
    });
    expect(traced.sim.digest.text()).toBe(plain.sim.digest.text());
    expect(events.length).toBe(traced.sim.events - 3);
    expect([...decisions.keys()].some((name) => name.startsWith("latency/b1>b2/0/"))).toBe(true);
    expect([...decisions.keys()].some((name) => name.startsWith("choose/b3/"))).toBe(true);
    const replayed = gossipWorld("x", undefined, { overrides: Object.fromEntries(decisions) });
    expect(replayed.sim.digest.text()).toBe(plain.sim.digest.text());
  });

  test("leaves all other decisions alone when a fault is taken away, unlike one stream for all", () => {
    const early = (w: ToyWorld) => crashAt(w, 3, 100);
    /** How many of the decisions that both runs made came out differently. */
    const changed = (source: typeof namedSource) => {
      const decide = (faults?: (w: ToyWorld) => void) => {
        const decisions = new Map<string, number>();
        gossipWorld("x", faults, {
          source: source("x"),
          recorder: (name: string, value: number) => decisions.set(name, value),
        });
        return decisions;
      };
      const without = decide();
      const common = [...decide(early)].filter(([name]) => without.has(name));
      expect(common.length).toBeGreaterThan(100);
      return common.filter(([name, value]) => without.get(name) !== value).length;
    };
    expect(changed(namedSource)).toBe(0);
    expect(changed(streamSource)).toBeGreaterThan(50);
  });

  test("orders what happens at one time by structure, not by insertion", () => {
    const order = (keys: readonly number[]) => {
      const w = world(1);
      const done: number[] = [];
      for (const key of keys) w.sim.at(5000, key, () => done.push(key));
      w.runMs(10);
      return done;
    };
    expect(order([4, 3, 2, 1])).toEqual(order([1, 2, 3, 4]));
    expect(order([2, 4])).toEqual(order([1, 2, 3, 4]).filter((key) => key % 2 === 0));
  });
});

describe("running", () => {
  test("says why it stopped", () => {
    const w = world(3, { script: gossip });
    const forever = { untilMicros: Number.POSITIVE_INFINITY, maxEvents: Number.POSITIVE_INFINITY };
    expect(w.sim.runUntil(() => w.sim.events >= 50, forever)).toBe("done");
    expect(w.sim.runUntil(() => false, { ...forever, maxEvents: 80 })).toBe("events");
    expect(w.sim.events).toBe(80);
    expect(w.sim.runUntil(() => false, { ...forever, untilMicros: 1_000_000 })).toBe("time");
    expect(w.sim.now).toBe(1_000_000);
    expect(world(1).sim.runUntil(() => false, forever)).toBe("idle");
  });

  test("frames every event with the hooks and counts nothing else", () => {
    const calls: string[] = [];
    const hooks = {
      beginEvent: (index: number, at: number) => calls.push(`begin ${index} ${at}`),
      endEvent: () => calls.push("end"),
    };
    const w = world(2, { hooks });
    tell(w, 1, 2, "a");
    w.sim.at(1, 1, () => {});
    w.runMs(10);
    expect(w.sim.events).toBe(3);
    expect(calls).toEqual(["begin 0 0", "end", "begin 1 0", "end", expect.stringMatching(/^begin 2 \d+$/), "end"]);
  });

  test("delivers an operator's command on no connection, to a running process only", () => {
    const w = world(2);
    w.sim.crash(2);
    w.sim.deliver(1, -1, note("ask"));
    w.sim.deliver(2, -1, note("ask"));
    expect(w.diary.of(1)).not.toContain("1 message ask from -1");
    w.runMs(10);
    expect(w.diary.of(1)).toContain("1 message ask from -1");
    expect(w.diary.of(2)).toEqual(["2 up 0", "2 down process-crash"]);
    w.sim.pause(1);
    w.sim.deliver(1, -1, note("while paused"));
    w.runMs(10);
    w.sim.resume(1);
    expect(w.diary.of(1).at(-1)).toBe("1 message while paused from -1");
  });

  test("traces events with what they were given and what they sent", () => {
    const w = world(2);
    const events: TraceEvent[] = [];
    w.sim.record(new Recorder((event) => events.push(event)));
    tell(w, 1, 2, "ask");
    w.runMs(10);
    w.sim.record(null);
    tell(w, 1, 2, "unseen");
    w.runMs(10);
    expect(events.map((event) => `${event.node}: ${event.input} (${event.sends.map((s) => s.to)})`)).toEqual([
      "b2: Note from b1 (b1)",
      "b1: Note from b2 ()",
    ]);
    expect(events[0]!.body).toMatchObject({ text: "ask" });
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    expect(w.sim.ring.last().map((entry) => `${entry.node} ${entry.input}`)).toEqual([
      "b1 boot",
      "b2 boot",
      "b2 message",
      "b1 message",
      "b2 message",
    ]);
  });
});

describe("after a step", () => {
  /** Node 2 answers, observes it, and dies at the end of that step. */
  function dying(dropSends: boolean) {
    let w: ToyWorld | null = null;
    const seen: string[] = [];
    w = world(3, {
      script: {
        step(input, context, self) {
          if (self !== 2 || input.kind !== "message") return;
          context.send(3, 0, note("for three"));
          w?.sim.afterStep(() => {
            seen.push("after");
            w?.sim.crash(2, true);
          }, dropSends);
          context.reply(input.connection, note("answer"));
          seen.push("end of step");
        },
      },
    });
    tell(w, 1, 2, "ask");
    w.runMs(50);
    expect(seen).toEqual(["end of step", "after"]);
    return w.diary.lines.filter((line) => !line.includes("up"));
  }

  test("kills a node with what the step sent on its way", () => {
    const lines = dying(false);
    expect(lines.slice(0, 2)).toEqual(["2 message ask from 1", "2 down process-crash"]);
    expect(lines.slice(2).sort()).toEqual([
      "1 disconnect to 2",
      "1 message answer from 2",
      "3 disconnect from 2",
      "3 message for three from 2",
    ]);
  });

  test("kills a node without what the step sent", () => {
    expect(dying(true)).toEqual(["2 message ask from 1", "2 down process-crash", "1 disconnect to 2"]);
  });

  test("acts at once when no step runs", () => {
    const w = world(1);
    w.sim.afterStep(() => w.sim.crash(1), true);
    expect(w.sim.statusOf(1)).toBe("down");
  });

  test("may act within a boot, and on a boot that another action made", () => {
    let deaths = 0;
    let w: ToyWorld | null = null;
    w = world(1, {
      script: {
        boot() {
          if (w === null || deaths === 3) return;
          deaths++;
          w.sim.afterStep(() => {
            w?.sim.crash(1);
            w?.sim.boot(1);
          }, false);
        },
      },
    });
    w.sim.crash(1);
    w.sim.boot(1);
    expect([w.sim.statusOf(1), w.sim.incarnationOf(1), w.sim.events]).toEqual(["up", 4, 5]);
  });
});
