/** 1.16 LeaderUnique (KRaft ElectionSafety): at most one broker ever acts as leader in a leader epoch. Never suspended. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "leader-unique",
  sentence: "In each leader epoch at most one broker acts as leader, the one that the controller chose.",
  formula: "∀ epoch e: |{ r : r leads in e }| ≤ 1",
  source: "invariants 1.16 (LeaderUnique, ElectionSafety)",
  kind: "invariant",
  guarantee: "protocol",
};

/** `known` leads in the same epoch; -1 nobody that is known. */
export const isSecondLeader = (broker: number, known: number): boolean => known >= 0 && known !== broker;

function judge(ghost: Ghost, broker: number, leaderEpoch: number, how: string): void {
  const { partition } = ghost;
  const { leaders } = partition;
  const known = leaderEpoch < leaders.length ? leaders[leaderEpoch]! : -1;
  if (known === -1) {
    while (leaders.length <= leaderEpoch) leaders.push(-1);
    leaders[leaderEpoch] = broker;
  }
  if (!isSecondLeader(broker, known)) return;
  found(ghost, card, partition, {
    role: `second-leader-${how}`,
    sentence: `${nodeName(broker)} ${how} as leader of ${named(partition)} in epoch ${leaderEpoch}, in which ${nodeName(known)} leads`,
    subject: { kind: "replica", broker, leader: known, offset: -1 },
  });
}

export const leaderUnique: Check = {
  card,
  watch: (ghost) => ({
    becameLeader: (broker, _tp, leaderEpoch) => judge(ghost, broker, leaderEpoch, "begins"),
    appended: (broker, _tp, _batch, asLeader, leaderEpoch) => {
      if (asLeader) judge(ghost, broker, leaderEpoch, "appends");
    },
  }),
};
