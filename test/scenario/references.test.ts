/** A scenario that names a topic, node or partition that it does not have is refused, in one sentence; whatever was drawn is accepted. */
import { expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { recordAnchors } from "../../src/run/recordings.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { normalise } from "../../src/scenario/normalise.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { noFeedback } from "../../src/strategy/feedback.ts";
import { strategyNames } from "../../src/strategy/names.ts";
import { strategies } from "../../src/strategy/strategies.ts";
import { strategyGround } from "../../src/strategy/strategy.ts";
import { fixedScenarios } from "../fixed-runs/scenarios.ts";

const scenario = fixedScenarios().find(({ workload }) => workload.producers.length > 0)!;
const [topic] = scenario.cluster.topics;
const [producer] = scenario.workload.producers;
const consumer = fixedScenarios()
  .flatMap(({ workload: { consumers } }) => consumers)
  .find(({ topic: read }) => read === topic!.name)!;

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

test.each<[string, Partial<Scenario>, RegExp]>([
  [
    "a broker that is none",
    { faults: [{ ...fault, kind: "process-crash", node: "b77", downMs: 5 } as never] },
    /faults\.0\.node is "b77"; expected one of b1/,
  ],
  [
    "an event of a node that is none",
    {
      faults: [{ id: 1, trigger: { on: "appended", node: 77 }, kind: "process-crash", node: "b1", downMs: 5 } as never],
    },
    /faults\.0\.trigger\.node is 77; expected one of b1/,
  ],
  [
    "an event of a partition that is none",
    {
      faults: [
        {
          id: 1,
          trigger: { on: "appended", topicPartition: "orders-99" },
          kind: "process-crash",
          node: "b1",
          downMs: 5,
        } as never,
      ],
    },
    /faults\.0\.trigger\.topicPartition is "orders-99"/,
  ],
  [
    "an operator who names a partition that is none",
    {
      faults: [
        { ...fault, kind: "admin", action: { do: "elect-unclean", topic: topic!.name, partition: 99 } } as never,
      ],
    },
    /faults\.0\.action\.partition is 99/,
  ],
  [
    "an operator who takes away a broker that is none",
    { faults: [{ ...fault, kind: "admin", action: { do: "remove-broker", broker: 77 } } as never] },
    /faults\.0\.action\.broker is 77/,
  ],
  [
    "a reader who goes to a partition that is none",
    {
      workload: {
        ...workload,
        consumers: [{ ...consumer, seeks: [{ atMs: 1, partition: 99, to: "earliest" }] } as never],
      },
    },
    /workload\.consumers\.0\.seeks\.0\.partition is 99; expected one of -1, 0/,
  ],
  [
    "a least latency above the most",
    { cluster: { ...cluster, latencyMicros: { min: 9, max: 8 } } },
    /cluster\.latencyMicros\.min is 9; expected at most max, which is 8/,
  ],
])("%s", (_name, changes, expected) => {
  expect(refusal(changes)).toMatch(expected);
});

test("what comes later may be named from the beginning", () => {
  const admin = (action: object, nth: number) => ({ id: nth, trigger: { at: 5 }, kind: "admin", action });
  const added = cluster.brokers + 1;
  const faults = [
    admin({ do: "add-broker", broker: added }, 1),
    admin({ do: "remove-broker", broker: added }, 2),
    admin({ do: "add-partitions", topic: topic!.name, count: 99 }, 3),
    admin({ do: "elect-unclean", topic: topic!.name, partition: 98 }, 4),
  ];
  expect(refusal({ faults: faults as never })).toBe("accepted");
});

test("whatever a strategy draws is accepted", () => {
  const refused = strategyNames.flatMap((name) => {
    const ground = strategyGround(propertySpace("kafka-4"), `references/${name}`, recordAnchors);
    return Array.from({ length: 12 }, (_, i) =>
      parseScenario(strategies[name].scenario(ground, i, noFeedback), "file.json"),
    );
  });
  expect(refused.filter(isBadInput).map(({ sentence }) => sentence)).toEqual([]);
});

test("what is made meaningful names nothing in vain, and is accepted", () => {
  const refused = fixedScenarios()
    .map((one) => parseScenario(normalise(one), "file.json"))
    .filter(isBadInput);
  expect(refused.map(({ sentence }) => sentence)).toEqual([]);
});
