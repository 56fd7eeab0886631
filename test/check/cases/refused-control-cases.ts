/** Bad worlds of leaders, ISR and controller, which a check must refuse. */
import { Errors } from "../../../src/kafka/errors.ts";
import { tp } from "../stage.ts";
import type { Case } from "./case.ts";

export const refusedControlCases: readonly Case[] = [
  { check: "leader-unique", name: "a second leader in an epoch", act: (s) => s.lead(2, 0) },
  {
    check: "leader-unique",
    name: "an append by one who does not lead in that epoch",
    act: (s) => {
      s.write(1, 0, [1]);
      s.write(2, 0, [1], 0);
    },
  },
  {
    check: "epoch-monotone",
    name: "a partition epoch that stays",
    act: (s) => s.change({ isr: [1, 2], partitionEpoch: 0 }),
  },
  {
    check: "epoch-monotone",
    name: "a leader that changes within its epoch",
    act: (s) => s.change({ leader: 2, leaderEpoch: 0 }),
  },
  {
    check: "epoch-monotone",
    name: "a broker epoch that falls",
    act: (s) =>
      s.event((t) => {
        t.brokerRegistered(2, 9, false);
        t.brokerRegistered(2, 8, false);
      }),
  },
  {
    check: "epoch-monotone",
    name: "a broker's metadata that goes back",
    act: (s) =>
      s.event((t) => {
        t.metadataApplied(2, 9);
        t.metadataApplied(2, 8);
      }),
  },
  {
    check: "leader-in-isr",
    name: "a leader outside the ISR (E-10)",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.change({ leader: 3 }, "preferred");
    },
  },
  {
    check: "isr-superset",
    name: "the controller's ISR has a member that its leader does not count",
    act: (s) => {
      s.isr([1, 2]);
      s.change({ isr: [1, 2, 3] });
    },
  },
  { check: "valid-isr", name: "an ISR member that is no replica", act: (s) => s.change({ isr: [1, 2, 9] }) },
  { check: "valid-isr", name: "a fenced member (I-03)", act: (s) => s.event((t) => t.brokerFenced(3, 1)) },
  {
    check: "valid-isr",
    name: "an empty ISR without ELR",
    options: { elr: false },
    act: (s) => s.change({ isr: [], leader: -1 }),
  },
  {
    check: "valid-elr",
    name: "ISR and ELR share a member",
    act: (s) => s.change({ isr: [1], eligibleLeaderReplicas: [1, 2] }),
  },
  {
    check: "valid-elr",
    name: "a member that never was a replica",
    act: (s) => s.change({ isr: [1], eligibleLeaderReplicas: [2, 9] }),
  },
  {
    check: "valid-elr",
    name: "an ELR beside a full ISR",
    act: (s) => s.change({ isr: [1, 2], eligibleLeaderReplicas: [3] }),
  },
  {
    check: "recovery-quorum",
    name: "nobody is remembered",
    act: (s) => s.change({ isr: [], leader: -1, eligibleLeaderReplicas: [], lastKnownElr: [] }, "leaderless"),
  },
  {
    check: "unclean-exclusion",
    name: "an unclean replica stays in the ISR",
    act: (s) => {
      s.down(3, "power-loss");
      s.up(3, 0);
    },
  },
  {
    check: "isr-incarnation",
    name: "a wiped replica joins on its old fetches (I-02)",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.commit(1, 0, [1, 2]);
      s.event((t) => t.followerFetched(1, tp, 3, 2, 0));
      s.down(3);
      s.event((t) => t.diskWiped(3, 0));
      s.up(3, 0);
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "alter-fenced",
    name: "a stale partition epoch is accepted",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.event((t) => t.alterPartitionJudged(tp, 1, 0, 0, -1, Errors.NONE));
    },
  },
  {
    check: "alter-fenced",
    name: "a sender who does not lead is accepted",
    act: (s) => s.event((t) => t.alterPartitionJudged(tp, 2, 0, 0, -1, Errors.NONE)),
  },
  {
    check: "control-fenced",
    name: "a role of an older epoch",
    act: (s) => {
      s.change({ leader: 2 }, "clean");
      s.follow(3, 1);
      s.follow(3, 0);
    },
  },
  {
    check: "reassignment-safe",
    name: "a reassignment completes without its target",
    act: (s) => {
      s.change({ isr: [1, 2], addingReplicas: [3], removingReplicas: [2] });
      s.change({ replicas: [1, 3], isr: [1], addingReplicas: [], removingReplicas: [] });
    },
  },
  {
    check: "reassignment-safe",
    name: "a reassignment that leaves fewer replicas completes without one of them",
    act: (s) => {
      s.change({ isr: [1, 2], replicas: [1, 2, 3], removingReplicas: [2] });
      s.change({ replicas: [1, 3], isr: [1], removingReplicas: [] });
    },
  },
  {
    check: "reassignment-safe",
    name: "a record starts and completes a move to somebody outside the ISR",
    act: (s) => s.change({ replicas: [1, 2, 4], isr: [1, 2] }),
  },
  { check: "reassignment-safe", name: "a candidate deletes its log", act: (s) => s.event((t) => t.logDeleted(2, tp)) },
  {
    check: "election-legal",
    name: "who is elected uncleanly need not recover",
    act: (s) => {
      s.change({ leader: -1, isr: [1] }, "leaderless");
      s.change({ leader: 2, isr: [2], leaderRecoveryState: "RECOVERED" }, "unclean");
    },
  },
  {
    check: "election-legal",
    name: "a leader from the ISR has to recover",
    act: (s) => s.change({ leader: 2, leaderRecoveryState: "RECOVERING" }, "clean"),
  },
  {
    check: "election-legal",
    name: "a stranger is elected cleanly",
    act: (s) => {
      s.change({ leader: -1, isr: [1] }, "leaderless");
      s.change({ leader: 2, isr: [2] }, "clean");
    },
  },
];
