/** The words of what groups do. */
import { Errors, errorName } from "../../kafka/errors.ts";
import type { TopicPartitions } from "../../kafka/messages/consumer-protocol.ts";
import type { LeaveReason, RebalanceReason } from "../../kafka/observer.ts";
import type { FactOf } from "../facts/fact.ts";
import { listed, listedNodes } from "./names.ts";
import type { Place, Words } from "./predicate.ts";
import { does } from "./predicate.ts";

const why: Readonly<Record<RebalanceReason, string>> = {
  "member-joined": "a member joins",
  "member-left": "a member leaves",
  "session-expired": "the session of a member is over",
  "metadata-changed": "a member asks for something else",
  "leader-rejoined": "its leader joins again",
  "not-synced": "a member never asked for its assignment",
  "static-member-replaced": "a static member came back",
  "assignment-not-stored": "its assignment could not be written",
  "over-capacity": "it has too many members",
};

const how: Readonly<Record<LeaveReason, string>> = {
  left: "leaves",
  "session-expired": "is out: its session is over",
  "not-rejoined": "is out: it did not join again within the rebalance timeout",
  "not-synced": "is out: it never asked for its assignment",
  "over-capacity": "is out: the group is full",
};

const partitionsText = (partitions: readonly TopicPartitions[]): string => {
  const names = partitions.flatMap(({ topic, partitions: numbers }) => numbers.map((number) => `${topic}-${number}`));
  return names.length === 0 ? "nothing" : listed(names);
};

export const groupWords = {
  "load-groups": ({ epoch }: FactOf<"load-groups">, { name }: Place): Words =>
    does("coordinate", `the groups of ${name}, in epoch ${epoch}`),
  "join-group": ({ group, member }: FactOf<"join-group">): Words => `${member} joins group ${group}`,
  "replace-member": ({ group, member }: FactOf<"replace-member">): Words =>
    `a static member comes back to group ${group}, as ${member}`,
  "leave-group": ({ group, member, reason }: FactOf<"leave-group">): Words =>
    `${member} of group ${group} ${how[reason]}`,
  rebalance: ({ group, generation, reason }: FactOf<"rebalance">): Words =>
    `group ${group} rebalances after generation ${generation}: ${why[reason]}`,
  generation: ({ group, generation, leader, members }: FactOf<"generation">): Words =>
    `generation ${generation} of group ${group} begins with ${members} ${members === 1 ? "member" : "members"}, led by ${leader}`,
  stable: ({ group, generation }: FactOf<"stable">): Words =>
    `group ${group} is stable: the assignment of generation ${generation} is committed`,
  own: ({ group, generation, partitions }: FactOf<"own">): Words =>
    does("hold", `${partitionsText(partitions)} in generation ${generation} of group ${group}`),
  disown: ({ partitions, isLost }: FactOf<"disown">): Words =>
    isLost ? does("lose", partitionsText(partitions)) : does("give", `${partitionsText(partitions)} back`),
  process: ({ from, to, generation }: FactOf<"process">, { name }: Place): Words =>
    does("process", `${name}@${from}${to > from + 1 ? `..${to - 1}` : ""} in generation ${generation}`),
  commit: ({ nodes, group, offsets, errorCode }: FactOf<"commit">): Words => {
    const what = listed(offsets.map(({ topic, partition, offset }) => `${topic}-${partition} at ${offset}`));
    if (errorCode === Errors.NONE) return does("commit", `${what} for group ${group}`);
    return `the commit of ${what} by ${listedNodes(nodes)} fails with ${errorName(errorCode)}`;
  },
  "start-from": ({ from, group }: FactOf<"start-from">, { name }: Place): Words =>
    from < 0
      ? does("find", `no committed offset of group ${group} for ${name}`)
      : does("start", `${name} from offset ${from}, where group ${group} has committed`),
};
