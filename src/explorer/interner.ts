/**
 * Small integers for values: equal keys, one integer. Whatever a search keeps of a machine is such an integer; the value
 * behind it is the one that was met first, and is never changed.
 */
import { invariant } from "../core/invariant.ts";

import type { Renaming } from "./renaming.ts";
import { copyOf, type Field, keyOf } from "./shape.ts";

export class Interner<Value> {
  readonly #field: Field<Value>;
  readonly #ids = new Map<string, number>();
  /** A renamed value is copied when somebody looks at it: most are only compared. */
  readonly #values: (Value | Renamed)[] = [];
  readonly #renamings: readonly Renaming[];
  /** By renaming and id: the id under that renaming; 0 not asked yet, else one more. */
  readonly #renamed: Int32Array[];
  #keyLength = 0;

  constructor(field: Field<Value>, renamings: readonly Renaming[]) {
    this.#field = field;
    this.#renamings = renamings;
    this.#renamed = renamings.map(() => new Int32Array(initialSize));
  }

  get size(): number {
    return this.#values.length;
  }

  /** Characters of all keys. */
  get keyLength(): number {
    return this.#keyLength;
  }

  /** The caller gives the value away. */
  idOf(value: Value): number {
    return this.#intern(keyOf(this.#field, value), value);
  }

  #intern(key: string, value: Value | Renamed): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.length;
    this.#ids.set(key, id);
    this.#values.push(value);
    this.#keyLength += key.length;
    return id;
  }

  /** To be looked at only. */
  valueOf(id: number): Value {
    invariant(id >= 0 && id < this.#values.length, "an id was given for a value");
    const value = this.#values[id]!;
    if (!(value instanceof Renamed)) return value;
    const copy = copyOf(this.#field, this.valueOf(value.id), this.#renamings[value.renaming]!);
    this.#values[id] = copy;
    return copy;
  }

  /** To be changed. */
  copyOf(id: number): Value {
    return copyOf(this.#field, this.valueOf(id));
  }

  /** The id of the same value under the nth renaming. */
  renamed(renaming: number, id: number): number {
    const table = this.#renamed[renaming]!;
    if (id < table.length && table[id]! > 0) return table[id]! - 1;
    return this.#rename(renaming, id);
  }

  #rename(renaming: number, id: number): number {
    const key = keyOf(this.#field, this.valueOf(id), this.#renamings[renaming]!);
    const other = this.#intern(key, new Renamed(id, renaming));
    let table = this.#renamed[renaming]!;
    if (id >= table.length) {
      const larger = new Int32Array(Math.max(table.length * 2, id + 1));
      larger.set(table);
      this.#renamed[renaming] = larger;
      table = larger;
    }
    invariant(table[id] === 0, "an id is renamed once");
    table[id] = other + 1;
    return other;
  }
}

const initialSize = 64;

/** The value of `id` under a renaming, not made yet. */
class Renamed {
  readonly id: number;
  readonly renaming: number;

  constructor(id: number, renaming: number) {
    this.id = id;
    this.renaming = renaming;
  }
}
