/** Members of a group, where the settings of the consumers name one: two to four, each with an application of its own kind. */
import fc from "fast-check";
import type { ClusterPlan, Settings } from "../scenario/scenario.ts";
import type { ConsumerPlan } from "../workload/plan.ts";
import { choice } from "./as-it-is.ts";
import type { ScenarioSpace } from "./space.ts";

export const mostMembers = 4;

export const hasGroup = ({ consumerSettings }: Pick<ScenarioSpace, "consumerSettings">): boolean =>
  (consumerSettings["group.id"] ?? "") !== "";

const assignors = ["Range", "RoundRobin", "Sticky", "CooperativeSticky"].map(
  (name) => `org.apache.kafka.clients.consumer.${name}Assignor`,
);

const memberVariants: readonly Settings[] = [
  {},
  { "enable.auto.commit": "false" },
  { "enable.auto.commit": "false" },
  { "max.poll.records": "3" },
  // Static members; now and then two processes have one instance id.
  { "group.instance.id": "one" },
  { "group.instance.id": "two", "enable.auto.commit": "false" },
];

/** All members of a group offer the same assignors: here, by the group's id. */
const groups: readonly Settings[] = [{}, ...assignors.map((name) => ({ "partition.assignment.strategy": name }))];

type MemberParts = {
  [K in keyof Omit<ConsumerPlan, "topic" | "topics">]-?: fc.Arbitrary<NonNullable<ConsumerPlan[K]>>;
};

export function memberParts(space: ScenarioSpace): MemberParts {
  const given = space.consumerSettings;
  const offered = groups.map((more, i) => ({ ...given, ...more, "group.id": `${given["group.id"]}-${i}` }));
  const varied = offered.flatMap((settings) => memberVariants.map((variant) => ({ ...settings, ...variant })));
  return {
    settings: choice(...(space.varyClients ? varied : [given])),
    startMs: fc.integer({ min: 0, max: Math.floor(space.chaosMs / 2) }),
    pollEveryMs: fc.constantFrom(50, 10, 400),
    start: fc.constant("earliest" as const),
    rack: fc.constantFrom("", "", "a"),
    seeks: fc.constant([]),
    commit: choice<NonNullable<ConsumerPlan["commit"]>>(
      ...(space.varyClients ? (["auto", "after", "before"] as const) : [commitOf(given)]),
    ),
    processMs: fc.constantFrom(0, 5, 50, 600),
  };
}

/** Of whoever commits itself, it is taken that it does so after processing. */
const commitOf = (settings: Settings): "auto" | "after" =>
  settings["enable.auto.commit"] === "false" ? "after" : "auto";

/** Small clusters keep offsets on as many brokers as they have, in a few small partitions. */
export const withOffsetsTopic = (cluster: ClusterPlan): ClusterPlan => ({
  ...cluster,
  settings: {
    "offsets.topic.num.partitions": "2",
    "offsets.topic.replication.factor": String(Math.min(3, cluster.brokers)),
    "offsets.topic.segment.bytes": "6000",
    "group.min.session.timeout.ms": "500",
    "group.initial.rebalance.delay.ms": "300",
    ...cluster.settings,
  },
});
