import { expect, test } from "vitest";
import { hashText, mix3, pick } from "../../src/core/mix.ts";

const hashes = Array.from({ length: 1000 }, (_, i) => mix3(i, 7, -i));

test("hashes are signed 32-bit integers, of both signs, and differ by each ingredient", () => {
  expect(hashes.every((hash) => hash === (hash | 0))).toBe(true);
  expect(hashes.some((hash) => hash < 0) && hashes.some((hash) => hash > 0)).toBe(true);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashText("ab")).not.toBe(hashText("ba"));
});

test("a hash draws any integer below the bound, whatever its sign", () => {
  const drawn = new Set(hashes.map((hash) => pick(hash, 5)));
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
});
