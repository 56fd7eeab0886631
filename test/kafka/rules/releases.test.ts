import { describe, expect, test } from "vitest";
import { kafkaVersions } from "../../../src/kafka/config/version.ts";
import { changesAfter, releaseChanges, ruleSetOf, rulesOfRelease } from "../../../src/kafka/rules/releases.ts";
import { kafka4 } from "../../../src/kafka/rules/rules.ts";
import { ruleSetNames, rulesNamed } from "../../../src/scenario/rule-sets.ts";

const sources = (version: (typeof kafkaVersions)[number]): readonly string[] =>
  changesAfter(version).map(({ source }) => source);

describe("rules by release", () => {
  test("are today's from 4.0 on", () => {
    for (const version of ["4.0", "4.1", "4.2", "4.3", "4.x"] as const) {
      expect(ruleSetOf(version)).toBe("kafka-4");
      expect(rulesOfRelease(version)).toBe(kafka4);
    }
  });

  test("differ where a change came later, and the quorum controller's from 3.3 on alone", () => {
    expect(sources("3.9")).toEqual(["KAFKA-18991 (4.0.1)"]);
    expect(sources("3.7")).toEqual(["KAFKA-15665", "KAFKA-18723 (3.9.1)", "KAFKA-18991 (4.0.1)"]);
    expect(sources("3.3")).toContain("KAFKA-15021");
    expect(sources("3.2")).not.toContain("KAFKA-15021");
    expect(sources("2.7")).toContain("KAFKA-10554");
    expect(sources("2.8")).not.toContain("KAFKA-10554");
    expect(sources("2.5").length).toBe(10);
  });

  test.each(kafkaVersions)("%s has a rule set of the same shape, by name", (version) => {
    const rules = rulesNamed(ruleSetOf(version));
    expect(rules?.name).toBe(ruleSetOf(version));
    for (const room of ["log", "replication", "producer", "consumer", "controller"] as const) {
      expect(Object.keys(rules?.[room] ?? {})).toEqual(Object.keys(kafka4[room]));
    }
  });

  test("each change says what it was and where it is from", () => {
    for (const { sentence, source, override } of releaseChanges) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/(KAFKA|KIP)-\d+/);
      expect(Object.keys(override).length).toBeGreaterThan(0);
    }
  });

  test("stand among the rule sets that a scenario may name", () => {
    expect(ruleSetNames.historical).toContain("kafka-2.5");
    expect(ruleSetNames.historical).not.toContain("kafka-4.0");
  });
});
