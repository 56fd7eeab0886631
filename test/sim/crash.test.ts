import { describe, expect, test } from "vitest";
import { lateName } from "../../src/sim/decision-name.ts";
import { note, tell, world } from "./toy.ts";

const messages = (lines: readonly string[]) => lines.filter((line) => line.includes("message"));

/** Two nodes with an open connection in each direction. */
function pair(options: Parameters<typeof world>[1] = {}) {
  const w = world(2, options);
  tell(w, 1, 2, "hello");
  tell(w, 2, 1, "hello");
  w.runMs(10);
  return w;
}

describe("process crash", () => {
  test("resets the connections of both sides", () => {
    const w = pair();
    w.sim.crash(2);
    w.runMs(10);
    expect(w.diary.of(1).slice(-2).sort()).toEqual(["1 disconnect from 2", "1 disconnect to 2"]);
    expect(w.sim.statusOf(2)).toBe("down");
    expect(w.sim.stateOf(2)).toBeUndefined();
    expect(w.sim.crash(2)).toBe(false);
  });

  test("refuses what is sent to it", () => {
    const w = world(2);
    w.sim.crash(2);
    tell(w, 1, 2, "a");
    w.runMs(10);
    expect(w.diary.of(1)).toContain("1 disconnect to 2");
    w.sim.boot(2);
    tell(w, 1, 2, "b");
    w.runMs(10);
    expect(messages(w.diary.of(2))).toEqual(["2 message b from 1"]);
    expect(w.sim.incarnationOf(2)).toBe(1);
  });

  test("gives nothing to the next process that was meant for the one before", () => {
    const w = pair();
    tell(w, 1, 2, "old");
    w.sim.crash(2);
    w.sim.boot(2);
    w.runMs(20);
    expect(messages(w.diary.of(2))).toEqual(["2 message hello from 1"]);
    expect(w.diary.of(1)).toContain("1 disconnect to 2");
  });

  test("gives the next process nothing of a connection that its opener closed before", () => {
    const w = pair({ overrides: { [lateName(1, 2, 0, note("old").name)]: 1 } });
    tell(w, 1, 2, "old");
    w.contexts.get(1)!.close(2, 0);
    w.sim.crash(2);
    w.sim.boot(2);
    w.runMs(20);
    expect(messages(w.diary.of(2))).toEqual(["2 message hello from 1"]);
  });

  test("cannot refuse across a cut: the opener tries again after the heal", () => {
    const w = world(2);
    w.sim.crash(2);
    w.sim.cut(2, 1);
    tell(w, 1, 2, "a");
    w.runMs(100);
    w.sim.boot(2);
    w.sim.heal(2, 1);
    w.runMs(20);
    expect(messages(w.diary.of(2))).toEqual(["2 message a from 1"]);
    expect(w.diary.of(1)).toEqual(["1 up 0"]);
  });

  test("lets arrive for certain, or by decision, what the process had sent", () => {
    const run = (certain: boolean, late: number) => {
      const overrides = { [lateName(2, 1, 0, note("last words").name)]: late };
      const w = pair({ overrides });
      tell(w, 2, 1, "last words");
      w.sim.crash(2, certain);
      w.runMs(20);
      return w.diary.of(1).slice(-3);
    };
    expect(run(true, 0)).toContain("1 message last words from 2");
    expect(run(false, 1)).toContain("1 message last words from 2");
    expect(run(false, 0)).not.toContain("1 message last words from 2");
    expect(run(true, 0).indexOf("1 message last words from 2")).toBeLessThan(
      run(true, 0).indexOf("1 disconnect from 2"),
    );
  });

  test("takes the timers along", () => {
    const w = world(1, { script: { boot: (context) => context.setTimer(context.incarnation, 100) } });
    w.runMs(50);
    w.sim.crash(1);
    w.sim.boot(1);
    w.runMs(99);
    expect(w.diary.of(1)).toEqual(["1 up 0", "1 down process-crash", "1 up 1"]);
    w.runMs(2);
    expect(w.diary.of(1).at(-1)).toBe("1 timer 1");
  });

  test("is told across a cut only after the heal", () => {
    const w = pair();
    w.sim.cut(2, 1);
    w.sim.crash(2);
    w.runMs(1000);
    expect(w.diary.of(1)).not.toContain("1 disconnect to 2");
    w.sim.heal(2, 1);
    w.runMs(10);
    expect(w.diary.of(1)).toContain("1 disconnect to 2");
  });

  test("happens on exit too, after all that the step sent", () => {
    const w = world(2, {
      script: {
        step(input, context) {
          if (input.kind !== "message" || input.body.text !== "ask quit") return;
          context.reply(input.connection, note("bye"));
          context.exit("told to");
        },
      },
    });
    tell(w, 1, 2, "ask quit");
    w.runMs(20);
    expect(w.diary.lines).toContain("2 down exit");
    expect(w.diary.of(1).slice(1)).toEqual(["1 message bye from 2", "1 disconnect to 2"]);
  });
});

describe("power loss", () => {
  test("is silence until the host is back, then a reset", () => {
    const w = pair();
    w.sim.losePower(2, 1, false);
    expect(w.sim.statusOf(2)).toBe("off");
    tell(w, 1, 2, "a");
    w.runMs(10_000);
    expect(w.diary.of(1).length).toBe(2);
    w.sim.boot(2);
    w.runMs(10);
    expect(w.diary.of(1).slice(2).sort()).toEqual(["1 disconnect from 2", "1 disconnect to 2"]);
    expect(messages(w.diary.of(2))).toEqual(["2 message hello from 1"]);
  });

  test("lets a connection that was being opened reach the next process", () => {
    const w = world(2);
    w.sim.losePower(2, 1, false);
    tell(w, 1, 2, "a");
    w.runMs(1000);
    w.sim.boot(2);
    w.runMs(10);
    expect(messages(w.diary.of(2))).toEqual(["2 message a from 1"]);
  });

  test("takes a dead process's page cache too, once", () => {
    const w = world(1);
    const file = w.contexts.get(1)!.disks[0]!.open<string>("f");
    file.append("x", 1);
    w.sim.crash(1);
    expect(w.sim.losePower(1, 1, false)).toBe(true);
    expect(w.sim.losePower(1, 1, false)).toBe(false);
    expect(w.diary.of(1)).toEqual(["1 up 0", "1 down process-crash", "1 down power-loss", "1 torn 0:f 0/1"]);
    expect(file.entries.length).toBe(0);
  });
});

describe("pause", () => {
  test("keeps packets and timers waiting, in order", () => {
    const w = world(2, { script: { boot: (context, self) => self === 2 && context.setTimer(1, 100) } });
    tell(w, 1, 2, "before");
    w.runMs(50);
    expect(w.sim.pause(2)).toBe(true);
    expect(w.sim.pause(2)).toBe(false);
    w.runMs(20);
    tell(w, 1, 2, "first");
    w.runMs(200);
    tell(w, 1, 2, "second");
    w.runMs(100);
    expect(w.diary.of(2)).toEqual(["2 up 0", "2 message before from 1", "2 paused"]);
    w.sim.resume(2);
    expect(w.diary.of(2).slice(3)).toEqual([
      "2 resumed",
      "2 message first from 1",
      "2 timer 1",
      "2 message second from 1",
    ]);
    expect(w.sim.resume(2)).toBe(false);
  });

  test("drops a timer that an input before it cancelled", () => {
    const w = world(2, {
      script: {
        boot: (context, self) => self === 2 && context.setTimer(1, 100),
        step: (input, context) => input.kind === "message" && context.cancelTimer(1),
      },
    });
    w.sim.pause(2);
    tell(w, 1, 2, "cancel it");
    w.runMs(500);
    w.sim.resume(2);
    w.runMs(500);
    expect(w.diary.of(2)).not.toContain("2 timer 1");
  });

  test("drops an answer on a connection that an input before it closed", () => {
    const w = world(2, {
      script: {
        boot: (context, self) => self === 2 && context.setTimer(1, 100),
        step(input, context) {
          if (input.kind === "timer") context.close(1, 0);
          else if (input.kind === "message") context.reply(input.connection, note("answer"));
        },
      },
    });
    w.sim.pause(2);
    w.runMs(150);
    tell(w, 2, 1, "ask");
    w.runMs(50);
    w.sim.resume(2);
    expect(w.diary.of(2).slice(1)).toEqual(["2 paused", "2 resumed", "2 timer 1"]);
  });

  test("ends in nothing when the paused process is killed", () => {
    const w = world(2);
    w.sim.pause(2);
    tell(w, 1, 2, "a");
    w.runMs(50);
    w.sim.crash(2);
    expect(w.sim.resume(2)).toBe(false);
    w.sim.boot(2);
    w.runMs(50);
    expect(w.sim.statusOf(2)).toBe("up");
    w.sim.pause(2);
    w.sim.resume(2);
    expect(messages(w.diary.of(2))).toEqual([]);
  });
});
