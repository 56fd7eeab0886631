/** Messages as bytes and back: every type, flexible and not, tagged and nullable fields, unknown ones. */
import { describe, expect, test } from "vitest";
import { decode, encode, type Fields, noUuid } from "../../../fidelity/wire/codec.ts";
import { isWithin, type MessageDefinition, versionsOf } from "../../../fidelity/wire/message-definition.ts";

const definition: MessageDefinition = {
  name: "Sample",
  apiKey: 1000,
  type: "request",
  validVersions: "0-3",
  flexibleVersions: "2+",
  commonStructs: [
    {
      name: "Member",
      fields: [
        { name: "Id", type: "int32", versions: "0+" },
        { name: "Epoch", type: "int64", versions: "1+", default: "-1" },
      ],
    },
  ],
  fields: [
    { name: "Flag", type: "bool", versions: "0+" },
    { name: "Small", type: "int8", versions: "0+" },
    { name: "Short", type: "int16", versions: "0+" },
    { name: "Port", type: "uint16", versions: "0+" },
    { name: "Count", type: "int32", versions: "0+" },
    { name: "Offset", type: "int64", versions: "0+" },
    { name: "Share", type: "float64", versions: "0+" },
    { name: "Name", type: "string", versions: "0+", nullableVersions: "1+" },
    { name: "Topic", type: "uuid", versions: "1+" },
    { name: "Records", type: "records", versions: "0+", nullableVersions: "0+" },
    { name: "Ids", type: "[]int32", versions: "0+", nullableVersions: "0+" },
    { name: "Members", type: "[]Member", versions: "0+" },
    {
      name: "Cursor",
      type: "Cursor",
      versions: "3+",
      nullableVersions: "3+",
      default: "null",
      fields: [{ name: "At", type: "int32", versions: "3+" }],
    },
    {
      name: "Leader",
      type: "Leader",
      versions: "2+",
      taggedVersions: "2+",
      tag: 1,
      fields: [{ name: "Epoch", type: "int32", versions: "2+", default: "-1" }],
    },
  ],
};

const full: Fields = {
  flag: true,
  small: -3,
  short: 300,
  port: 65_000,
  count: -70_000,
  offset: 2 ** 40,
  share: 0.25,
  name: "näme",
  topic: "AAAAAAAAAAAAAAAAAAAAAQ",
  records: Buffer.from("records"),
  ids: [1, 2, 3],
  members: [
    { id: 7, epoch: 12 },
    { id: 8, epoch: -1 },
  ],
  cursor: { at: 4 },
  leader: { epoch: 5 },
};

describe("a message", () => {
  test("of the newest version comes back as it went", () => {
    expect(decode(definition, 3, encode(definition, 3, full))).toEqual(full);
  });

  test("of an older version comes back without what that version does not have", () => {
    const { topic, cursor, leader, ...old } = full;
    const members = [{ id: 7 }, { id: 8 }];
    expect(decode(definition, 0, encode(definition, 0, full))).toEqual({ ...old, members });
  });

  test("without fields has their defaults", () => {
    expect(decode(definition, 3, encode(definition, 3, {}))).toEqual({
      flag: false,
      small: 0,
      short: 0,
      port: 0,
      count: 0,
      offset: 0,
      share: 0,
      name: "",
      topic: noUuid,
      records: null,
      ids: [],
      members: [],
      cursor: null,
      leader: { epoch: -1 },
    });
  });

  test("keeps nulls where they are allowed, and refuses them elsewhere", () => {
    const nulls = { ...full, name: null, ids: null, records: null, cursor: null };
    expect(decode(definition, 3, encode(definition, 3, nulls))).toEqual(nulls);
    expect(() => encode(definition, 0, { name: null })).toThrow("Sample.Name is null");
  });

  test("with a tagged field that is not known is read without it", () => {
    const known = encode({ ...definition, fields: definition.fields.slice(0, -1) }, 3, {});
    const read = decode<Fields>(
      { ...definition, fields: definition.fields.slice(0, -1) },
      3,
      encode(definition, 3, full),
    );
    expect(read["leader"]).toBeUndefined();
    expect(read["name"]).toBe("näme");
    expect(known.length).toBeLessThan(encode(definition, 3, full).length);
  });

  test("with a field that it does not have is refused", () => {
    expect(() => encode(definition, 3, { nmae: "x" })).toThrow("Sample has no field nmae");
  });

  test("with too few or too many bytes is refused", () => {
    const bytes = encode(definition, 3, full);
    expect(() => decode(definition, 3, bytes.subarray(0, 10))).toThrow("were asked for");
    expect(() => decode(definition, 3, Buffer.concat([bytes, Buffer.from([0])]))).toThrow("1 bytes follow a Sample");
  });
});

test("versions as the definitions write them", () => {
  expect(versionsOf("3+")).toEqual([3, 32767]);
  expect(versionsOf("0-13")).toEqual([0, 13]);
  expect(versionsOf("5")).toEqual([5, 5]);
  expect(isWithin(0, "none")).toBe(false);
  expect(isWithin(0, undefined)).toBe(false);
});
