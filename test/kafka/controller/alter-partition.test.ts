/** every reason to refuse a proposed ISR, in Kafka's order: a proposal with all faults is cured one by one. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import type { AlterPartition } from "../../../src/kafka/messages/controller.ts";
import type { ControllerRules } from "../../../src/kafka/rules/controller-rules.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import {
  alterPartition,
  assignedTopic,
  createTopics,
  heartbeat,
  proposeIsr,
  reassign,
  startBrokers,
} from "./requests.ts";
import { optionsWith } from "./settings.ts";

const tp = topicPartition(1, 0);

interface Started {
  readonly host: ControllerHost;
  readonly epochs: Map<number, number>;
  readonly judged: number[];
}

/** Brokers 1 to 4; orders-0 on 1, 2, 3, led by 1. */
function start(rules: Partial<ControllerRules> = {}): Started {
  const judged: number[] = [];
  const host = new ControllerHost(optionsWith({ rules }), {
    alterPartitionJudged: (_tp, _sender, _leaderEpoch, _partitionEpoch, _brokerEpoch, errorCode) =>
      judged.push(errorCode),
  });
  const epochs = startBrokers(host, 1, 2, 3, 4);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
  return { host, epochs, judged };
}

interface Proposal extends Partial<Omit<AlterPartition, "newIsr">> {
  readonly sender?: number;
  readonly senderEpoch?: number;
  readonly isr?: readonly number[];
  readonly memberEpochs?: Readonly<Record<number, number>>;
}

function judge({ host, epochs }: Started, p: Proposal): number {
  const sender = p.sender ?? 1;
  const { isr = [1, 2], memberEpochs = {}, ...more } = p;
  const reply = host.send(
    alterPartition(sender, p.senderEpoch ?? epochs.get(sender)!, [
      {
        topicPartition: more.topicPartition ?? tp,
        leaderEpoch: more.leaderEpoch ?? 0,
        partitionEpoch: more.partitionEpoch ?? 0,
        newIsr: isr.map((brokerId) => ({
          brokerId,
          brokerEpoch: memberEpochs[brokerId] ?? epochs.get(brokerId) ?? -1,
        })),
        leaderRecoveryState: more.leaderRecoveryState ?? "RECOVERED",
      },
    ]),
  );
  if (reply?.kind !== "AlterPartitionResponse") throw new Error("no answer");
  return reply.partitions[0]?.errorCode ?? reply.errorCode;
}

describe("an AlterPartition is refused in Kafka's order", () => {
  test("each cure uncovers the next fault", () => {
    const started = start();
    const { host } = started;
    // Leader epoch 1, partition epoch 2, led by 2, with 3 fenced and 1 restarted.
    host.send(heartbeat(1, started.epochs.get(1)!, { wantFence: true }));
    host.send(heartbeat(1, started.epochs.get(1)!));
    expect(proposeIsr(host, tp, [2, 3, 1])).toMatchObject({ errorCode: 0 });
    host.send(heartbeat(3, started.epochs.get(3)!, { wantFence: true }));
    const partition = host.image.partitions.get(tp)!;
    expect(partition).toMatchObject({ leader: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 1] });

    const steps: [Proposal, number][] = [
      [{ sender: 1, senderEpoch: 77, topicPartition: topicPartition(9, 0) }, Errors.STALE_BROKER_EPOCH],
      [{ sender: 1, topicPartition: topicPartition(9, 0), leaderEpoch: 9 }, Errors.UNKNOWN_TOPIC_ID],
      [{ sender: 1, topicPartition: topicPartition(1, 5), leaderEpoch: 9 }, Errors.UNKNOWN_TOPIC_OR_PARTITION],
      [{ sender: 1, leaderEpoch: 9, partitionEpoch: 9 }, Errors.NOT_CONTROLLER],
      [{ sender: 1, leaderEpoch: 0, partitionEpoch: 9 }, Errors.NOT_CONTROLLER],
      [{ sender: 1, leaderEpoch: 0, partitionEpoch: 0 }, Errors.FENCED_LEADER_EPOCH],
      [{ sender: 1, leaderEpoch: 1, partitionEpoch: 0 }, Errors.INVALID_REQUEST],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 0, isr: [4] }, Errors.INVALID_UPDATE_VERSION],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 4] }, Errors.INVALID_REQUEST],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 2] }, Errors.INVALID_REQUEST],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [1, 3] }, Errors.INVALID_REQUEST],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [] }, Errors.INVALID_REQUEST],
      [
        { sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 3], leaderRecoveryState: "RECOVERING" },
        Errors.INVALID_REQUEST,
      ],
      [
        { sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2], leaderRecoveryState: "RECOVERING" },
        Errors.INVALID_REQUEST,
      ],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 3] }, Errors.INELIGIBLE_REPLICA],
      [
        { sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 1], memberEpochs: { 1: 55 } },
        Errors.INELIGIBLE_REPLICA,
      ],
      [{ sender: 2, leaderEpoch: 1, partitionEpoch: 3, isr: [2, 1], memberEpochs: { 1: -1 } }, Errors.NONE],
    ];
    for (const [proposal, expected] of steps)
      expect([proposal, judge(started, proposal)]).toEqual([proposal, expected]);
    expect(started.judged.slice(1)).toEqual(steps.map(([, expected]) => expected));
  });

  test("a member that is about to stop is not eligible (KIP-841)", () => {
    const started = start();
    expect(judge(started, { isr: [1, 2] })).toBe(Errors.NONE);
    started.host.send(createTopics(assignedTopic("payments", [[3, 1]])));
    started.host.send(heartbeat(3, started.epochs.get(3)!, { wantShutDown: true }));
    expect(started.host.image.brokers.get(3)?.inControlledShutdown).toBe(true);
    expect(judge(started, { isr: [1, 2, 3], partitionEpoch: 1 })).toBe(Errors.INELIGIBLE_REPLICA);
  });

  test("nor one whose directory failed", () => {
    const started = start();
    started.host.send(heartbeat(3, started.epochs.get(3)!, { offlineLogDirs: [30], offlineReplicas: [tp] }));
    expect(started.host.image.partitions.get(tp)).toMatchObject({ isr: [1, 2], partitionEpoch: 1 });
    expect(judge(started, { isr: [1, 2, 3], partitionEpoch: 1 })).toBe(Errors.INELIGIBLE_REPLICA);
  });

  test.each<[string, Partial<ControllerRules>, Proposal]>([
    ["alterPartitionChecksBrokerEpoch", { alterPartitionChecksBrokerEpoch: false }, { memberEpochs: { 2: 99 } }],
    ["isrMustContainLeader", { isrMustContainLeader: false }, { isr: [] }],
  ])("the rule %s alone stands before it", (_name, rules, proposal) => {
    expect(judge(start(), proposal)).not.toBe(Errors.NONE);
    expect(judge(start(rules), proposal)).toBe(Errors.NONE);
  });
});

describe("an accepted AlterPartition", () => {
  test("is answered with the registration it made", () => {
    const { host } = start();
    const reply = proposeIsr(host, tp, [1]);
    expect(reply).toMatchObject({
      partitions: [{ errorCode: 0, leaderId: 1, leaderEpoch: 0, isr: [1], partitionEpoch: 1 }],
    });
    expect(host.image.partitions.get(tp)).toMatchObject({ isr: [1], eligibleLeaderReplicas: [2, 3] });
  });

  test("a proposal of what is already so makes no record", () => {
    const { host } = start();
    const before = host.image.lastOffset;
    expect(proposeIsr(host, tp, [1, 2, 3])).toMatchObject({ partitions: [{ errorCode: 0, partitionEpoch: 0 }] });
    expect(host.image.lastOffset).toBe(before);
  });

  test("that ends a move and takes the leadership: NEW_LEADER_ELECTED, and the record is written", () => {
    const { host } = start();
    host.send(reassign(tp, [2, 3, 4]));
    expect(host.image.partitions.get(tp)).toMatchObject({
      replicas: [2, 3, 4, 1],
      addingReplicas: [4],
      removingReplicas: [1],
    });
    expect(proposeIsr(host, tp, [1, 2, 3, 4])).toMatchObject({
      partitions: [{ errorCode: Errors.NEW_LEADER_ELECTED }],
    });
    expect(host.image.partitions.get(tp)).toMatchObject({
      replicas: [2, 3, 4],
      isr: [2, 3, 4],
      leader: 2,
      leaderEpoch: 1,
      addingReplicas: [],
      removingReplicas: [],
    });
  });

  test("below min ISR is counted by the replicas of partition 0, for every partition of the topic", () => {
    const { host } = start();
    host.send(
      createTopics(
        assignedTopic("payments", [
          [1, 2, 3],
          [1, 2, 3],
        ]),
      ),
    );
    const [first, second] = [topicPartition(2, 0), topicPartition(2, 1)];
    const eligible = () => host.image.partitions.get(second)!.eligibleLeaderReplicas;
    proposeIsr(host, second, [1]);
    expect(eligible()).toEqual([2, 3]);
    host.send(reassign(first, [1]));
    expect(eligible()).toEqual([2, 3]);
    proposeIsr(host, second, [1, 2]);
    proposeIsr(host, second, [1]);
    expect(eligible()).toEqual([]);
  });
});
