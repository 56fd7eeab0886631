/** Elections and the ELR as tables: what is registered, who is alive, what is wanted; what comes of it. */
import { describe, expect, test } from "vitest";
import type { ElectionType } from "../../../src/kafka/controller/election.ts";
import { buildPartitionChange, targetOf } from "../../../src/kafka/controller/partition-change.ts";
import { changed } from "../../../src/kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import type { ControllerRules } from "../../../src/kafka/rules/controller-rules.ts";
import { policyWith } from "./settings.ts";

const base: PartitionRegistration = {
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader: 1,
  leaderEpoch: 5,
  partitionEpoch: 9,
  leaderRecoveryState: "RECOVERED",
};

interface Case {
  readonly is?: Partial<PartitionRegistration>;
  readonly alive: readonly number[];
  /** The ISR that is wanted; the registered one if absent. */
  readonly isr?: readonly number[];
  readonly election?: ElectionType;
  readonly elr?: boolean;
  readonly minIsr?: number;
  readonly unclean?: number;
  readonly rules?: Partial<ControllerRules>;
}

/** "kind leader@epoch isr elr last" of the registration afterwards; "nothing" without a record. */
function outcome(c: Case): string {
  const policy = policyWith({ rules: c.rules ?? {}, config: { eligibleLeaderReplicasEnable: c.elr ?? true } });
  const partition = { ...base, ...c.is };
  const target = targetOf(partition, c.minIsr ?? 2, c.election ?? "online", (id) => c.alive.includes(id));
  const wanted = { ...target, isr: c.isr ?? partition.isr, restartedUncleanly: c.unclean ?? -1 };
  const change = buildPartitionChange(wanted, policy);
  if (change === null) return "nothing";
  const after = changed(partition, change.changes);
  const recovering = after.leaderRecoveryState === "RECOVERING" ? " recovering" : "";
  return `${change.election} ${after.leader}@${after.leaderEpoch} isr=${after.isr} elr=${after.eligibleLeaderReplicas} last=${after.lastKnownElr}${recovering}`;
}

const leaderless = { leader: -1, isr: [] };

describe("elections with ELR", () => {
  test.each<[string, Case, string]>([
    ["nothing to do", { alive: [1, 2, 3] }, "nothing"],
    ["a live leader stays when others leave", { alive: [1, 2], isr: [1, 2] }, "none 1@5 isr=1,2 elr= last="],
    [
      "assignment order, not ISR order",
      { is: { isr: [3, 2, 1] }, alive: [2, 3], isr: [3, 2] },
      "clean 2@6 isr=3,2 elr= last=",
    ],
    ["below min ISR those who leave stay eligible", { alive: [1], isr: [1] }, "none 1@5 isr=1 elr=2,3 last="],
    [
      "one more leaves",
      { is: { isr: [1, 2], eligibleLeaderReplicas: [] }, alive: [1], isr: [1] },
      "none 1@5 isr=1 elr=2 last=",
    ],
    [
      "the ISR may run empty",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [3], isr: [] },
      "leaderless -1@6 isr= elr=2,1 last=1",
    ],
    [
      "the leader is noted when it is lost, also while the ISR still names it",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [3] },
      "leaderless -1@6 isr=1 elr=2 last=1",
    ],
    [
      "up to 4.1.0 not before the ISR runs empty",
      {
        is: { isr: [1], eligibleLeaderReplicas: [2] },
        alive: [3],
        rules: { notesLastLeader: ({ isrEmpties }) => isrEmpties },
      },
      "leaderless -1@6 isr=1 elr=2 last=",
    ],
    [
      "then an eligible replica leads",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [2, 3], isr: [] },
      "eligible 2@6 isr=2 elr=1 last=",
    ],
    [
      "back from nothing",
      { is: { ...leaderless, eligibleLeaderReplicas: [2, 3], lastKnownElr: [1] }, alive: [3] },
      "eligible 3@6 isr=3 elr=2 last=",
    ],
    [
      "eligible replicas wait while the ISR lives",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [1, 2] },
      "nothing",
    ],
    [
      "ISR large enough again",
      { is: { isr: [1], eligibleLeaderReplicas: [2, 3] }, alive: [1, 2], isr: [1, 2] },
      "none 1@5 isr=1,2 elr= last=",
    ],
    [
      "an unclean restart leaves ISR and ELR",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [3], isr: [], unclean: 1 },
      "leaderless -1@6 isr= elr=2 last=1",
    ],
    [
      "of an eligible one",
      { is: { ...leaderless, eligibleLeaderReplicas: [2], lastKnownElr: [1] }, alive: [], unclean: 2 },
      "none -1@5 isr= elr= last=1",
    ],
    [
      "the last known leader",
      { is: { ...leaderless, lastKnownElr: [2] }, alive: [1, 2] },
      "last-known 2@6 isr=2 elr= last= recovering",
    ],
    ["only if it lives (KAFKA-19522)", { is: { ...leaderless, lastKnownElr: [2] }, alive: [1] }, "nothing"],
    [
      "before its fix",
      { is: { ...leaderless, lastKnownElr: [2] }, alive: [1], rules: { mayElectLastKnownLeader: () => true } },
      "last-known 2@6 isr=2 elr= last= recovering",
    ],
    [
      "not while anybody is eligible",
      { is: { ...leaderless, eligibleLeaderReplicas: [3], lastKnownElr: [2] }, alive: [2] },
      "nothing",
    ],
    [
      "unclean, if allowed",
      { is: { ...leaderless, eligibleLeaderReplicas: [3] }, alive: [2], election: "unclean" },
      "unclean 2@6 isr=2 elr= last= recovering",
    ],
    [
      "unclean elections prefer clean ones",
      { is: { ...leaderless, eligibleLeaderReplicas: [3] }, alive: [2, 3], election: "unclean" },
      "eligible 3@6 isr=3 elr= last=",
    ],
    ["min ISR 1: nobody else is eligible", { alive: [1], minIsr: 1, isr: [1] }, "none 1@5 isr=1 elr= last="],
    [
      "min ISR 1: but the last one is",
      { is: { isr: [1] }, alive: [], minIsr: 1, isr: [] },
      "leaderless -1@6 isr= elr=1 last=1",
    ],
    [
      "counted before the election: with min ISR 1 the other eligible ones stay until the next change",
      { is: { ...leaderless, eligibleLeaderReplicas: [1, 2] }, alive: [1], minIsr: 1 },
      "eligible 1@6 isr=1 elr=2 last=",
    ],
    ["an offline broker without a vote stays out", { is: { ...leaderless }, alive: [1, 2, 3] }, "nothing"],
  ])("%s", (_name, c, expected) => {
    expect(outcome(c)).toBe(expected);
  });
});

describe("elections without ELR", () => {
  test.each<[string, Case, string]>([
    ["another ISR member", { alive: [2, 3], isr: [2, 3] }, "clean 2@6 isr=2,3 elr= last="],
    ["the last member stays (R-41)", { is: { isr: [1] }, alive: [2], isr: [] }, "leaderless -1@6 isr=1 elr= last="],
    ["and leads again", { is: { isr: [1], leader: -1 }, alive: [1, 2] }, "clean 1@6 isr=1 elr= last="],
    [
      "whoever lives, if allowed",
      { is: { isr: [1] }, alive: [3], isr: [], election: "unclean" },
      "unclean 3@6 isr=3 elr= last= recovering",
    ],
    ["nobody lives", { is: { isr: [1] }, alive: [], isr: [], election: "unclean" }, "leaderless -1@6 isr=1 elr= last="],
    ["a smaller ISR keeps its epoch (since 3.6)", { alive: [1, 2], isr: [1, 2] }, "none 1@5 isr=1,2 elr= last="],
    [
      "before 3.6 it did not",
      { alive: [1, 2], isr: [1, 2], rules: { isrShrinkBumpsLeaderEpoch: true } },
      "none 1@6 isr=1,2 elr= last=",
    ],
    [
      "an ELR from before is dropped",
      { is: { isr: [1], eligibleLeaderReplicas: [2] }, alive: [1] },
      "none 1@5 isr=1 elr= last=",
    ],
  ])("%s", (_name, c, expected) => {
    expect(outcome({ elr: false, ...c })).toBe(expected);
  });
});

describe("preferred elections", () => {
  test.each<[string, Case, string]>([
    ["the head of the assignment", { is: { leader: 2 }, alive: [1, 2, 3] }, "preferred 1@6 isr=1,2,3 elr= last="],
    ["not when it is down", { is: { leader: 2 }, alive: [2, 3] }, "nothing"],
    ["not from outside the ISR (E-10)", { is: { leader: 2, isr: [2, 3] }, alive: [1, 2, 3] }, "nothing"],
    [
      "unless that is the defect",
      { is: { leader: 2, isr: [2, 3] }, alive: [1, 2, 3], rules: { preferredRequiresIsr: false } },
      "preferred 1@6 isr=2,3,1 elr= last=",
    ],
    [
      "without a leader anybody clean",
      { is: { leader: -1, isr: [2], eligibleLeaderReplicas: [1, 3] }, alive: [1, 2] },
      "clean 2@6 isr=2 elr=1,3 last=",
    ],
    [
      "an eligible head",
      { is: { ...leaderless, eligibleLeaderReplicas: [1, 2] }, alive: [1, 2] },
      "eligible 1@6 isr=1 elr=2 last=",
    ],
  ])("%s", (_name, c, expected) => {
    expect(outcome({ ...c, election: "preferred" })).toBe(expected);
  });
});
