import { describe, expect, test } from "vitest";
import { Errors } from "../../../../src/kafka/errors.ts";
import { groupConsumer } from "./group-consumer.ts";

describe("what is assigned starts", () => {
  test("at the committed offset", () => {
    const consumer = groupConsumer();
    expect(consumer.heard).toEqual(["assigned orders/0", "position 0 reset"]);
    const other = groupConsumer();
    other.host.boot(1);
    other.heard.length = 0;
    other.committedOffset = 7;
    other.runTo(100);
    expect(other.heard).toEqual(["assigned orders/0", "position 7 committed"]);
  });

  test.each([
    ["earliest", 0],
    ["latest", 10],
  ] as const)("without one where auto.offset.reset says: %s", (autoOffsetReset, offset) => {
    expect(groupConsumer({ autoOffsetReset }).heard).toEqual(["assigned orders/0", `position ${offset} reset`]);
  });
});

describe("OffsetFetch refused", () => {
  test.each([
    ["COORDINATOR_LOAD_IN_PROGRESS", Errors.COORDINATOR_LOAD_IN_PROGRESS, false],
    ["NOT_COORDINATOR", Errors.NOT_COORDINATOR, true],
    ["COORDINATOR_NOT_AVAILABLE", Errors.COORDINATOR_NOT_AVAILABLE, true],
  ])("%s: asked again after a back-off", (_name, errorCode, looksUp) => {
    const consumer = groupConsumer({ group: { groupId: "other" } });
    consumer.host.boot(1);
    consumer.heard.length = 0;
    consumer.sent.length = 0;
    consumer.fetchError = errorCode;
    consumer.runTo(60);
    expect(consumer.heard).toEqual(["assigned orders/0"]);
    consumer.fetchError = Errors.NONE;
    consumer.runTo(1000);
    expect(consumer.heard.at(-1)).toBe("position 0 reset");
    const kinds = consumer.kinds();
    expect(kinds.filter((kind) => kind === "OffsetFetch")).toHaveLength(2);
    expect(kinds.filter((kind) => kind === "FindCoordinator")).toHaveLength(looksUp ? 2 : 1);
  });
});
