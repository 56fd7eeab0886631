/** Messages as bytes and back, by their definition: any version that it knows, in both directions. */
import { type ByteReader, ByteWriter, ByteReader as Reader } from "./bytes.ts";
import { type FieldDefinition, isWithin, type MessageDefinition } from "./message-definition.ts";

export type Value = boolean | number | bigint | string | Buffer | null | readonly Value[] | Fields;

/** Fields by their name, with a small first letter; one that is left out has its default. */
export interface Fields {
  readonly [name: string]: Value | undefined;
}

/** 16 zero bytes. */
export const noUuid = "AAAAAAAAAAAAAAAAAAAAAA";

/** How one version of one message is written. */
interface Form {
  readonly definition: MessageDefinition;
  readonly version: number;
  readonly isFlexible: boolean;
}

const formOf = (definition: MessageDefinition, version: number): Form => ({
  definition,
  version,
  isFlexible: isWithin(version, definition.flexibleVersions),
});

export const isFlexible = (definition: MessageDefinition, version: number): boolean =>
  isWithin(version, definition.flexibleVersions);

export function encode(definition: MessageDefinition, version: number, fields: Fields): Buffer {
  const writer = new ByteWriter();
  writeFields(writer, formOf(definition, version), definition.fields, fields);
  return writer.done();
}

/** Throws where bytes are missing or left over. */
export function decode<Message extends object>(definition: MessageDefinition, version: number, bytes: Buffer): Message {
  const reader = new Reader(bytes);
  const fields = readFields(reader, formOf(definition, version), definition.fields);
  if (reader.left > 0) throw new Error(`${reader.left} bytes follow a ${definition.name} of version ${version}`);
  return fields as Message;
}

export const fieldName = (name: string): string => name[0]!.toLowerCase() + name.slice(1);

const sizes: Readonly<Record<string, number>> = { int8: 1, int16: 2, int32: 4, int64: 8 };
const unsignedSizes: Readonly<Record<string, number>> = { uint16: 2, uint32: 4 };

function structureOf({ definition }: Form, { fields, type, name }: FieldDefinition): readonly FieldDefinition[] {
  const element = type.replace(/^\[\]/, "");
  const found = fields ?? definition.commonStructs?.find((one) => one.name === element)?.fields;
  if (found === undefined) throw new Error(`${definition.name}.${name}: no structure ${element}`);
  return found;
}

function defaultOf(form: Form, field: FieldDefinition): Value {
  const { type, default: given } = field;
  if (given === "null") return null;
  if (type.startsWith("[]")) return [];
  if (type === "bool") return given === true || given === "true";
  if (type === "string") return String(given ?? "");
  if (type === "uuid") return noUuid;
  if (type === "bytes" || type === "records") return field.nullableVersions === undefined ? Buffer.alloc(0) : null;
  if (type in sizes || type in unsignedSizes || type === "float64") return Number(given ?? 0);
  const present = structureOf(form, field).filter(({ versions }) => isWithin(form.version, versions));
  return Object.fromEntries(present.map((one) => [fieldName(one.name), defaultOf(form, one)]));
}

const isTagged = ({ version }: Form, { tag, taggedVersions }: FieldDefinition): boolean =>
  tag !== undefined && isWithin(version, taggedVersions);

const isNullable = ({ version }: Form, { nullableVersions }: FieldDefinition): boolean =>
  isWithin(version, nullableVersions);

/** Of strings, bytes and arrays; a field may say otherwise than its message. */
const hasCompactLength = ({ version, isFlexible: whole }: Form, { flexibleVersions }: FieldDefinition): boolean =>
  flexibleVersions === undefined ? whole : isWithin(version, flexibleVersions);

function writeFields(writer: ByteWriter, form: Form, fields: readonly FieldDefinition[], values: Fields): void {
  const known = new Set(fields.map(({ name }) => fieldName(name)));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${form.definition.name} has no field ${unknown}`);
  const tagged: (readonly [tag: number, bytes: Buffer])[] = [];
  for (const field of fields) {
    if (!isWithin(form.version, field.versions)) continue;
    const value = values[fieldName(field.name)];
    if (!isTagged(form, field)) writeValue(writer, form, field, value === undefined ? defaultOf(form, field) : value);
    else if (value !== undefined) {
      const own = new ByteWriter();
      writeValue(own, form, field, value);
      tagged.push([field.tag!, own.done()]);
    }
  }
  if (!form.isFlexible) return;
  writer.unsignedVarint(tagged.length);
  for (const [tag, bytes] of tagged.sort(([a], [b]) => a - b)) {
    writer.unsignedVarint(tag);
    writer.unsignedVarint(bytes.length);
    writer.raw(bytes);
  }
}

function writeValue(writer: ByteWriter, form: Form, field: FieldDefinition, value: Value): void {
  if (value === null && !isNullable(form, field)) throw new Error(`${form.definition.name}.${field.name} is null`);
  if (field.type.startsWith("[]")) {
    const elements = value as readonly Value[] | null;
    writeLength(writer, hasCompactLength(form, field), elements?.length ?? -1, 4);
    const element = { ...field, type: field.type.slice(2) };
    for (const one of elements ?? []) writeElement(writer, form, element, one);
    return;
  }
  const isStructure = !(field.type in primitives);
  if (isStructure && isNullable(form, field)) {
    writer.int(value === null ? -1 : 1, 1);
    if (value === null) return;
  }
  writeElement(writer, form, field, value);
}

function writeElement(writer: ByteWriter, form: Form, field: FieldDefinition, value: Value): void {
  const { type } = field;
  if (type === "bool") writer.int(value === true ? 1 : 0, 1);
  else if (type in sizes) writer.int(value as number, sizes[type]!);
  else if (type in unsignedSizes) writer.uint(value as number, unsignedSizes[type]!);
  else if (type === "float64") writer.double(value as number);
  else if (type === "uuid") writer.raw(Buffer.from(value as string, "base64url"));
  else if (type in primitives) {
    const bytes = typeof value === "string" ? Buffer.from(value) : (value as Buffer | null);
    writeLength(writer, hasCompactLength(form, field), bytes?.length ?? -1, type === "string" ? 2 : 4);
    if (bytes !== null) writer.raw(bytes);
  } else writeFields(writer, form, structureOf(form, field), value as Fields);
}

/** -1 stands for null. */
function writeLength(writer: ByteWriter, isCompact: boolean, length: number, size: number): void {
  if (isCompact) writer.unsignedVarint(length + 1);
  else writer.int(length, size);
}

const primitives: Readonly<Record<string, true>> = Object.fromEntries(
  [...Object.keys(sizes), ...Object.keys(unsignedSizes), "bool", "float64", "uuid", "string", "bytes", "records"].map(
    (type) => [type, true],
  ),
);

function readFields(reader: ByteReader, form: Form, fields: readonly FieldDefinition[]): Fields {
  const values: Record<string, Value> = {};
  const present = fields.filter(({ versions }) => isWithin(form.version, versions));
  for (const field of present)
    values[fieldName(field.name)] = isTagged(form, field) ? defaultOf(form, field) : readValue(reader, form, field);
  if (!form.isFlexible) return values;
  for (let left = reader.unsignedVarint(); left > 0; left--) {
    const tag = reader.unsignedVarint();
    const bytes = reader.raw(reader.unsignedVarint());
    const field = present.find((one) => one.tag === tag && isTagged(form, one));
    if (field !== undefined) values[fieldName(field.name)] = readValue(new Reader(bytes), form, field);
  }
  return values;
}

function readValue(reader: ByteReader, form: Form, field: FieldDefinition): Value {
  if (field.type.startsWith("[]")) {
    const length = readLength(reader, hasCompactLength(form, field), 4);
    if (length < 0) return null;
    const element = { ...field, type: field.type.slice(2) };
    return Array.from({ length }, () => readElement(reader, form, element));
  }
  const isStructure = !(field.type in primitives);
  if (isStructure && isNullable(form, field) && reader.int(1) < 0) return null;
  return readElement(reader, form, field);
}

function readElement(reader: ByteReader, form: Form, field: FieldDefinition): Value {
  const { type } = field;
  if (type === "bool") return reader.int(1) !== 0;
  if (type in sizes) return reader.int(sizes[type]!);
  if (type in unsignedSizes) return reader.uint(unsignedSizes[type]!);
  if (type === "float64") return reader.double();
  if (type === "uuid") return reader.raw(16).toString("base64url");
  if (!(type in primitives)) return readFields(reader, form, structureOf(form, field));
  const length = readLength(reader, hasCompactLength(form, field), type === "string" ? 2 : 4);
  if (length < 0) return null;
  const bytes = Buffer.from(reader.raw(length));
  return type === "string" ? bytes.toString() : bytes;
}

const readLength = (reader: ByteReader, isCompact: boolean, size: number): number =>
  isCompact ? reader.unsignedVarint() - 1 : reader.int(size);

/** Fields after which a reader does not look: the tagged fields of a header. */
export function skipTaggedFields(reader: ByteReader): void {
  for (let left = reader.unsignedVarint(); left > 0; left--) {
    reader.unsignedVarint();
    reader.raw(reader.unsignedVarint());
  }
}
