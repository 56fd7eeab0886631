import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HostClock } from "../../src/sim/clock.ts";

describe("host clock", () => {
  test("never runs backwards, whatever happens to it", () => {
    const steps = fc.array(
      fc.record({
        after: fc.nat(5_000_000),
        drift: fc.option(fc.integer({ min: -400_000, max: 400_000 })),
        jump: fc.integer({ min: -10_000, max: 10_000 }),
      }),
      { maxLength: 40, size: "max" },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const clock = new HostClock({ startMs: 77 });
        let now = 0;
        let last = clock.local(0);
        for (const { after, drift, jump } of list) {
          now += after;
          clock.jump(jump);
          if (drift !== null) clock.setDrift(drift, now);
          expect(clock.local(now)).toBeGreaterThanOrEqual(last);
          last = clock.local(now);
        }
      }),
    );
  });

  test("finds the first virtual time at which it shows a local time", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400_000, max: 400_000 }), fc.nat(10 ** 9), fc.nat(10 ** 8), (ppm, now, ahead) => {
        const clock = new HostClock({ driftPpm: ppm });
        const local = clock.local(now) + ahead;
        const at = clock.virtual(local);
        expect(clock.local(at)).toBeGreaterThanOrEqual(local);
        if (ahead > 0) expect(clock.local(at - 1)).toBeLessThan(local);
      }),
    );
  });

  test("jumps on the wall only, drifts on both", () => {
    const clock = new HostClock({ startMs: 5, wallStartMs: 1000 });
    expect([clock.nowMs(0), clock.wallClockMs(0)]).toEqual([5, 1000]);
    clock.jump(-300);
    expect([clock.nowMs(2000), clock.wallClockMs(2000)]).toEqual([7, 702]);
    clock.setDrift(100_000, 2000);
    expect([clock.nowMs(1_002_000), clock.wallClockMs(1_002_000)]).toEqual([1107, 1802]);
  });
});
