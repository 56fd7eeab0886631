/** Collects anomalies by type: all are counted, the most extreme are kept, and of the smallest one its story in words. */
import type { Anomalies, ErrorType } from "./anomaly.ts";
import { errorTypes } from "./settings.ts";

export type Findings = { [T in ErrorType]?: Bucket<T> };

interface Bucket<T extends ErrorType> {
  count: number;
  kept: Kept<T>[];
  smallest: number;
  words: () => string;
}

interface Kept<T extends ErrorType> {
  readonly anomaly: Anomalies[T];
  readonly place: number;
  readonly weight: number;
}

/** `errors`: at most as many per type as a reader can use, in the order of the history. */
export interface Found {
  readonly types: readonly ErrorType[];
  readonly errors: { readonly [T in ErrorType]?: readonly Anomalies[T][] };
  readonly counts: { readonly [T in ErrorType]?: number };
  readonly witnesses: { readonly [T in ErrorType]?: string };
}

/** As the reference trims: thirty-two of what concerns single records, eight of what has an order of badness. */
const keepMany: ReadonlySet<ErrorType> = new Set<ErrorType>([
  "lost-write",
  "duplicate",
  "inconsistent-offsets",
  "phantom-message",
  "read-before-send",
  "G1a",
  "precommitted-read",
]);

const keptOf = (type: ErrorType): number => (keepMany.has(type) ? 32 : 8);

/**
 * `size`: how much a reader must take in to follow this one; the smallest, earliest anomaly tells the story.
 * `weight`: how bad it is; the worst ones are kept.
 */
export function addFinding<T extends ErrorType>(
  findings: Findings,
  type: T,
  anomaly: Anomalies[T],
  rank: { readonly size: number; readonly weight?: number },
  words: () => string,
): void {
  const bucket = bucketOf(findings, type);
  if (rank.size < bucket.smallest) {
    bucket.smallest = rank.size;
    bucket.words = words;
  }
  bucket.kept.push({ anomaly, place: bucket.count++, weight: rank.weight ?? 0 });
  if (bucket.kept.length > 16 * keptOf(type)) bucket.kept = worst(bucket.kept, keptOf(type));
}

function bucketOf<T extends ErrorType>(findings: Findings, type: T): Bucket<T> {
  const known: Bucket<T> | undefined = findings[type];
  if (known !== undefined) return known;
  const bucket: Bucket<T> = { count: 0, kept: [], smallest: Number.POSITIVE_INFINITY, words: () => "" };
  const buckets: { [K in T]?: Bucket<K> } = findings;
  buckets[type] = bucket;
  return bucket;
}

const worst = <T extends ErrorType>(kept: readonly Kept<T>[], limit: number): Kept<T>[] =>
  [...kept].sort((a, b) => b.weight - a.weight || a.place - b.place).slice(0, limit);

export function found(findings: Findings): Found {
  const types = errorTypes.filter((type) => findings[type] !== undefined);
  const errors: { [T in ErrorType]?: readonly Anomalies[T][] } = {};
  const counts: { [T in ErrorType]?: number } = {};
  const witnesses: { [T in ErrorType]?: string } = {};
  const list = <T extends ErrorType>(type: T): readonly Anomalies[T][] =>
    worst(bucketOf(findings, type).kept, keptOf(type))
      .sort((a, b) => a.place - b.place)
      .map((kept) => kept.anomaly);
  const put = <T extends ErrorType>(into: { [K in T]?: readonly Anomalies[K][] }, type: T): void => {
    into[type] = list(type);
  };
  for (const type of types) {
    put(errors, type);
    counts[type] = findings[type]!.count;
    witnesses[type] = findings[type]!.words();
  }
  return { types, errors, counts, witnesses };
}
