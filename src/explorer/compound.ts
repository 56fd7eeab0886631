/** Fields made of fields: records, lists, maps, unions, and objects that several others refer to. */
import { invariant } from "../core/invariant.ts";
import { renamed } from "./renaming.ts";
import { asItIs, type Copier, type Field, type KeyWriter, unwritten } from "./shape.ts";

type Method = (...words: never[]) => unknown;

/** One entry for each key of the type that is no method, in the order in which they are told. */
type Fields<Value> = {
  readonly [Name in keyof Value as Value[Name] extends Method ? never : Name]-?: Field<Value[Name]>;
};

/** One entry of the table as functions over it need it: any name may be asked for. */
interface Entry<Value> {
  readonly name: keyof Value;
  readonly field: Field<Value[keyof Value]>;
}

/** The fields with which there is something to do: most of a machine is copied as it is, much is not told. */
interface Table<Value> {
  readonly written: readonly Entry<Value>[];
  readonly kept: readonly (keyof Value)[];
  readonly copied: readonly Entry<Value>[];
}

function tableOf<Value>(fields: Fields<Value>): Table<Value> {
  const entries = Object.entries(fields).map(([name, field]) => ({ name, field })) as unknown as Entry<Value>[];
  return {
    written: entries.filter(({ field }) => field.write !== unwritten),
    kept: entries.filter(({ field }) => field.copy === asItIs).map(({ name }) => name),
    copied: entries.filter(({ field }) => field.copy !== asItIs),
  };
}

/** An object that is reached by one way only. */
export function record<Value extends object>(fields: Fields<Value>): Field<Value> {
  const table = tableOf(fields);
  return {
    write: (value, key) => writeFields(table, value, key),
    copy: (value, copier) => copyFields(table, value, { ...value }, copier),
  };
}

/** An object that others refer to as well: it stays one object. `make` gives the empty copy of one with methods. */
export function shared<Value extends object>(
  fields: () => Fields<Value>,
  make: ((value: Value) => Value) | null = null,
): Field<Value> {
  let table: Table<Value> | null = null;
  const open = (): Table<Value> => {
    table ??= tableOf(fields());
    return table;
  };
  return {
    write: (value, key) => {
      const known = key.seen.get(value);
      if (known !== undefined) {
        key.text += `#${known},`;
        return;
      }
      key.seen.set(value, key.seen.size);
      writeFields(open(), value, key);
    },
    copy: (value, copier) => {
      const known = copier.seen.get(value);
      if (known !== undefined) return known as Value;
      const copy = make === null ? { ...value } : keep(open(), value, make(value));
      copier.seen.set(value, copy);
      return copyFields(open(), value, copy, copier);
    },
  };
}

function writeFields<Value>({ written }: Table<Value>, value: Value, key: KeyWriter): void {
  key.text += "(";
  for (const { name, field } of written) field.write(value[name], key);
  key.text += ")";
}

function keep<Value>({ kept }: Table<Value>, value: Value, copy: Value): Value {
  for (const name of kept) copy[name] = value[name];
  return copy;
}

/** Into a flat copy. An optional property that is not there stays away. */
function copyFields<Value>({ copied }: Table<Value>, value: Value, copy: Value, copier: Copier): Value {
  for (const { name, field } of copied) {
    const part = value[name];
    if (part !== undefined) copy[name] = field.copy(part, copier);
  }
  return copy;
}

export const nullable = <Value>(field: Field<Value>): Field<Value | null> => ({
  write: (value, key) => {
    if (value === null) key.text += "-,";
    else field.write(value, key);
  },
  copy: (value, copier) => (value === null ? null : field.copy(value, copier)),
});

/** In the order that it has. */
export const list = <Item>(field: Field<Item>): Field<readonly Item[]> & Field<Item[]> => ({
  write: (value: readonly Item[], key: KeyWriter) => {
    key.text += "[";
    for (const item of value) field.write(item, key);
    key.text += "]";
  },
  copy: (value: readonly Item[], copier: Copier): Item[] => value.map((item) => field.copy(item, copier)),
});

/** A list of things that belong to one node each, told and copied in the order of the nodes. */
export const byNode = <Item>(
  field: Field<Item>,
  nodeOf: (item: Item) => number,
): Field<readonly Item[]> & Field<Item[]> => {
  const sorted = (value: readonly Item[], renaming: Copier["renaming"]): readonly Item[] =>
    value.length < 2 ? value : [...value].sort((a, b) => renamed(renaming, nodeOf(a)) - renamed(renaming, nodeOf(b)));
  return {
    write: (value: readonly Item[], key: KeyWriter) => {
      key.text += "[";
      for (const item of sorted(value, key.renaming)) field.write(item, key);
      key.text += "]";
    },
    copy: (value: readonly Item[], copier: Copier): Item[] =>
      sorted(value, copier.renaming).map((item) => field.copy(item, copier)),
  };
};

/** A map by node. */
export const nodeMap = <Item>(field: Field<Item>): Field<Map<number, Item>> => ({
  write: (value, key) => {
    const entries = [...value].map(([id, item]) => ({ id: renamed(key.renaming, id), item }));
    key.text += "<";
    for (const { id, item } of entries.sort((a, b) => a.id - b.id)) {
      key.text += `${id}:`;
      field.write(item, key);
    }
    key.text += ">";
  },
  copy: (value, copier) => {
    const entries = [...value].map(([id, item]): [number, Item] => [
      renamed(copier.renaming, id),
      field.copy(item, copier),
    ]);
    return new Map(entries.sort(([a], [b]) => a - b));
  },
});

/** A map by something that is no node. */
export const mapOf = <Name extends string | number, Item>(field: Field<Item>): Field<Map<Name, Item>> => ({
  write: (value, key) => {
    const entries = value.size < 2 ? value : [...value].sort(([a], [b]) => (a < b ? -1 : 1));
    key.text += "<";
    for (const [name, item] of entries) {
      key.text += `${name}:`;
      field.write(item, key);
    }
    key.text += ">";
  },
  copy: (value, copier) => {
    const copy = new Map<Name, Item>();
    for (const [name, item] of value) copy.set(name, field.copy(item, copier));
    return copy;
  },
});

/** One of several types, told apart by `kind`. */
export function union<Value extends { readonly kind: string }>(
  variants: {
    readonly [Kind in Value["kind"]]: Field<Extract<Value, { readonly kind: Kind }>>;
  },
): Field<Value> {
  const fieldOf = (value: Value): Field<Value> => {
    const field = (variants as unknown as Readonly<Record<string, Field<Value> | undefined>>)[value.kind];
    invariant(field !== undefined, `no table of fields for ${value.kind}`);
    return field;
  };
  return {
    write: (value, key) => {
      key.text += `${value.kind}`;
      fieldOf(value).write(value, key);
    },
    copy: (value, copier) => fieldOf(value).copy(value, copier),
  };
}
