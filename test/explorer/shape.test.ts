/** Keys and copies from one table of fields. */
import { describe, expect, test } from "vitest";
import { byNode, list, mapOf, nodeMap, nullable, record, shared, union } from "../../src/explorer/compound.ts";
import { Interner } from "../../src/explorer/interner.ts";
import { renamings } from "../../src/explorer/renaming.ts";
import {
  absent,
  copyOf,
  type Field,
  frozen,
  keyOf,
  node,
  nodeSet,
  plain,
  untold,
  upTo,
  vacant,
} from "../../src/explorer/shape.ts";

interface Box {
  label: string;
  readonly owner: Holder;
}

interface Holder {
  self: number;
  readonly peers: readonly number[];
  readonly boxes: Box[];
  favourite: Box | null;
  readonly byPeer: Map<number, number>;
  tries: number;
  cache: number;
}

const box: Field<Box> = shared(() => ({ label: plain, owner: holder }));
const holder: Field<Holder> = shared(() => ({
  self: node,
  peers: nodeSet,
  boxes: list(box),
  favourite: nullable(box),
  byPeer: nodeMap<number>(plain),
  tries: upTo(2),
  cache: untold(),
}));

function newHolder(): Holder {
  const one: Holder = { self: 1, peers: [3, 2], boxes: [], favourite: null, byPeer: new Map(), tries: 0, cache: 7 };
  one.boxes.push({ label: "a", owner: one }, { label: "b", owner: one });
  one.favourite = one.boxes[1]!;
  one.byPeer.set(3, 30).set(2, 20);
  return one;
}

describe("a copy", () => {
  test("shares nothing that can change, and keeps who refers to whom", () => {
    const one = newHolder();
    const copy = copyOf(holder, one);
    expect(copy).toEqual(one);
    expect(copy.favourite).toBe(copy.boxes[1]);
    expect(copy.boxes[0]!.owner).toBe(copy);
    copy.boxes[1]!.label = "changed";
    copy.byPeer.set(2, 21);
    expect([one.boxes[1]!.label, one.byPeer.get(2)]).toEqual(["b", 20]);
  });

  test("under other names", () => {
    const copy = copyOf(holder, newHolder(), [0, 3, 1, 2]);
    expect([copy.self, [...copy.peers].sort(), copy.byPeer.get(1), copy.byPeer.get(2)]).toEqual([3, [1, 2], 20, 30]);
  });
});

describe("a key", () => {
  const key = (change: (one: Holder) => void): string => {
    const one = newHolder();
    change(one);
    return keyOf(holder, one);
  };
  const plainKey = key(() => {});

  test("is the same whatever the order of sets and maps, and for what is untold", () => {
    expect(key((one) => Object.assign(one, { peers: [2, 3], cache: 8 }))).toBe(plainKey);
    expect(
      key((one) => {
        one.byPeer.clear();
        one.byPeer.set(2, 20).set(3, 30);
      }),
    ).toBe(plainKey);
  });

  test("differs with everything else: values, references, counters up to their bound", () => {
    const others = [
      key((one) => Object.assign(one, { self: 2 })),
      key((one) => Object.assign(one, { favourite: one.boxes[0] })),
      key((one) => Object.assign(one, { favourite: { ...one.boxes[1]! } })),
      key((one) => Object.assign(one, { favourite: null })),
      key((one) => one.boxes.pop()),
      key((one) => one.byPeer.set(2, 21)),
      key((one) => Object.assign(one, { tries: 1 })),
      key((one) => Object.assign(one, { tries: 2 })),
    ];
    expect(new Set([plainKey, ...others]).size).toBe(others.length + 1);
    expect(key((one) => Object.assign(one, { tries: 2 }))).toBe(key((one) => Object.assign(one, { tries: 9 })));
  });

  test("under other names is that of the renamed copy", () => {
    for (const renaming of renamings(3))
      expect(keyOf(holder, newHolder(), renaming)).toBe(keyOf(holder, copyOf(holder, newHolder(), renaming)));
  });
});

test("what must be empty between two steps is refused when it is not", () => {
  expect(() => keyOf(vacant("waiters"), [1])).toThrow("nothing waits");
  expect(() => keyOf(absent<object>("a slot"), {})).toThrow("nothing is held");
  expect(keyOf(vacant("waiters"), [])).toBe("");
});

test("unions are told by their kind, lists by node are sorted by it", () => {
  type Shape = { readonly kind: "dot" } | { readonly kind: "line"; readonly ends: readonly number[] };
  const shape = union<Shape>({
    dot: record<Extract<Shape, { kind: "dot" }>>({ kind: untold() }),
    line: record<Extract<Shape, { kind: "line" }>>({ kind: untold(), ends: nodeSet }),
  });
  expect(keyOf(shape, { kind: "dot" })).not.toBe(keyOf(shape, { kind: "line", ends: [] }));
  expect(keyOf(shape, { kind: "line", ends: [2, 1] })).toBe(keyOf(shape, { kind: "line", ends: [1, 2] }));
  const owned = byNode<{ id: number }>(record({ id: node }), (one) => one.id);
  expect(keyOf(owned, [{ id: 2 }, { id: 1 }])).toBe(keyOf(owned, [{ id: 1 }, { id: 2 }]));
  expect(copyOf(owned, [{ id: 2 }, { id: 1 }], [0, 2, 1])).toEqual([{ id: 1 }, { id: 2 }]);
  const named = mapOf<string, number>(plain);
  expect(
    keyOf(
      named,
      new Map([
        ["b", 1],
        ["a", 2],
      ]),
    ),
  ).toBe(
    keyOf(
      named,
      new Map([
        ["a", 2],
        ["b", 1],
      ]),
    ),
  );
});

describe("an interner", () => {
  const pair = record<{ a: number; b: number }>({ a: node, b: plain });

  test("gives equal values one id, and keeps the first", () => {
    const interner = new Interner(pair, renamings(2));
    const first = { a: 1, b: 5 };
    expect([interner.idOf(first), interner.idOf({ a: 1, b: 5 }), interner.idOf({ a: 2, b: 5 })]).toEqual([0, 0, 1]);
    expect(interner.valueOf(0)).toBe(first);
    const copy = interner.copyOf(0);
    copy.b = 6;
    expect(interner.valueOf(0).b).toBe(5);
  });

  test("knows the ids of renamed values, also of those never met", () => {
    const interner = new Interner(pair, renamings(2));
    const id = interner.idOf({ a: 1, b: 5 });
    const other = interner.renamed(1, id);
    expect(other).not.toBe(id);
    expect(interner.renamed(1, other)).toBe(id);
    expect(interner.valueOf(other)).toEqual({ a: 2, b: 5 });
    expect(interner.idOf({ a: 2, b: 5 })).toBe(other);
  });

  test("tells frozen values by their text", () => {
    const interner = new Interner(
      frozen<{ n: number }>((value) => String(value.n % 10)),
      renamings(1),
    );
    expect(interner.idOf({ n: 13 })).toBe(interner.idOf({ n: 3 }));
  });
});
