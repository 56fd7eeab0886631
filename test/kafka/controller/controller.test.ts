/** The machine around the ledger: what is durable when, what a restart finds, and who hears of it. */
import { describe, expect, test } from "vitest";
import { controllerMachine } from "../../../src/kafka/controller/controller.ts";
import type { MetadataBatch } from "../../../src/kafka/controller/metadata-log.ts";
import { parkedFetchTimer } from "../../../src/kafka/controller/timers.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import {
  allocateProducerIds,
  assignedTopic,
  createTopics,
  heartbeat,
  metadataFetch,
  newTopic,
  proposeIsr,
  registration,
  startBrokers,
} from "./requests.ts";
import { optionsWith } from "./settings.ts";

const tp = topicPartition(1, 0);

describe("the ledger on its disk", () => {
  test("an answer means that the records are on the platter", () => {
    const host = new ControllerHost(optionsWith());
    host.send(registration(1, 5));
    host.losePower();
    expect(host.image.brokers.get(1)?.incarnationId).toBe(5);
  });

  test("a crash between append and answer: the decision stands, and the repeated request finds it so", () => {
    const host = new ControllerHost(optionsWith());
    startBrokers(host, 1, 2, 3);
    host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
    host.crashBeforeReply = true;
    expect(proposeIsr(host, tp, [1, 2])).toBeNull();
    const before = host.image;
    host.restart();
    host.crashBeforeReply = false;
    expect(host.image).not.toBe(before);
    expect(host.image).toEqual(before);
    expect(host.image.partitions.get(tp)).toMatchObject({ isr: [1, 2], partitionEpoch: 1 });
    // The leader, which knows version 0, is told so.
    const repeated = host.send({
      kind: "AlterPartition",
      name: 1,
      correlationId: 2,
      brokerId: 1,
      brokerEpoch: host.image.brokers.get(1)!.brokerEpoch,
      partitions: [
        { topicPartition: tp, leaderEpoch: 0, partitionEpoch: 0, newIsr: [{ brokerId: 1, brokerEpoch: -1 }] },
      ],
    });
    expect(repeated).toMatchObject({ partitions: [{ errorCode: Errors.INVALID_UPDATE_VERSION }] });
  });

  test("says where it starts", () => {
    const started: number[] = [];
    const host = new ControllerHost(optionsWith(), { controllerStarted: (offset) => started.push(offset) });
    host.send(registration(1, 5));
    host.restart();
    expect(started).toEqual([-1, 0]);
  });

  test("one decision is one entry: a torn tail cannot split it", () => {
    const host = new ControllerHost(optionsWith());
    startBrokers(host, 1, 2, 3);
    const file = host.disk.open<MetadataBatch>("__cluster_metadata-0");
    const before = file.entries.length;
    host.send(createTopics(newTopic("orders", { numPartitions: 5 })));
    expect(file.entries.length).toBe(before + 1);
    expect(file.entries.at(-1)?.records.length).toBe(6);
  });

  test.each(["healthy", "full"] as const)("a disk that refuses ends the process (%s)", (what) => {
    const host = new ControllerHost(optionsWith());
    host.disk[what] = what === "full";
    expect(host.send(registration(1, 5))).toBeNull();
    expect(host.exited).toMatch(/metadata log/);
    expect(host.image.brokers.size).toBe(0);
  });

  test("errors write nothing", () => {
    const host = new ControllerHost(optionsWith());
    host.send(heartbeat(1, 0));
    expect(host.image.lastOffset).toBe(-1);
  });
});

describe("K-07: answers before the commit", () => {
  test("the answer leaves, the records may be lost with the power", () => {
    const host = new ControllerHost(optionsWith({ rules: { repliesAfterCommit: false } }));
    expect(host.send(registration(1, 5))).toMatchObject({ errorCode: 0 });
    host.losePower();
    expect(host.image.brokers.size).toBe(0);
  });

  test("brokers hear of committed records only", () => {
    const host = new ControllerHost(optionsWith({ rules: { repliesAfterCommit: false } }));
    host.send(registration(1, 5), 1);
    expect(host.send(metadataFetch(1, 0), 2)).toBeNull();
    host.send(registration(2, 6), 1);
    expect(host.replies.filter((reply) => reply.connection === 2)).toEqual([]);
    host.finishFlushes();
    expect(host.replies.at(-1)).toMatchObject({ connection: 2, body: { baseOffset: 0, endOffset: 1 } });
    expect(host.send(metadataFetch(1, 1), 2)).toMatchObject({ endOffset: 2, records: [{ brokerId: 2 }] });
  });
});

describe("MetadataFetch", () => {
  const answers = (host: ControllerHost, connection: number) =>
    host.replies.filter((reply) => reply.connection === connection).map((reply) => reply.body);

  test("answers at once what is there", () => {
    const host = new ControllerHost(optionsWith());
    startBrokers(host, 1, 2);
    const reply = host.send(metadataFetch(1, 1), 2);
    expect(reply).toMatchObject({ errorCode: 0, baseOffset: 1, endOffset: 4 });
    expect(reply?.kind === "MetadataFetchResponse" && reply.records.length).toBe(3);
  });

  test("waits for the next record, or its deadline", () => {
    const host = new ControllerHost(optionsWith());
    host.send(metadataFetch(1, 0, 500), 2);
    expect(answers(host, 2)).toEqual([]);
    host.send(registration(1, 5), 1);
    expect(answers(host, 2)).toMatchObject([{ baseOffset: 0, endOffset: 1 }]);
    expect(host.hasTimer(parkedFetchTimer(1))).toBe(false);
    host.send(metadataFetch(1, 1, 500), 2);
    host.passMs(499);
    expect(answers(host, 2).length).toBe(1);
    host.passMs(1);
    expect(answers(host, 2)[1]).toMatchObject({ baseOffset: 1, endOffset: 1, records: [], errorCode: 0 });
  });

  test("a newer fetch takes the place of an older one; a dead connection takes its fetch along", () => {
    const host = new ControllerHost(optionsWith());
    host.send(metadataFetch(1, 0), 2);
    host.send(metadataFetch(1, 0), 3);
    host.step({ kind: "disconnect", peer: 1, channel: 2, connection: 2, outgoing: false });
    host.send(registration(1, 5), 1);
    expect([answers(host, 2).length, answers(host, 3).length]).toEqual([0, 1]);
    host.send(metadataFetch(1, 1), 4);
    host.step({ kind: "disconnect", peer: 1, channel: 2, connection: 4, outgoing: false });
    host.send(registration(2, 6), 1);
    expect(answers(host, 4)).toEqual([]);
  });

  test("from beyond the end", () => {
    const host = new ControllerHost(optionsWith());
    expect(host.send(metadataFetch(1, 3), 2)).toMatchObject({ errorCode: Errors.OFFSET_OUT_OF_RANGE, records: [] });
  });

  test("a long log comes in rounds", () => {
    const host = new ControllerHost(optionsWith());
    startBrokers(host, 1);
    host.send(createTopics(newTopic("orders", { numPartitions: 1500, replicationFactor: 1 })));
    const reply = host.send(metadataFetch(1, 0), 2);
    expect(reply?.kind === "MetadataFetchResponse" && reply.records.length).toBe(1000);
    expect(reply).toMatchObject({ endOffset: 1503 });
  });
});

describe("AllocateProducerIds", () => {
  test("blocks of 1000, never twice, also over a restart", () => {
    const host = new ControllerHost(optionsWith());
    const epochs = startBrokers(host, 1);
    const allocate = () => host.send(allocateProducerIds(1, epochs.get(1)!));
    expect(allocate()).toMatchObject({ errorCode: 0, producerIdStart: 0, producerIdLen: 1000 });
    host.losePower();
    expect(allocate()).toMatchObject({ producerIdStart: 1000 });
    expect(host.send(allocateProducerIds(1, 99))).toMatchObject({
      errorCode: Errors.STALE_BROKER_EPOCH,
      producerIdLen: 0,
    });
    expect(host.send(allocateProducerIds(7, -1))).toMatchObject({ errorCode: Errors.STALE_BROKER_EPOCH });
  });
});

describe("the observer", () => {
  test("hears of each change of a partition with the kind of its election", () => {
    const told: string[] = [];
    const host = new ControllerHost(optionsWith(), {
      partitionChanged: (_tp, before, after, kind) =>
        told.push(`${before === null ? "new" : before.leader} ${kind} ${after.leader}`),
      brokerUnfenced: (id) => told.push(`unfenced ${id}`),
      brokerFenced: (id) => told.push(`fenced ${id}`),
    });
    const epochs = startBrokers(host, 1, 2);
    host.send(createTopics(assignedTopic("orders", [[1, 2]])));
    proposeIsr(host, tp, [1]);
    host.send(heartbeat(1, epochs.get(1)!, { wantFence: true }));
    host.send(heartbeat(2, epochs.get(2)!, { wantFence: true }));
    host.send(heartbeat(1, epochs.get(1)!));
    expect(told).toEqual([
      "unfenced 1",
      "unfenced 2",
      "new clean 1",
      "1 none 1",
      "1 eligible 2",
      "fenced 1",
      "2 leaderless -1",
      "fenced 2",
      "unfenced 1",
      "-1 eligible 1",
    ]);
  });
});

describe("facts of a decision", () => {
  test("are told before its answer leaves", () => {
    const told: string[] = [];
    const host = new ControllerHost(optionsWith(), {
      brokerRegistered: () => told.push(`registered, ${host.replies.length} answers`),
      brokerFenced: () => told.push(`fenced, ${host.replies.length} answers`),
    });
    const epochs = startBrokers(host, 1);
    host.send(heartbeat(1, epochs.get(1)!, { wantFence: true }));
    expect(told).toEqual(["registered, 0 answers", "fenced, 2 answers"]);
  });

  test("are not told if the disk refuses it", () => {
    const told: number[] = [];
    const host = new ControllerHost(optionsWith(), { brokerRegistered: (id) => told.push(id) });
    host.disk.full = true;
    host.send(registration(1, 5));
    expect([told, host.replies, host.image.lastOffset]).toEqual([[], [], -1]);
  });

  test("are told once: a restart folds the log in silence", () => {
    const told: number[] = [];
    const host = new ControllerHost(optionsWith(), { brokerRegistered: (id) => told.push(id) });
    host.send(registration(1, 5));
    host.restart();
    expect([told, host.image.brokers.size]).toEqual([[1], 1]);
  });
});

test("timers have names", () => {
  const { timerName } = controllerMachine(optionsWith());
  expect([0, 1, 2, parkedFetchTimer(3)].map(timerName)).toEqual([
    "session-check",
    "balance-leaders",
    "unclean-elections",
    "metadata-fetch-deadline b3",
  ]);
});
