/** The administration of topics: created, grown, deleted, configured, elected. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import type { ConfigEntries } from "../../../src/kafka/messages/admin.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import {
  adminErrors,
  alterConfigs,
  assignedTopic,
  createPartitions,
  createTopics,
  deleteTopics,
  electLeaders,
  heartbeat,
  newTopic,
  proposeIsr,
  startBrokers,
} from "./requests.ts";
import { optionsWith, type Variation } from "./settings.ts";

const tp = topicPartition(1, 0);

interface Started {
  readonly host: ControllerHost;
  readonly epochs: Map<number, number>;
}

function start(variation: Variation = {}, heard: Partial<KafkaObserver> = {}): Started {
  const host = new ControllerHost(optionsWith(variation), heard);
  return { host, epochs: startBrokers(host, 1, 2, 3) };
}

const fence = ({ host, epochs }: Started, id: number): void => {
  host.send(heartbeat(id, epochs.get(id)!, { wantFence: true }));
};

describe("CreateTopics", () => {
  test("places partitions, all in sync, the first leads; told to the observer", () => {
    const created: [string, readonly number[]][] = [];
    const { host } = start({}, { topicCreated: (name, tps) => created.push([name, tps]) });
    const reply = host.send(createTopics(newTopic("orders", { numPartitions: 2, configs: { "retention.ms": "5" } })));
    expect(reply).toMatchObject({ errorCode: 0, results: [{ errorCode: 0, topicId: 1 }] });
    expect(created).toEqual([["orders", [tp, tp + 1]]]);
    for (const one of [tp, tp + 1]) {
      const partition = host.image.partitions.get(one)!;
      expect(partition).toMatchObject({
        isr: partition.replicas,
        leader: partition.replicas[0],
        leaderEpoch: 0,
        partitionEpoch: 0,
      });
    }
    expect(host.image.topicConfigs.get(1)).toEqual({ "retention.ms": "5" });
  });

  test("-1 means the broker's defaults", () => {
    const { host } = start();
    host.send(createTopics(newTopic("orders", { numPartitions: -1, replicationFactor: -1 })));
    expect(host.image.topicsByName.get("orders")?.partitions.length).toBe(2);
    expect(host.image.partitions.get(tp)?.replicas.length).toBe(3);
  });

  test.each([
    ["a factor above the brokers", newTopic("a", { replicationFactor: 4 }), Errors.INVALID_REPLICATION_FACTOR],
    ["no copies", newTopic("a", { replicationFactor: 0 }), Errors.INVALID_REPLICATION_FACTOR],
    ["no partitions", newTopic("a", { numPartitions: 0 }), Errors.INVALID_PARTITIONS],
    ["an illegal name", newTopic("a/b"), Errors.INVALID_TOPIC_EXCEPTION],
    ["an existing name", newTopic("existing"), Errors.TOPIC_ALREADY_EXISTS],
    ["a factor beside an assignment", { ...assignedTopic("a", [[1]]), replicationFactor: 1 }, Errors.INVALID_REQUEST],
    ["an unknown broker", assignedTopic("a", [[1, 9]]), Errors.INVALID_REPLICA_ASSIGNMENT],
    ["a broker twice", assignedTopic("a", [[1, 1]]), Errors.INVALID_REPLICA_ASSIGNMENT],
    ["uneven factors", assignedTopic("a", [[1, 2], [1]]), Errors.INVALID_REPLICA_ASSIGNMENT],
    ["an empty assignment", assignedTopic("a", [[]]), Errors.INVALID_REPLICA_ASSIGNMENT],
    ["a setting that is none", newTopic("a", { configs: { "min.insync.replicas": "0" } }), Errors.INVALID_CONFIG],
  ])("%s is refused, and its neighbours are not", (_name, topic, expected) => {
    const { host } = start();
    host.send(createTopics(newTopic("existing")));
    expect(adminErrors(host.send(createTopics(topic, newTopic("other"))))).toEqual([expected, 0]);
    expect([...host.image.topicsByName.keys()]).toEqual(["existing", "other"]);
  });

  test("collisions inside one request, and a name twice", () => {
    const { host } = start();
    const reply = host.send(createTopics(newTopic("a.b"), newTopic("a_b"), newTopic("c"), newTopic("c")));
    const { INVALID_TOPIC_EXCEPTION, INVALID_REQUEST } = Errors;
    expect(adminErrors(reply)).toEqual([0, INVALID_TOPIC_EXCEPTION, INVALID_REQUEST, INVALID_REQUEST]);
  });

  test("fenced brokers take copies but do not lead; without any other there is no topic", () => {
    const started = start();
    fence(started, 1);
    started.host.send(createTopics(assignedTopic("orders", [[1, 2]])));
    expect(started.host.image.partitions.get(tp)).toMatchObject({ replicas: [1, 2], isr: [2], leader: 2 });
    expect(adminErrors(started.host.send(createTopics(assignedTopic("a", [[1]]))))).toEqual([
      Errors.INVALID_REPLICA_ASSIGNMENT,
    ]);
    fence(started, 2);
    fence(started, 3);
    expect(adminErrors(started.host.send(createTopics(newTopic("a"))))).toEqual([Errors.INVALID_REPLICATION_FACTOR]);
  });
});

describe("CreatePartitions", () => {
  test("grows, never shrinks or stays", () => {
    const { host } = start();
    host.send(createTopics(newTopic("orders", { numPartitions: 2, replicationFactor: 2 })));
    const { INVALID_PARTITIONS, UNKNOWN_TOPIC_OR_PARTITION } = Errors;
    expect(adminErrors(host.send(createPartitions("orders", 1)))).toEqual([INVALID_PARTITIONS]);
    expect(adminErrors(host.send(createPartitions("orders", 2)))).toEqual([INVALID_PARTITIONS]);
    expect(adminErrors(host.send(createPartitions("nobody", 2)))).toEqual([UNKNOWN_TOPIC_OR_PARTITION]);
    expect(adminErrors(host.send(createPartitions("orders", 4)))).toEqual([0]);
    expect(host.image.topicsByName.get("orders")?.partitions).toEqual([tp, tp + 1, tp + 2, tp + 3]);
    expect(host.image.partitions.get(tp + 3)?.replicas.length).toBe(2);
  });
});

describe("DeleteTopics", () => {
  test("a name that is created again is another topic (KIP-516)", () => {
    const deleted: [string, readonly number[]][] = [];
    const { host } = start({}, { topicDeleted: (name, tps) => deleted.push([name, tps]) });
    host.send(createTopics(newTopic("orders")));
    expect(adminErrors(host.send(deleteTopics("orders", "nobody")))).toEqual([0, Errors.UNKNOWN_TOPIC_OR_PARTITION]);
    expect(deleted).toEqual([["orders", [tp]]]);
    expect(host.send(createTopics(newTopic("orders")))).toMatchObject({ results: [{ topicId: 2 }] });
    expect([...host.image.partitions.keys()]).toEqual([topicPartition(2, 0)]);
  });

  test("E-14: known by its name alone, it is the same again", () => {
    const { host } = start({ rules: { checksTopicId: false } });
    host.send(createTopics(newTopic("orders")));
    host.send(deleteTopics("orders"));
    expect(host.send(createTopics(newTopic("orders")))).toMatchObject({ results: [{ topicId: 1 }] });
  });
});

describe("IncrementalAlterConfigs", () => {
  test("sets and removes, told to the observer", () => {
    const told: unknown[] = [];
    const { host } = start({}, { configChanged: (...change) => told.push(change) });
    host.send(createTopics(newTopic("orders")));
    host.send(alterConfigs("orders", { "retention.ms": "5", "segment.ms": "9" }));
    expect(adminErrors(host.send(alterConfigs("orders", { "retention.ms": null })))).toEqual([0]);
    expect(host.image.topicConfigs.get(1)).toEqual({ "segment.ms": "9" });
    expect(told).toEqual([
      ["orders", "retention.ms", "5"],
      ["orders", "segment.ms", "9"],
      ["orders", "retention.ms", null],
    ]);
  });

  test.each<ConfigEntries>([
    { "min.insync.replicas": "0" },
    { "min.insync.replicas": "two" },
    { "unclean.leader.election.enable": "yes" },
  ])("%j is refused", (configs) => {
    const { host } = start();
    host.send(createTopics(newTopic("orders")));
    expect(adminErrors(host.send(alterConfigs("orders", configs)))).toEqual([Errors.INVALID_CONFIG]);
  });

  test("a lower min ISR empties the ELR, a higher one fills none (KIP-966)", () => {
    const { host } = start();
    host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
    proposeIsr(host, tp, [1]);
    expect(host.image.partitions.get(tp)?.eligibleLeaderReplicas).toEqual([2, 3]);
    host.send(alterConfigs("orders", { "min.insync.replicas": "1" }));
    expect(host.image.partitions.get(tp)).toMatchObject({ isr: [1], eligibleLeaderReplicas: [], leaderEpoch: 0 });
    host.send(alterConfigs("orders", { "min.insync.replicas": "3" }));
    expect(host.image.partitions.get(tp)).toMatchObject({ isr: [1], eligibleLeaderReplicas: [] });
  });

  test("without a leader nobody stays eligible, and nobody is remembered, as ClearElrRecord has it", () => {
    const started = start();
    started.host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
    proposeIsr(started.host, tp, [1]);
    for (const id of [2, 3, 1]) fence(started, id);
    started.host.send(alterConfigs("orders", { "min.insync.replicas": "1" }));
    expect(started.host.image.partitions.get(tp)).toMatchObject({
      leader: -1,
      eligibleLeaderReplicas: [],
      lastKnownElr: [],
    });
  });
});

describe("ElectLeaders", () => {
  function leaderless(variation: Variation = {}): Started {
    const started = start(variation);
    started.host.send(createTopics(assignedTopic("orders", [[1, 2]])));
    fence(started, 2);
    fence(started, 1);
    return started;
  }

  test("preferred: to the head of the assignment, if it is in the ISR", () => {
    const { host, epochs } = start();
    host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
    const elect = () => adminErrors(host.send(electLeaders("preferred", [tp])));
    expect(elect()).toEqual([Errors.ELECTION_NOT_NEEDED]);
    fence({ host, epochs }, 1);
    host.send(heartbeat(1, epochs.get(1)!));
    expect(elect()).toEqual([Errors.PREFERRED_LEADER_NOT_AVAILABLE]);
    proposeIsr(host, tp, [2, 3, 1]);
    expect(elect()).toEqual([0]);
    expect(host.image.partitions.get(tp)).toMatchObject({ leader: 1, leaderEpoch: 2 });
  });

  test("unclean: only without a leader, and only a live replica", () => {
    const started = leaderless({ config: { eligibleLeaderReplicasEnable: false } });
    const elect = () => adminErrors(started.host.send(electLeaders("unclean", [tp])));
    expect(elect()).toEqual([Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE]);
    started.host.send(heartbeat(2, started.epochs.get(2)!));
    expect(started.host.image.partitions.get(tp)).toMatchObject({ leader: -1, isr: [1] });
    expect(elect()).toEqual([0]);
    expect(started.host.image.partitions.get(tp)).toMatchObject({
      leader: 2,
      isr: [2],
      leaderRecoveryState: "RECOVERING",
    });
    expect(elect()).toEqual([Errors.ELECTION_NOT_NEEDED]);
    proposeIsr(started.host, tp, [2]);
    expect(started.host.image.partitions.get(tp)?.leaderRecoveryState).toBe("RECOVERED");
  });

  test("all partitions: those that need none are left out; an unknown one", () => {
    const started = leaderless();
    started.host.send(createTopics(assignedTopic("other", [[3]])));
    expect(adminErrors(started.host.send(electLeaders("unclean", null)))).toEqual([
      Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE,
    ]);
    expect(adminErrors(started.host.send(electLeaders("unclean", [999])))).toEqual([Errors.UNKNOWN_TOPIC_OR_PARTITION]);
  });

  test("the periodic look elects uncleanly where the topic allows it since", () => {
    const started = leaderless({ config: { eligibleLeaderReplicasEnable: false } });
    const { host, epochs } = started;
    host.send(heartbeat(2, epochs.get(2)!));
    host.send(alterConfigs("orders", { "unclean.leader.election.enable": "true" }));
    expect(host.image.partitions.get(tp)?.leader).toBe(-1);
    host.step({ kind: "timer", timer: 2 });
    expect(host.image.partitions.get(tp)).toMatchObject({ leader: 2, isr: [2] });
  });
});

describe("leader balancing", () => {
  const balanced = () => {
    const started = start({ config: { leaderImbalancePerBrokerPercentage: 90 } });
    const { host, epochs } = started;
    host.send(
      createTopics(
        assignedTopic("orders", [
          [1, 2],
          [1, 2],
          [2, 1],
        ]),
      ),
    );
    fence(started, 1);
    host.send(heartbeat(1, epochs.get(1)!));
    for (const one of [tp, tp + 1, tp + 2]) proposeIsr(host, one, [2, 1]);
    host.send(electLeaders("preferred", [tp]));
    host.step({ kind: "timer", timer: 1 });
    return [0, 1, 2].map((p) => host.image.partitions.get(tp + p)?.leader);
  };

  test("gives partitions back to the head of their assignment, whatever share a broker does not lead", () => {
    expect(balanced()).toEqual([1, 1, 2]);
  });

  test("can be switched off", () => {
    const { host } = start({ config: { autoLeaderRebalanceEnable: false } });
    expect([host.hasTimer(1), host.hasTimer(2)]).toEqual([false, true]);
  });
});
