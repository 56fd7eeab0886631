/** Stopping: cleanly, with everything on the platter and the marker written, or at once because no directory is left. */

import { invariant } from "../../core/invariant.ts";
import { closeLogs } from "../replica-manager/close.ts";

import type { BrokerState } from "./state.ts";

/** Closes the logs and ends the process. */
export function shutDown(state: BrokerState): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  invariant(state.lifecycle.isRegistered, "who never registered has nothing to stop cleanly");
  invariant(state.loader.published, "logs that no image has reached are not closed cleanly");
  state.lifecycle.phase = "SHUTTING_DOWN";
  closeLogs(state.replicas);
  state.port.context.exit("controlled shutdown");
}

/** Exit.halt(1): a broker without a directory is of no use. */
export function halt(state: BrokerState, reason: string): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  state.lifecycle.phase = "SHUTTING_DOWN";
  state.port.context.exit(reason);
}
