/** A scenario that names a topic that it does not have is refused, in one sentence; whatever was drawn is accepted. */
import { expect, test } from "vitest";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { fixedScenarios } from "../fixed-runs/scenarios.ts";

const scenario = fixedScenarios().find(({ workload }) => workload.producers.length > 0)!;
const [topic] = scenario.cluster.topics;
const [producer] = scenario.workload.producers;

function refusal(changes: Partial<Scenario>): string {
  const parsed = parseScenario({ ...scenario, ...changes }, "file.json");
  return isBadInput(parsed) ? parsed.sentence : "accepted";
}

const fault = { id: 1, trigger: { at: 5 } };
const { cluster, workload } = scenario;

test.each<[string, Partial<Scenario>, RegExp]>([
  ["one topic twice", { cluster: { ...cluster, topics: [topic!, topic!] } }, /topics\.1\.name is .* again/],
  [
    "a plan with one topic twice",
    {
      workload: {
        ...workload,
        producers: [{ ...producer!, topic: undefined, topics: [topic!.name, topic!.name] } as never],
      },
    },
    /producers\.0\.topics is .* twice/,
  ],
  [
    "a plan with a topic that is none",
    { workload: { ...workload, producers: [{ ...producer!, topics: undefined, topic: "nope" } as never] } },
    /producers\.0\.topic is "?nope/,
  ],
  [
    "an operator who names a topic that is none",
    { faults: [{ ...fault, kind: "admin", action: { do: "delete-topic", topic: "nope" } } as never] },
    /faults\.0\.action\.topic is "?nope/,
  ],
])("%s is refused", (_name, changes, sentence) => {
  expect(refusal(changes)).toMatch(sentence);
});

test("whatever was drawn is accepted", () => {
  const refused = fixedScenarios()
    .map((one) => parseScenario(one, "file.json"))
    .filter(isBadInput);
  expect(refused.map(({ sentence }) => sentence)).toEqual([]);
});
