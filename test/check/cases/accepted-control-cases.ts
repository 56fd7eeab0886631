/** Legal worlds of leaders, ISR and controller (invariants §6, and the windows that they exempt), which no check may flag. */
import { Errors } from "../../../src/kafka/errors.ts";
import { type Stage, tp } from "../stage.ts";
import { type Case, three } from "./case.ts";

/** The leader asks for a larger ISR, and counts it from then on. */
const propose = (s: Stage, isr: readonly number[]): void =>
  s.event((t) => t.isrProposed(1, tp, isr, s.registration.leaderEpoch, s.registration.partitionEpoch));

export const acceptedControlCases: readonly Case[] = [
  {
    check: "recovery-quorum",
    name: "a changed min.insync.replicas clears the eligible ones of a partition without ISR",
    act: (s) => {
      s.change({ isr: [], leader: -1, eligibleLeaderReplicas: [2, 3], lastKnownElr: [1] }, "leaderless");
      const before = s.registration;
      const cleared = { eligibleLeaderReplicas: [], lastKnownElr: [], partitionEpoch: before.partitionEpoch + 1 };
      s.event((t) => {
        t.configChanged("orders", "min.insync.replicas", "1");
        t.partitionChanged(tp, before, { ...before, ...cleared }, "none");
      });
    },
  },
  {
    check: "leader-unique",
    name: "one broker leads in two epochs",
    act: (s) => {
      s.change({ leader: 1 }, "none");
      s.lead(1);
      s.write(1, 0, [1]);
    },
  },
  {
    check: "isr-superset",
    name: "a proposal that the controller has accepted and the leader not heard of",
    act: (s) => {
      s.isr([1, 2]);
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "isr-superset",
    name: "a leader that has not heard of a smaller ISR",
    act: (s) => s.change({ isr: [1], eligibleLeaderReplicas: [2, 3] }),
  },
  {
    check: "valid-isr",
    name: "without ELR a dead last member stays (R-41)",
    options: { elr: false },
    act: (s) => {
      s.change({ isr: [1], leader: -1 }, "leaderless");
      s.event((t) => t.brokerFenced(1, 1));
    },
  },
  {
    check: "valid-isr",
    name: "with ELR the ISR may be empty",
    act: (s) => s.change({ isr: [], leader: -1, eligibleLeaderReplicas: [1, 2] }, "leaderless"),
  },
  {
    check: "unclean-exclusion",
    name: "an unclean replica that has caught up",
    act: (s) => {
      s.down(3, "power-loss");
      s.isr([1, 2]);
      s.up(3, 0);
      s.event((t) => t.brokerUnfenced(3, 101));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "isr-incarnation",
    name: "a replica returns with its whole log and need not move",
    act: (s) => {
      three(s);
      s.down(3);
      s.isr([1, 2]);
      s.up(3, 3);
      s.event((t) => t.brokerUnfenced(3, 101));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "isr-incarnation",
    name: "a replica joins while its broker is gone and the controller has not heard of it",
    act: (s) => {
      three(s);
      s.down(3);
      s.isr([1, 2]);
      s.up(3, 3);
      s.event((t) => t.brokerUnfenced(3, 101));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.down(3, "power-loss");
      s.up(3, 0, true, false);
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "alter-fenced",
    name: "accepted with current epochs, told after the change",
    act: (s) =>
      s.event((t) => {
        const before = s.registration;
        t.partitionChanged(tp, before, { ...before, isr: [1, 2], partitionEpoch: 1 }, "none");
        t.alterPartitionJudged(tp, 1, 0, 0, -1, Errors.NONE);
      }),
  },
  {
    check: "alter-fenced",
    name: "a stale one is refused",
    act: (s) => s.event((t) => t.alterPartitionJudged(tp, 2, 0, 0, -1, Errors.INVALID_UPDATE_VERSION)),
  },
  {
    check: "control-fenced",
    name: "a restarted process begins anew",
    act: (s) => {
      s.change({ leader: 2 }, "clean");
      s.follow(3, 1);
      s.down(3);
      s.change({ isr: [1, 2] });
      s.up(3, 0);
      s.follow(3, 1);
    },
  },
  {
    check: "reassignment-safe",
    name: "one target stays out of sync while as many were added as removed (KAFKA-19975)",
    act: (s) => {
      s.isr([1, 2]);
      s.change({ replicas: [1, 3, 4, 2], addingReplicas: [4], removingReplicas: [2] });
      propose(s, [1, 2, 4]);
      s.isr([1, 2, 4]);
      s.change({ replicas: [1, 3, 4], isr: [1, 4], addingReplicas: [], removingReplicas: [] });
    },
  },
  {
    check: "valid-elr",
    name: "a move takes an eligible replica away, and the ELR keeps it (§6.29)",
    act: (s) => {
      s.isr([1]);
      s.change({ replicas: [2, 3, 4, 1], addingReplicas: [4], removingReplicas: [1] });
      propose(s, [1, 4]);
      s.isr([1, 4]);
      const moved = { replicas: [2, 3, 4], addingReplicas: [], removingReplicas: [] };
      s.change({ ...moved, isr: [4], leader: 4, eligibleLeaderReplicas: [1] }, "clean");
    },
  },
  {
    check: "reassignment-safe",
    name: "a record starts and completes a move that only removes",
    act: (s) => s.change({ replicas: [1, 2], isr: [1, 2] }),
  },
  {
    check: "reassignment-safe",
    name: "a reassignment is taken back",
    act: (s) => {
      s.change({ isr: [1, 2], replicas: [1, 2, 3], addingReplicas: [3] });
      s.change({ replicas: [1, 2], addingReplicas: [] });
      s.event((t) => t.logDeleted(3, tp));
    },
  },
  {
    check: "disk-model",
    name: "a clean stop keeps log start and high watermark, a crash need not",
    act: (s) => {
      three(s);
      for (const broker of [2, 3]) s.mark(broker, 3, false);
      s.down(2, "exit");
      s.down(3);
      s.event((t) => t.logOpened(2, tp, 0, 3, 3, false));
      s.event((t) => t.logOpened(3, tp, 0, 3, 0, true));
    },
  },
  {
    check: "election-legal",
    name: "who is elected uncleanly recovers",
    act: (s) => {
      three(s);
      s.change({ leader: -1, isr: [1] }, "leaderless");
      s.change({ leader: 2, isr: [2], leaderRecoveryState: "RECOVERING" }, "unclean");
      s.lead(2);
      s.change({ leaderRecoveryState: "RECOVERED" }, "none");
    },
  },
  {
    check: "election-legal",
    name: "an eligible replica is elected",
    act: (s) => {
      three(s);
      s.change({ leader: -1, isr: [], eligibleLeaderReplicas: [2] }, "leaderless");
      s.change({ leader: 2, isr: [2], eligibleLeaderReplicas: [] }, "eligible");
      s.lead(2);
    },
  },
  {
    check: "valid-isr",
    name: "a late request of a process that is gone gets its epoch back",
    act: (s) => {
      s.isr([1, 2]);
      s.event((t) => t.brokerRegistered(3, 7, false));
      s.event((t) => t.brokerUnfenced(3, 7));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.isr([1, 2, 3]);
      s.down(3);
      s.up(3, 0, true, false);
      s.event((t) => t.brokerRegistered(3, 7, false));
    },
  },
  {
    check: "valid-isr",
    name: "a process registers again and gets its epoch back (KAFKA-16952)",
    act: (s) => {
      s.isr([1, 2]);
      s.event((t) => t.brokerRegistered(3, 7, false));
      s.event((t) => t.brokerUnfenced(3, 7));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.isr([1, 2, 3]);
      s.event((t) => t.brokerRegistered(3, 7, false));
    },
  },
];
