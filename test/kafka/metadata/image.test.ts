import { describe, expect, test } from "vitest";
import {
  brokerEpochOf,
  configsOf,
  emptyImage,
  isActive,
  isUnfenced,
  type MetadataImage,
  partitionRegistration,
  rackOf,
  replay,
  topicById,
  topicByName,
  topicNameOf,
} from "../../../src/kafka/metadata/image.ts";
import type { MetadataRecord, PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";

const tp = topicPartition(1, 0);
const partition: PartitionRegistration = {
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader: 1,
  leaderEpoch: 4,
  partitionEpoch: 7,
  leaderRecoveryState: "RECOVERED",
};

const register = (brokerEpoch: number): MetadataRecord => ({
  type: "RegisterBrokerRecord",
  brokerId: 1,
  incarnationId: 11,
  brokerEpoch,
  rack: "a",
  logDirs: [10, 11],
  fenced: true,
  inControlledShutdown: false,
});

const topic: MetadataRecord = { type: "TopicRecord", name: "orders", topicId: 1 };
const created: MetadataRecord = { type: "PartitionRecord", topicPartition: tp, registration: partition };

function fold(...records: readonly MetadataRecord[]): MetadataImage {
  const image = emptyImage();
  records.forEach((record, offset) => {
    replay(image, record, offset);
  });
  return image;
}

describe("replay", () => {
  test("counts offsets from -1", () => {
    expect(emptyImage().lastOffset).toBe(-1);
    expect(fold(topic, created).lastOffset).toBe(1);
  });

  test("a broker is fenced, unfenced and stops, under the epoch of its registration only", () => {
    const type = "BrokerRegistrationChangeRecord";
    const image = fold(register(0), { type, brokerId: 1, brokerEpoch: 9, fenced: false });
    expect(isUnfenced(image, 1)).toBe(false);
    replay(image, { type, brokerId: 1, brokerEpoch: 0, fenced: false }, 2);
    expect([isUnfenced(image, 1), isActive(image, 1)]).toEqual([true, true]);
    replay(image, { type, brokerId: 1, brokerEpoch: 0, inControlledShutdown: true }, 3);
    expect([isUnfenced(image, 1), isActive(image, 1)]).toEqual([true, false]);
    expect([brokerEpochOf(image, 1), rackOf(image, 1), brokerEpochOf(image, 2), rackOf(image, 2)]).toEqual([
      0,
      "a",
      -1,
      "",
    ]);
  });

  test("failed directories are remembered until the broker registers anew", () => {
    const type = "BrokerRegistrationChangeRecord";
    const image = fold(register(0), { type, brokerId: 1, brokerEpoch: 0, logDirs: [11], offlineReplicas: [tp] });
    expect(image.brokers.get(1)).toMatchObject({ logDirs: [11], offlineLogDirs: [10], offlineReplicas: [tp] });
    replay(image, register(2), 2);
    expect(image.brokers.get(1)).toMatchObject({ logDirs: [10, 11], offlineLogDirs: [], offlineReplicas: [] });
  });

  test("a change raises the partition epoch, and the leader epoch only if a leader is named", () => {
    const type = "PartitionChangeRecord";
    const image = fold(topic, created, { type, topicPartition: tp, changes: { isr: [1, 2] } });
    expect(partitionRegistration(image, tp)).toEqual({ ...partition, isr: [1, 2], partitionEpoch: 8 });
    replay(image, { type, topicPartition: tp, changes: { leader: 1 } }, 3);
    expect(partitionRegistration(image, tp)).toMatchObject({ leader: 1, leaderEpoch: 5, partitionEpoch: 9 });
  });

  test("registrations are replaced, never changed: a reader may keep one", () => {
    const image = fold(topic, created);
    replay(image, { type: "PartitionChangeRecord", topicPartition: tp, changes: { leader: -1 } }, 2);
    expect(partition.leader).toBe(1);
  });

  test("a deleted topic takes its partitions and settings along, and its id is not used again", () => {
    const config: MetadataRecord = { type: "ConfigRecord", topicId: 1, name: "retention.ms", value: "5" };
    const image = fold(topic, created, config);
    expect([topicByName(image, "orders")?.partitions, topicNameOf(image, tp)]).toEqual([[tp], "orders"]);
    replay(image, { type: "RemoveTopicRecord", topicId: 1 }, 3);
    expect([topicByName(image, "orders"), topicById(image, 1), partitionRegistration(image, tp)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([configsOf(image, 1), image.nextTopicId, image.topicIdsByName.get("orders")]).toEqual([{}, 2, 1]);
  });

  test("settings are replaced as a whole, so that their identity tells a change", () => {
    const image = fold(topic, { type: "ConfigRecord", topicId: 1, name: "b", value: "1" });
    const before = configsOf(image, 1);
    replay(image, { type: "ConfigRecord", topicId: 1, name: "a", value: "2" }, 2);
    expect(before).toEqual({ b: "1" });
    expect(Object.keys(configsOf(image, 1))).toEqual(["a", "b"]);
    replay(image, { type: "ConfigRecord", topicId: 1, name: "b", value: null }, 3);
    expect(configsOf(image, 1)).toEqual({ a: "2" });
  });

  test("a record about something unknown changes nothing but the offset", () => {
    const records: MetadataRecord[] = [
      created,
      { type: "PartitionChangeRecord", topicPartition: tp, changes: { leader: 2 } },
      { type: "RemoveTopicRecord", topicId: 5 },
      { type: "ConfigRecord", topicId: 5, name: "a", value: "1" },
      { type: "UnregisterBrokerRecord", brokerId: 1, brokerEpoch: 0 },
      { type: "BrokerRegistrationChangeRecord", brokerId: 1, brokerEpoch: 0, fenced: false },
      { type: "NoOpRecord" },
    ];
    expect(fold(...records)).toEqual({ ...emptyImage(), lastOffset: records.length - 1 });
  });
});
