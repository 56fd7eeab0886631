import { describe, expect, test } from "vitest";
import { timerKey, timerKind, timerObject } from "../../src/core/timer.ts";

describe("the key of a timer", () => {
  test("says its kind and what it is about", () => {
    for (const kind of [0, 1, 31])
      for (const object of [0, 1, 99]) {
        const key = timerKey(kind, object);
        expect([timerKind(key), timerObject(key)]).toEqual([kind, object]);
      }
  });

  test("is refused where it would be another's", () => {
    expect(() => timerKey(32, 0)).toThrow("below 32");
    expect(() => timerKey(3, -1)).toThrow("something with a number");
  });
});
