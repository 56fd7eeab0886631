/**
 * Where random bits come from. seedrandom turns the seed's text into the roots, here and nowhere else.
 *
 * The named source is the one that runs use: a decision's bits are a mix of the roots and of what the decision is
 * about, so no decision depends on which others were made before it. The stream exists for comparison alone: it is
 * what a simulator does that draws from one global generator.
 */
import seedrandom from "seedrandom";
import { mix } from "../core/mix.ts";

export interface RandomSource {
  /** The part that a family of decisions has in common: its kind and up to three structural integers. */
  salt(kind: number, first: number, second: number, third: number): number;
  /** 32 random bits (an unsigned integer) for the decision whose structural hash, salt included, is `hash`. */
  bits(hash: number): number;
}

export function namedSource(seed: string): RandomSource {
  const generator = seedrandom(seed);
  const high = generator.int32();
  const low = generator.int32();
  return {
    salt: (kind, first, second, third) => mix(mix(mix(mix(mix(high, kind), first), second), third), low),
    bits: (hash) => hash >>> 0,
  };
}

/** Every bit depends on how many were drawn before: for measuring what stable names buy. */
export function streamSource(seed: string): RandomSource {
  const named = namedSource(seed);
  const generator = seedrandom.alea(seed);
  return { salt: named.salt, bits: () => generator.int32() >>> 0 };
}
