/**
 * Swarm: a few kinds of faults, or many, are in; then some faults of those kinds, at times with a rhythm, some of them as
 * short stories (Groce et al., Swarm Testing, ISSTA 2012).
 */
import type fc from "fast-check";
import type { Fault } from "../chaos/fault.ts";
import {
  type DrawnKind,
  drawCount,
  drawKind,
  type FaultDraw,
  later,
  mostSingleFaults,
  startingAt,
} from "./fault-draw.ts";
import { crowdedAt, drawRhythm } from "./rhythm.ts";

export const swarmDraw: FaultDraw = (random, bias, { kinds, space }) => {
  const { chaosMs } = space;
  const chosen = drawSwarm(random, kinds);
  const count = drawCount(random);
  const rhythm = drawRhythm(random);
  const faults: Fault[] = [];
  while (faults.length < count) {
    const { arbitrary, story } = drawKind(random, chosen);
    const startMs = crowdedAt(random.nextInt(0, chaosMs), rhythm, chaosMs);
    if (story !== null && random.nextInt(0, 1) === 0)
      faults.push(...story(random).map((fault) => later(fault, startMs)));
    else faults.push(startingAt(arbitrary.generate(random, bias).value, startMs));
  }
  return faults.slice(0, mostSingleFaults);
};

/** One to four kinds, each the likelier the heavier; or each with an even chance. */
function drawSwarm(random: fc.Random, kinds: readonly DrawnKind[]): readonly DrawnKind[] {
  if (random.nextInt(0, 1) === 0) {
    const some = kinds.filter(() => random.nextInt(0, 1) === 0);
    return some.length > 0 ? some : kinds;
  }
  const few = random.nextInt(1, 4);
  return Array.from({ length: few }, () => drawKind(random, kinds));
}
