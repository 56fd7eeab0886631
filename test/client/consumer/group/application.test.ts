import { describe, expect, test } from "vitest";
import { Errors } from "../../../../src/kafka/errors.ts";
import { stored } from "../../consumer-driver.ts";
import { type GroupConsumer, groupConsumer } from "./group-consumer.ts";

/** What it heard since it was assigned its partition. */
const since = (consumer: GroupConsumer): string[] => consumer.heard.slice(2);

describe("the application commits", () => {
  test("auto: at the start of a poll, what earlier polls returned (X-8)", () => {
    const consumer = groupConsumer({ group: { autoCommitIntervalMs: 5000 } });
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(4000);
    expect(since(consumer)).toEqual(["processed 0-3"]);
    consumer.runTo(5100);
    expect(since(consumer)).toEqual(["processed 0-3", "committed 0:3 0"]);
    expect(consumer.commits[0]).toMatchObject({ generationId: 1, memberId: "me", groupInstanceId: null });
  });

  test("auto: while the application processes nothing is committed, and what it processes only by the poll after it", () => {
    const consumer = groupConsumer({ group: { autoCommitIntervalMs: 5000 }, processMs: 8000 });
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(7900);
    expect(consumer.commits).toEqual([]);
    consumer.runTo(8100);
    expect(since(consumer)).toEqual(["processed 0-3", "committed 0:3 0"]);
  });

  test("after: what it has processed, and polls again when that is done", () => {
    const consumer = groupConsumer({ commit: "after" });
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(100);
    expect(since(consumer)).toEqual(["processed 0-3", "committed 0:3 0"]);
  });

  test("before: what it is about to process; if that fails it does not process it", () => {
    const consumer = groupConsumer({ commit: "before" });
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(100);
    expect(since(consumer)).toEqual(["committed 0:3 0", "processed 0-3"]);
    consumer.commitError = Errors.UNKNOWN_SERVER_ERROR;
    consumer.deliverRecords(stored(3, 2));
    consumer.runTo(200);
    expect(since(consumer).slice(2)).toEqual([`committed 0:5 ${Errors.UNKNOWN_SERVER_ERROR}`]);
  });
});

describe("max.poll.interval.ms", () => {
  const group = { maxPollIntervalMs: 2000, sessionTimeoutMs: 45_000 };

  test("counts from the return of a poll: one that waited long inside is not late", () => {
    const consumer = groupConsumer({ group, processMs: 1500 });
    consumer.runTo(10_000);
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(15_000);
    expect(since(consumer)).toEqual(["processed 0-3"]);
    expect(consumer.kinds()).not.toContain("LeaveGroup");
  });

  test("over: the member leaves, and hears at its next poll that all is lost", () => {
    const consumer = groupConsumer({ group, processMs: 3000 });
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(2500);
    expect(consumer.kinds()).toContain("LeaveGroup");
    expect(since(consumer)).toEqual([]);
    consumer.runTo(3100);
    expect(since(consumer).slice(0, 3)).toEqual(["processed 0-3", "lost orders/0", "assigned orders/0"]);
  });
});
