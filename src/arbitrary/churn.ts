/**
 * Leadership that changes hands again and again, faster than everybody hears of it: mostly by operators who put another
 * replica first and ask for an election, at times because a broker dies, stops, loses its session or its disks.
 */
import type fc from "fast-check";
import type { Fault, FaultKind } from "../chaos/fault.ts";
import type { FaultGround } from "./fault-draw.ts";

/** Virtual ms from one change to the next. */
const tempos = [
  [5, 80],
  [40, 250],
  [150, 700],
  [400, 1500],
] as const;
/** The new order of replicas must have arrived before the election is asked for. */
const electsWithinMs = 120;

/** How long a broker is away, or out of reach: shorter and longer than the sessions of a quick cluster. */
const absencesMs = [1, 100, 700, 2500] as const;

type Change = (random: fc.Random, at: number, ground: FaultGround) => readonly Fault[];

/** Until `until`, or `most` faults. */
export function churn(random: fc.Random, ground: FaultGround, until: number, most: number): Fault[] {
  const changes = changesIn(ground);
  const [least, longest] = tempos[random.nextInt(0, tempos.length - 1)]!;
  // One run in three has handovers alone.
  const onlyHandovers = random.nextInt(1, 3) === 1 || changes.length === 0;
  const handsOver = handover(random, ground);
  const faults: Fault[] = [];
  for (let at = random.nextInt(0, Math.floor(until / 2)); at < until && faults.length < most; ) {
    const change =
      onlyHandovers || random.nextInt(1, 4) > 1 ? handsOver : changes[random.nextInt(0, changes.length - 1)]!;
    faults.push(...change(random, at, ground));
    at += random.nextInt(least, longest);
  }
  return faults.slice(0, most);
}

const headOf = (random: fc.Random, at: number) => ({ id: random.nextInt(0, 0xffffff), trigger: { at } });

/** Of one partition, whose replicas it keeps: mostly to the second one, and often back. */
function handover(random: fc.Random, { names, space }: FaultGround): Change {
  if (!space.kinds.includes("admin")) return () => [];
  const topic = names.topics[random.nextInt(0, names.topics.length - 1)]!;
  const partition = random.nextInt(0, names.partitions - 1);
  let replicas = Array.from({ length: Math.min(3, names.brokers.length) }, (_, i) => i + 1);
  for (let turns = random.nextInt(0, 2); turns > 0; turns--) replicas = [...replicas.slice(1), replicas[0]!];
  return (draw, at) => {
    const [first, second, ...rest] = replicas;
    if (first !== undefined && second !== undefined)
      replicas = draw.nextInt(1, 3) > 1 ? [second, first, ...rest] : [...rest, first, second];
    return [
      { ...headOf(draw, at), kind: "admin", action: { do: "reassign", topic, partition, replicas } },
      { ...headOf(draw, at + draw.nextInt(1, electsWithinMs)), kind: "admin", action: { do: "elect-preferred" } },
    ];
  };
}

function changesIn({ space }: FaultGround): readonly Change[] {
  const has = (kind: FaultKind): boolean => space.kinds.includes(kind);
  const changes: Change[] = [];
  const add = (kind: FaultKind, change: Change): void => {
    if (has(kind)) changes.push(change);
  };
  const node = (random: fc.Random, { names }: FaultGround): string =>
    names.brokers[random.nextInt(0, names.brokers.length - 1)]!;
  const away = (random: fc.Random): number => random.nextInt(1, absencesMs[random.nextInt(0, absencesMs.length - 1)]!);
  add("process-crash", (random, at, ground) => [
    { ...headOf(random, at), kind: "process-crash", node: node(random, ground), downMs: away(random) },
  ]);
  add("power-loss", (random, at, ground) => [
    { ...headOf(random, at), kind: "power-loss", nodes: [node(random, ground)], downMs: away(random), tail: "none" },
  ]);
  add("session-loss", (random, at, ground) => [
    { ...headOf(random, at), kind: "session-loss", node: node(random, ground), durationMs: away(random) },
  ]);
  add("isolate", (random, at, ground) => [
    { ...headOf(random, at), kind: "isolate", node: node(random, ground), durationMs: away(random) },
  ]);
  add("pause", (random, at, ground) => [
    { ...headOf(random, at), kind: "pause", node: node(random, ground), durationMs: away(random) },
  ]);
  add("controlled-shutdown", (random, at, ground) => {
    const broker = node(random, ground);
    const downMs = away(random);
    const stop: Fault = { ...headOf(random, at), kind: "controlled-shutdown", node: broker, downMs };
    if (!has("disk-wipe") || random.nextInt(0, 1) === 0) return [stop];
    const id = random.nextInt(0, 0xffffff);
    const fenced = { on: "broker-fenced", node: Number(broker.slice(1)) } as const;
    return [stop, { id, trigger: fenced, kind: "disk-wipe", node: broker, disk: -1, downMs }];
  });
  return changes;
}
