import { describe, expect, test } from "vitest";
import { lateName } from "../../src/sim/decision-name.ts";
import { note, tell, world } from "./toy.ts";

const messages = (lines: readonly string[]) => lines.filter((line) => line.includes("message"));
const kept = (from: number, to: number, text: string, micros: number) => ({
  [lateName(from, to, 0, note(text).name)]: micros,
});

describe("network", () => {
  test("keeps the order of each direction, with strictly increasing arrivals", () => {
    const w = world(2);
    for (let i = 0; i < 200; i++) tell(w, 1, 2, `ask ${i}`);
    w.runMs(100);
    expect(messages(w.diary.of(2))).toEqual(Array.from({ length: 200 }, (_, i) => `2 message ask ${i} from 1`));
    expect(messages(w.diary.of(1))).toEqual(Array.from({ length: 200 }, (_, i) => `1 message answer ${i} from 2`));
    const times = w.diary.times.filter((_, i) => w.diary.lines[i]!.startsWith("2 message"));
    expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
  });

  test("lets channels overtake one another", () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const w = world(2, { seed: `${seed}` });
      tell(w, 1, 2, "a", 0);
      tell(w, 1, 2, "b", 1);
      w.runMs(20);
      orders.add(messages(w.diary.of(2)).join());
    }
    expect(orders.size).toBe(2);
  });

  test("holds messages back at a cut and delivers them after the heal, in order", () => {
    const w = world(2);
    tell(w, 1, 2, "before");
    w.runMs(10);
    w.sim.cut(1, 2);
    tell(w, 1, 2, "a");
    tell(w, 1, 2, "b");
    w.runMs(5000);
    tell(w, 1, 2, "c");
    w.runMs(10);
    expect(messages(w.diary.of(2))).toEqual(["2 message before from 1"]);
    const healedAt = w.sim.now;
    w.sim.heal(1, 2);
    w.runMs(20);
    expect(messages(w.diary.of(2)).slice(1)).toEqual(["a", "b", "c"].map((text) => `2 message ${text} from 1`));
    expect(w.diary.timeOf("2 message a from 1")).toBeGreaterThan(healedAt);
  });

  test("cuts one way only, and counts cuts", () => {
    const w = world(2);
    tell(w, 1, 2, "hello");
    w.runMs(10);
    w.sim.cut(2, 1);
    w.sim.cut(2, 1);
    tell(w, 1, 2, "ask");
    w.runMs(10);
    expect(w.diary.of(2)).toContain("2 message ask from 1");
    w.sim.heal(2, 1);
    w.runMs(10);
    expect(w.diary.of(1)).not.toContain("1 message answer from 2");
    w.sim.heal(2, 1);
    w.runMs(10);
    expect(w.diary.of(1)).toContain("1 message answer from 2");
  });

  test("opens a connection only when both directions are open", () => {
    const w = world(2);
    w.sim.cut(2, 1);
    tell(w, 1, 2, "hello");
    w.runMs(1000);
    expect(messages(w.diary.of(2))).toEqual([]);
    w.sim.heal(2, 1);
    w.runMs(10);
    expect(messages(w.diary.of(2))).toEqual(["2 message hello from 1"]);
  });

  test("delivers what waited at a cut when its sender dies, and not before that", () => {
    const w = world(2, { overrides: kept(1, 2, "hello", 1) });
    w.sim.cut(2, 1);
    tell(w, 1, 2, "hello");
    w.runMs(1000);
    const diedAt = w.sim.now;
    w.sim.crash(1);
    w.runMs(1000);
    expect(w.diary.timeOf("2 message hello from 1")).toBeGreaterThan(diedAt);
  });

  test("cuts a single channel", () => {
    const w = world(2);
    w.sim.cut(1, 2, 0);
    tell(w, 1, 2, "main", 0);
    tell(w, 1, 2, "side", 1);
    w.runMs(100);
    expect(messages(w.diary.of(2))).toEqual(["2 message side from 1"]);
    w.sim.heal(1, 2, 0);
    w.runMs(100);
    expect(messages(w.diary.of(2))).toEqual(["2 message side from 1", "2 message main from 1"]);
  });

  test("slows a link down", () => {
    const w = world(2);
    w.sim.slow(1, 2, 300_000);
    tell(w, 1, 2, "a");
    w.runMs(290);
    expect(messages(w.diary.of(2))).toEqual([]);
    w.sim.slow(1, 2, -300_000);
    w.runMs(20);
    expect(messages(w.diary.of(2)).length).toBe(1);
  });

  test("tells both ends of a reset, and loses or delivers late what was in flight", () => {
    const run = (late: number) => {
      const w = world(2, { overrides: kept(1, 2, "ask b", late) });
      tell(w, 1, 2, "ask a");
      w.runMs(10);
      tell(w, 1, 2, "ask b");
      w.sim.reset(1, 2);
      w.runMs(1000);
      return w.diary.lines.slice(4);
    };
    expect(run(0)).toEqual(expect.arrayContaining(["1 disconnect to 2", "2 disconnect from 1"]));
    expect(run(0)).toHaveLength(2);
    // The late request comes after its opener knows that the connection is gone; its answer is dropped.
    expect(run(500_000)).toEqual(["1 disconnect to 2", "2 message ask b from 1", "2 disconnect from 1"]);
  });

  test("breaks a stream once: behind a lost message nothing arrives", () => {
    const w = world(2, { overrides: { ...kept(1, 2, "b", 0), ...kept(1, 2, "a", 5), ...kept(1, 2, "c", 5) } });
    tell(w, 1, 2, "first");
    w.runMs(10);
    for (const text of ["a", "b", "c"]) tell(w, 1, 2, text);
    w.sim.reset(2, 1);
    w.runMs(1000);
    expect(messages(w.diary.of(2))).toEqual(["2 message first from 1", "2 message a from 1"]);
  });

  test("opens a new connection after a disconnect", () => {
    const w = world(2);
    tell(w, 1, 2, "ask a");
    w.runMs(10);
    w.sim.reset(1, 2);
    w.runMs(10);
    tell(w, 1, 2, "ask b");
    w.runMs(10);
    expect(w.diary.of(1)).toContain("1 message answer b from 2");
  });

  test("closes quietly: the peer learns of it, the closer does not", () => {
    const w = world(2, { overrides: kept(1, 2, "ask b", 1) });
    tell(w, 1, 2, "ask a");
    w.runMs(10);
    tell(w, 1, 2, "ask b");
    w.contexts.get(1)!.close(2, 0);
    w.contexts.get(1)!.close(2, 0);
    w.runMs(50);
    expect(w.diary.of(2).slice(-2)).toEqual(["2 message ask b from 1", "2 disconnect from 1"]);
    expect(w.diary.of(1).slice(-1)).toEqual(["1 message answer a from 2"]);
  });

  test("loses at a close what waits behind a cut", () => {
    const w = world(2, { overrides: kept(1, 2, "b", 1) });
    tell(w, 1, 2, "a");
    w.runMs(10);
    w.sim.cut(1, 2);
    tell(w, 1, 2, "b");
    w.runMs(10);
    w.contexts.get(1)!.close(2, 0);
    tell(w, 1, 2, "c");
    w.sim.heal(1, 2);
    w.runMs(50);
    expect(messages(w.diary.of(2))).toEqual(["2 message a from 1", "2 message c from 1"]);
    expect(w.diary.of(2)).toContain("2 disconnect from 1");
  });

  test("lets the accepting side close after its answers", () => {
    const w = world(2, {
      script: {
        step(input, context) {
          if (input.kind !== "message" || !input.body.text.startsWith("ask")) return;
          context.reply(input.connection, note("answer"));
          context.closeIncoming(input.connection);
          context.reply(input.connection, note("too late"));
        },
      },
    });
    tell(w, 1, 2, "ask");
    w.runMs(20);
    expect(w.diary.of(1).slice(1)).toEqual(["1 message answer from 2", "1 disconnect to 2"]);
    tell(w, 1, 2, "ask again");
    w.runMs(20);
    expect(w.diary.of(2)).toContain("2 message ask again from 1");
  });

  test("is quiet about connections that are gone", () => {
    const w = world(2);
    w.contexts.get(1)!.reply(12345, note("x"));
    w.contexts.get(1)!.reply(-1, note("x"));
    w.contexts.get(1)!.closeIncoming(-1);
    w.contexts.get(1)!.close(2, 3);
    w.runMs(10);
    expect(w.diary.lines.length).toBe(2);
  });
});
