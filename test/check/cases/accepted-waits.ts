/** Waits of a cluster that are no longer than they must be, and commands that had their effect. */
import { nodeId } from "../../../src/core/ids.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import type { AdminAction } from "../../../src/kafka/messages/operator.ts";
import { batchOf, finalState, producer, type Stage, tp } from "../stage.ts";
import { at, batches, type End, pass, timed, unhealthy } from "./ends.ts";

const controllerId = nodeId("controller", 0);

/** Broker 1, by the controller; it and its followers act so. */
function electAgain(s: Stage, second: number): void {
  const before = s.registration;
  const { leaderEpoch, partitionEpoch } = before;
  const chosen = { leader: 1, isr: [1, 2, 3], eligibleLeaderReplicas: [] };
  const after = { ...before, ...chosen, leaderEpoch: leaderEpoch + 1, partitionEpoch: partitionEpoch + 1 };
  s.registration = after;
  at(s, second, (t) => t.partitionChanged(tp, before, after, before.isr.length === 0 ? "eligible" : "clean"));
  at(s, second, (t) => t.becameLeader(1, tp, after.leaderEpoch, 2));
  at(s, second, (t) => t.isrCommitted(1, tp, after.isr, after.leaderEpoch, after.partitionEpoch));
  for (const broker of [2, 3]) at(s, second, (t) => t.becameFollower(broker, tp, after.leaderEpoch, 1));
}

const topic = "orders";
const withEffect: readonly (readonly [AdminAction, (s: Stage) => void])[] = [
  [{ do: "create-topic", topic, partitions: 1, replicationFactor: 3 }, () => {}],
  [{ do: "add-partitions", topic, count: 1 }, () => {}],
  [
    { do: "alter-config", topic, key: "retention.ms", value: "1000" },
    (s) => {
      for (const value of ["1000", "2000"]) s.event((t) => t.configChanged(topic, "retention.ms", value));
    },
  ],
  [{ do: "alter-config", topic, key: "retention.ms", value: null }, () => {}],
  [{ do: "reassign", topic, partition: 0, replicas: [3, 1, 2] }, () => {}],
  [{ do: "delete-records", topic, partition: 0, offset: 0 }, () => {}],
  [{ do: "elect-preferred" }, () => {}],
];

export const acceptedWaits: readonly End[] = [
  {
    check: "dead-broker-fenced",
    name: "it is fenced when its session is over",
    options: timed,
    end: (s) => {
      s.down(3);
      s.isr([1, 2]);
      pass(s, 1, 9);
      at(s, 10, (t) => t.brokerFenced(3, 0));
      pass(s, 11, 40);
      return unhealthy(finalState(s, batches), 3);
    },
  },
  {
    check: "dead-broker-fenced",
    name: "the controller was away, and gives who it finds a session anew",
    options: timed,
    end: (s) => {
      s.down(3);
      s.down(controllerId);
      pass(s, 1, 30);
      at(s, 31, (t) => t.nodeUp(controllerId, 1));
      pass(s, 32, 50);
      return unhealthy(finalState(s, batches), 3);
    },
  },
  {
    check: "elected-in-time",
    name: "whoever may lead is fenced",
    end: (s) => {
      s.isr([1]);
      s.change({ leader: -1, isr: [], eligibleLeaderReplicas: [1] }, "leaderless");
      s.event((t) => t.brokerFenced(1, 0));
      pass(s, 1, 6);
      at(s, 7, (t) => t.brokerUnfenced(1, 0));
      electAgain(s, 7);
      return finalState(s, batches);
    },
  },
  {
    check: "elected-in-time",
    name: "the controller stands still",
    end: (s) => {
      s.change({ leader: -1 }, "leaderless");
      s.event((t) => t.nodePaused(controllerId));
      pass(s, 1, 6);
      at(s, 7, (t) => t.nodeResumed(controllerId));
      electAgain(s, 8);
      return finalState(s, batches);
    },
  },
  {
    check: "commits-in-time",
    name: "all of the ISR commits a probe",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.commit(1, 2, [12]);
      for (const broker of [2, 3]) s.mark(broker, 3, false);
      s.event((t) => t.sendCompleted(producer, 12, tp, "ok", 0, 2));
      pass(s, 1, 20);
      return finalState(s, [...batches, batchOf(2, [12], 0)]);
    },
  },
  {
    check: "commits-in-time",
    name: "a follower was told the mark of a probe in an answer that said diverging (§6.27)",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.commit(1, 2, [12]);
      s.mark(2, 3, false);
      s.event((t) => t.diverged(3, tp, 0, 3));
      s.event((t) => t.sendCompleted(producer, 12, tp, "ok", 0, 2));
      pass(s, 1, 20);
      return finalState(s, [...batches, batchOf(2, [12], 0)]);
    },
  },
  ...withEffect.map(
    ([action, act]): End => ({
      check: "admin-takes-effect",
      name: action.do,
      end: (s) => {
        act(s);
        s.event((t) => t.adminCompleted(nodeId("admin", 0), action, Errors.NONE));
        return finalState(s, batches);
      },
    }),
  ),
];
