/** What a member tells the leader under each assignor that it offers (ConsumerCoordinator.metadata). */
import { assignors } from "../../../kafka/assignors/assignors.ts";
import type { AssignorName } from "../../../kafka/config/resolve-group.ts";
import type { StickyUserData, TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";
import type { JoinProtocol } from "../../../kafka/messages/groups.ts";
import type { Membership } from "./membership.ts";

export function joinProtocols(membership: Membership): readonly JoinProtocol[] {
  const { port, generationId } = membership;
  const topics = port.topics();
  const ownedPartitions = port.owned();
  return port.config.assignors.map((name) => {
    const userData = userDataOf(membership, name);
    return { name, metadata: { topics, userData, ownedPartitions, generationId, rackId: port.rack } };
  });
}

function userDataOf({ remembered, rememberedGenerationId }: Membership, name: AssignorName): StickyUserData | null {
  switch (assignors[name].userData) {
    case "none":
      return null;
    case "generation":
      return { previousAssignment: [], generation: rememberedGenerationId };
    case "assignment":
      if (remembered === null) return null;
      return { previousAssignment: remembered.partitions, generation: remembered.generationId };
  }
}

/** The assignor that was chosen keeps what it needs for the next join (ConsumerPartitionAssignor.onAssignment). */
export function remember(membership: Membership, partitions: readonly TopicPartitions[]): void {
  const { protocolName, generationId } = membership;
  if (protocolName === "sticky") membership.remembered = { partitions, generationId };
  if (protocolName === "cooperative-sticky") membership.rememberedGenerationId = generationId;
}
