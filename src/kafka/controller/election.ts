/**
 * Who leads (K-25, R-40..R-47; org.apache.kafka.controller.PartitionChangeBuilder), asked for candidate sets that are
 * already decided:
 *
 *   preferred election   1. the head of the assignment, if it may lead
 *   any election         2. the present leader, if it still may lead
 *                        3. the first of the assignment that may lead: a live ISR member, or a live ELR member if the ISR
 *                           is empty (KIP-966)
 *                        4. the last known leader, if ISR and ELR are both empty
 *                        5. if unclean elections are allowed: the first live replica, whatever it holds
 *                        6. nobody
 */
import { invariant } from "../../core/invariant.ts";
import type { ElectionKind } from "../observer.ts";
import type { ControllerRules } from "../rules/controller-rules.ts";

export type ElectionType = "online" | "preferred" | "unclean";

interface Candidates {
  readonly election: ElectionType;
  /** -1: none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly eligibleLeaderReplicas: readonly number[];
  /** As registered before this change; the one leader, if ISR and ELR ran empty under it. */
  readonly lastKnownElr: readonly number[];
  readonly elrEnabled: boolean;
  /** Alive, and its directory works. */
  readonly isAcceptable: (brokerId: number) => boolean;
}

export interface Elected {
  /** -1: nobody. */
  readonly leader: number;
  readonly kind: ElectionKind;
}

/** `kind` is `none` if the present leader stays (or there is still none). */
export function electLeader(candidates: Candidates, rules: ControllerRules): Elected {
  const { replicas } = candidates;
  invariant(replicas.length > 0, "a partition has a replica");
  const result = walk(candidates, rules);
  invariant(result.leader < 0 || replicas.includes(result.leader), "a replica is elected, or nobody");
  return result;
}

function walk(candidates: Candidates, rules: ControllerRules): Elected {
  const { leader } = candidates;
  if (candidates.election === "preferred") {
    const preferred = candidates.replicas[0] ?? -1;
    if (mayBePreferred(candidates, preferred, rules))
      return elected(leader, preferred, preferredKind(candidates, preferred));
  }
  if (mayLeadCleanly(candidates, leader)) return elected(leader, leader, "none");
  const clean = candidates.replicas.find((id) => mayLeadCleanly(candidates, id));
  if (clean !== undefined) return elected(leader, clean, candidates.isr.includes(clean) ? "clean" : "eligible");
  const lastKnown = lastKnownLeader(candidates, rules);
  if (lastKnown >= 0) return elected(leader, lastKnown, "last-known");
  if (candidates.election === "unclean") {
    const unclean = candidates.replicas.find(candidates.isAcceptable);
    if (unclean !== undefined) return elected(leader, unclean, "unclean");
  }
  return elected(leader, -1, "leaderless");
}

const elected = (before: number, leader: number, kind: ElectionKind): Elected => ({
  leader,
  kind: leader === before ? "none" : kind,
});

function mayLeadCleanly(candidates: Candidates, brokerId: number): boolean {
  const { isr, eligibleLeaderReplicas } = candidates;
  const holdsEverything = isr.includes(brokerId) || (isr.length === 0 && eligibleLeaderReplicas.includes(brokerId));
  return holdsEverything && candidates.isAcceptable(brokerId);
}

function mayBePreferred(candidates: Candidates, preferred: number, rules: ControllerRules): boolean {
  return rules.preferredRequiresIsr ? mayLeadCleanly(candidates, preferred) : candidates.isAcceptable(preferred);
}

const preferredKind = (candidates: Candidates, preferred: number): ElectionKind =>
  candidates.isr.length === 0 && candidates.eligibleLeaderReplicas.includes(preferred) ? "eligible" : "preferred";

function lastKnownLeader(candidates: Candidates, rules: ControllerRules): number {
  const { isr, eligibleLeaderReplicas, lastKnownElr, replicas } = candidates;
  if (!candidates.elrEnabled || isr.length > 0 || eligibleLeaderReplicas.length > 0) return -1;
  const last = lastKnownElr.length === 1 ? lastKnownElr[0]! : -1;
  if (last < 0 || !replicas.includes(last)) return -1;
  return rules.mayElectLastKnownLeader(candidates.isAcceptable(last)) ? last : -1;
}
