import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { KafkaContext } from "../../../src/kafka/context.ts";
import {
  type Delayed,
  newDeadlineList,
  remove,
  takeExpired,
  wait,
} from "../../../src/kafka/replica-manager/deadline-list.ts";
import { silentObserver } from "../silent-observer.ts";

interface Operation extends Delayed<Operation> {
  readonly id: number;
}

const operationOf = (id: number, deadlineMs: number): Operation => ({
  id,
  deadlineMs,
  earlier: null,
  later: null,
  waiting: false,
});

function contextAt(clock: { nowMs: number; armedAtMs: number }): KafkaContext {
  return {
    incarnation: 0,
    nowMs: () => clock.nowMs,
    wallClockMs: () => clock.nowMs,
    disks: [],
    observer: silentObserver(),
    send() {},
    reply() {},
    close() {},
    closeIncoming() {},
    setTimer(_timer, delayMs) {
      clock.armedAtMs = clock.nowMs + delayMs;
    },
    cancelTimer() {},
    choose: () => 0,
    exit() {},
  };
}

test("operations expire in the order of their deadlines, removed ones never, and the timer is always armed in time", () => {
  const step = fc.record({
    delayMs: fc.integer({ min: 1, max: 50 }),
    removes: fc.boolean(),
    passesMs: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const clock = { nowMs: 0, armedAtMs: Number.POSITIVE_INFINITY };
      const context = contextAt(clock);
      const list = newDeadlineList<Operation>(1);
      const waiting = new Map<number, Operation>();
      const expire = (): void => {
        clock.armedAtMs = Number.POSITIVE_INFINITY;
        for (let one = takeExpired(list, context); one !== null; one = takeExpired(list, context)) {
          const earliest = Math.min(...[...waiting.values()].map((other) => other.deadlineMs));
          expect(one.deadlineMs).toBe(earliest);
          expect(one.deadlineMs).toBeLessThanOrEqual(clock.nowMs);
          waiting.delete(one.id);
        }
      };
      for (const [id, { delayMs, removes, passesMs }] of steps.entries()) {
        const operation = operationOf(id, clock.nowMs + delayMs);
        wait(list, operation, context);
        waiting.set(id, operation);
        const victim = [...waiting.values()][0];
        if (removes && victim !== undefined) {
          remove(list, victim);
          waiting.delete(victim.id);
        }
        for (let i = 0; i < passesMs; i++) {
          clock.nowMs++;
          if (clock.armedAtMs <= clock.nowMs) expire();
        }
        expect(list.size).toBe(waiting.size);
        for (const one of waiting.values()) expect(one.deadlineMs).toBeGreaterThan(clock.nowMs);
      }
    }),
  );
});
