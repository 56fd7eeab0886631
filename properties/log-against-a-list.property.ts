/**
 * A log behaves as a list of batches does: what is appended, refused, read, found by time, truncated, retained and compacted is what
 * `ListLog` says, segment by segment, and epochs and producers are those that a look through the list gives.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Errors } from "../src/kafka/errors.ts";
import { LogAndList } from "./log-and-list.ts";
import { config, step } from "./log-steps.ts";
import { tooSeldom } from "./vacuity.ts";

test("a log is the list of what was appended to it", () => {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(config, fc.array(step, { minLength: 5, maxLength: 50, size: "max" }), (topic, steps) => {
      const pair = new LogAndList(topic, met);
      for (const one of steps) pair.run(one);
      pair.askAll();
    }),
    { numRuns: 100, seed: 41 },
  );
  const errors = [Errors.MESSAGE_TOO_LARGE, Errors.CORRUPT_MESSAGE, Errors.INVALID_RECORD, Errors.INVALID_TIMESTAMP];
  const sessions = [Errors.INVALID_PRODUCER_EPOCH, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, Errors.OFFSET_OUT_OF_RANGE];
  const wanted = [...errors, ...sessions, Errors.RECORD_LIST_TOO_LARGE].map((code) => `error ${code}`);
  for (const what of [...wanted, "led", "followed", "duplicate", "truncated", "retained", "cleaned"])
    expect(met.get(what) ?? 0, `${tooSeldom}: ${what}`).toBeGreaterThan(5);
});
