/** What a broker is told when it is made: its identity, its settings, and the rules in force. */
import type { NodeId } from "../../core/ids.ts";
import type { ReplicaOptions } from "../replica-manager/port.ts";

export interface BrokerOptions extends ReplicaOptions {
  /** broker.rack; "" without one. */
  readonly rack: string;
  /** The nodes of the control plane (controller.quorum.voters). */
  readonly voters: readonly NodeId[];
}
