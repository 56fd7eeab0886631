/**
 * A simulated disk: files and checkpoints, each a page cache over a platter. It outlives the process; what a power loss
 * leaves is decided file by file. It can be slow, full, failed, wiped.
 */
import { DiskOfFiles } from "../core/plain-disk.ts";
import type { Micros } from "../core/time.ts";
import { Checkpoints } from "./checkpoints.ts";
import { type Device, SimFile } from "./disk-file.ts";
import type { Timeline } from "./timeline.ts";

export interface DiskOptions {
  /** Age at which the operating system writes dirty pages back. */
  readonly writeBackMicros: Micros;
  /** What one fsync takes on a healthy disk. */
  readonly flushMicros: Micros;
}

/** What the disk asks of its host. */
export interface DiskHost {
  /** The process does nothing else for so long. */
  occupy(micros: Micros): void;
  /** `disk.finishFlush(file)` after so long. */
  flushIn(disk: SimDisk, file: SimFile<unknown>, micros: Micros): void;
}

/** What an append takes for each unit of slowness above 1: on a healthy disk it costs nothing. */
const appendMicros = 50;

/** How many of the entries beyond the flushed ones survive, by file or checkpoint name. */
type Survivors = (name: string, unflushed: number) => number;

export class SimDisk extends DiskOfFiles<SimFile<never>> implements Device {
  readonly timeline: Timeline;
  readonly writeBackMicros: Micros;
  readonly index: number;
  accepts = true;
  slowness = 1;
  #full = false;
  readonly #flushMicros: Micros;
  readonly #host: DiskHost;
  readonly #checkpoints = new Checkpoints();

  constructor(timeline: Timeline, host: DiskHost, index: number, options: DiskOptions) {
    super();
    this.timeline = timeline;
    this.#host = host;
    this.index = index;
    this.writeBackMicros = options.writeBackMicros;
    this.#flushMicros = options.flushMicros;
  }

  protected newFile(name: string): SimFile<never> {
    return new SimFile<never>(this, name);
  }

  writeCheckpoint(name: string, value: unknown, durable: boolean): boolean {
    if (!this.accepts) return false;
    if (durable && this.slowness !== 1) this.occupyForFlush();
    if (durable) this.#checkpoints.replace(name, value);
    else this.#checkpoints.cache(name, value, this.timeline.now, this.writeBackMicros);
    return true;
  }

  override writeCheckpointLater(name: string, value: unknown): boolean {
    if (!this.accepts) return false;
    this.#checkpoints.cache(name, value, this.timeline.now, Math.ceil(this.#flushMicros * this.slowness));
    return true;
  }

  readCheckpoint(name: string): unknown {
    return this.#checkpoints.read(name);
  }

  removeCheckpoint(name: string): void {
    this.#checkpoints.remove(name);
  }

  setFailed(failed: boolean): void {
    this.healthy = !failed;
    this.accepts = this.healthy && !this.#full;
  }

  setFull(full: boolean): void {
    this.#full = full;
    this.accepts = this.healthy && !this.#full;
  }

  /** At least 1. */
  setSlowness(factor: number): void {
    this.slowness = Math.max(1, factor);
  }

  /** A new, empty disk in the place of this one; what ailed it stays with the fault that caused it. */
  wipe(): void {
    this.byName.clear();
    this.#checkpoints.clear();
  }

  /** `torn` is called once for each file that lost entries. */
  losePower(survivors: Survivors, torn: (file: string, kept: number, had: number) => void): void {
    for (const file of this.byName.values()) {
      const had = file.entries.length;
      const kept = file.losePower((unflushed) => survivors(file.name, unflushed));
      if (kept < had) torn(file.name, kept, had);
    }
    this.#checkpoints.losePower(this.timeline.now, survivors);
  }

  occupyForAppend(): void {
    this.#host.occupy(Math.ceil(appendMicros * (this.slowness - 1)));
  }

  occupyForFlush(): void {
    this.#host.occupy(Math.ceil(this.#flushMicros * this.slowness));
  }

  flushInBackground(file: SimFile<unknown>): void {
    this.#host.flushIn(this, file, Math.ceil(this.#flushMicros * this.slowness));
  }
}
