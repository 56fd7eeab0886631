/**
 * Where new replicas go (R-60; org.apache.kafka.controller.StripedReplicaPlacer). Goals, the first the strongest: racks are
 * spread, brokers are spread, unfenced brokers come first. Never two replicas on one broker; the first is unfenced.
 *
 * Racks stand in a circle. Each partition starts one rack further, and inside a rack one broker further:
 *
 *                rack A     rack B     rack C          first replica: the start rack, or the next with an unfenced broker
 *   partition 0  A0         B0         C0              the others: from the start rack on, in turn, passing over
 *   partition 1  A2         B1         C1              the rack of the first one once
 *   partition 2  A1         B2         C0
 *
 * After as many partitions as there are unfenced brokers the circle is shuffled, so that patterns do not repeat. All
 * chance comes from one `start`, chosen by the host; 0 starts everywhere at the beginning and shuffles nothing.
 */
import { invariant } from "../../core/invariant.ts";
import { mix3, pick } from "../../core/mix.ts";
import { brokerIds, isActive, type MetadataImage } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";

export interface UsableBroker {
  readonly brokerId: number;
  readonly rack: string;
  readonly fenced: boolean;
}

/** All that are registered and not about to stop. */
export function usableBrokers(image: MetadataImage): UsableBroker[] {
  const usable: UsableBroker[] = [];
  for (const brokerId of brokerIds(image)) {
    const broker = image.brokers.get(brokerId);
    if (broker === undefined || broker.inControlledShutdown) continue;
    usable.push({ brokerId, rack: broker.rack, fenced: broker.fenced });
  }
  return usable;
}

/** Replicas by partition; null if there are fewer brokers than replicas, or none that is unfenced. */
export function placeReplicas(
  usable: readonly UsableBroker[],
  partitions: number,
  replicationFactor: number,
  start: number,
): readonly (readonly number[])[] | null {
  const unfenced = usable.filter((broker) => !broker.fenced).length;
  if (replicationFactor < 1 || replicationFactor > usable.length || unfenced === 0) return null;
  const circle = newCircle(usable, start);
  const placed: (readonly number[])[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    // With one unfenced broker there is no other pattern to find.
    if (partition > 0 && unfenced > 1 && partition % unfenced === 0) shuffle(circle, start, partition);
    placed.push(placeOne(circle, replicationFactor, partition));
  }
  return placed;
}

/** Brokers that are handed out in turn, each once per partition. */
interface Ring {
  brokers: number[];
  offset: number;
  taken: number;
  partition: number;
}

interface Rack {
  readonly unfenced: Ring;
  readonly fenced: Ring;
}

interface Circle {
  racks: Rack[];
  offset: number;
}

function newCircle(usable: readonly UsableBroker[], start: number): Circle {
  const names = [...new Set(usable.map((broker) => broker.rack))].sort();
  const racks = names.map((name, index): Rack => {
    const here = usable.filter((broker) => broker.rack === name);
    const ids = (fenced: boolean): number[] =>
      here
        .filter((broker) => broker.fenced === fenced)
        .map((broker) => broker.brokerId)
        .sort((a, b) => a - b);
    return { unfenced: newRing(ids(false), start, 2 * index + 1), fenced: newRing(ids(true), start, 2 * index + 2) };
  });
  return { racks, offset: below(start, 0, racks.length) };
}

const newRing = (brokers: number[], start: number, index: number): Ring => ({
  brokers,
  offset: below(start, index, brokers.length),
  taken: 0,
  partition: -1,
});

function below(start: number, index: number, bound: number): number {
  return start === 0 || bound < 2 ? 0 : pick(mix3(start, index, bound), bound);
}

/** The next broker of the ring for this partition; -1 if all are taken. Each partition begins one broker further. */
function take(ring: Ring, partition: number): number {
  const size = ring.brokers.length;
  if (ring.partition !== partition) {
    if (ring.partition >= 0 && size > 0) ring.offset = (ring.offset + 1) % size;
    ring.partition = partition;
    ring.taken = 0;
  }
  if (ring.taken >= size) return -1;
  const broker = ring.brokers[(ring.offset + ring.taken) % size]!;
  ring.taken += 1;
  return broker;
}

function placeOne(circle: Circle, replicationFactor: number, partition: number): readonly number[] {
  const { racks } = circle;
  const startRack = circle.offset % racks.length;
  circle.offset = startRack + 1;
  const replicas: number[] = [];
  let firstRack = startRack;
  let first = -1;
  for (let step = 0; step < racks.length && first < 0; step++) {
    firstRack = (startRack + step) % racks.length;
    first = take(racks[firstRack]!.unfenced, partition);
  }
  invariant(first >= 0, "the first replica goes to an unfenced broker");
  replicas.push(first);
  let passOver = firstRack;
  for (let rack = startRack; replicas.length < replicationFactor; rack = (rack + 1) % racks.length) {
    if (rack === passOver) {
      passOver = -1;
      continue;
    }
    const { unfenced, fenced } = racks[rack]!;
    const taken = take(unfenced, partition);
    const next = taken >= 0 ? taken : take(fenced, partition);
    if (next >= 0) replicas.push(next);
  }
  invariant(new Set(replicas).size === replicationFactor, "no broker holds two replicas of a partition");
  return replicas;
}

function shuffle(circle: Circle, start: number, partition: number): void {
  if (start === 0) return;
  circle.racks = shuffled(circle.racks, mix3(start, partition, 0));
  circle.racks.forEach((rack, index) => {
    rack.unfenced.brokers = shuffled(rack.unfenced.brokers, mix3(start, partition, 2 * index + 1));
    rack.fenced.brokers = shuffled(rack.fenced.brokers, mix3(start, partition, 2 * index + 2));
  });
}

/** Fisher and Yates, with named chance. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = pick(mix3(seed, i, 0x51), i + 1);
    const swapped = result[i]!;
    result[i] = result[j]!;
    result[j] = swapped;
  }
  return result;
}

/** An assignment that a person gives (validateManualPartitionAssignment): not empty, all registered, none twice; of the given length unless that is -1. */
export function isValidAssignment(
  image: MetadataImage,
  replicas: readonly number[],
  replicationFactor: number,
): boolean {
  if (replicas.length === 0 || new Set(replicas).size !== replicas.length) return false;
  if (replicationFactor >= 0 && replicas.length !== replicationFactor) return false;
  return replicas.every((id) => image.brokers.has(id));
}

/** the active replicas are in sync, as nothing was written yet, and the first of them leads; null if there is none. */
export function newPartition(image: MetadataImage, replicas: readonly number[]): PartitionRegistration | null {
  const isr = replicas.filter((id) => isActive(image, id));
  const leader = isr[0];
  if (leader === undefined) return null;
  return newRegistration(replicas, isr, leader);
}

export const newRegistration = (
  replicas: readonly number[],
  isr: readonly number[],
  leader: number,
): PartitionRegistration => ({
  replicas,
  isr,
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader,
  leaderEpoch: 0,
  partitionEpoch: 0,
  leaderRecoveryState: "RECOVERED",
});
