/** A disk in memory: a page cache over a platter, flushes on demand, power losses that keep what they are told to. */
import { PlainDisk, PlainFile } from "../../../src/core/plain-disk.ts";

class MemoryFile<Entry> extends PlainFile<Entry> {
  readonly #disk: MemoryDisk;

  constructor(name: string, disk: MemoryDisk) {
    super(name);
    this.#disk = disk;
  }

  override append(entry: Entry, sizeInBytes: number): boolean {
    return this.#disk.accepts && super.append(entry, sizeInBytes);
  }

  override truncate(count: number): void {
    super.truncate(count);
    for (const flush of this.#disk.pendingFlushes)
      if (flush.file === this.name) flush.count = Math.min(flush.count, count);
  }

  override replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    return this.#disk.accepts && super.replace(entries, sizeInBytes);
  }

  override flushLater(): void {
    this.#disk.pendingFlushes.push({ file: this.name, count: this.entries.length });
  }
}

export class MemoryDisk extends PlainDisk<unknown> {
  full = false;
  readonly pendingFlushes: { file: string; count: number }[] = [];
  readonly #durable = new Map<string, unknown>();

  get accepts(): boolean {
    return this.healthy && !this.full;
  }

  protected override newFile(name: string): MemoryFile<unknown> {
    return new MemoryFile<unknown>(name, this);
  }

  override writeCheckpoint(name: string, value: unknown, durable: boolean): boolean {
    if (!this.accepts) return false;
    if (durable) this.#durable.set(name, structuredClone(value));
    return super.writeCheckpoint(name, structuredClone(value), durable);
  }

  override writeCheckpointLater(name: string, value: unknown): boolean {
    return this.writeCheckpoint(name, value, false);
  }

  override removeCheckpoint(name: string): void {
    super.removeCheckpoint(name);
    this.#durable.delete(name);
  }

  /** What was to be written with fsync in the background is on the platter. */
  finishCheckpoints(): void {
    for (const [name, value] of this.checkpoints) this.#durable.set(name, value);
  }

  /** Finishes the background flushes asked for: what the machine would get as inputs. */
  finishFlushes(): { file: string; count: number }[] {
    const finished = this.pendingFlushes.splice(0);
    for (const { file, count } of finished) {
      const open = this.byName.get(file);
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
    for (const file of this.byName.values()) {
      const kept = keep(file.name, file.flushedCount, file.entries.length);
      const had = file.entries.length;
      file.truncate(Math.max(file.flushedCount, Math.min(kept, had)));
      file.torn = file.entries.length < had;
      file.flush();
    }
    this.checkpoints = new Map(this.#durable);
  }

  /** Changes one entry of a file in place. */
  damage(name: string, index: number, change: (entry: unknown) => unknown): void {
    const { entries } = this.byName.get(name)!;
    entries[index] = change(entries[index]);
  }
}
