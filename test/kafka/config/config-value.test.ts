import { describe, expect, test } from "vitest";
import {
  checkSettings,
  parseBoolean,
  parseDouble,
  parseInteger,
  parseList,
} from "../../../src/kafka/config/config-value.ts";

describe("values as Kafka reads them", () => {
  test("whole numbers are Java's", () => {
    expect(parseInteger(" 42 ", "int")).toBe(42);
    expect(parseInteger("+7", "int")).toBe(7);
    expect(parseInteger("-1", "long")).toBe(-1);
    expect(parseInteger("2147483648", "int")).toBeNull();
    expect(parseInteger("2147483648", "long")).toBe(2147483648);
    expect(parseInteger("9223372036854775807", "long")).toBe(Number.POSITIVE_INFINITY);
    expect(parseInteger("9223372036854775808", "long")).toBeNull();
    expect(parseInteger("1e3", "int")).toBeNull();
    expect(parseInteger("1.0", "int")).toBeNull();
    expect(parseInteger("", "int")).toBeNull();
  });

  test("booleans ignore case, doubles have exponents, lists drop blanks", () => {
    expect(parseBoolean(" TRUE ")).toBe(true);
    expect(parseBoolean("yes")).toBeNull();
    expect(parseDouble("1.7976931348623157E308")).toBe(Number.MAX_VALUE);
    expect(parseDouble(".5")).toBe(0.5);
    expect(parseDouble("half")).toBeNull();
    expect(parseList(" a , b,c ")).toEqual(["a", "b", "c"]);
    expect(parseList("")).toEqual([]);
  });
});

describe("what Kafka refuses", () => {
  test.each([
    ["broker", "min.insync.replicas", "0", "a value of at least 1"],
    ["broker", "min.insync.replicas", "two", "a whole number (int, -2147483648 to 2147483647)"],
    ["broker", "unclean.leader.election.enable", "yes", "true or false"],
    ["broker", "log.cleanup.policy", "delete,shrink", "one of compact, delete"],
    ["broker", "log.cleaner.min.cleanable.ratio", "1.5", "a value between 0 and 1"],
    ["broker", "compression.gzip.level", "0", "a value between 1 and 9 or -1"],
    ["topic", "message.timestamp.type", "createtime", "one of CreateTime, LogAppendTime"],
    ["producer", "acks", "2", "one of all, -1, 0, 1"],
    ["producer", "transactional.id", "", "a text that is not empty"],
    ["consumer", "auto.offset.reset", "newest", "one of latest, earliest, none, by_duration:…"],
  ] as const)("%s %s=%s", (kind, name, value, expected) => {
    const [problem] = checkSettings(kind, { [name]: value });
    expect(problem).toMatchObject({ key: name, found: value, expected });
    expect(problem?.sentence).toBe(`${name}=${value} is not accepted: Kafka expects ${expected}`);
  });

  test("accepts what stands in the table", () => {
    expect(
      checkSettings("broker", { "compression.gzip.level": "-1", "log.cleanup.policy": "compact, delete" }),
    ).toEqual([]);
    expect(checkSettings("consumer", { "auto.offset.reset": "by_duration:PT1H", "security.protocol": "ssl" })).toEqual(
      [],
    );
  });

  test("ranges follow the version", () => {
    expect(checkSettings("broker", { "log.segment.bytes": "1000" }, { version: "3.9.2" })).toEqual([]);
    expect(checkSettings("broker", { "log.segment.bytes": "1000" }, { version: "4.4" })).toHaveLength(1);
    expect(checkSettings("consumer", { "auto.offset.reset": "by_duration:PT1H" }, { version: "3.9.2" })).toHaveLength(
      1,
    );
  });

  test("the internal switch skips minima only", () => {
    const options = { allowBelowMinima: true };
    expect(checkSettings("topic", { "segment.bytes": "200" }, options)).toEqual([]);
    expect(checkSettings("topic", { "min.cleanable.dirty.ratio": "1.5" }, options)).toHaveLength(1);
    expect(checkSettings("topic", { "segment.bytes": "small" }, options)).toHaveLength(1);
  });

  test("unknown keys and keys of another version are no problem here", () => {
    expect(checkSettings("broker", { "no.such.key": "x", "zookeeper.session.timeout.ms": "soon" })).toEqual([]);
    expect(checkSettings("broker", { "zookeeper.session.timeout.ms": "soon" }, { version: "3.9.2" })).toHaveLength(1);
  });
});
