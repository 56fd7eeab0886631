import { describe, expect, test } from "vitest";
import { HostClock } from "../../src/sim/clock.ts";
import { Timeline } from "../../src/sim/timeline.ts";
import { TimerTable } from "../../src/sim/timers.ts";
import { world } from "./toy.ts";

function table(clock = new HostClock()) {
  const timeline = new Timeline();
  const timers = new TimerTable(timeline, clock, 0, 1);
  /** Fires everything up to a virtual time; keys with their times in ms. */
  const run = (untilMs: number): [number, number][] => {
    const fired: [number, number][] = [];
    const { queue } = timeline;
    while (queue.size > 0 && queue.peekTime() <= untilMs * 1000) {
      timeline.now = queue.peekTime();
      const slot = queue.pop();
      const timer = queue.second(slot);
      const key = timers.due(timer, queue.third(slot));
      if (key < 0) continue;
      fired.push([key, timeline.now / 1000]);
      timers.settle(timer);
    }
    timeline.now = untilMs * 1000;
    return fired;
  };
  return { timeline, timers, run };
}

describe("timers", () => {
  test("fire once, replace one another by key, and can be cancelled", () => {
    const { timers, run } = table();
    timers.set(1, 10);
    timers.set(2, 5);
    timers.set(1, 20);
    timers.set(3, 7);
    timers.cancel(3);
    timers.cancel(99);
    expect(run(100)).toEqual([
      [2, 5],
      [1, 20],
    ]);
    expect(timers.size).toBe(0);
  });

  test("are not queued again when re-armed for later", () => {
    const { timeline, timers, run } = table();
    timers.set(1, 10);
    for (let i = 0; i < 1000; i++) timers.set(1, 10 + i);
    expect(timeline.queue.size).toBe(1);
    expect(run(1008)).toEqual([]);
    expect(run(1009)).toEqual([[1, 1009]]);
  });

  test("fire in time when re-armed for earlier, and only then", () => {
    const { timers, run } = table();
    timers.set(1, 50);
    timers.set(1, 10);
    expect(run(100)).toEqual([[1, 10]]);
  });

  test("may take the place of a cancelled one", () => {
    const { timers, run } = table();
    timers.set(1, 10);
    timers.cancel(1);
    timers.set(1, 30);
    expect(run(20)).toEqual([]);
    expect(run(40)).toEqual([[1, 30]]);
  });

  test("do not outlive their process, nor reach the next one", () => {
    const { timers, run } = table();
    timers.set(1, 10);
    timers.clear();
    timers.set(2, 10);
    expect(run(20)).toEqual([[2, 10]]);
  });

  test("keep keys beyond 32 bits apart", () => {
    const { timers, run } = table();
    timers.set(5, 10);
    timers.set(5 + 2 ** 32, 10);
    expect(
      run(20)
        .map(([key]) => key)
        .sort((one, other) => one - other),
    ).toEqual([5, 5 + 2 ** 32]);
  });

  test("follow the clock of their host", () => {
    const clock = new HostClock({ driftPpm: 250_000 });
    const { timeline, timers, run } = table(clock);
    timers.set(1, 100);
    expect(run(79)).toEqual([]);
    expect(run(80)).toEqual([[1, 80]]);
    timers.set(1, 100);
    clock.setDrift(0, timeline.now);
    timers.rearmAll();
    expect(run(179)).toEqual([]);
    expect(run(180)).toEqual([[1, 180]]);
  });

  test("come earlier when their host's clock begins to run fast", () => {
    const w = world(1, { script: { boot: (context) => context.setTimer(1, 100) } });
    w.sim.setDrift(1, 250_000);
    w.runMs(200);
    expect(w.diary.timeOf("1 timer 1")).toBe(80_000);
  });

  test("never fire before the machine's own clock says so", () => {
    const seen: number[] = [];
    let due = 0;
    const w = world(1, {
      script: {
        boot(context) {
          due = context.nowMs() + 33;
          context.setTimer(1, 33);
        },
        step(_, context) {
          seen.push(context.nowMs() - due);
          due = context.nowMs() + 33;
          context.setTimer(1, 33);
        },
      },
    });
    w.sim.setDrift(1, -3333);
    w.runMs(2000);
    w.sim.setDrift(1, 7777);
    w.runMs(2000);
    expect(seen.length).toBeGreaterThan(100);
    expect(Math.min(...seen)).toBe(0);
  });
});
