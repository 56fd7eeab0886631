/**
 * The small values of a disk, each replaced atomically. A value written without fsync stands in the page cache until
 * the operating system writes it back; a power loss before that brings back an earlier one.
 */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";

interface Written {
  readonly value: unknown;
  readonly at: Micros;
}

/** Of one checkpoint: a disk that never writes back on its own must not fill the memory. */
const mostCached = 16;

/** The platter's value and, behind it, those written since, in order: any of them may be what survives. */
interface Checkpoint {
  platter: Written | null;
  readonly cached: Written[];
}

export class Checkpoints {
  readonly #byName = new Map<string, Checkpoint>();

  write(name: string, value: unknown, durable: boolean, now: Micros, writeBack: Micros): void {
    let checkpoint = this.#byName.get(name);
    if (checkpoint === undefined) {
      checkpoint = { platter: null, cached: [] };
      this.#byName.set(name, checkpoint);
    }
    if (durable) {
      checkpoint.platter = { value, at: now };
      checkpoint.cached.length = 0;
      return;
    }
    writeBackOld(checkpoint, now, writeBack);
    invariant(
      (checkpoint.cached.at(-1)?.at ?? 0) <= now,
      "values of a checkpoint are cached in the order of their writing",
    );
    checkpoint.cached.push({ value, at: now });
    if (checkpoint.cached.length > mostCached) checkpoint.cached.shift();
  }

  read(name: string): unknown {
    const checkpoint = this.#byName.get(name);
    if (checkpoint === undefined) return undefined;
    return (checkpoint.cached.at(-1) ?? checkpoint.platter)?.value;
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  clear(): void {
    this.#byName.clear();
  }

  /** `survivors(name, cached)`: how many of the values in the cache had reached the platter after all. */
  losePower(now: Micros, writeBack: Micros, survivors: (name: string, cached: number) => number): void {
    for (const [name, checkpoint] of this.#byName) {
      writeBackOld(checkpoint, now, writeBack);
      const cached = checkpoint.cached.length;
      const kept = cached === 0 ? 0 : survivors(name, cached);
      invariant(kept >= 0 && kept <= cached, "what survives of a checkpoint was written");
      if (kept > 0) checkpoint.platter = checkpoint.cached[kept - 1]!;
      checkpoint.cached.length = 0;
      if (checkpoint.platter === null) this.#byName.delete(name);
    }
  }
}

/** The operating system writes back what is old enough. */
function writeBackOld(checkpoint: Checkpoint, now: Micros, writeBack: Micros): void {
  while (checkpoint.cached.length > 0 && checkpoint.cached[0]!.at + writeBack <= now) {
    checkpoint.platter = checkpoint.cached.shift()!;
  }
}
