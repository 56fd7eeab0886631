/**
 * Faults that only together mean something, as one draw: they shrink as single ones.
 */
import type fc from "fast-check";
import type { AdminAction, Fault, Trigger } from "../chaos/fault.ts";
import type { Names } from "./fault-parts.ts";
import { longestFault, type ScenarioSpace } from "./space.ts";

/** Faults with their times counted from the story's own beginning. */
export type Story = (random: fc.Random) => readonly Fault[];

const mostHandovers = 4;
/** The new order must have arrived before the election is asked for. */
const electsWithinMs = 120;
const longestGapMs = 800;

const oneIn = (random: fc.Random, count: number): boolean => random.nextInt(1, count) === 1;
const oneOf = <T>(random: fc.Random, values: readonly T[]): T => values[random.nextInt(0, values.length - 1)]!;
const headOf = (random: fc.Random, trigger: Trigger) => ({ id: random.nextInt(0, 0xffffff), trigger });

/**
 * An operator puts another replica first and asks for an election, several times in a row, so that leadership changes hands
 * among replicas that all live and stay in sync, faster than everybody hears of it. Some links may be slow meanwhile: those
 * of the controller to brokers (who then believe in an earlier leader), or those between brokers (answers of an earlier one).
 */
export const handovers =
  (names: Names, space: ScenarioSpace): Story =>
  (random) => {
    const faults: Fault[] = [];
    const partition = { topic: oneOf(random, names.topics), partition: random.nextInt(0, names.partitions - 1) };
    const add = (at: number, action: AdminAction): void => {
      faults.push({ ...headOf(random, { at }), kind: "admin", action });
    };
    let replicas = shuffled(random, Math.min(3, names.brokers.length));
    let at = 0;
    for (let left = random.nextInt(1, mostHandovers); left > 0; left--) {
      add(at, { do: "reassign", ...partition, replicas });
      at += random.nextInt(1, electsWithinMs);
      add(at, { do: "elect-preferred" });
      at += random.nextInt(1, random.nextInt(1, longestGapMs));
      const [first, second, ...rest] = replicas;
      if (first !== undefined && second !== undefined)
        replicas = oneIn(random, 2) ? [second, first, ...rest] : [second, ...rest, first];
    }
    for (const node of names.brokers) if (oneIn(random, 4)) faults.push(slowLink(random, "controller", node, space));
    if (oneIn(random, 2))
      faults.push(slowLink(random, oneOf(random, names.brokers), oneOf(random, names.brokers), space));
    return faults;
  };

function slowLink(random: fc.Random, from: string, to: string, space: ScenarioSpace): Fault {
  const extraMs = random.nextInt(1, Math.max(1, Math.floor(space.chaosMs / oneOf(random, [24, 8]))));
  const durationMs = random.nextInt(1, longestFault(space));
  return { ...headOf(random, { at: 0 }), kind: "slow-link", from, to, extraMs, durationMs };
}

/**
 * A broker is taken out of service in good order and comes back with empty disks, as after a repair. Sometimes that begins
 * when an ISR is proposed, and what the others tell the controller is under way for as long as it takes.
 */
export const replacement =
  (names: Names, space: ScenarioSpace): Story =>
  (random) => {
    const node = oneOf(random, names.brokers);
    const downMs = random.nextInt(1, oneOf(random, [100, longestFault(space)]));
    const begins: Trigger = oneIn(random, 2) ? { at: 0 } : { on: "isr-proposed", nth: random.nextInt(1, 6) };
    const isFenced: Trigger = { on: "broker-fenced", node: Number(node.slice(1)), nth: random.nextInt(1, 2) };
    const faults: Fault[] = [
      { ...headOf(random, begins), kind: "controlled-shutdown", node, downMs },
      { ...headOf(random, isFenced), kind: "disk-wipe", node, disk: -1, downMs },
    ];
    const from = names.brokers.filter((broker) => broker !== node);
    if (from.length > 0 && oneIn(random, 2)) {
      const durationMs = random.nextInt(1, Math.max(1, Math.floor(space.chaosMs / oneOf(random, [24, 8]))));
      faults.push({ ...headOf(random, begins), kind: "cut", from, to: ["controller"], oneWay: true, durationMs });
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
