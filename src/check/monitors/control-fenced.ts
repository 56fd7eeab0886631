/** 2.8 ControlFenced (KIP-380, VL): within a process a replica never takes a role of a smaller leader epoch than it had. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "control-fenced",
  sentence: "A broker never applies a leadership change of a smaller leader epoch than the one it acts in.",
  formula: "∀ r, within a process: leaderEpoch'(r) ≥ leaderEpoch(r)",
  source: "invariants 2.8, 1.17 (ControlFenced); KIP-380",
  kind: "invariant",
  guarantee: "protocol",
};

function judge(ghost: Ghost, broker: number, leaderEpoch: number, role: string): void {
  const previous = ghost.before.leaderEpoch;
  if (leaderEpoch >= previous) return;
  const { partition } = ghost;
  found(ghost, card, partition, {
    role: `${role}-of-older-epoch`,
    sentence: `${nodeName(broker)} becomes ${role} of ${named(partition)} in epoch ${leaderEpoch} after epoch ${previous}`,
    subject: { kind: "replica", broker, leader: -1, offset: -1 },
  });
}

export const controlFenced: Check = {
  card,
  watch: (ghost) => ({
    becameLeader: (broker, _tp, leaderEpoch) => judge(ghost, broker, leaderEpoch, "leader"),
    becameFollower: (broker, _tp, leaderEpoch) => judge(ghost, broker, leaderEpoch, "follower"),
  }),
};
