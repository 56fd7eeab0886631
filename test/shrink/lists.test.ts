/** The two searches that all passes are made of. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { lowerNumber, removeParts } from "../../src/shrink/lists.ts";

function remove(list: readonly number[], fails: (rest: readonly number[]) => boolean) {
  let best = list;
  let tries = 0;
  removeParts(
    () => best,
    (rest) => {
      tries += 1;
      if (!fails(rest)) return false;
      best = rest;
      return true;
    },
  );
  return { best, tries };
}

test("what the failure needs stays, in its order, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(200), { maxLength: 40 }),
      fc.array(fc.nat(39), { maxLength: 4 }),
      (list, places) => {
        const needed = new Set(places.flatMap((place) => list[place] ?? []));
        const { best, tries } = remove(list, (rest) => [...needed].every((one) => rest.includes(one)));
        expect(best).toEqual(list.filter((one) => needed.has(one)));
        expect(tries).toBeLessThanOrEqual(2 * list.length + 12 * (needed.size + 1));
      },
    ),
    { seed: 3 },
  );
});

test("no single part can be left out in the end, whatever the failure needs", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 20 }), fc.integer({ min: 0, max: 40 }), (list, least) => {
      const fails = (rest: readonly number[]) => rest.reduce((sum, one) => sum + one, 0) >= least;
      if (!fails(list)) return;
      const { best } = remove(list, fails);
      best.forEach((_, i) => {
        expect(fails(best.filter((_one, at) => at !== i))).toBe(false);
      });
    }),
    { seed: 3 },
  );
});

test("the smallest number that fails, in few tries", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (value, least) => {
      let best = value;
      let tries = 0;
      lowerNumber(value, 1, (smaller) => {
        tries += 1;
        expect(smaller).toBeLessThan(best);
        expect(smaller).toBeGreaterThanOrEqual(1);
        if (smaller < least) return false;
        best = smaller;
        return true;
      });
      expect(best).toBe(least > value ? value : Math.min(value, Math.max(1, least)));
      expect(tries).toBeLessThanOrEqual(15);
    }),
    { seed: 3 },
  );
});
