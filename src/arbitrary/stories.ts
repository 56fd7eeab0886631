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

/** Until it is up again and has perhaps caught up. */
const backWithinMs = [50, 400, 1500] as const;
const slowestMs = 450;

/**
 * A broker is taken out of service in good order and comes back, perhaps with empty disks, as after a repair; often twice
 * in a row, the second time when some leader proposes an ISR. What the others tell the controller may be slow all the
 * while, but not so slow that they lose their sessions.
 */
export const replacement =
  (names: Names, space: ScenarioSpace): Story =>
  (random) => {
    const node = oneOf(random, names.brokers);
    const faults: Fault[] = [];
    if (!oneIn(random, 3)) {
      for (const from of names.brokers) {
        if (from === node) continue;
        const extraMs = random.nextInt(50, slowestMs);
        const durationMs = Math.floor(space.chaosMs / 2);
        faults.push({ ...headOf(random, { at: 0 }), kind: "slow-link", from, to: "controller", extraMs, durationMs });
      }
    }
    let at = random.nextInt(0, slowestMs);
    const rounds = random.nextInt(2, 3);
    for (let round = 0; round < rounds; round++) {
      const downMs = random.nextInt(1, oneOf(random, [20, 100, longestFault(space)]));
      const begins: Trigger = round === 0 || oneIn(random, 3) ? { at } : proposedSince(random, at);
      faults.push({ ...headOf(random, begins), kind: "controlled-shutdown", node, downMs });
      const isFenced: Trigger = { on: "broker-fenced", node: Number(node.slice(1)), sinceMs: at };
      if (!oneIn(random, 3)) faults.push({ ...headOf(random, isFenced), kind: "disk-wipe", node, disk: -1, downMs });
      at += downMs + random.nextInt(1, oneOf(random, backWithinMs));
    }
    return faults;
  };

const proposedSince = (random: fc.Random, sinceMs: number): Trigger => ({
  on: "isr-proposed",
  sinceMs,
  nth: random.nextInt(1, 2),
});

const mostCrashes = 5;
const downsMs = [1, 150, 800] as const;

/**
 * A broker in a crash loop: it dies again soon after it came back, now and then with empty disks; or just when some leader
 * proposes an ISR, perhaps with it.
 */
export const crashLoop =
  (names: Names, space: ScenarioSpace): Story =>
  (random) => {
    const node = oneOf(random, names.brokers);
    const faults: Fault[] = [];
    let at = 0;
    for (let left = random.nextInt(2, mostCrashes); left > 0; left--) {
      const trigger: Trigger = oneIn(random, 3) ? proposedSince(random, at) : { at };
      const downMs = random.nextInt(1, oneOf(random, downsMs));
      const wiped = space.kinds.includes("disk-wipe") && oneIn(random, 3);
      if (wiped) faults.push({ ...headOf(random, trigger), kind: "disk-wipe", node, disk: -1, downMs });
      else faults.push({ ...headOf(random, trigger), kind: "process-crash", node, downMs });
      at += downMs + random.nextInt(1, oneOf(random, backWithinMs));
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
