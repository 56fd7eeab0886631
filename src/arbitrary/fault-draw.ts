/** How the faults of one run are drawn: a strategy's own way, from the kinds that its space has. */
import type fc from "fast-check";
import { type Fault, type FaultKind, laterBy } from "../chaos/fault.ts";
import type { Names } from "./fault-parts.ts";
import type { ScenarioSpace } from "./space.ts";
import type { Story } from "./stories.ts";

export interface DrawnKind {
  readonly kind: FaultKind;
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Fault>;
  /** Faults that only together mean something, which this kind may stand for. */
  readonly story: Story | null;
}

export interface FaultGround {
  readonly kinds: readonly DrawnKind[];
  readonly space: ScenarioSpace;
  readonly names: Names;
}

/** At most `mostFaults`, with times from the start of the run. */
export type FaultDraw = (random: fc.Random, bias: number | undefined, ground: FaultGround) => Fault[];

export const mostFaults = 80;

/** How many a run has where they come one by one. */
export const mostSingleFaults = 26;

/** Few in every fourth run, else anything up to nearly the most. */
export const drawCount = (random: fc.Random): number =>
  random.nextInt(1, 4) === 1 ? random.nextInt(0, 4) : random.nextInt(3, mostSingleFaults - 2);

/** Each the likelier the heavier. */
export function drawKind(random: fc.Random, kinds: readonly DrawnKind[]): DrawnKind {
  let left = random.nextInt(
    1,
    kinds.reduce((sum, kind) => sum + kind.weight, 0),
  );
  for (const kind of kinds) {
    left -= kind.weight;
    if (left <= 0) return kind;
  }
  return kinds[0]!;
}

/** One on a protocol event keeps its trigger. */
export const startingAt = (fault: Fault, startMs: number): Fault =>
  "at" in fault.trigger ? { ...fault, trigger: { at: startMs } } : fault;

export const later = (fault: Fault, byMs: number): Fault => ({ ...fault, trigger: laterBy(fault.trigger, byMs) });
