/** Node ids say a role and an index, and their names are read as they are written. */
import { describe, expect, test } from "vitest";
import { channelsPerNode, linkKey } from "../../src/core/channels.ts";
import {
  indexOf,
  isBroker,
  isClient,
  isController,
  nodeId,
  nodeName,
  nodeNamed,
  type Role,
  roleOf,
} from "../../src/core/ids.ts";
import { InvariantBroken } from "../../src/core/invariant.ts";

const lowest: readonly (readonly [Role, number])[] = [
  ["controller", 0],
  ["broker", 1],
  ["producer", 0],
  ["consumer", 0],
  ["admin", 0],
  ["zookeeper", 0],
];

describe("node ids", () => {
  test("say role and index, each node another one", () => {
    const seen = new Set<number>();
    for (const [role, first] of lowest) {
      for (const index of [first, first + 1, 999]) {
        const node = nodeId(role, index);
        expect([roleOf(node), indexOf(node), nodeNamed(nodeName(node))]).toEqual([role, index, node]);
        seen.add(node);
      }
      expect(() => nodeId(role, first - 1)).toThrow(InvariantBroken);
      expect(() => nodeId(role, 1000)).toThrow(InvariantBroken);
    }
    expect(seen.size).toBe(3 * lowest.length);
  });

  test("keep the numbers that name decisions", () => {
    expect([nodeId("controller", 0), nodeId("broker", 2), nodeId("producer", 0)]).toEqual([0, 2, 1000]);
    expect([nodeId("consumer", 1), nodeId("admin", 0)]).toEqual([2001, 3000]);
  });

  test("tell clients, brokers and controllers apart", () => {
    const of = (is: (node: number) => boolean) =>
      lowest.filter(([role, index]) => is(nodeId(role, index))).map(([role]) => role);
    expect([of(isController), of(isBroker), of(isClient)]).toEqual([
      ["controller"],
      ["broker"],
      ["producer", "consumer", "admin"],
    ]);
    expect(isController(nodeId("controller", 2))).toBe(true);
    expect(() => roleOf(-1)).toThrow(InvariantBroken);
    expect(() => roleOf(6000)).toThrow(InvariantBroken);
  });
});

describe("keys of links", () => {
  test("differ for every channel below the limit, and there is none above", () => {
    const keys = [1, 2].flatMap((node) =>
      Array.from({ length: channelsPerNode }, (_, channel) => linkKey(node, channel)),
    );
    expect(new Set(keys).size).toBe(2 * channelsPerNode);
    expect(() => linkKey(1, channelsPerNode)).toThrow(InvariantBroken);
    expect(() => linkKey(1, -1)).toThrow(InvariantBroken);
  });
});
