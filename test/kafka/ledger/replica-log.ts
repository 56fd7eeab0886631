/** One replica's copy of a log that a quorum keeps, in memory. Entries without a batch are control records. */
import { invariant } from "../../../src/core/invariant.ts";
import type { LedgerLog, Refused } from "../../../src/kafka/ledger/ledger-log.ts";
import type { CounterBatch, CounterFact, CounterRecord, CounterState } from "./counter-ledger.ts";

export interface Entry {
  readonly epoch: number;
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly batch: CounterBatch | null;
}

export class ReplicaLog implements LedgerLog<CounterState, CounterRecord, CounterFact> {
  /** Also those below `startOffset`, for the judge. */
  entries: Entry[] = [];
  startOffset = 0;
  committedEnd = 0;
  refusesNext = false;

  get endOffset(): number {
    return this.entries.at(-1)?.endOffset ?? 0;
  }

  get lastEpoch(): number {
    return this.entries.at(-1)?.epoch ?? -1;
  }

  snapshot(): CounterState | null {
    return this.startOffset === 0 ? null : this.foldTo(this.startOffset);
  }

  append(batch: CounterBatch, epoch: number): number | Refused {
    if (this.refusesNext) {
      this.refusesNext = false;
      return { errorCode: 56 };
    }
    const baseOffset = this.endOffset;
    this.entries.push({ epoch, baseOffset, endOffset: baseOffset + batch.records.length, batch });
    return baseOffset;
  }

  appendControl(epoch: number): void {
    const baseOffset = this.endOffset;
    this.entries.push({ epoch, baseOffset, endOffset: baseOffset + 1, batch: null });
  }

  read(from: number, to: number, visit: (batch: CounterBatch, baseOffset: number) => void): void {
    invariant(from >= this.startOffset, "nothing below the start of a log is read");
    for (const { batch, baseOffset } of this.entries) {
      if (batch !== null && baseOffset >= from && baseOffset < to) visit(batch, baseOffset);
    }
  }

  /** What the state must be once everything below `end` is applied. */
  foldTo(end: number): CounterState {
    const state = { total: 0, records: 0 };
    for (const { batch, baseOffset } of this.entries) {
      if (batch === null || baseOffset >= end) continue;
      for (const { amount } of batch.records) {
        state.total += amount;
        state.records += 1;
      }
    }
    return state;
  }
}
