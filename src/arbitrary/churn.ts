/**
 * Leadership that changes hands again and again, faster than everybody hears of it: mostly by operators who put another
 * replica first and ask for an election, at times because a broker dies, stops, loses its session or its disks.
 *
 *   bursts    x xx x      xx       xxx x      x     rests let followers catch up and ISRs fill again
 */
import type fc from "fast-check";
import { cardOf, type Fault } from "../chaos/fault.ts";
import { type DrawnKind, type FaultGround, later, startingAt } from "./fault-draw.ts";

/** Virtual ms from one change of a burst to the next: within a round trip, to longer than a session. */
const tempos = [
  [5, 80],
  [40, 250],
  [150, 700],
] as const;
const mostInBurst = 5;
const restsMs = [100, 1500] as const;
/** The new order of replicas must have arrived before the election is asked for. */
const electsWithinMs = 60;

/** How long a leader is away: shorter and longer than the sessions of a quick cluster. */
const absencesMs = [1, 100, 700, 2500] as const;

type Change = (at: number) => readonly Fault[];

/** To the end of the chaos, or `most` faults. */
export function churn(random: fc.Random, bias: number | undefined, ground: FaultGround, most: number): Fault[] {
  const kinds = ground.kinds.filter(({ kind }) => cardOf(kind).takesLeadersAway);
  const onlyHandovers = random.nextInt(1, 3) === 1 || kinds.length === 0;
  const handsOver = handover(random, ground);
  const faults: Fault[] = [];
  for (let at = random.nextInt(0, restsMs[1]); at < ground.space.chaosMs && faults.length < most; ) {
    const [least, longest] = oneOf(random, tempos);
    for (let left = random.nextInt(1, mostInBurst); left > 0; left--) {
      const isOther = !onlyHandovers && random.nextInt(1, 4) === 1;
      faults.push(...(isOther ? disturbance(random, bias, oneOf(random, kinds), at) : handsOver(at)));
      at += random.nextInt(least, longest);
    }
    at += random.nextInt(restsMs[0], restsMs[1]);
  }
  return faults.slice(0, most);
}

const oneOf = <T>(random: fc.Random, values: readonly T[]): T => values[random.nextInt(0, values.length - 1)]!;
const headOf = (random: fc.Random, at: number) => ({ id: random.nextInt(0, 0xffffff), trigger: { at } });

/** Of one partition or two, to any other of their replicas. */
function handover(random: fc.Random, { names, space }: FaultGround): Change {
  if (!space.kinds.includes("admin")) return () => [];
  const partitions = Array.from({ length: random.nextInt(1, 2) }, () => ({
    topic: oneOf(random, names.topics),
    partition: random.nextInt(0, names.partitions - 1),
  }));
  let replicas = Array.from({ length: Math.min(3, names.brokers.length) }, (_, i) => i + 1);
  return (at) => {
    const next = replicas[random.nextInt(Math.min(1, replicas.length - 1), replicas.length - 1)]!;
    replicas = [next, ...replicas.filter((replica) => replica !== next)];
    const action = { do: "reassign" as const, replicas };
    const reassigned = partitions.map(
      (partition): Fault => ({ ...headOf(random, at), kind: "admin", action: { ...action, ...partition } }),
    );
    const electAt = at + random.nextInt(1, electsWithinMs);
    return [...reassigned, { ...headOf(random, electAt), kind: "admin", action: { do: "elect-preferred" } }];
  };
}

function disturbance(
  random: fc.Random,
  bias: number | undefined,
  { arbitrary, story }: DrawnKind,
  at: number,
): readonly Fault[] {
  if (story !== null && random.nextInt(0, 1) === 0) return story(random).map((fault) => later(fault, at));
  const forMs = random.nextInt(1, oneOf(random, absencesMs));
  return [startingAt(lasting(arbitrary.generate(random, bias).value, forMs), at)];
}

function lasting(fault: Fault, forMs: number): Fault {
  if ("downMs" in fault) return { ...fault, downMs: forMs };
  return "durationMs" in fault ? { ...fault, durationMs: forMs } : fault;
}
