/** The scenario of a campaign's nth run: a function of (arbitrary, campaign seed, index) alone, whatever ran before it. */
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { hashText, mix } from "../core/mix.ts";

/** Every fourth run leans to small and extreme values, now more, now less; the others do not. */
const biasOf = (index: number): number | undefined =>
  index % 4 === 3 ? 2 + 32 - Math.clz32(1 + (index % 256)) : undefined;

/** All chance of the nth run's drawing. */
export const randomAt = (seed: string, index: number): fc.Random =>
  new fc.Random(xoroshiro128plus(mix(hashText(seed), index)));

export function scenarioAt<T>(arbitrary: fc.Arbitrary<T>, seed: string, index: number): T {
  return arbitrary.generate(randomAt(seed, index), biasOf(index)).value;
}
