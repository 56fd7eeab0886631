import { describe, expect, test } from "vitest";
import { isAtLeast, type KafkaVersion, kafkaVersions } from "../../../../src/kafka/config/version.ts";
import { mendedIn, mendsOf, type ReleaseChange } from "../../../../src/kafka/rules/releases/change.ts";
import { releaseChanges } from "../../../../src/kafka/rules/releases/index.ts";
import {
  changesAfter,
  earlierReleases,
  ruleSetOf,
  rulesOfRelease,
  rulesWithChanges,
} from "../../../../src/kafka/rules/releases/rules-of-release.ts";
import { kafka4 } from "../../../../src/kafka/rules/rules.ts";
import { ruleSetNames, rulesNamed } from "../../../../src/scenario/rule-sets.ts";
import { consumerBehaviours } from "./consumer-behaviours.ts";
import { controllerBehaviours } from "./controller-behaviours.ts";
import { logBehaviours } from "./log-behaviours.ts";
import { producerBehaviours } from "./producer-behaviours.ts";
import { replicationBehaviours } from "./replication-behaviours.ts";

const parts = [logBehaviours, replicationBehaviours, controllerBehaviours, producerBehaviours, consumerBehaviours];
const behaviours = Object.assign({}, ...parts) as (typeof parts)[number];

const namesOf = (version: KafkaVersion): readonly string[] => changesAfter(version).map(({ name }) => name);
const lastReleaseWith = (change: ReleaseChange): KafkaVersion =>
  kafkaVersions.findLast((version) => changesAfter(version).includes(change))!;

describe("the table of changes", () => {
  test("each row has a name of its own, a sentence, a source, and releases in order", () => {
    const names = releaseChanges.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const change of releaseChanges) {
      expect(change.name).toMatch(/^[a-z0-9-]+$/);
      expect(change.sentence).toMatch(/^[A-Z-].*\.$/);
      expect(change.source).toMatch(/(KAFKA|KIP)-\d+/);
      const mends = mendsOf(change).map((release) => kafkaVersions.filter((one) => !isAtLeast(one, release)).length);
      expect(mends, change.name).toEqual([...new Set(mends)].sort((a, b) => a - b));
      expect(lastReleaseWith(change), `${change.name} concerns a release`).toBeDefined();
    }
  });

  test("each row has a behaviour, and each behaviour a row", () => {
    expect(Object.keys(behaviours).sort()).toEqual(releaseChanges.map(({ name }) => name).sort());
    const count = parts.reduce((sum, part) => sum + Object.keys(part).length, 0);
    expect(count).toBe(releaseChanges.length);
  });

  test.each(releaseChanges)("$name shows, and no more with the row taken out", (change) => {
    const { show, before, after } = behaviours[change.name]!;
    const version = lastReleaseWith(change);
    expect(before).not.toEqual(after);
    expect(show(rulesOfRelease(version))).toEqual(before);
    const others = changesAfter(version).filter((other) => other !== change);
    expect(show(rulesWithChanges("without", others))).toEqual(after);
  });
});

describe("rules by release", () => {
  test("are today's for the newest, and for each that differs in nothing", () => {
    expect(ruleSetOf("4.4")).toBe("kafka-4");
    for (const version of kafkaVersions.filter((one) => !earlierReleases.includes(one)))
      expect(rulesOfRelease(version)).toBe(kafka4);
  });

  test("patch releases differ where a change was carried back", () => {
    expect(namesOf("3.9.0")).toContain("late-fetch-response");
    expect(namesOf("3.9.1")).not.toContain("late-fetch-response");
    expect(namesOf("4.0.0")).toContain("late-fetch-response");
    expect(namesOf("4.0.1")).not.toContain("late-fetch-response");
    expect(namesOf("2.7.0")).toContain("old-sequence-after-bump");
    expect(namesOf("2.7.1")).not.toContain("old-sequence-after-bump");
    const late = releaseChanges.find(({ name }) => name === "late-fetch-response")!;
    expect((["3.8", "3.9.0", "4.0.0"] as const).map((version) => mendedIn(late, version))).toEqual([
      "3.9.1",
      "3.9.1",
      "4.0.1",
    ]);
  });

  test("the quorum controller's reach back to 3.3 alone", () => {
    expect(namesOf("3.3")).toContain("isr-shrink-bumps-leader-epoch");
    expect(namesOf("3.2")).not.toContain("isr-shrink-bumps-leader-epoch");
  });

  test.each(kafkaVersions)("%s has a rule set of the same shape, by name", (version) => {
    const rules = rulesNamed(ruleSetOf(version));
    expect(rules?.name).toBe(ruleSetOf(version));
    for (const room of ["log", "replication", "producer", "consumer", "controller"] as const) {
      expect(Object.keys(rules?.[room] ?? {})).toEqual(Object.keys(kafka4[room]));
    }
  });

  test("stand among the rule sets that a scenario may name; a minor version is its last patch release", () => {
    expect(ruleSetNames.historical).toContain("kafka-2.5");
    expect(ruleSetNames.historical).not.toContain("kafka-4.4");
    expect(rulesNamed("kafka-2.7")).toBe(rulesNamed(ruleSetOf("2.7.1")));
    expect(rulesNamed("kafka-4.4")).toBe(kafka4);
    expect(rulesNamed("kafka-2.4")).toBeUndefined();
  });
});
