import { expect, test } from "vitest";
import { axisKeys, parseAxis } from "../../src/durability/axis.ts";
import { combinationCount, combinations, combinationText, designNames } from "../../src/durability/design.ts";

const axes = [parseAxis("acks=1:all")!, parseAxis("linger.ms=0:5:50")!];

test("a key alone takes the usual values, or none where none are known", () => {
  expect(parseAxis("acks")).toEqual({ key: "acks", values: ["0", "1", "all"] });
  expect(parseAxis("no.such.key")).toBeNull();
  for (const key of axisKeys) expect(parseAxis(key)!.values.length).toBeGreaterThan(1);
});

test("values are taken once each, and none may be empty", () => {
  expect(parseAxis("acks=1:all:1")).toEqual({ key: "acks", values: ["1", "all"] });
  expect(parseAxis("acks=")).toBeNull();
  expect(parseAxis("acks=1::all")).toBeNull();
  expect(parseAxis("=1")).toBeNull();
});

test("a grid is every combination, a tornado the configuration as it is and one setting at a time", () => {
  expect(combinations("grid", axes).map(combinationText)).toEqual([
    "acks=1 linger.ms=0",
    "acks=1 linger.ms=5",
    "acks=1 linger.ms=50",
    "acks=all linger.ms=0",
    "acks=all linger.ms=5",
    "acks=all linger.ms=50",
  ]);
  expect(combinations("tornado", axes).map(combinationText)).toEqual([
    "",
    "acks=1",
    "acks=all",
    "linger.ms=0",
    "linger.ms=5",
    "linger.ms=50",
  ]);
});

test.each(designNames)("the size of a %s is known before it is made", (design) => {
  for (const some of [[], axes.slice(0, 1), axes])
    expect(combinationCount(design, some)).toBe(combinations(design, some).length);
});
