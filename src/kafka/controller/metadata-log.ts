/**
 * The metadata log of one controller machine on its own disk: one entry per decision, so that a torn tail never splits a
 * decision. Offsets count records.
 *
 *   appended --flush--> durable. With one machine the flush alone commits; brokers fetch durable records only.
 */
import type { Disk, DiskFile } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import { Errors } from "../errors.ts";
import type { LedgerBatch, LedgerLog, Refused } from "../ledger/ledger-log.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import type { ControllerFact } from "./decision.ts";

export type MetadataBatch = LedgerBatch<MetadataRecord, ControllerFact>;

export class MetadataLog implements LedgerLog<MetadataImage, MetadataRecord, ControllerFact> {
  readonly file: DiskFile<MetadataBatch>;
  readonly startOffset = 0;
  /** By offset. */
  readonly records: MetadataRecord[] = [];
  /** The offset after the last record on the platter. */
  durableEnd = 0;
  /** The offset after each entry of the file. */
  readonly #ends: number[] = [];
  readonly #flushesFirst: boolean;

  /** What is found on the disk is made durable. `repliesAfterCommit`: `append` flushes before it returns (K-07: later). */
  constructor(disk: Disk, repliesAfterCommit: boolean) {
    this.file = disk.open<MetadataBatch>("__cluster_metadata-0");
    this.#flushesFirst = repliesAfterCommit;
    this.file.flush();
    for (const batch of this.file.entries) this.#count(batch);
    this.onFlushed(this.file.entries.length);
  }

  get endOffset(): number {
    return this.records.length;
  }

  /** What `append` took is committed. */
  get committedEnd(): number {
    return this.records.length;
  }

  snapshot(): null {
    return null;
  }

  append(batch: MetadataBatch): number | Refused {
    const baseOffset = this.records.length;
    // A batch header as of the record batch format, and some fifty bytes per record.
    if (!this.file.append(batch, 61 + 50 * batch.records.length)) return refused;
    if (this.#flushesFirst) this.file.flush();
    else this.file.flushLater();
    if (this.#flushesFirst && this.file.flushedCount < this.file.entries.length) return refused;
    this.#count(batch);
    this.onFlushed(this.file.flushedCount);
    return baseOffset;
  }

  read(from: number, to: number, visit: (batch: MetadataBatch, baseOffset: number) => void): void {
    this.file.entries.forEach((batch, index) => {
      const baseOffset = this.#ends[index]! - batch.records.length;
      if (baseOffset >= from && baseOffset < to) visit(batch, baseOffset);
    });
  }

  /** The first `count` entries of the file are on the platter. */
  onFlushed(count: number): void {
    invariant(count <= this.#ends.length, "only what was appended is flushed");
    this.durableEnd = Math.max(this.durableEnd, this.#ends[count - 1] ?? 0);
  }

  #count(batch: MetadataBatch): void {
    invariant(batch.records.length > 0, "an entry of the metadata log holds a decision");
    for (const record of batch.records) this.records.push(record);
    this.#ends.push(this.records.length);
  }
}

const refused: Refused = { errorCode: Errors.KAFKA_STORAGE_ERROR };
