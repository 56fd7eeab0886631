/** 2 x 32 bits over a row of integers. Two states share one with probability 2^-64. */
import { mix } from "../core/mix.ts";

const lowSeed = 0x2545f491;
const highSeed = 0x9e3779b9;

export function lowFingerprint(state: Int32Array): number {
  let hash = lowSeed;
  for (let i = 0; i < state.length; i++) hash = mix(hash, state[i]!);
  return hash;
}

/** Other constants than `mix`, so that the halves are independent (MurmurHash3's body). */
export function highFingerprint(state: Int32Array): number {
  let hash = highSeed;
  for (let i = 0; i < state.length; i++) {
    let word = Math.imul(state[i]!, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Upper bound of the probability that two of so many states were taken for one. */
export const collisionBound = (states: number): number => (states * (states - 1)) / 2 / 2 ** 64;
