/**
 * The small values of a disk, each replaced atomically. A value written without fsync stands in the page cache until
 * the operating system writes it back; a power loss before that brings back an earlier one.
 */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";

interface Written {
  readonly value: unknown;
  /** It is on the platter from then on. */
  readonly dueAt: Micros;
}

/** Of one checkpoint: a disk that never writes back on its own must not fill the memory. */
const mostCached = 16;

/** The platter's value and, behind it, those written since, in order: any of them may be what survives. */
interface Checkpoint {
  platter: { readonly value: unknown } | null;
  readonly cached: Written[];
}

export class Checkpoints {
  readonly #byName = new Map<string, Checkpoint>();

  /** With fsync. */
  replace(name: string, value: unknown): void {
    const checkpoint = this.#named(name);
    checkpoint.platter = { value };
    checkpoint.cached.length = 0;
  }

  /** On the platter after `micros` at the latest. */
  cache(name: string, value: unknown, now: Micros, micros: Micros): void {
    const checkpoint = this.#named(name);
    writeBackDue(checkpoint, now);
    checkpoint.cached.push({ value, dueAt: now + micros });
    if (checkpoint.cached.length > mostCached) checkpoint.cached.shift();
  }

  #named(name: string): Checkpoint {
    let checkpoint = this.#byName.get(name);
    if (checkpoint === undefined) {
      checkpoint = { platter: null, cached: [] };
      this.#byName.set(name, checkpoint);
    }
    return checkpoint;
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
  losePower(now: Micros, survivors: (name: string, cached: number) => number): void {
    for (const [name, checkpoint] of this.#byName) {
      writeBackDue(checkpoint, now);
      const cached = checkpoint.cached.length;
      const kept = cached === 0 ? 0 : survivors(name, cached);
      invariant(kept >= 0 && kept <= cached, "what survives of a checkpoint was written");
      if (kept > 0) checkpoint.platter = checkpoint.cached[kept - 1]!;
      checkpoint.cached.length = 0;
      if (checkpoint.platter === null) this.#byName.delete(name);
    }
  }
}

/** Each value replaces those before it: the newest that is due, and with it all older ones. */
function writeBackDue(checkpoint: Checkpoint, now: Micros): void {
  const { cached } = checkpoint;
  let due = cached.length;
  while (due > 0 && cached[due - 1]!.dueAt > now) due--;
  if (due === 0) return;
  checkpoint.platter = cached[due - 1]!;
  cached.splice(0, due);
}
