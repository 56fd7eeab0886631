/** A disk in memory: a page cache over a platter, flushes on demand, power losses that keep what they are told to. */
import type { Disk, DiskFile } from "../../../src/core/disk.ts";

export class MemoryFile<Entry> implements DiskFile<Entry> {
  readonly name: string;
  readonly #disk: MemoryDisk;
  #entries: Entry[] = [];
  #sizes: number[] = [];
  flushedCount = 0;
  sizeInBytes = 0;

  constructor(name: string, disk: MemoryDisk) {
    this.name = name;
    this.#disk = disk;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  append(entry: Entry, sizeInBytes: number): boolean {
    if (!this.#disk.healthy || this.#disk.full) return false;
    this.#entries.push(entry);
    this.#sizes.push(sizeInBytes);
    this.sizeInBytes += sizeInBytes;
    return true;
  }

  truncate(count: number): void {
    while (this.#entries.length > count) {
      this.#entries.pop();
      this.sizeInBytes -= this.#sizes.pop() ?? 0;
    }
    this.flushedCount = Math.min(this.flushedCount, count);
    for (const flush of this.#disk.pendingFlushes)
      if (flush.file === this.name) flush.count = Math.min(flush.count, count);
  }

  replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    if (!this.#disk.healthy || this.#disk.full) return false;
    this.#entries = [...entries];
    this.#sizes = entries.map((_, i) => (i === 0 ? sizeInBytes : 0));
    this.sizeInBytes = sizeInBytes;
    this.flushedCount = entries.length;
    return true;
  }

  flush(): void {
    this.flushedCount = this.#entries.length;
  }

  flushLater(): void {
    this.#disk.pendingFlushes.push({ file: this.name, count: this.#entries.length });
  }

  /** Damages one entry in place. */
  overwrite(index: number, change: (entry: Entry) => Entry): void {
    this.#entries[index] = change(this.#entries[index]!);
  }
}

type Damageable = MemoryFile<unknown>;

export class MemoryDisk implements Disk {
  healthy = true;
  full = false;
  readonly pendingFlushes: { file: string; count: number }[] = [];
  readonly #files = new Map<string, MemoryFile<never>>();
  readonly #cached = new Map<string, unknown>();
  readonly #durable = new Map<string, unknown>();

  files(): readonly string[] {
    return [...this.#files.keys()];
  }

  open<Entry>(name: string): DiskFile<Entry> {
    const known = this.#files.get(name);
    // A file of no known entry type is one of any: the caller names the type, as with a real file.
    if (known !== undefined) return known as unknown as MemoryFile<Entry>;
    const file = new MemoryFile<Entry>(name, this);
    this.#files.set(name, file as unknown as MemoryFile<never>);
    return file;
  }

  remove(name: string): void {
    this.#files.delete(name);
  }

  writeCheckpoint(name: string, value: unknown, durable: boolean): boolean {
    if (!this.healthy || this.full) return false;
    this.#cached.set(name, structuredClone(value));
    if (durable) this.#durable.set(name, structuredClone(value));
    return true;
  }

  readCheckpoint(name: string): unknown {
    return this.#cached.get(name);
  }

  removeCheckpoint(name: string): void {
    this.#cached.delete(name);
    this.#durable.delete(name);
  }

  /** Finishes the background flushes asked for: what the machine would get as inputs. */
  finishFlushes(): { file: string; count: number }[] {
    const finished = this.pendingFlushes.splice(0);
    for (const { file, count } of finished) {
      const open = this.#files.get(file);
      if (open !== undefined) open.flushedCount = Math.max(open.flushedCount, Math.min(count, open.entries.length));
    }
    return finished;
  }

  /** The process ends: what it asked for is forgotten. */
  crash(): void {
    this.pendingFlushes.length = 0;
  }

  /** Keeps of each file at least what was flushed, and `keep` says how much of the rest. */
  powerLoss(keep: (file: string, flushed: number, total: number) => number): void {
    this.crash();
    for (const file of this.#files.values()) {
      const kept = keep(file.name, file.flushedCount, file.entries.length);
      file.truncate(Math.max(file.flushedCount, Math.min(kept, file.entries.length)));
      file.flush();
    }
    this.#cached.clear();
    for (const [name, value] of this.#durable) this.#cached.set(name, value);
  }

  damage(name: string): Damageable {
    return this.open<unknown>(name) as Damageable;
  }
}
