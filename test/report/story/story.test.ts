/** Stories: short, in order, in Kafka's words, with the append, the acknowledgement, the election and the loss. */
import { describe, expect, test } from "vitest";
import { propertySpace, type ScenarioSpace } from "../../../src/arbitrary/space.ts";
import type { Violation } from "../../../src/check/check.ts";
import { offsetOf } from "../../../src/check/subject.ts";
import { lineText, storyLines } from "../../../src/report/story/story.ts";
import { tell } from "../../../src/report/tell.ts";
import { type Failure, findFailures } from "../../campaign/failures.ts";

const storyOf = ({ scenario, violation }: Failure): readonly string[] =>
  tell(scenario, { fingerprint: violation.fingerprint }).story.map(lineText);

const losses = (space: ScenarioSpace, count: number): readonly Failure[] =>
  findFailures(space, ({ check, subject }) => check === "acked-not-lost" && offsetOf(subject) >= 0, count);

const acksOne: ScenarioSpace = {
  ...propertySpace("kafka-4"),
  producerSettings: { acks: "1", "enable.idempotence": "false" },
  kinds: ["process-crash"],
};
const power: ScenarioSpace = { ...propertySpace("kafka-4"), kinds: ["power-loss"] };
const promised = (violation: Violation): boolean => violation.promised;

const samples: Readonly<Record<string, readonly Failure[]>> = {
  "acks=1 under crashes": losses(acksOne, 8),
  "power losses": losses(power, 8),
  "R-01": findFailures(propertySpace("R-01"), promised, 8),
  "I-01": findFailures(propertySpace("I-01"), promised, 4),
  "P-01": findFailures(propertySpace("P-01"), promised, 8),
};

describe.each(Object.entries(samples))("stories of %s", (_, failures) => {
  test.each(failures.map((failure, i) => [i, failure] as const))("%d", (_i, failure) => {
    const story = storyOf(failure);
    const text = story.join("\n");
    expect(story.length, text).toBeLessThanOrEqual(storyLines);
    expect(story.length, text).toBeGreaterThanOrEqual(3);
    expect(story.at(-1)).toContain(failure.violation.sentence);
    expect(text).not.toMatch(/topic \d|\.log\b|%p|undefined|NaN|[ @=]-1\b/);
    expect(new Set(story).size, text).toBe(story.length);
    const times = story.map((line) => Number.parseFloat(line));
    expect(times, text).toEqual([...times].sort((a, b) => a - b));
    expect(storyOf(failure)).toEqual(story);
  });
});

describe.each(["acks=1 under crashes", "power losses"])("a loss by %s", (name) => {
  test.each(samples[name]!.map((failure, i) => [i, failure] as const))("%d has its steps in order", (_i, failure) => {
    const story = storyOf(failure);
    const offset = offsetOf(failure.violation.subject);
    const covers = (line: string): boolean => {
      const [, from, to] = /@(\d+)(?:\.\.(\d+))?/.exec(line) ?? [];
      return Number(from) <= offset && offset <= Number(to ?? from);
    };
    const append = story.findIndex((line) => line.includes(" appends ") && covers(line));
    const ack = story.findIndex((line) => line.includes(" acknowledges ") && covers(line));
    const election = story.findLastIndex((line) => line.includes("elected leader"));
    const text = story.join("\n");
    expect(append, text).toBeGreaterThanOrEqual(0);
    expect(ack, text).toBeGreaterThan(append);
    // A leader that was replaced and does not know it yet acknowledges after the election.
    const epochIn = (line: number): number => Number(/in epoch (\d+)/.exec(story[line] ?? "")?.[1]);
    expect(election > ack || epochIn(append) < epochIn(election), text).toBe(true);
    expect(story.length - 1, text).toBeGreaterThan(election);
  });
});

test("a run that violates nothing has no story", () => {
  const [failure] = samples["R-01"]!;
  expect(tell({ ...failure!.scenario, rules: "kafka-4", faults: [] }).story).toEqual([]);
});
