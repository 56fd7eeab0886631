/** Producers and readers: rates from trickle to burst, keyed and keyless, small windows and large. */
import fc from "fast-check";
import type { SeekTo } from "../kafka/messages/operator.ts";
import type { Settings } from "../scenario/scenario.ts";
import {
  type ConsumerPlan,
  type ProducerPlan,
  type SeekPlan,
  topicChoice,
  type WorkloadPlan,
} from "../workload/plan.ts";
import { choice } from "./as-it-is.ts";
import { hasGroup, memberParts, mostMembers } from "./group-arbitrary.ts";
import type { ScenarioSpace } from "./space.ts";

const producerVariants: readonly Settings[] = [
  {},
  { "linger.ms": "0" },
  { "linger.ms": "0", "batch.size": "200" },
  { "linger.ms": "20" },
  { "batch.size": "120", "max.in.flight.requests.per.connection": "5" },
  { "max.in.flight.requests.per.connection": "1" },
  { "linger.ms": "0", "enable.idempotence": "false", "max.in.flight.requests.per.connection": "1" },
  { "batch.size": "200", "delivery.timeout.ms": "2500", "request.timeout.ms": "800" },
];

function settingsOf(given: Settings, variants: readonly Settings[], vary: boolean): fc.Arbitrary<Settings> {
  if (!vary) return choice(given);
  return choice(...variants.map((variant) => ({ ...given, ...variant })));
}

/** Of the space; small clusters have one. */
const topicNames = ({ cluster }: ScenarioSpace): readonly string[] =>
  cluster === null || cluster.topics.length === 0 ? ["orders"] : cluster.topics.map((topic) => topic.name);

/** One topic, or now and then all of them. */
const choices = (space: ScenarioSpace) => {
  const names = topicNames(space);
  return choice(...names.map((name) => topicChoice([name])), ...(names.length > 1 ? [topicChoice(names)] : []));
};

/** A plan as it is drawn, with its choice of topics as one part. */
const withTopics = <T extends ProducerPlan | ConsumerPlan>(
  space: ScenarioSpace,
  rest: { [K in keyof Omit<T, "topic" | "topics">]: fc.Arbitrary<NonNullable<T[K]>> },
  /** What a plan from a file may leave out. */
  left: Partial<T>,
): fc.Arbitrary<T> =>
  fc.record({ ...rest, chosen: choices(space) }).map(
    ({ chosen, ...plan }) => ({ ...plan, ...chosen }) as unknown as T,
    (value) => {
      const { topic, topics, ...plan } = value as T;
      return { ...left, ...plan, chosen: topics === undefined ? { topic } : { topics } } as never;
    },
  );

function producer(space: ScenarioSpace): fc.Arbitrary<ProducerPlan> {
  return withTopics<ProducerPlan>(
    space,
    {
      settings: settingsOf(space.producerSettings, producerVariants, space.varyClients),
      records: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: space.records })),
      everyMs: fc.oneof(
        fc.integer({ min: 1, max: Math.max(2, Math.floor((2 * space.chaosMs) / space.records)) }),
        fc.integer({ min: 1, max: Math.max(2, Math.floor(space.chaosMs / 12)) }),
      ),
      burst: fc.constantFrom(1, 1, 3, 8),
      keys: fc.constantFrom(4, 0, 1, 16),
      valueBytes: choice<[number, number]>([10, 40], [10, 400], [1, 1]),
      tombstoneEvery: fc.constantFrom(0, 0, 5),
      timestampSkewMs: choice<[number, number]>([0, 0], [0, 0], [-5000, 2000]),
      startMs: fc.integer({ min: 0, max: Math.floor(space.chaosMs / 4) }),
    },
    {},
  );
}

const seeks = (space: ScenarioSpace): fc.Arbitrary<readonly SeekPlan[]> =>
  fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: space.chaosMs }),
      partition: fc.constantFrom(-1, 0, 1),
      to: choice<SeekTo>(
        "earliest",
        "latest",
        { offset: 0 },
        { offset: 3 },
        { offset: 20 },
        { agoMs: 500 },
        { agoMs: 3000 },
      ),
    }),
    { maxLength: 3 },
  );

function consumer(space: ScenarioSpace): fc.Arbitrary<ConsumerPlan> {
  return withTopics<ConsumerPlan>(
    space,
    {
      settings: choice(space.consumerSettings),
      startMs: fc.integer({ min: 0, max: Math.floor(space.chaosMs / 3) }),
      pollEveryMs: fc.constantFrom(50, 10, 400, 2000),
      start: choice<SeekTo>("earliest", "latest", "earliest", "latest", { offset: 5 }, { agoMs: 1000 }),
      rack: fc.constantFrom("", "", "a"),
      seeks: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: seeks(space) }),
    },
    { seeks: [] },
  );
}

const member = (space: ScenarioSpace): fc.Arbitrary<ConsumerPlan> =>
  withTopics<ConsumerPlan>(space, memberParts(space), { seeks: [], commit: "auto", processMs: 0 });

export function workloadArbitrary(space: ScenarioSpace): fc.Arbitrary<WorkloadPlan> {
  return fc.record({
    producers: fc.array(producer(space), { minLength: 1, maxLength: 2 }),
    consumers: hasGroup(space)
      ? fc.array(member(space), { minLength: 2, maxLength: mostMembers })
      : fc.array(consumer(space), { minLength: 0, maxLength: 2 }),
  });
}
