/**
 * What the controller lets a broker be (org.apache.kafka.controller.BrokerHeartbeatManager.calculateNextBrokerState).
 *
 *   fenced --wants to be unfenced and saw its own registration (K-23)--> unfenced
 *   fenced --wants to stop--> shutdown-now
 *   unfenced --wants to be fenced--> fenced; --and to stop--> shutdown-now
 *   unfenced --wants to stop--> controlled-shutdown while it leads anything, else shutdown-now
 *   controlled-shutdown --leads nothing, and all active brokers saw that (K-24)--> shutdown-now
 *   any --session expired--> fenced (periodic-decisions.ts)
 *
 * `shutdown-now` fences the broker; it is an answer, not a registered state.
 */
import { invariant } from "../../core/invariant.ts";
import type { BrokerHeartbeatRequest } from "../messages/controller.ts";
import type { BrokerRegistration } from "../metadata/image.ts";

export type BrokerControlState = "fenced" | "unfenced" | "controlled-shutdown" | "shutdown-now";

/**
 * A broker is in controlled shutdown while this controller knows what the others must see first: a controller that has just
 * started does not, and lets it stop as soon as it leads nothing.
 */
export function brokerState(broker: BrokerRegistration, controlledShutdownOffset: number): BrokerControlState {
  if (broker.fenced) return "fenced";
  return controlledShutdownOffset >= 0 ? "controlled-shutdown" : "unfenced";
}

interface HeartbeatFacts {
  /** What the broker must have seen to be unfenced. */
  readonly unfenceOffset: number;
  /** What all active brokers must have seen before this one stops; -1: it is not stopping. */
  readonly controlledShutdownOffset: number;
  /** Infinity without active brokers. */
  readonly lowestActiveOffset: number;
  readonly leadsAny: () => boolean;
}

export function nextBrokerState(
  current: BrokerControlState,
  request: BrokerHeartbeatRequest,
  facts: HeartbeatFacts,
): BrokerControlState {
  switch (current) {
    case "fenced":
      if (request.wantShutDown) return "shutdown-now";
      return !request.wantFence && request.currentMetadataOffset >= facts.unfenceOffset ? "unfenced" : "fenced";
    case "unfenced":
      if (request.wantFence) return request.wantShutDown ? "shutdown-now" : "fenced";
      if (!request.wantShutDown) return "unfenced";
      return facts.leadsAny() ? "controlled-shutdown" : "shutdown-now";
    case "controlled-shutdown": {
      invariant(facts.controlledShutdownOffset >= 0, "who is stopping waits for an offset");
      const isSeen = facts.controlledShutdownOffset <= facts.lowestActiveOffset;
      return !facts.leadsAny() && isSeen ? "shutdown-now" : "controlled-shutdown";
    }
    case "shutdown-now":
      return "shutdown-now";
  }
}
