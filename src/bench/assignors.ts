/** One of a thousand members leaves a group with ten thousand partitions: how long until it is known who gets what. */
import type { AssignableTopics, GroupAssignment } from "../kafka/assignors/assignor.ts";
import { assignors } from "../kafka/assignors/assignors.ts";
import { rangeServerAssignor } from "../kafka/assignors/server/range-server-assignor.ts";
import type {
  GroupSpec,
  ServerAssignor,
  ServerMember,
  TargetAssignment,
} from "../kafka/assignors/server/server-assignor.ts";
import { uniformAssignor } from "../kafka/assignors/server/uniform-assignor.ts";
import type { JoinedMember } from "../kafka/messages/groups.ts";
import { type BenchRow, row } from "./row.ts";

const topicCount = 10;
const partitionsPerTopic = 1000;
const memberCount = 1000;
const repetitions = 5;

const bound = { floor: 1.5, aim: 0.3, atLeast: false };

export function benchAssignors(): BenchRow[] {
  const detail = `${topicCount * partitionsPerTopic} partitions, ${memberCount} members, one leaves; best of ${repetitions}`;
  return [
    row("assignors", leaveCooperative(), "s, cooperative-sticky", bound, detail),
    row("assignors", leaveServer(uniformAssignor, true), "s, uniform, equal subscriptions", bound, detail),
    row("assignors", leaveServer(uniformAssignor, false), "s, uniform, different subscriptions", bound, detail),
    row("assignors", leaveServer(rangeServerAssignor, true), "s, range of the coordinator", bound, detail),
  ];
}

const memberId = (index: number): string => `consumer-${index}-${(index * 7919).toString(16).padStart(12, "0")}`;
const topicNames = Array.from({ length: topicCount }, (_, index) => `topic-${index}`);

function bestSeconds(once: () => unknown): number {
  const times = Array.from({ length: repetitions }, () => {
    const started = performance.now();
    once();
    return performance.now() - started;
  });
  return Math.min(...times) / 1000;
}

function leaveCooperative(): number {
  const topics: AssignableTopics = new Map(
    topicNames.map((name) => [name, { partitionCount: partitionsPerTopic, racks: null }]),
  );
  const { assign } = assignors["cooperative-sticky"];
  const joined = (held: GroupAssignment, generationId: number): JoinedMember[] =>
    Array.from({ length: memberCount }, (_, index) => ({
      memberId: memberId(index),
      groupInstanceId: null,
      metadata: {
        topics: topicNames,
        userData: { previousAssignment: [], generation: generationId },
        ownedPartitions: held.get(memberId(index)) ?? [],
        generationId,
        rackId: null,
      },
    }));
  const left = joined(assign(topics, joined(new Map(), -1)), 1).slice(1);
  return bestSeconds(() => assign(topics, left));
}

/** With different subscriptions each member lacks one of the topics. */
function leaveServer({ assign }: ServerAssignor, isHomogeneous: boolean): number {
  const members = (held: TargetAssignment): ServerMember[] =>
    Array.from({ length: memberCount }, (_, index) => ({
      memberId: memberId(index),
      groupInstanceId: null,
      topicIds: new Set(
        topicNames.map((_, topic) => topic).filter((topic) => isHomogeneous || topic !== index % topicCount),
      ),
      target: held.get(memberId(index)) ?? new Map(),
    }));
  const spec = (all: readonly ServerMember[]): GroupSpec => ({
    members: all,
    isHomogeneous,
    partitionCountOf: () => partitionsPerTopic,
  });
  const left = members(assign(spec(members(new Map())))).slice(1);
  return bestSeconds(() => assign(spec(left)));
}
