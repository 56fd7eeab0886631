/**
 * Which leader epoch wrote from which offset on (protocol §4.7, Kafka's LeaderEpochFileCache, KIP-101).
 *
 *     epoch   0     2     5
 *     start   0    10    17      log end 20: epoch 0 ends at 10, 2 at 17, 5 (the latest) at the log end
 *
 * Both columns strictly increase. Transitions: assign (append, become leader), trimmed from the end (truncation), from
 * the start (log start moved), emptied (log restarted).
 */
import { invariant } from "../../core/invariant.ts";
import type { EpochEndOffset } from "../messages/fetch.ts";
import { noEpoch } from "../records.ts";
import type { LogRules } from "../rules/log-rules.ts";

export interface LeaderEpochCache {
  readonly epochs: number[];
  readonly startOffsets: number[];
}

const undefinedEpochEnd: EpochEndOffset = { epoch: noEpoch, endOffset: -1 };

export const emptyEpochCache = (): LeaderEpochCache => ({ epochs: [], startOffsets: [] });

export const latestCachedEpoch = (cache: LeaderEpochCache): number => cache.epochs.at(-1) ?? noEpoch;

/** Drops the entries that conflict, then adds this one (L-60). False: nothing new. */
export function assignToCache(cache: LeaderEpochCache, epoch: number, startOffset: number): boolean {
  const last = cache.epochs.length - 1;
  if (last >= 0 && cache.epochs[last] === epoch && startOffset >= cache.startOffsets[last]!) return false;
  while (cache.epochs.length > 0 && (cache.epochs.at(-1)! >= epoch || cache.startOffsets.at(-1)! >= startOffset)) {
    cache.epochs.pop();
    cache.startOffsets.pop();
  }
  cache.epochs.push(epoch);
  cache.startOffsets.push(startOffset);
  requireAscendingEnd(cache);
  return true;
}

function requireAscendingEnd({ epochs, startOffsets }: LeaderEpochCache): void {
  invariant(epochs.length === startOffsets.length, "each epoch of the cache has a start");
  const last = epochs.length - 1;
  if (last < 1) return;
  invariant(epochs[last]! > epochs[last - 1]!, "epochs of the cache increase");
  invariant(startOffsets[last]! > startOffsets[last - 1]!, "starts of the cache increase");
}

/** Drops entries that start at or after the new log end (L-62). True if one went. */
export function trimCacheEnd(cache: LeaderEpochCache, endOffset: number): boolean {
  const before = cache.epochs.length;
  while (cache.epochs.length > 0 && cache.startOffsets.at(-1)! >= endOffset) {
    cache.epochs.pop();
    cache.startOffsets.pop();
  }
  return cache.epochs.length < before;
}

/** Drops entries that end at or before the new log start; the one in force there starts there now (L-62). */
export function trimCacheStart(cache: LeaderEpochCache, startOffset: number): boolean {
  const floor = lastAtOrBelow(cache.startOffsets, startOffset);
  if (floor < 0 || (floor === 0 && cache.startOffsets[0] === startOffset)) return false;
  cache.epochs.splice(0, floor);
  cache.startOffsets.splice(0, floor);
  cache.startOffsets[0] = startOffset;
  invariant(
    (cache.startOffsets[1] ?? startOffset + 1) > startOffset,
    "the first epoch of the cache ends above the log start",
  );
  return true;
}

export function clearCache(cache: LeaderEpochCache): boolean {
  const had = cache.epochs.length > 0;
  cache.epochs.length = 0;
  cache.startOffsets.length = 0;
  return had;
}

/** Where an epoch ends in a log that ends at `logEndOffset` (L-63); the shape of the answer is a rule. */
export function epochEnd(
  cache: LeaderEpochCache,
  epoch: number,
  logEndOffset: number,
  rules: LogRules,
): EpochEndOffset {
  const last = cache.epochs.length - 1;
  if (epoch === noEpoch || last < 0) return undefinedEpochEnd;
  if (cache.epochs[last] === epoch)
    return rules.epochLookupReply({ requestedEpoch: epoch, floorEpoch: epoch, endOffset: logEndOffset });
  const floor = lastAtOrBelow(cache.epochs, epoch);
  if (floor === last) return undefinedEpochEnd;
  const floorEpoch = floor < 0 ? epoch : cache.epochs[floor]!;
  return rules.epochLookupReply({ requestedEpoch: epoch, floorEpoch, endOffset: cache.startOffsets[floor + 1]! });
}

/** The epoch under which the record at `offset` was written, or -1. */
export function cachedEpochAt(cache: LeaderEpochCache, offset: number): number {
  const floor = lastAtOrBelow(cache.startOffsets, offset);
  return floor < 0 ? noEpoch : cache.epochs[floor]!;
}

/** Index of the last element not above `value`, or -1. The columns are short: from the end. */
function lastAtOrBelow(column: readonly number[], value: number): number {
  let index = column.length - 1;
  while (index >= 0 && column[index]! > value) index--;
  return index;
}
