/**
 * 5.17 ElectedInTime: no partition is without a leader while the controller counts on somebody who may lead. Judged all the
 * time: what is mended in the end was an outage that nobody needed.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { isCandidate, type PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { newUptime, uptimeWatch } from "./controller-uptime.ts";

const card: CheckCard = {
  name: "elected-in-time",
  sentence: "A partition without a leader gets one at once when a member of its ISR or ELR is not fenced.",
  formula: "leader = none ∧ ∃ r ∈ isr ∪ elr: ¬fenced(r) for three seconds of a controller that runs ⇒ ⊥",
  source: "invariants 5.17 (ElectedInTime); R-42",
  kind: "liveness",
  guarantee: "progress",
};

const boundMicros = 3_000_000;

/** Who may lead as far as the controller knows; -1 nobody. A disk that failed, or came back empty, may not be known to it yet. */
function eligible(ghost: Ghost, partition: PartitionGhost): number {
  const { registration } = partition;
  if (registration === null || partition.deleted || registration.leader >= 0) return -1;
  for (const broker of registration.replicas) {
    const state = ghost.brokers[broker];
    if (state === undefined || state.fenced || state.shuttingDown || state.dirFailed) continue;
    if (isCandidate(partition, broker) && partition.replicas[broker]?.wiped !== true) return broker;
  }
  return -1;
}

export const electedInTime: Check = {
  card,
  watch: (ghost) => {
    /** By partition index: since when it has been so at each look; -1 it is not. */
    const since: number[] = [];
    const uptime = newUptime();
    return {
      ...uptimeWatch(ghost, uptime),
      tick: () => {
        for (const partition of ghost.partitionList) {
          const { index } = partition;
          const broker = eligible(ghost, partition);
          if (broker < 0) {
            since[index] = -1;
            continue;
          }
          if ((since[index] ?? -1) < 0) since[index] = ghost.atMicros;
          if (ghost.atMicros - Math.max(since[index]!, uptime.sinceMicros) <= boundMicros) continue;
          found(ghost, card, partition, {
            role: "nobody-elected",
            sentence: `${named(partition)} has no leader, although ${nodeName(broker)} may lead it and is not fenced`,
            subject: { kind: "partition", leader: -1 },
          });
        }
      },
    };
  },
};
