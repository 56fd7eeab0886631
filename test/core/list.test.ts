import { expect, test } from "vitest";
import { cutTo, listOf, removeAt } from "../../src/core/list.ts";

test("a list is as long as asked for, to be filled by index", () => {
  const list = listOf<string>(2);
  list[1] = "b";
  list[0] = "a";
  expect(list).toEqual(["a", "b"]);
});

test("an item is taken out and the others keep their order", () => {
  const list = ["a", "b", "c", "d"];
  removeAt(list, 1);
  expect(list).toEqual(["a", "c", "d"]);
  removeAt(list, 2);
  expect(list).toEqual(["a", "c"]);
  expect(() => removeAt(list, 2)).toThrow("what is taken out of a list is in it");
  expect(() => removeAt(list, -1)).toThrow("what is taken out of a list is in it");
});

test("a list is cut to its first items, and to no more than it has", () => {
  const list = [1, 2, 3];
  cutTo(list, 2);
  expect(list).toEqual([1, 2]);
  cutTo(list, 2);
  expect(list).toEqual([1, 2]);
  cutTo(list, 0);
  expect(list).toEqual([]);
  expect(() => cutTo(list, 1)).toThrow("a list is cut to a part of itself");
});
