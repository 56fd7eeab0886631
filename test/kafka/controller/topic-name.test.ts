import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collides, isLegalTopicName, refuseTopicName } from "../../../src/kafka/controller/topic-name.ts";
import { Errors } from "../../../src/kafka/errors.ts";

const legalCharacter = fc.constantFrom(..."abzAZ019._-");
const existing = (...names: string[]): ReadonlyMap<string, number> => new Map(names.map((name) => [name, 1]));

describe("topic names", () => {
  test("1 to 249 legal characters, but not . or ..", () => {
    fc.assert(
      fc.property(fc.string({ unit: legalCharacter, minLength: 1, maxLength: 249 }), (name) => {
        expect(isLegalTopicName(name)).toBe(name !== "." && name !== "..");
      }),
    );
  });

  test("one other character spoils a name", () => {
    const other = fc
      .string({ minLength: 1, maxLength: 1, unit: "grapheme" })
      .filter((c) => !/^[a-zA-Z0-9._-]$/.test(c));
    fc.assert(
      fc.property(fc.string({ unit: legalCharacter, maxLength: 20 }), other, fc.nat({ max: 20 }), (name, c, at) => {
        expect(isLegalTopicName(name.slice(0, at) + c + name.slice(at))).toBe(false);
      }),
    );
  });

  test.each(["", ".", "..", "a b", "ä", "a/b", "a\n", "x".repeat(250)])("%j is refused", (name) => {
    expect(refuseTopicName(name, existing())).toBe(Errors.INVALID_TOPIC_EXCEPTION);
  });

  test.each(["a", "...", "x".repeat(249), "a.b", "A_b-9", "__consumer_offsets"])("%j is accepted", (name) => {
    expect(refuseTopicName(name, existing())).toBe(Errors.NONE);
  });

  test("names that differ only in . and _ collide", () => {
    expect(collides("to.pic", "to_pic")).toBe(true);
    expect(collides("to.pic", "to.pic")).toBe(false);
    expect(collides("to.pic", "topic")).toBe(false);
    expect(refuseTopicName("to.pic", existing("to_pic"))).toBe(Errors.INVALID_TOPIC_EXCEPTION);
    expect(refuseTopicName("to_pic", existing("to.pic"))).toBe(Errors.INVALID_TOPIC_EXCEPTION);
    expect(refuseTopicName("to.pic", existing("to.pic"))).toBe(Errors.TOPIC_ALREADY_EXISTS);
  });

  test("the quorum's own log is no topic", () => {
    expect(refuseTopicName("__cluster_metadata", existing())).toBe(Errors.INVALID_REQUEST);
  });
});
