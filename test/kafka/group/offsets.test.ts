import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { GroupDriver } from "./group-driver.ts";

const at = (offset: number, metadata = "") => [{ topic: "t", partition: 0, offset, leaderEpoch: 1, metadata }];

/** Three brokers; the others hear nothing of broker 1 from here on, so that nothing more is committed. */
function cutOff(driver: GroupDriver): void {
  driver.cluster.cut(1, 2);
  driver.cluster.cut(1, 3);
}

describe("a commit", () => {
  test("is answered when it is committed; readers see it then, and who asks for what is stable waits (G-31)", () => {
    const driver = new GroupDriver({ brokers: 3, groups: { offsetsCommitTimeoutMs: 120_000 } });
    expect(driver.commit({ offsets: at(5) })).toBe(Errors.NONE);
    cutOff(driver);
    const second = driver.sendCommit({ offsets: at(9) });
    driver.run(100);
    expect(driver.isAnswered(second)).toBe(false);
    expect(driver.fetch({ requireStable: false })).toEqual([5, Errors.NONE]);
    const stable = driver.ask({
      kind: "OffsetFetch",
      groupId: "group",
      partitions: null,
      requireStable: true,
    } as never);
    driver.run(100);
    expect(driver.isAnswered(stable)).toBe(false);
    driver.cluster.heal();
    driver.run(40_000);
    expect(driver.cluster.answerTo(stable, "OffsetFetchResponse").partitions).toMatchObject([{ offset: 9 }]);
  });

  test("that is not committed in offsets.commit.timeout.ms may stand all the same (G-80)", () => {
    const driver = new GroupDriver({ brokers: 3, groups: { offsetsCommitTimeoutMs: 1000 } });
    cutOff(driver);
    const asked = driver.sendCommit();
    driver.run(1100);
    expect(driver.cluster.answerTo(asked, "OffsetCommitResponse").partitions[0]!.errorCode).toBe(
      Errors.COORDINATOR_NOT_AVAILABLE,
    );
    driver.cluster.heal();
    driver.run(40_000);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
  });

  test("that comes later wins, even if its offset is smaller", () => {
    const driver = new GroupDriver();
    driver.commit({ offsets: at(9) });
    driver.commit({ offsets: at(4) });
    expect(driver.fetch()).toEqual([4, Errors.NONE]);
  });

  test("of too much metadata is refused for its partition alone", () => {
    const driver = new GroupDriver();
    const offsets = [...at(5, "m".repeat(4097)), { ...at(6)[0]!, partition: 1 }];
    const answer = driver.answer(driver.sendCommit({ offsets }), "OffsetCommitResponse");
    expect(answer.partitions.map(({ errorCode }) => errorCode)).toEqual([
      Errors.OFFSET_METADATA_TOO_LARGE,
      Errors.NONE,
    ]);
  });

  test("of a partition that nobody knows is refused for it alone", () => {
    const driver = new GroupDriver();
    const offsets = [
      { ...at(1)[0]!, topic: "nobody's" },
      { ...at(2)[0]!, partition: 7 },
    ];
    const errors = (asked: number) =>
      driver.answer(asked, "OffsetCommitResponse").partitions.map(({ errorCode }) => errorCode);
    const { UNKNOWN_TOPIC_OR_PARTITION, NONE } = Errors;
    expect(errors(driver.sendCommit({ offsets }))).toEqual([UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_OR_PARTITION]);
    expect(driver.state()[0]).toBe("Dead");
    const some = [...offsets, ...at(5)];
    expect(errors(driver.sendCommit({ offsets: some }))).toEqual([
      UNKNOWN_TOPIC_OR_PARTITION,
      UNKNOWN_TOPIC_OR_PARTITION,
      NONE,
    ]);
    expect(driver.fetch()).toEqual([5, NONE]);
  });

  test("keeps its leader epoch and metadata", () => {
    const driver = new GroupDriver();
    driver.commit({ offsets: at(5, "note") });
    const asked = driver.ask({ kind: "OffsetFetch", groupId: "group", partitions: null, requireStable: true } as never);
    expect(driver.answer(asked, "OffsetFetchResponse").partitions).toEqual([
      { ...at(5, "note")[0], errorCode: Errors.NONE },
    ]);
  });
});

describe("offsets.retention.minutes (G-34, G-35)", () => {
  const groups = { offsetsRetentionMs: 60_000, offsetsRetentionCheckIntervalMs: 10_000 };

  test("counts from the commit for a group without members; with its last offset the group goes", () => {
    const driver = new GroupDriver({ groups });
    driver.commit();
    driver.run(55_000);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
    driver.run(20_000);
    expect(driver.fetch()).toEqual([-1, Errors.NONE]);
    expect(driver.state()[0]).toBe("Dead");
  });

  test("does not count while a stable group subscribes to the topic", () => {
    const driver = new GroupDriver({ groups });
    const memberId = driver.stable();
    driver.commit({ memberId, generationId: 1 });
    for (let i = 0; i < 20; i++) {
      driver.run(5000);
      driver.heartbeat({ memberId });
    }
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
  });

  test("counts from when the group became empty", () => {
    const driver = new GroupDriver({ groups });
    const memberId = driver.stable();
    driver.commit({ memberId, generationId: 1 });
    for (let i = 0; i < 10; i++) {
      driver.run(5000);
      driver.heartbeat({ memberId });
    }
    driver.leave({ memberId, groupInstanceId: null });
    driver.run(50_000);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
    driver.run(25_000);
    expect(driver.fetch()).toEqual([-1, Errors.NONE]);
  });

  test("lets offsets of topics go that a stable group does not subscribe to", () => {
    const driver = new GroupDriver({ groups });
    const memberId = driver.stable();
    driver.commit({ memberId, generationId: 1, offsets: [{ ...at(3)[0]!, topic: "other" }] });
    for (let i = 0; i < 15; i++) {
      driver.run(5000);
      driver.heartbeat({ memberId });
    }
    expect(driver.fetch({ partitions: [{ topic: "other", partition: 0 }] })).toEqual([-1, Errors.NONE]);
    expect(driver.state()[0]).toBe("Stable");
  });
});
