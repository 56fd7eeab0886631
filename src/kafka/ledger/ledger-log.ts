/**
 * The log under a ledger, as its host sees it: that of a quorum, a partition of an internal topic, or one machine's file
 * and its flush. Offsets count records; a log may leave some out (control records, compaction).
 *
 *   startOffset     committedEnd        endOffset
 *      |---- committed ----|---- appended ----|
 */
import type { ErrorCode } from "../errors.ts";

/** The records of one decision: kept or lost as a whole. */
export interface LedgerBatch<LedgerRecord, Fact> {
  readonly records: readonly LedgerRecord[];
  /**
   * What observers are to hear of it, which no protocol reads. It stays with the batch in every copy of the log, so that
   * whoever inherits the batch can tell it.
   */
  readonly facts: readonly Fact[];
  /** Set by the first replica that knows the batch committed. Copies of a log share the batch. */
  isTold: boolean;
}

/** The log took nothing; why, in Kafka's words. */
export interface Refused {
  readonly errorCode: ErrorCode;
}

export interface LedgerLog<State, LedgerRecord, Fact> {
  /** The first offset that can be read: 0, or where a snapshot ends. */
  readonly startOffset: number;
  /** The offset after the last record. */
  readonly endOffset: number;
  /** The offset after the last committed record. */
  readonly committedEnd: number;
  /** The fold of all that is below `startOffset`, for the caller to keep and to change; null: the empty state. */
  snapshot(): State | null;
  /** The offset of the first record. The batch may be committed when this returns, or lost later. */
  append(batch: LedgerBatch<LedgerRecord, Fact>, leaderEpoch: number): number | Refused;
  /** Every batch that begins in [from, to), in order. */
  read(from: number, to: number, visit: (batch: LedgerBatch<LedgerRecord, Fact>, baseOffset: number) => void): void;
}
