/**
 * An append-only file: page cache over platter. `entries` is what the process sees; the first `flushedCount` of them
 * are on the platter, by fsync or because the operating system wrote back what was old enough.
 *
 * Age is kept in coarse marks ("so many entries were there at that time"), not per entry: write-back happens at the
 * age asked for or up to an eighth later, and an append costs two pushes.
 */
import type { DiskFile } from "../core/disk.ts";
import { invariant } from "../core/invariant.ts";
import { hashText } from "../core/mix.ts";
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

export class SimFile<Entry> implements DiskFile<Entry> {
  readonly name: string;
  /** For order keys. */
  readonly hash: number;
  readonly #disk: Device;
  #contents: Entry[] = [];
  #sizes: number[] = [];
  #bytes = 0;
  #synced = 0;
  #lastAppendAt: Micros = 0;
  readonly #markTimes: Micros[] = [];
  readonly #markCounts: number[] = [];
  /** Counts to which background flushes under way will bring the platter. */
  readonly #flushing: number[] = [];

  constructor(disk: Device, name: string) {
    this.#disk = disk;
    this.name = name;
    this.hash = hashText(name);
  }

  get entries(): readonly Entry[] {
    return this.#contents;
  }

  get sizeInBytes(): number {
    return this.#bytes;
  }

  get flushedCount(): number {
    this.#writeBack();
    return this.#synced;
  }

  append(entry: Entry, sizeInBytes: number): boolean {
    const disk = this.#disk;
    if (!disk.accepts) return false;
    invariant(sizeInBytes >= 0, "an entry has a size");
    if (disk.slowness !== 1) disk.occupyForAppend();
    const now = disk.timeline.now;
    if (this.#synced < this.#contents.length) this.#mark(now);
    this.#lastAppendAt = now;
    this.#contents.push(entry);
    this.#sizes.push(sizeInBytes);
    this.#bytes += sizeInBytes;
    return true;
  }

  /** Takes effect on the platter at once: a truncated entry never comes back. */
  truncate(count: number): void {
    if (count >= this.#contents.length) return;
    invariant(count >= 0, "a file keeps no less than nothing");
    this.#writeBack();
    for (let i = count; i < this.#sizes.length; i++) this.#bytes -= this.#sizes[i]!;
    this.#contents.length = count;
    this.#sizes.length = count;
    this.#synced = Math.min(this.#synced, count);
    for (let i = 0; i < this.#markCounts.length; i++) this.#markCounts[i] = Math.min(this.#markCounts[i]!, count);
    for (let i = 0; i < this.#flushing.length; i++) this.#flushing[i] = Math.min(this.#flushing[i]!, count);
    invariant(this.#bytes >= 0 && (count > 0 || this.#bytes === 0), "a file is as long as its entries");
  }

  replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    if (!this.#disk.accepts) return false;
    this.truncate(0);
    this.#contents = entries.slice();
    const share = entries.length === 0 ? 0 : Math.floor(sizeInBytes / entries.length);
    this.#sizes = entries.map(() => share);
    if (entries.length > 0) this.#sizes[0] = sizeInBytes - share * (entries.length - 1);
    this.#bytes = sizeInBytes;
    this.flush();
    return true;
  }

  flush(): void {
    if (!this.#disk.healthy || this.#synced === this.#contents.length) return;
    this.#disk.occupyForFlush();
    this.#settle(this.#contents.length);
  }

  flushLater(): void {
    if (!this.#disk.healthy) return;
    this.#flushing.push(this.#contents.length);
    this.#disk.flushInBackground(this);
  }

  /** The oldest background flush is done: the count it brought to the platter; -1 if the disk failed meanwhile. */
  finishFlush(): number {
    const count = this.#flushing.shift();
    invariant(count !== undefined, "a background flush was asked for");
    if (!this.#disk.healthy) return -1;
    this.#settle(Math.max(this.#synced, count));
    return count;
  }

  /** Keeps what is on the platter and as many more entries as `survivors` says; returns how many are left. */
  losePower(survivors: (unflushed: number) => number): number {
    this.#flushing.length = 0;
    const flushed = this.flushedCount;
    const unflushed = this.#contents.length - flushed;
    const kept = unflushed === 0 ? 0 : survivors(unflushed);
    invariant(kept >= 0 && kept <= unflushed, "what survives was in the file");
    this.truncate(flushed + kept);
    this.#settle(this.#contents.length);
    return this.#contents.length;
  }

  #settle(count: number): void {
    invariant(count >= this.#synced && count <= this.#contents.length, "what is on the platter was written, and stays");
    this.#synced = count;
    while (this.#markCounts.length > 0 && this.#markCounts[0]! <= count) this.#dropMark();
  }

  /** Before an append: what is in the file now was all there at the last append. */
  #mark(now: Micros): void {
    const granularity = this.#disk.writeBackMicros / marksPerAge;
    const last = this.#markTimes.length - 1;
    if (last >= 0 && now - this.#markTimes[last]! < granularity) return;
    this.#writeBack();
    if (this.#synced === this.#contents.length) return;
    this.#markTimes.push(this.#lastAppendAt);
    this.#markCounts.push(this.#contents.length);
  }

  #writeBack(): void {
    const old = this.#disk.timeline.now - this.#disk.writeBackMicros;
    if (this.#synced < this.#contents.length && this.#lastAppendAt <= old) this.#settle(this.#contents.length);
    while (this.#markTimes.length > 0 && this.#markTimes[0]! <= old) {
      this.#synced = Math.max(this.#synced, this.#markCounts[0]!);
      this.#dropMark();
    }
  }

  #dropMark(): void {
    this.#markTimes.shift();
    this.#markCounts.shift();
  }
}
