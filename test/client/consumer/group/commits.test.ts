import { describe, expect, test } from "vitest";
import { Errors } from "../../../../src/kafka/errors.ts";
import { stored } from "../../consumer-driver.ts";
import { type GroupConsumer, groupConsumer } from "./group-consumer.ts";

const auto = { autoCommitIntervalMs: 1000 };

const since = (consumer: GroupConsumer): string[] =>
  consumer.heard.slice(2).filter((line) => !line.startsWith("processed"));

describe("commitSync", () => {
  test.each([
    ["COORDINATOR_LOAD_IN_PROGRESS", Errors.COORDINATOR_LOAD_IN_PROGRESS, 1],
    ["NOT_COORDINATOR", Errors.NOT_COORDINATOR, 2],
    ["REQUEST_TIMED_OUT", Errors.REQUEST_TIMED_OUT, 2],
  ])("%s: tried again until it is done (G-98)", (_name, errorCode, lookups) => {
    const consumer = groupConsumer({ commit: "after" });
    consumer.commitError = errorCode;
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(50);
    expect(since(consumer)).toEqual([]);
    consumer.commitError = Errors.NONE;
    consumer.runTo(2000);
    expect(since(consumer)).toEqual(["committed 0:3 0"]);
    expect(consumer.kinds().filter((kind) => kind === "FindCoordinator")).toHaveLength(lookups);
  });

  test.each([
    ["UNKNOWN_MEMBER_ID", Errors.UNKNOWN_MEMBER_ID, "lost orders/0"],
    ["ILLEGAL_GENERATION", Errors.ILLEGAL_GENERATION, "lost orders/0"],
    ["REBALANCE_IN_PROGRESS", Errors.REBALANCE_IN_PROGRESS, "revoked orders/0"],
  ])("%s: fails at once, and the member joins again", (_name, errorCode, heard) => {
    const consumer = groupConsumer({ commit: "after" });
    consumer.commitError = errorCode;
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(100);
    expect(since(consumer).slice(0, 3)).toEqual([`committed 0:3 ${errorCode}`, heard, "assigned orders/0"]);
  });

  test("FENCED_INSTANCE_ID fails alone", () => {
    const consumer = groupConsumer({ commit: "after", group: { groupInstanceId: "instance" } });
    consumer.commitError = Errors.FENCED_INSTANCE_ID;
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(100);
    expect(since(consumer)).toEqual([`committed 0:3 ${Errors.FENCED_INSTANCE_ID}`]);
  });
});

describe("auto commit", () => {
  test("that may work later is tried again after retry.backoff.ms, else at the next interval (G-97)", () => {
    const consumer = groupConsumer({ group: auto });
    consumer.deliverRecords(stored(0, 3));
    consumer.commitError = Errors.COORDINATOR_LOAD_IN_PROGRESS;
    consumer.runTo(1050);
    expect(consumer.commits).toHaveLength(1);
    consumer.runTo(1150);
    expect(consumer.commits).toHaveLength(2);
    consumer.commitError = Errors.UNKNOWN_SERVER_ERROR;
    consumer.runTo(1250);
    expect(consumer.commits).toHaveLength(3);
    consumer.runTo(2150);
    expect(consumer.commits).toHaveLength(3);
    consumer.runTo(2300);
    expect(consumer.commits).toHaveLength(4);
  });
});

describe("the commit before a rebalance (G-52, G-56)", () => {
  function rebalancing(group: Parameters<typeof groupConsumer>[0] = {}): GroupConsumer {
    const consumer = groupConsumer(group);
    consumer.deliverRecords(stored(0, 3));
    consumer.runTo(500);
    consumer.host.state.group!.membership.mustRejoin = true;
    return consumer;
  }

  test("comes first, then partitions are revoked, then the member joins", () => {
    const consumer = rebalancing({ group: { autoCommitIntervalMs: 60_000 } });
    consumer.sent.length = 0;
    consumer.runTo(3100);
    expect(since(consumer).slice(0, 3)).toEqual(["committed 0:3 0", "revoked orders/0", "assigned orders/0"]);
    const kinds = consumer.kinds().filter((kind) => kind === "OffsetCommit" || kind === "JoinGroup");
    expect(kinds).toEqual(["OffsetCommit", "JoinGroup"]);
  });

  test("is not made without auto commit", () => {
    const consumer = rebalancing();
    consumer.runTo(3100);
    expect([consumer.commits, since(consumer)[0]]).toEqual([[], "revoked orders/0"]);
  });

  test("holds back what was fetched, under the eager protocol", () => {
    const consumer = rebalancing({ group: { autoCommitIntervalMs: 60_000 } });
    consumer.commitError = null;
    consumer.runTo(3100);
    consumer.deliverRecords(stored(3, 2));
    consumer.runTo(4000);
    expect(consumer.heard.filter((line) => line.startsWith("processed"))).toEqual(["processed 0-3"]);
  });

  test("is given up after max.poll.interval.ms, answered or not (KAFKA-14024)", () => {
    const consumer = rebalancing({ group: { autoCommitIntervalMs: 60_000, maxPollIntervalMs: 5000 } });
    consumer.commitError = null;
    consumer.runTo(3100);
    expect(since(consumer)).toEqual([]);
    consumer.runTo(8500);
    expect(since(consumer)[0]).toBe("revoked orders/0");
  });
});
