/**
 * An append-only file: page cache over platter. `entries` is what the process sees; the first `flushedCount` of them
 * are on the platter, by fsync or because the operating system wrote back what was old enough.
 *
 * Age is kept in coarse marks ("so many entries were there at that time"), not per entry: write-back happens at the
 * age asked for or up to an eighth later, and an append costs two pushes.
 */
import { invariant } from "../core/invariant.ts";
import { hashText } from "../core/mix.ts";
import { PlainFile } from "../core/plain-disk.ts";
import type { Micros } from "../core/time.ts";
import type { Timeline } from "./timeline.ts";

const marksPerAge = 8;

/** What a file needs of its disk. */
export interface Device {
  readonly timeline: Timeline;
  /** Age at which the operating system writes dirty pages back. */
  readonly writeBackMicros: Micros;
  /** Not failed. */
  readonly healthy: boolean;
  /** Neither failed nor full. */
  readonly accepts: boolean;
  /** 1: as it should be; n: so many times as slow. */
  readonly slowness: number;
  /** Their process does nothing else for the time that this takes. */
  occupyForAppend(): void;
  occupyForFlush(): void;
  /** `finishFlush` is called when it is done. */
  flushInBackground(file: SimFile<unknown>): void;
}

export class SimFile<Entry> extends PlainFile<Entry> {
  /** For order keys. */
  readonly hash: number;
  readonly #disk: Device;
  #lastAppendAt: Micros = 0;
  readonly #markTimes: Micros[] = [];
  readonly #markCounts: number[] = [];
  /** Counts to which background flushes under way will bring the platter. */
  readonly #flushing: number[] = [];

  constructor(disk: Device, name: string) {
    super(name);
    this.#disk = disk;
    this.hash = hashText(name);
  }

  override get flushedCount(): number {
    this.#writeBack();
    return this.synced;
  }

  override append(entry: Entry, sizeInBytes: number): boolean {
    const disk = this.#disk;
    if (!disk.accepts) return false;
    if (disk.slowness !== 1) disk.occupyForAppend();
    const now = disk.timeline.now;
    if (this.synced < this.entries.length) this.#mark(now);
    this.#lastAppendAt = now;
    return super.append(entry, sizeInBytes);
  }

  override truncate(count: number): void {
    this.torn = false;
    if (count >= this.entries.length) return;
    this.#writeBack();
    super.truncate(count);
    for (let i = 0; i < this.#markCounts.length; i++) this.#markCounts[i] = Math.min(this.#markCounts[i]!, count);
    for (let i = 0; i < this.#flushing.length; i++) this.#flushing[i] = Math.min(this.#flushing[i]!, count);
  }

  override replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    return this.#disk.accepts && super.replace(entries, sizeInBytes);
  }

  override flush(): void {
    if (!this.#disk.healthy || this.synced === this.entries.length) return;
    this.#disk.occupyForFlush();
    this.#settle(this.entries.length);
  }

  override flushLater(): void {
    if (!this.#disk.healthy) return;
    this.#flushing.push(this.entries.length);
    this.#disk.flushInBackground(this);
  }

  /** The oldest background flush is done: the count it brought to the platter; -1 if the disk failed meanwhile. */
  finishFlush(): number {
    const count = this.#flushing.shift();
    invariant(count !== undefined, "a background flush was asked for");
    if (!this.#disk.healthy) return -1;
    this.#settle(Math.max(this.synced, count));
    return count;
  }

  /**
   * Keeps what is on the platter and as many more entries as `survivors` says; returns how many are left. A torn tail that
   * nobody has cut off stays torn.
   */
  losePower(survivors: (unflushed: number) => number): number {
    this.#flushing.length = 0;
    const flushed = this.flushedCount;
    const unflushed = this.entries.length - flushed;
    const kept = unflushed === 0 ? 0 : survivors(unflushed);
    invariant(kept >= 0 && kept <= unflushed, "what survives was in the file");
    const torn = this.torn || kept < unflushed;
    this.truncate(flushed + kept);
    this.torn = torn;
    this.#settle(this.entries.length);
    return this.entries.length;
  }

  #settle(count: number): void {
    invariant(count >= this.synced && count <= this.entries.length, "what is on the platter was written, and stays");
    this.synced = count;
    while (this.#markCounts.length > 0 && this.#markCounts[0]! <= count) this.#dropMark();
  }

  /** Before an append: what is in the file now was all there at the last append. */
  #mark(now: Micros): void {
    const granularity = this.#disk.writeBackMicros / marksPerAge;
    const last = this.#markTimes.length - 1;
    if (last >= 0 && now - this.#markTimes[last]! < granularity) return;
    this.#writeBack();
    if (this.synced === this.entries.length) return;
    this.#markTimes.push(this.#lastAppendAt);
    this.#markCounts.push(this.entries.length);
  }

  #writeBack(): void {
    const old = this.#disk.timeline.now - this.#disk.writeBackMicros;
    if (this.synced < this.entries.length && this.#lastAppendAt <= old) this.#settle(this.entries.length);
    while (this.#markTimes.length > 0 && this.#markTimes[0]! <= old) {
      this.synced = Math.max(this.synced, this.#markCounts[0]!);
      this.#dropMark();
    }
  }

  #dropMark(): void {
    this.#markTimes.shift();
    this.#markCounts.shift();
  }
}
