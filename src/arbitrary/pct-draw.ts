/**
 * Links get ranks far apart, so that of two messages under way the one on the better link arrives first, whichever was
 * sent first; at a few change points a link falls to another rank. Meanwhile leadership is driven on, or a few other faults
 * come.
 *
 *   controller -> b1   |----------------------|        rank 0: as it is
 *   controller -> b2   |==========            |        rank 2, better after a change point
 *   b1 -> b3           |      ================|        rank 4, from a change point on
 */
import type fc from "fast-check";
import type { Fault } from "../chaos/fault.ts";
import { nodeId, nodeName } from "../core/ids.ts";
import { churn } from "./churn.ts";
import { drawKind, type FaultDraw, type FaultGround, later, mostFaults, startingAt } from "./fault-draw.ts";
import { crowdedAt, drawRhythm } from "./rhythm.ts";

/** What makes a link of each rank slower, in virtual ms: next to nothing, to longer than a request waits in a quick cluster. */
const ranksMs = [3, 10, 30, 80, 200, 400, 700, 1100, 1600] as const;
const mostSlow = 5;
const mostDrivers = 8;

export const pctDraw: FaultDraw = (random, bias, ground) => {
  const links = ground.space.kinds.includes("slow-link") ? rankedLinks(random, ground) : [];
  const most = mostFaults - links.length;
  if (random.nextInt(1, 3) > 1) return [...links, ...churn(random, bias, ground, most)];
  return [...links, ...drivers(random, bias, ground).slice(0, most)];
};

function rankedLinks(random: fc.Random, { names, space }: FaultGround): Fault[] {
  const nodes = [nodeName(nodeId("controller", 0)), ...names.brokers];
  const faults: Fault[] = [];
  for (let left = random.nextInt(1, mostSlow); left > 0; left--) {
    const from = nodes[random.nextInt(0, nodes.length - 1)]!;
    const one = nodes[random.nextInt(0, nodes.length - 1)]!;
    const extraMs = ranksMs[random.nextInt(0, ranksMs.length - 1)]!;
    const [start, end] = between(random, space.chaosMs);
    // One in four: all that the node sends.
    for (const to of random.nextInt(1, 4) === 1 ? nodes : [one]) {
      if (to === from) continue;
      const head = { id: random.nextInt(0, 0xffffff), trigger: { at: start } };
      faults.push({ ...head, kind: "slow-link", from, to, extraMs, durationMs: end - start });
    }
  }
  return faults;
}

/** Half of the ranks hold all the time, the others from one change point to another. */
function between(random: fc.Random, chaosMs: number): readonly [start: number, end: number] {
  if (random.nextInt(0, 1) === 0) return [0, chaosMs];
  const one = random.nextInt(0, chaosMs);
  const other = random.nextInt(0, chaosMs);
  return [Math.min(one, other), Math.max(one, other) + 1];
}

function drivers(random: fc.Random, bias: number | undefined, { kinds, space }: FaultGround): Fault[] {
  const rhythm = drawRhythm(random);
  const faults: Fault[] = [];
  const count = random.nextInt(1, mostDrivers);
  while (faults.length < count) {
    const { arbitrary, story } = drawKind(random, kinds);
    const startMs = crowdedAt(random.nextInt(0, space.chaosMs), rhythm, space.chaosMs);
    if (story !== null && random.nextInt(0, 2) > 0) faults.push(...story(random).map((fault) => later(fault, startMs)));
    else faults.push(startingAt(arbitrary.generate(random, bias).value, startMs));
  }
  return faults;
}
