/**
 * What a search does with a machine's state, from one table of fields per type: a canonical text (`key`), a deep copy, and
 * both under another naming of the nodes (symmetry). A field that a table forgets is a type error.
 *
 * A key holds whatever can change what the machine does later, and nothing else: two states with one key are one state to
 * the search. Objects that are reached twice (`shared`) are copied once, and told once in the key.
 */
import { invariant } from "../core/invariant.ts";
import { identity, type Renaming, renamed } from "./renaming.ts";

export interface Field<Value> {
  write(value: Value, key: KeyWriter): void;
  copy(value: Value, copier: Copier): Value;
}

/** A key in the making. */
export interface KeyWriter {
  text: string;
  readonly renaming: Renaming;
  readonly seen: Map<object, number>;
}

export interface Copier {
  readonly renaming: Renaming;
  readonly seen: Map<object, object>;
}

/** Canonical text of a state whose nodes are renamed. */
export function keyOf<Value>(field: Field<Value>, value: Value, renaming: Renaming = identity): string {
  const writer: KeyWriter = { text: "", renaming, seen: new Map() };
  field.write(value, writer);
  return writer.text;
}

/** A copy that shares nothing that a machine may change. */
export const copyOf = <Value>(field: Field<Value>, value: Value, renaming: Renaming = identity): Value =>
  field.copy(value, { renaming, seen: new Map() });

/** The parts of a field that do nothing, to be known by: tables leave them out. */
export const unwritten = (): void => {};
export const asItIs = <Value>(value: Value): Value => value;

type Plain = number | boolean | string | null | undefined;

/** A number, text or truth value, as it is. */
export const plain: Field<Plain> & Field<number> & Field<boolean> & Field<string> = {
  write: (value: Plain, key: KeyWriter) => {
    key.text += `${value},`;
  },
  copy: asItIs,
};

/** One of a few words. */
export const word = <Word extends string>(): Field<Word> => ({
  write: (value, key) => {
    key.text += `${value},`;
  },
  copy: asItIs,
});

/** A node id: follows the renaming; what names no node (-1, the controller, a client) stays. */
export const node: Field<number> = {
  write: (value, key) => {
    key.text += `${renamed(key.renaming, value)},`;
  },
  copy: (value, { renaming }) => renamed(renaming, value),
};

/** A list of node ids whose order means nothing. */
export const nodeSet: Field<readonly number[]> = {
  write: (value, key) => {
    const ids = value.map((id) => renamed(key.renaming, id)).sort((a, b) => a - b);
    key.text += `{${ids.join()}}`;
  },
  copy: (value, { renaming }) => value.map((id) => renamed(renaming, id)),
};

/** A counter of which only the first few values make a difference. */
export const upTo = (most: number): Field<number> => ({
  write: (value, key) => {
    key.text += `${Math.min(value, most)},`;
  },
  copy: asItIs,
});

/** Copied as it is, and no part of the key: settings, times without meaning, what follows from other fields. */
export const untold = <Value>(): Field<Value> => ({ write: unwritten, copy: asItIs });

/** The fields of these names, all untold. */
export const allUntold = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Field<never>>> =>
  Object.fromEntries(names.map((name) => [name, untold<never>()])) as Record<Name, Field<never>>;

/** Follows from other fields: copied deeply, no part of the key. */
export const derived = <Value>(field: Field<Value>): Field<Value> => ({ write: unwritten, copy: field.copy });

/** What a machine replaces and never changes: shared by copies. `text` must tell equal from unequal. */
export const frozen = <Value>(text: (value: Value) => string): Field<Value> => {
  const texts = new WeakMap<object, string>();
  const known = (value: Value): string => {
    if (typeof value !== "object" || value === null) return text(value);
    const found = texts.get(value) ?? text(value);
    texts.set(value, found);
    return found;
  };
  return {
    write: (value, key) => {
      key.text += `${known(value)},`;
    },
    copy: asItIs,
  };
};

/** What a machine replaces and never changes, with nodes in it: shared by copies under the same names, told once. */
export function unchanging<Value extends object>(field: Field<Value>): Field<Value> {
  const texts = new WeakMap<Value, string>();
  return {
    write: (value, key) => {
      if (key.renaming !== identity) {
        key.text += keyOf(field, value, key.renaming);
        return;
      }
      let text = texts.get(value);
      if (text === undefined) {
        text = keyOf(field, value);
        texts.set(value, text);
      }
      key.text += text;
    },
    copy: (value, copier) => (copier.renaming === identity ? value : field.copy(value, copier)),
  };
}

/** A list that is empty whenever a search looks: waiters and watchers of one step. */
export const vacant = <Item>(what: string): Field<Item[]> => ({
  write: (value) => invariant(value.length === 0, `${what}: nothing waits between two steps of a search`),
  copy: () => [],
});

/** A reference that is null whenever a search looks. */
export const absent = <Value>(what: string): Field<Value | null> => ({
  write: (value) => invariant(value === null, `${what}: nothing is held between two steps of a search`),
  copy: () => null,
});
