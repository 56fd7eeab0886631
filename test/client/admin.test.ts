import { describe, expect, expectTypeOf, test } from "vitest";
import type { AdminAction as ChaosAction } from "../../src/chaos/fault.ts";
import { adminMachine } from "../../src/client/admin.ts";
import { defaultAdminConfig } from "../../src/client/admin-config.ts";
import { Errors } from "../../src/kafka/errors.ts";
import type { KafkaRequest } from "../../src/kafka/messages/index.ts";
import { type AdminAction, operatorId } from "../../src/kafka/messages/operator.ts";
import { kafka4 } from "../../src/kafka/rules/rules.ts";
import { ClientFacts } from "./client-facts.ts";
import { metadataOf, topicName, tpOf } from "./client-settings.ts";
import { type FakeHost, fakeHost, type Sent } from "./fake-host.ts";
import { adminCommand } from "./operator-commands.ts";

interface Driver {
  readonly host: FakeHost<unknown>;
  readonly facts: ClientFacts;
  command(action: AdminAction): void;
  requests(): Sent[];
}

function start(leaderId = 2): Driver {
  const facts = new ClientFacts();
  const host = fakeHost(
    adminMachine({ config: defaultAdminConfig, bootstrap: [1, 2, 3], rules: kafka4 }),
    3000,
    facts.observer,
  );
  host.boot();
  return {
    host,
    facts,
    command: (action) => host.deliver(operatorId, 0, adminCommand(1, action)),
    requests: () => {
      const requests: Sent[] = [];
      for (let sent = host.outbox.shift(); sent !== undefined; sent = host.outbox.shift()) {
        const { correlationId, kind } = sent.body;
        if (kind === "Metadata")
          host.deliver(sent.to, sent.channel, metadataOf(correlationId, [{ leaderId, leaderEpoch: 0 }]));
        else requests.push(sent);
      }
      return requests;
    },
  };
}

function answer(
  { host }: Driver,
  { to, channel, body }: Sent,
  errorCode: number,
  results: readonly number[] = [errorCode],
): void {
  const head = { name: 0, correlationId: body.correlationId };
  if (body.kind === "DeleteRecords") {
    const partitions = body.partitions.map(({ topicPartition }) => ({ topicPartition, errorCode, lowWatermark: 0 }));
    host.deliver(to, channel, { kind: "DeleteRecordsResponse", ...head, partitions });
  } else {
    host.deliver(to, channel, {
      kind: "AdminResponse",
      ...head,
      errorCode: 0,
      results: results.map((code) => ({ errorCode: code, topicId: 7 })),
    });
  }
}

const topic = topicName;
const actions: readonly [AdminAction, Partial<KafkaRequest> & { readonly kind: string }][] = [
  [
    { do: "reassign", topic, partition: 0, replicas: [3, 1] },
    { kind: "AlterPartitionReassignments", partitions: [{ topicPartition: tpOf(0), replicas: [3, 1] }] },
  ],
  [
    { do: "add-partitions", topic, count: 9 },
    { kind: "CreatePartitions", topics: [{ name: topic, count: 9 }] },
  ],
  [
    { do: "alter-config", topic, key: "retention.ms", value: "5" },
    { kind: "IncrementalAlterConfigs", topics: [{ name: topic, configs: { "retention.ms": "5" } }] },
  ],
  [{ do: "elect-preferred" }, { kind: "ElectLeaders", electionType: "preferred", partitions: null }],
  [
    { do: "elect-unclean", topic, partition: 0 },
    { kind: "ElectLeaders", electionType: "unclean", partitions: [tpOf(0)] },
  ],
  [
    { do: "create-topic", topic: "new", partitions: 2, replicationFactor: 3 },
    {
      kind: "CreateTopics",
      topics: [{ name: "new", numPartitions: 2, replicationFactor: 3, assignments: null, configs: {} }],
    },
  ],
  [
    { do: "delete-topic", topic },
    { kind: "DeleteTopics", names: [topic] },
  ],
  [
    { do: "delete-records", topic, partition: 0, offset: 4 },
    { kind: "DeleteRecords", partitions: [{ topicPartition: tpOf(0), offset: 4 }] },
  ],
];

describe("admin", () => {
  test("a command of a fault is a command of this client", () => {
    expectTypeOf<ChaosAction>().toEqualTypeOf<AdminAction>();
  });

  test.each(actions)("%o becomes its request, and its result is told", (action, request) => {
    const driver = start();
    driver.command(action);
    const [sent] = driver.requests();
    expect(sent!.body).toMatchObject(request);
    answer(driver, sent!, Errors.NONE);
    expect(driver.facts.admin).toEqual([{ request: action.do, errorCode: Errors.NONE }]);
  });

  test("a refusal is final", () => {
    const driver = start();
    driver.command({ do: "add-partitions", topic, count: 1 });
    answer(driver, driver.requests()[0]!, Errors.INVALID_PARTITIONS);
    driver.host.runTo(100_000);
    expect(driver.facts.admin).toEqual([{ request: "add-partitions", errorCode: Errors.INVALID_PARTITIONS }]);
  });

  test("a partition that needs no election is no error among others", () => {
    const driver = start();
    driver.command({ do: "elect-preferred" });
    answer(driver, driver.requests()[0]!, 0, [Errors.ELECTION_NOT_NEEDED, Errors.NONE]);
    expect(driver.facts.admin).toEqual([{ request: "elect-preferred", errorCode: Errors.NONE }]);
  });

  test("a lost connection and a controller in transit are no answer: it is asked again", () => {
    const driver = start();
    driver.command({ do: "delete-topic", topic });
    const [first] = driver.requests();
    driver.host.disconnect(first!.to, first!.channel);
    driver.host.runTo(1000);
    const [second] = driver.requests();
    expect(second!.body.name).not.toBe(first!.body.name);
    answer(driver, second!, Errors.NOT_CONTROLLER);
    driver.host.runTo(2000);
    answer(driver, driver.requests()[0]!, Errors.NONE);
    expect(driver.facts.admin).toEqual([{ request: "delete-topic", errorCode: Errors.NONE }]);
  });

  test("gives up after default.api.timeout.ms", () => {
    const driver = start();
    driver.command({ do: "elect-preferred" });
    for (let atMs = 0; atMs <= 60_000; atMs += 100) {
      driver.host.runTo(atMs);
      for (const sent of driver.requests()) answer(driver, sent, Errors.NOT_CONTROLLER);
    }
    expect(driver.facts.admin).toEqual([{ request: "elect-preferred", errorCode: Errors.REQUEST_TIMED_OUT }]);
  });

  test("DeleteRecords goes to the leader", () => {
    const driver = start(3);
    driver.command({ do: "delete-records", topic, partition: 0, offset: -1 });
    expect(driver.requests().map(({ to }) => to)).toEqual([3]);
  });

  test("a topic that stays unknown is an answer too", () => {
    const driver = start();
    driver.command({ do: "reassign", topic: "nowhere", partition: 0, replicas: [1] });
    for (let atMs = 0; atMs <= 20_000; atMs += 100) {
      driver.host.runTo(atMs);
      driver.requests();
    }
    expect(driver.facts.admin).toEqual([{ request: "reassign", errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION }]);
  });
});
