/** The topics of the whole group, which the leader watches: when they change, what it assigned is out of date (G-94). */
import type { AssignableTopic, AssignableTopics } from "../../../kafka/assignors/assignor.ts";
import type { JoinedMember } from "../../../kafka/messages/groups.ts";
import type { Membership } from "./membership.ts";

export const topicsOfGroup = (members: readonly JoinedMember[]): readonly string[] =>
  [...new Set(members.flatMap(({ metadata }) => metadata.topics))].sort();

/** What metadata tells now of the group's topics, or, to who does not lead, of its own. */
export function knownTopics({ port, groupTopics }: Membership): AssignableTopics {
  const known = new Map<string, AssignableTopic>();
  for (const name of [...port.topics(), ...groupTopics]) {
    const topic = port.topic(name);
    if (topic !== null) known.set(name, topic);
  }
  return known;
}

/** Metadata was answered: the next poll looks. */
export function noteMetadata(membership: Membership): void {
  membership.awaitsMetadata = false;
  membership.hasNewMetadata = true;
}

/** The leader's topics have other partitions, or with client.rack replicas in other racks, than when it assigned. */
export function isAssignmentOutdated(membership: Membership): boolean {
  const { port, assignedWith } = membership;
  if (assignedWith === null || !membership.hasNewMetadata) return false;
  membership.hasNewMetadata = false;
  const known = knownTopics(membership);
  if (known.size !== assignedWith.size) return true;
  for (const [name, topic] of known) {
    const before = assignedWith.get(name);
    if (before === undefined || before.partitionCount !== topic.partitionCount) return true;
    if (port.rack !== null && haveMoved(before, topic)) return true;
  }
  return false;
}

function haveMoved(before: AssignableTopic, now: AssignableTopic): boolean {
  for (let partition = 0; partition < now.partitionCount; partition++) {
    const old = before.racks?.[partition] ?? [];
    const racks = now.racks?.[partition] ?? [];
    if (old.length !== racks.length || !racks.every((rack) => old.includes(rack))) return true;
  }
  return false;
}
