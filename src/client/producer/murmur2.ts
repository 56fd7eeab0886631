/**
 * The hash that maps keys to partitions in Kafka's clients: MurmurHash2 (Appleby, public domain), 32 bits, with the seed
 * that Kafka fixed. A record's partition is `partitionHash(key) % numPartitions` (P-27).
 */
const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** Signed 32-bit hash of bytes (org.apache.kafka.common.utils.Utils.murmur2). */
export function murmur2(bytes: ArrayLike<number>): number {
  const length = bytes.length;
  const whole = length & ~3;
  let h = seed ^ length;
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, multiplier);
    k = Math.imul(k ^ (k >>> 24), multiplier);
    h = Math.imul(h, multiplier) ^ k;
  }
  if (whole !== length) {
    let rest = 0;
    for (let i = length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!;
    h = Math.imul(h ^ rest, multiplier);
  }
  h = Math.imul(h ^ (h >>> 13), multiplier);
  return h ^ (h >>> 15);
}

/** Clears the sign bit; no absolute value, which has none for the smallest integer. */
export const toPositive = (value: number): number => value & 0x7fffffff;

export const partitionHash = (key: string): number => toPositive(murmur2(utf8(key)));

/** The bytes that StringSerializer makes of a text. */
export function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f));
      bytes.push(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return bytes;
}
