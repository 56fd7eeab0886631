/** A disk in memory that a search can copy. A process crash leaves it as it is; a lost disk is another, empty one. */
import type { Disk, DiskFile } from "../../core/disk.ts";
import { list, mapOf, shared } from "../../explorer/compound.ts";
import { derived, type Field, frozen, plain, untold } from "../../explorer/shape.ts";

export class ModelFile<Entry> implements DiskFile<Entry> {
  name = "";
  entries: Entry[] = [];
  sizes: number[] = [];
  flushedCount = 0;
  sizeInBytes = 0;

  append(entry: Entry, sizeInBytes: number): boolean {
    this.entries.push(entry);
    this.sizes.push(sizeInBytes);
    this.sizeInBytes += sizeInBytes;
    return true;
  }

  truncate(count: number): void {
    while (this.entries.length > count) {
      this.entries.pop();
      this.sizeInBytes -= this.sizes.pop()!;
    }
    this.flushedCount = Math.min(this.flushedCount, count);
  }

  replace(entries: readonly Entry[], sizeInBytes: number): boolean {
    this.entries = [...entries];
    this.sizes = entries.map((_, i) => (i === 0 ? sizeInBytes : 0));
    this.sizeInBytes = sizeInBytes;
    this.flushedCount = entries.length;
    return true;
  }

  flush(): void {
    this.flushedCount = this.entries.length;
  }

  /** Power losses are no part of the models, so nobody asks when it is done. */
  flushLater(): void {
    this.flush();
  }
}

export class ModelDisk<Entry> implements Disk {
  readonly healthy: boolean = true;
  byName = new Map<string, ModelFile<Entry>>();
  checkpoints = new Map<string, unknown>();

  files(): readonly string[] {
    return [...this.byName.keys()];
  }

  open<Opened>(name: string): DiskFile<Opened> {
    let file = this.byName.get(name);
    if (file === undefined) {
      file = new ModelFile<Entry>();
      file.name = name;
      this.byName.set(name, file);
    }
    // All files of a replica's disk are segments: the caller names the type of their entries, as with a real file.
    return file as unknown as DiskFile<Opened>;
  }

  remove(name: string): void {
    this.byName.delete(name);
  }

  writeCheckpoint(name: string, value: unknown): boolean {
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

const fileField = <Entry>(entry: Field<Entry>): Field<ModelFile<Entry>> =>
  shared<ModelFile<Entry>>(
    () => ({
      name: plain,
      entries: list(entry),
      sizes: derived(list<number>(plain)),
      flushedCount: plain,
      sizeInBytes: untold(),
    }),
    () => new ModelFile<Entry>(),
  );

/** How a disk is copied and told, with its files; `file` is the field of one file, for those who refer to it too. */
export function diskFields<Entry>(entry: Field<Entry>): {
  readonly disk: Field<ModelDisk<Entry>>;
  readonly file: Field<ModelFile<Entry>>;
} {
  const file = fileField(entry);
  const checkpoint = frozen<unknown>((value) => JSON.stringify(value));
  const disk = shared<ModelDisk<Entry>>(
    () => ({ healthy: untold(), byName: mapOf(file), checkpoints: mapOf(checkpoint) }),
    () => new ModelDisk<Entry>(),
  );
  return { disk, file };
}
