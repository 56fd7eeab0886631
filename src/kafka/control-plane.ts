/**
 * Who leads the control plane, as one node sees it: the voters are given, the leader is learned. A single voter is the
 * leader, so that there is nothing to learn.
 */
import type { NodeId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";

export interface ControlPlane {
  /** controller.quorum.voters */
  readonly voters: readonly NodeId[];
  /** Where requests to the controller go. */
  leaderId: NodeId;
}

export function newControlPlane(voters: readonly NodeId[]): ControlPlane {
  invariant(voters.length > 0, "a control plane has at least one voter");
  return { voters, leaderId: voters[0]! };
}

export const isVoter = (controlPlane: ControlPlane, node: NodeId): boolean => controlPlane.voters.includes(node);
