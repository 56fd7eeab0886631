/** Uniform: any number of faults, each of any kind, at any time: what the other draws are measured against. */
import type { Fault } from "../chaos/fault.ts";
import { type FaultDraw, mostSingleFaults, startingAt } from "./fault-draw.ts";

export const uniformDraw: FaultDraw = (random, bias, { kinds, space }) => {
  const faults: Fault[] = [];
  for (let left = random.nextInt(0, mostSingleFaults); left > 0; left--) {
    const { arbitrary } = kinds[random.nextInt(0, kinds.length - 1)]!;
    faults.push(startingAt(arbitrary.generate(random, bias).value, random.nextInt(0, space.chaosMs)));
  }
  return faults;
};
