/** What the operator of the cluster asks of a broker: no request of the protocol, so nobody answers (from node -1). */
import type { Named } from "../../core/machine.ts";

/** As a SIGTERM: hand leaderships over, close the logs, stop (K-24). */
export interface ControlledShutdown extends Named {
  readonly kind: "ControlledShutdown";
}

export type OperatorMessage = ControlledShutdown;
