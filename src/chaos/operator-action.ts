/** What an operator may do: ask Kafka for something, or change who belongs to the cluster. */
import type { AdminAction } from "../kafka/messages/operator.ts";

/**
 * A broker is added (one above the brokers of the scenario stands by until then), or taken out of service for good: its
 * replicas move away, it is shut down in order and unregistered. `add-broker` may bring it back.
 */
export interface MembershipAction {
  readonly do: "add-broker" | "remove-broker";
  readonly broker: number;
}

export type OperatorAction = AdminAction | MembershipAction;

export const isMembership = (action: OperatorAction): action is MembershipAction =>
  action.do === "add-broker" || action.do === "remove-broker";
