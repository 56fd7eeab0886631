/**
 * The availability oracle: once the faults are over, is progress of a partition required, optional or forbidden? A pure
 * function of the controller's view and of who is healthy. Not meeting `required` is a liveness violation, a leader where
 * one is `forbidden` a safety violation, and everything between is excused.
 */
import type { PartitionRegistration } from "../kafka/metadata/records.ts";

type Need = "required" | "optional" | "forbidden";

export interface Availability {
  /** That somebody leads. */
  readonly leader: Need;
  /** That acks=all writes succeed. */
  readonly writes: Need;
}

interface Circumstances {
  /** The broker runs, can be reached, and the replica's disk works. */
  readonly isHealthy: (broker: number) => boolean;
  /** min(min.insync.replicas, replicas); up to 3.6 min.insync.replicas itself. */
  readonly minIsr: number;
  readonly uncleanLeaderElectionEnable: boolean;
}

export function availability(registration: PartitionRegistration, circumstances: Circumstances): Availability {
  const { isHealthy, minIsr } = circumstances;
  const leader = needOfLeader(registration, circumstances);
  const healthy = registration.replicas.filter(isHealthy).length;
  if (leader === "forbidden" || healthy < minIsr) return { leader, writes: "forbidden" };
  return { leader, writes: leader };
}

function needOfLeader(registration: PartitionRegistration, circumstances: Circumstances): Need {
  const { isHealthy, uncleanLeaderElectionEnable } = circumstances;
  const { isr, eligibleLeaderReplicas, lastKnownElr, replicas } = registration;
  // The ELR counts when nobody of the ISR is left: the dead ones are fenced and leave it. Elections walk the assignment.
  const candidates = eligibleLeaderReplicas.filter((broker) => replicas.includes(broker));
  if (isr.some(isHealthy) || candidates.some(isHealthy)) return "required";
  if (lastKnownElr.some(isHealthy)) return "optional";
  return uncleanLeaderElectionEnable && replicas.some(isHealthy) ? "optional" : "forbidden";
}
