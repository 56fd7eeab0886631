/** Moves (KIP-455): what is added and removed, when a move is complete, and how it is cancelled. */
import { describe, expect, test } from "vitest";
import { moveTo, revertMove } from "../../../src/kafka/controller/reassignment.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import {
  type ControllerRules,
  completeWhenAddedAreInSync,
  completeWhenAllAreInSync,
} from "../../../src/kafka/rules/controller-rules.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import {
  adminErrors,
  alterConfigs,
  assignedTopic,
  createTopics,
  heartbeat,
  proposeIsr,
  reassign,
  registration,
  startBrokers,
} from "./requests.ts";
import { optionsWith, type Variation } from "./settings.ts";

const tp = topicPartition(1, 0);

function start(variation: Variation = {}): { host: ControllerHost; epochs: Map<number, number> } {
  const host = new ControllerHost(optionsWith(variation));
  const epochs = startBrokers(host, 1, 2, 3, 4, 5, 6);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
  return { host, epochs };
}

const partitionOf = (host: ControllerHost) => host.image.partitions.get(tp)!;

describe("a move", () => {
  test("adds first, and removes when all targets are in sync", () => {
    const { host } = start();
    expect(adminErrors(host.send(reassign(tp, [4, 5, 3])))).toEqual([0]);
    expect(partitionOf(host)).toMatchObject({
      replicas: [4, 5, 3, 1, 2],
      addingReplicas: [4, 5],
      removingReplicas: [1, 2],
      leader: 1,
      leaderEpoch: 0,
    });
    proposeIsr(host, tp, [1, 2, 3, 4]);
    expect(partitionOf(host)).toMatchObject({ removingReplicas: [1, 2], isr: [1, 2, 3, 4] });
    proposeIsr(host, tp, [1, 2, 3, 4, 5]);
    expect(partitionOf(host)).toMatchObject({
      replicas: [4, 5, 3],
      isr: [3, 4, 5],
      addingReplicas: [],
      removingReplicas: [],
      leader: 4,
      leaderEpoch: 1,
    });
  });

  const ended = (target: readonly number[], isr: readonly number[], rules: Partial<ControllerRules>) => {
    const { host } = start({ rules });
    proposeIsr(host, tp, [1]);
    host.send(reassign(tp, target));
    proposeIsr(host, tp, isr);
    const { replicas, isr: after, eligibleLeaderReplicas: elr, addingReplicas } = partitionOf(host);
    return { replicas, isr: after, elr, isMoving: addingReplicas.length > 0 };
  };

  test.each<[string, Partial<ControllerRules>, boolean, boolean]>([
    ["since 4.3 if as many are added as removed", {}, true, false],
    ["from 3.8 to 4.2 never", { reassignmentMayComplete: completeWhenAllAreInSync }, false, false],
    ["before always", { reassignmentMayComplete: completeWhenAddedAreInSync }, true, true],
  ])(
    "ends without a target that was a replica before and fell out of sync: %s (KAFKA-15665, 19975)",
    (_, rules, whenEqual, whenFewer) => {
      expect(ended([2, 3, 4], [1, 4], rules).isMoving).toBe(!whenEqual);
      expect(ended([2, 4], [1, 4], rules).isMoving).toBe(!whenFewer);
    },
  );

  test("from 3.8 to 4.2 an addition that is taken back while it is under way ends the move", () => {
    const { host } = start({ rules: { reassignmentMayComplete: completeWhenAllAreInSync } });
    host.send(reassign(tp, [1, 2, 4]));
    host.send(reassign(tp, [2, 1]));
    expect(partitionOf(host)).toMatchObject({ replicas: [2, 1], addingReplicas: [], removingReplicas: [] });
  });

  test("may end with fewer in sync than min.insync.replicas, and the ELR keeps who was taken away", () => {
    expect(ended([2, 3, 4], [1, 4], {})).toEqual({ replicas: [2, 3, 4], isr: [4], elr: [2, 3, 1], isMoving: false });
  });

  test("who was taken away and is still eligible is elected when it comes back, whatever it holds", () => {
    const { host, epochs } = start({ rules: { sessions: "of-unfenced-brokers" } });
    proposeIsr(host, tp, [1]);
    // 2 and 3 restart uncleanly, and are eligible no more.
    for (const id of [2, 3]) {
      host.send(heartbeat(id, epochs.get(id)!, { wantFence: true }));
      host.send(registration(id, 10 * id));
    }
    host.send(reassign(tp, [2, 3, 4]));
    proposeIsr(host, tp, [1, 4]);
    expect(partitionOf(host)).toMatchObject({ replicas: [2, 3, 4], isr: [4], leader: 4, eligibleLeaderReplicas: [1] });
    const back = reassign(tp, [2, 3, 1]);
    host.send(heartbeat(4, epochs.get(4)!, { wantFence: true }));
    // Leaderless: Kafka asks for the directory of a replica that is none.
    expect(partitionOf(host)).toMatchObject({ leader: -1, isr: [], eligibleLeaderReplicas: [1, 4] });
    const end = host.image.lastOffset;
    expect(adminErrors(host.send(back))).toEqual([Errors.UNKNOWN_SERVER_ERROR]);
    expect(host.image.lastOffset).toBe(end);
    host.send(heartbeat(4, epochs.get(4)!));
    expect(partitionOf(host)).toMatchObject({ leader: 4, isr: [4], eligibleLeaderReplicas: [1] });
    expect(adminErrors(host.send(back))).toEqual([0]);
    host.send(heartbeat(4, epochs.get(4)!, { wantFence: true }));
    expect(partitionOf(host)).toMatchObject({ leader: 1, isr: [1], leaderRecoveryState: "RECOVERED" });
  });

  test("without copying it ends at once, with a new epoch as replicas left (R-48)", () => {
    const { host } = start();
    host.send(reassign(tp, [2, 1]));
    expect(partitionOf(host)).toMatchObject({
      replicas: [2, 1],
      isr: [1, 2],
      leader: 1,
      leaderEpoch: 1,
      partitionEpoch: 1,
    });
    host.send(reassign(tp, [1, 2]));
    expect(partitionOf(host)).toMatchObject({ replicas: [1, 2], leader: 1, leaderEpoch: 1, partitionEpoch: 2 });
  });

  test("to another target on the way: what was being added and is no target leaves again", () => {
    const { host } = start();
    host.send(reassign(tp, [1, 2, 4]));
    host.send(reassign(tp, [1, 2, 5]));
    expect(partitionOf(host)).toMatchObject({
      replicas: [1, 2, 5, 3, 4],
      addingReplicas: [5],
      removingReplicas: [3, 4],
    });
  });

  test("what a former move was adding counts as there, so it is added no more where the new move adds another", () => {
    const { host } = start();
    host.send(reassign(tp, [1, 2, 4]));
    host.send(reassign(tp, [1, 4, 5]));
    expect(partitionOf(host)).toMatchObject({ addingReplicas: [5], removingReplicas: [2, 3] });
  });

  test("a move that adds nobody keeps what the former one was adding, and cancelling goes back behind both", () => {
    const { host } = start();
    host.send(reassign(tp, [1, 2, 3, 4]));
    host.send(reassign(tp, [2, 3, 4]));
    expect(partitionOf(host)).toMatchObject({ replicas: [2, 3, 4, 1], addingReplicas: [4], removingReplicas: [1] });
    host.send(reassign(tp, null));
    expect(partitionOf(host)).toMatchObject({ replicas: [2, 3, 1], addingReplicas: [], removingReplicas: [] });
  });

  test.each([[[]], [[1, 1]], [[1, 9]]])("to %j is refused", (replicas) => {
    expect(adminErrors(start().host.send(reassign(tp, replicas)))).toEqual([Errors.INVALID_REPLICA_ASSIGNMENT]);
  });

  test("of an unknown partition is refused", () => {
    expect(adminErrors(start().host.send(reassign(999, [1])))).toEqual([Errors.UNKNOWN_TOPIC_OR_PARTITION]);
  });
});

describe("a cancelled move", () => {
  test("is as if it had not been", () => {
    const { host } = start();
    expect(adminErrors(host.send(reassign(tp, null)))).toEqual([Errors.NO_REASSIGNMENT_IN_PROGRESS]);
    host.send(reassign(tp, [4, 5, 6]));
    proposeIsr(host, tp, [1, 2, 3, 4]);
    expect(adminErrors(host.send(reassign(tp, null)))).toEqual([0]);
    expect(partitionOf(host)).toMatchObject({
      isr: [1, 2, 3],
      addingReplicas: [],
      removingReplicas: [],
      leader: 1,
      leaderEpoch: 1,
    });
    expect([...partitionOf(host).replicas].sort()).toEqual([1, 2, 3]);
  });

  test("cannot go back to replicas that are all out of sync, unless the topic allows unclean elections", () => {
    const cancelled = (isUncleanAllowed: string) => {
      const { host, epochs } = start();
      const configs = { "unclean.leader.election.enable": isUncleanAllowed, "min.insync.replicas": "1" };
      host.send(alterConfigs("orders", configs));
      host.send(reassign(tp, [4, 5, 6]));
      proposeIsr(host, tp, [1, 4]);
      host.send(heartbeat(1, epochs.get(1)!, { wantFence: true }));
      expect(partitionOf(host)).toMatchObject({ leader: 4, isr: [4] });
      return { errors: adminErrors(host.send(reassign(tp, null))), partition: partitionOf(host) };
    };
    expect(cancelled("false")).toMatchObject({ errors: [Errors.INVALID_REPLICA_ASSIGNMENT], partition: { leader: 4 } });
    // The first of the former assignment is taken for in sync; it is dead, so the next one is elected, and recovers.
    expect(cancelled("true")).toMatchObject({
      errors: [0],
      partition: { leader: 2, isr: [2], leaderRecoveryState: "RECOVERING" },
    });
  });

  test("takes the first of the former assignment for in sync: if it lives, it leads and recovers nothing", () => {
    const kinds: string[] = [];
    const heard = { partitionChanged: (...args: readonly unknown[]) => kinds.push(String(args[3])) };
    const host = new ControllerHost(optionsWith({ config: { eligibleLeaderReplicasEnable: false } }), heard);
    const epochs = startBrokers(host, 1, 2, 3, 4, 5);
    host.send(createTopics(assignedTopic("orders", [[1, 2, 3]], { "unclean.leader.election.enable": "true" })));
    host.send(reassign(tp, [4, 5, 3]));
    proposeIsr(host, tp, [1, 4]);
    host.send(heartbeat(1, epochs.get(1)!, { wantFence: true }));
    host.send(heartbeat(1, epochs.get(1)!));
    expect(partitionOf(host)).toMatchObject({ leader: 4, isr: [4] });
    expect(adminErrors(host.send(reassign(tp, null)))).toEqual([0]);
    expect(partitionOf(host)).toMatchObject({ leader: 3, isr: [3], leaderRecoveryState: "RECOVERED" });
    expect(kinds.at(-1)).toBe("unclean");
  });

  test("may not go back by the ELR alone", () => {
    const { host, epochs } = start();
    host.send(reassign(tp, [4, 5, 6]));
    for (const id of [1, 2, 3]) host.send(heartbeat(id, epochs.get(id)!, { wantFence: true }));
    expect(partitionOf(host)).toMatchObject({ leader: -1, isr: [] });
    expect(partitionOf(host).eligibleLeaderReplicas.length).toBeGreaterThan(0);
    expect(adminErrors(host.send(reassign(tp, null)))).toEqual([Errors.INVALID_REPLICA_ASSIGNMENT]);
  });
});

describe("the sets of a move", () => {
  const partition = {
    replicas: [4, 1, 2, 3],
    isr: [1, 4],
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    addingReplicas: [4],
    removingReplicas: [3],
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 0,
    leaderRecoveryState: "RECOVERED",
  } as const;

  test("going back keeps what was there before", () => {
    expect(revertMove(partition)).toEqual({ isr: [1], replicas: [1, 2, 3], adding: [], removing: [], unclean: false });
    expect(revertMove({ ...partition, isr: [4], eligibleLeaderReplicas: [2] })).toMatchObject({
      isr: [1],
      unclean: true,
    });
  });

  test("going elsewhere adds only what is not there", () => {
    expect(moveTo(partition, [1, 5])).toMatchObject({ replicas: [1, 5, 2, 3, 4], adding: [5], removing: [2, 3, 4] });
  });
});
