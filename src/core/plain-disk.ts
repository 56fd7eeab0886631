/** A disk in memory without time or faults: what is written is there at once, and stays. Disks that can fail build on it. */
import type { Disk, DiskFile } from "./disk.ts";
import { invariant } from "./invariant.ts";

export class PlainFile<Entry> implements DiskFile<Entry> {
  name: string;
  entries: Entry[] = [];
  /** Of each entry, in bytes. */
  sizes: number[] = [];
  sizeInBytes = 0;
  torn = false;
  protected synced = 0;

  constructor(name: string) {
    this.name = name;
  }

  get flushedCount(): number {
    return this.synced;
  }

  set flushedCount(count: number) {
    this.synced = count;
  }

  append(entry: Entry, sizeInBytes: number): boolean {
    invariant(sizeInBytes >= 0, "an entry has a size");
    this.entries.push(entry);
    this.sizes.push(sizeInBytes);
    this.sizeInBytes += sizeInBytes;
    return true;
  }

  /** Takes effect on the platter at once: a truncated entry never comes back. */
  truncate(count: number): void {
    this.torn = false;
    if (count >= this.entries.length) return;
    invariant(count >= 0, "a file keeps no less than nothing");
    for (let i = count; i < this.sizes.length; i++) this.sizeInBytes -= this.sizes[i]!;
    this.entries.length = count;
    this.sizes.length = count;
    this.synced = Math.min(this.synced, count);
    invariant(this.sizeInBytes >= 0 && (count > 0 || this.sizeInBytes === 0), "a file is as long as its entries");
  }

  replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    this.truncate(0);
    this.entries = entries.slice();
    const share = entries.length === 0 ? 0 : Math.floor(sizeInBytes / entries.length);
    this.sizes = entries.map(() => share);
    if (entries.length > 0) this.sizes[0] = sizeInBytes - share * (entries.length - 1);
    this.sizeInBytes = sizeInBytes;
    this.flush();
    return true;
  }

  flush(): void {
    this.synced = this.entries.length;
  }

  /** At once: nobody asks when it is done. */
  flushLater(): void {
    this.flush();
  }
}

/** What disks of any kind of file have in common. */
export abstract class DiskOfFiles<File extends DiskFile<unknown>> implements Disk {
  healthy = true;
  /** In the order of their creation. */
  byName = new Map<string, File>();

  protected abstract newFile(name: string): File;

  files(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** Entries of one file are of one type: its name says which. */
  open<Entry>(name: string): DiskFile<Entry> {
    let file = this.byName.get(name);
    if (file === undefined) {
      file = this.newFile(name);
      this.byName.set(name, file);
    }
    return file as unknown as DiskFile<Entry>;
  }

  remove(name: string): void {
    this.byName.delete(name);
  }

  abstract writeCheckpoint(name: string, value: unknown, durable: boolean): boolean;

  /** At once. */
  writeCheckpointLater(name: string, value: unknown): boolean {
    return this.writeCheckpoint(name, value, true);
  }

  abstract readCheckpoint(name: string): unknown;
  abstract removeCheckpoint(name: string): void;
}

export class PlainDisk<Entry> extends DiskOfFiles<PlainFile<Entry>> {
  checkpoints = new Map<string, unknown>();

  protected newFile(name: string): PlainFile<Entry> {
    return new PlainFile<Entry>(name);
  }

  writeCheckpoint(name: string, value: unknown, _durable: boolean): boolean {
    this.checkpoints.set(name, value);
    return true;
  }

  readCheckpoint(name: string): unknown {
    return this.checkpoints.get(name);
  }

  removeCheckpoint(name: string): void {
    this.checkpoints.delete(name);
  }
}
