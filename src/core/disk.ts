/**
 * What a machine sees of a disk: append-only files and small checkpoints.
 *
 * A write reaches the page cache at once and the platter at a flush. A process crash keeps the cache; a power loss
 * keeps what was flushed and, as the fault decides, a part of the rest. The disk owns the entries: machines keep
 * indexes over them, which they rebuild at boot.
 */
export interface Disk {
  /** False once the disk failed: every write is refused until it is replaced. */
  readonly healthy: boolean;
  /** Names of the files present, in the order of their creation. */
  files(): readonly string[];
  /** Opens a file, creating it if absent. */
  open<Entry>(name: string): DiskFile<Entry>;
  remove(name: string): void;
  /** An atomically replaced small value. Not `durable` means written without fsync: lost by a power loss. */
  writeCheckpoint(name: string, value: unknown, durable: boolean): boolean;
  /** fsync in the background: a power loss a moment later may bring back the value before. */
  writeCheckpointLater(name: string, value: unknown): boolean;
  readCheckpoint(name: string): unknown;
  removeCheckpoint(name: string): void;
}

export interface DiskFile<Entry> {
  readonly name: string;
  /** The contents as the running process sees them (page cache over platter). Read only. */
  readonly entries: readonly Entry[];
  /** How many leading entries survive a power loss for certain. */
  readonly flushedCount: number;
  readonly sizeInBytes: number;
  /** A power loss took entries from the end: a part of the first of them is on the platter until the file is cut. */
  readonly torn: boolean;
  /** False when the disk failed or is full: nothing was written. */
  append(entry: Entry, sizeInBytes: number): boolean;
  /** Keeps the first `count` entries. */
  truncate(count: number): void;
  /** Replaces all contents (compaction swaps a cleaned segment in); durable, as Kafka flushes before the swap. */
  replace(entries: readonly Entry[], sizeInBytes: number): boolean;
  /** fsync, before the step goes on. */
  flush(): void;
  /** fsync in the background: the machine gets a `flushed` input when it is done. */
  flushLater(): void;
}
