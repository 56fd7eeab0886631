/**
 * What an application sends: the i-th record of a client and when, as a pure function of i. The only state is the next
 * index, kept by the machine; a producer that starts again goes on with the records due after its start.
 */
import type { Millis } from "../core/time.ts";
import type { Header } from "../kafka/records.ts";

export interface RecordSource {
  /** Names, each once. */
  readonly topics: readonly string[];
  /** How many records in all. */
  readonly records: number;
  /** When the i-th record is sent, from the start of the run; never earlier than the one before. */
  sendTimeMs(index: number): Millis;
  /** The first index that is due after `elapsedMs` (`records` if none is). */
  firstIndexAfter(elapsedMs: Millis): number;
  /** Writes the i-th record into `draft`, every field of it. Beyond `records` they are probes: small, one to each partition in turn. */
  fill(index: number, draft: RecordDraft): void;
}

/** A record before it has a place in a batch. One object, used again and again. */
export interface RecordDraft {
  id: number;
  /** Its place among `topics`. */
  topic: number;
  key: string | null;
  /** `partitionHash(key)`, or -1 without key. */
  keyHash: number;
  value: string | null;
  headers: readonly Header[];
  /** Uncompressed. */
  sizeInBytes: number;
  /** CreateTime minus the producer's wall clock. */
  timestampSkewMs: Millis;
  /** A partition named by the application, taken modulo the partition count; -1: the partitioner decides. */
  partition: number;
}

export const emptyDraft = (): RecordDraft => ({
  id: -1,
  topic: 0,
  key: null,
  keyHash: -1,
  value: null,
  headers: [],
  sizeInBytes: 0,
  timestampSkewMs: 0,
  partition: -1,
});
