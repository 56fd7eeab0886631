/** How a member leaves: by its own will, or because its application did not poll in time (G-50, G-99). */
import { invariant } from "../../../core/invariant.ts";
import { mix3 } from "../../../core/mix.ts";
import type { LeaveGroupRequest } from "../../../kafka/messages/groups.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { hasNoGeneration, identityOf, isRebalancing, type Membership, resetGeneration } from "./membership.ts";

/** CloseOptions (KIP-1092): by default dynamic members leave, static ones come back. */
type LeaveOperation = "default" | "leave-group" | "remain-in-group";

/**
 * Close or unsubscribe. What the application holds is revoked, or lost if the group may have given it away by now; nobody waits for the
 * answer to LeaveGroup.
 */
export function leaveGroup(membership: Membership, operation: LeaveOperation, context: ClientContext): void {
  const { port, heartbeats } = membership;
  heartbeats.isEnabled = false;
  const owned = port.owned();
  if (owned.length > 0) {
    const isLost = membership.generationId === -1 || membership.memberId === "" || isRebalancing(membership);
    if (isLost) port.lost(owned, context);
    else port.revoked(owned, context);
  }
  invariant(port.owned().length === 0, "who leaves holds nothing");
  leaveSilently(membership, operation, context);
}

/** The application is not told: it hears at its next poll that all is lost. */
export function leaveSilently(membership: Membership, operation: LeaveOperation, context: ClientContext): void {
  const { port, memberId, generationId, state } = membership;
  const leaves = operation === "leave-group" || (operation === "default" && port.config.groupInstanceId === null);
  const isKnown = state !== "unjoined" && memberId !== "";
  if (leaves && isKnown && port.coordinatorReadyAtMs() <= context.nowMs()) {
    const request: LeaveGroupRequest = {
      kind: "LeaveGroup",
      name: mix3(About.leaveGroup, port.self, generationId),
      correlationId: port.nextCorrelationId(),
      groupId: port.config.groupId,
      members: [{ memberId, groupInstanceId: null }],
    };
    port.send(request, { kind: "leave-group", sentWith: identityOf(membership) }, null, context);
  }
  resetGeneration(membership, true);
  invariant(hasNoGeneration(membership) && membership.memberId === "", "who left is no member");
}
