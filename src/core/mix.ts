/**
 * Integer hashing for decision names and digests: 32-bit, branch-free, the same in every engine. Hashes are signed, as
 * engines keep a larger integer as an object of its own; who draws from one takes it as unsigned.
 * The finaliser is that of MurmurHash3 (Appleby, public domain).
 */
export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export const mix3 = (a: number, b: number, c: number): number => mix(mix(mix(0x9e3779b9, a), b), c);
export const mix4 = (a: number, b: number, c: number, d: number): number => mix(mix3(a, b, c), d);

/** An integer in [0, below), drawn by a hash. */
export const pick = (hash: number, below: number): number => (hash >>> 0) % below;

/** A text as an integer, for names that are given once (a topic, a seed), never in the hot loop. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = mix(h, text.charCodeAt(i));
  return h;
}
