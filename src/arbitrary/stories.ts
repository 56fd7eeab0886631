/**
 * Faults that only together mean something, as one draw: they shrink as single ones.
 *
 * A handover: an operator puts another replica first and asks for an election, several times in a row, so that leadership
 * changes hands among replicas that all live and stay in sync, faster than everybody hears of it.
 */
import type fc from "fast-check";
import type { AdminAction, Fault } from "../chaos/fault.ts";
import type { Names } from "./fault-arbitrary.ts";

/** Faults with their times counted from the story's own beginning. */
export type Story = (random: fc.Random) => readonly Fault[];

const mostHandovers = 4;
/** The new order must have arrived before the election is asked for. */
const electsWithinMs = 120;
const longestGapMs = 800;

export const handovers =
  (names: Names): Story =>
  (random) => {
    const topic = names.topics[random.nextInt(0, names.topics.length - 1)]!;
    const partition = random.nextInt(0, names.partitions - 1);
    const faults: Fault[] = [];
    let at = 0;
    const add = (action: AdminAction): void => {
      faults.push({ id: random.nextInt(0, 0xffffff), kind: "admin", trigger: { at }, action });
    };
    let replicas = shuffled(random, Math.min(3, names.brokers.length));
    for (let left = random.nextInt(1, mostHandovers); left > 0; left--) {
      add({ do: "reassign", topic, partition, replicas });
      at += random.nextInt(1, electsWithinMs);
      add({ do: "elect-preferred" });
      at += random.nextInt(1, random.nextInt(1, longestGapMs));
      replicas = [...replicas.slice(1), replicas[0]!];
    }
    return faults;
  };

/** Brokers 1..count. */
function shuffled(random: fc.Random, count: number): readonly number[] {
  const brokers = Array.from({ length: count }, (_, i) => i + 1);
  for (let i = count - 1; i > 0; i--) {
    const other = random.nextInt(0, i);
    [brokers[i], brokers[other]] = [brokers[other]!, brokers[i]!];
  }
  return brokers;
}
