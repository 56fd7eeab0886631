import { describe, expect, test } from "vitest";
import { isAtLeast, isNewerThanKnown, kafkaVersions, parseKafkaVersion } from "../../../src/kafka/config/version.ts";

describe("versions", () => {
  test.each([
    ["2.5", "2.5"],
    ["2.5.1", "2.5"],
    ["3.9", "3.9.2"],
    ["3.9.0", "3.9.0"],
    ["3.9.1", "3.9.1"],
    ["3.9.7", "3.9.2"],
    ["3.9.1.redhat-00001", "3.9.1"],
    ["3", "3.9.2"],
    ["3.x", "3.9.2"],
    [" 4.0.1 ", "4.0.1"],
    ["4.3.1", "4.3"],
    ["4.4.0-rc1", "4.4"],
    ["4", "4.4"],
    ["4.x", "4.4"],
    ["4.9", "4.4"],
    ["5.0", "4.4"],
    ["2.4", null],
    ["2.9", null],
    ["3.10.1", null],
    ["latest", null],
    ["", null],
  ])("%s is judged as %s", (text, expected) => {
    expect(parseKafkaVersion(text)).toBe(expected);
  });

  test("each is read as itself", () => {
    for (const version of kafkaVersions) expect(parseKafkaVersion(version)).toBe(version);
  });

  test.each([
    ["4.5", true],
    ["4.5.1", true],
    ["5", true],
    ["5.0", true],
    ["4.4.9", false],
    ["4.x", false],
    ["4", false],
    ["3.9", false],
    ["latest", false],
  ])("%s is newer than all that are known: %s", (text, expected) => {
    expect(isNewerThanKnown(text)).toBe(expected);
  });

  test("a minor version is its first release where history names it", () => {
    expect(isAtLeast("3.9.0", "3.9")).toBe(true);
    expect(isAtLeast("3.8", "3.9")).toBe(false);
    expect(isAtLeast("3.9.1", "3.9.2")).toBe(false);
    expect(isAtLeast("4.0.0", "3.9.2")).toBe(true);
  });
});
