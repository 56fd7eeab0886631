/** The search on a system whose states can be counted by hand. */
import { describe, expect, test } from "vitest";
import { pathTo, perform } from "../../src/explorer/path.ts";
import { search } from "../../src/explorer/search.ts";
import { shorten } from "../../src/explorer/shorten.ts";
import { walk } from "../../src/explorer/walk.ts";
import { tokens } from "./tokens.ts";

const all = { maxBytes: Number.POSITIVE_INFINITY, maxDepth: 1000, asksRecovery: false };

describe("breadth-first search", () => {
  test("meets every state once, and every step", () => {
    const found = search(tokens({ tokens: 3, cells: 5, isSymmetric: false }), all);
    expect(found).toMatchObject({ states: 125, transitions: 3 * 4 * 25, depth: 12, isComplete: true, wrong: null });
  });

  test("takes states that differ in names for one: multisets instead of rows", () => {
    const found = search(tokens({ tokens: 3, cells: 5 }), all);
    expect(found).toMatchObject({ states: 35, depth: 12, isComplete: true });
  });

  test("a node that stands out keeps its own name among the others, and no state is met twice", () => {
    // The token that is ahead of all others, if there is one.
    const first = (state: Int32Array): number => {
      const ahead = Math.max(...state);
      return state.filter((place) => place === ahead).length > 1 ? 0 : state.indexOf(ahead) + 1;
    };
    expect(search(tokens({ tokens: 3, cells: 5, first }), all)).toMatchObject({ states: 35, isComplete: true });
  });

  test.each([true, false])("finds a wrong state in as few steps as can be (symmetry %s)", (isSymmetric) => {
    const wrong = (places: readonly number[]): boolean => [...places].sort().join() === "0,1,3";
    const system = tokens({ tokens: 3, cells: 6, isSymmetric, wrong });
    const found = search(system, all);
    expect(found).toMatchObject({ isComplete: false, depth: 4 });
    const path = pathTo(system, found.visited, found.wrong!.number);
    expect(path).toHaveLength(4);
    expect(wrong([...path.at(-1)!.state])).toBe(true);
    let state = system.start();
    for (const step of path) state = perform(system, state, step.action)!;
    expect(state).toEqual(path.at(-1)!.state);
  });

  test("a wrong start is found without a step", () => {
    const system = tokens({ tokens: 2, cells: 3, wrong: () => true });
    const found = search(system, all);
    expect(found).toMatchObject({ states: 1, depth: 0 });
    expect(pathTo(system, found.visited, found.wrong!.number)).toEqual([]);
  });

  test("stops at a depth, and says that it is not complete", () => {
    const found = search(tokens({ tokens: 2, cells: 50, isSymmetric: false }), { ...all, maxDepth: 3 });
    expect(found).toMatchObject({ states: 1 + 2 + 3 + 4, depth: 3, isComplete: false, wrong: null });
    const whole = search(tokens({ tokens: 2, cells: 3, isSymmetric: false }), { ...all, maxDepth: 5 });
    expect(whole).toMatchObject({ states: 9, depth: 4, isComplete: true });
  });

  test("stops when its tables outgrow the bound", () => {
    const reports: number[] = [];
    const bounds = { ...all, maxBytes: 1_000_000 };
    const found = search(tokens({ tokens: 2, cells: 1000, isSymmetric: false }), bounds, (p) => reports.push(p.states));
    expect(found.isComplete).toBe(false);
    expect(found.states).toBeLessThan(1_000_000);
    expect(reports.length).toBeGreaterThan(0);
  });

  test("takes few bytes a state", () => {
    const { states, tableBytes } = search(tokens({ tokens: 2, cells: 400, isSymmetric: false }), all);
    expect(tableBytes / states).toBeLessThan(40);
  });
});

describe("recovery", () => {
  const asked = { ...all, asksRecovery: true };

  test("every state leads to a settled one", () => {
    expect(search(tokens({ tokens: 2, cells: 6 }), asked).stuck).toBe(-1);
    expect(search(tokens({ tokens: 2, cells: 6, canGoBack: true }), asked).stuck).toBe(-1);
  });

  test("the nearest state that leads nowhere is named", () => {
    const isTrap = (places: readonly number[]): boolean => places.join() === "0,2";
    const system = tokens({ tokens: 2, cells: 6, isSymmetric: false, isTrap });
    const found = search(system, asked);
    const path = pathTo(system, found.visited, found.stuck);
    expect(path.map((step) => [...step.state])).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  test("a state that is excused owes nothing", () => {
    const isTrap = (places: readonly number[]): boolean => places.join() === "0,2";
    const system = tokens({ tokens: 2, cells: 6, isSymmetric: false, isTrap });
    const excused = {
      ...system,
      expand: (state: Int32Array, successors: Parameters<typeof system.expand>[1]) => {
        if (isTrap([...state])) successors.excuse();
        system.expand(state, successors);
      },
    };
    expect(search(excused, asked).stuck).toBe(-1);
  });

  test("is not judged before every state was met", () => {
    expect(search(tokens({ tokens: 2, cells: 50 }), { ...asked, maxDepth: 3 }).stuck).toBe(-1);
  });
});

describe("walks", () => {
  const wrong = (places: readonly number[]): boolean => places.some((place) => place === 6);

  test("find what is wrong, the same with the same seed", () => {
    const system = tokens({ tokens: 3, cells: 8, wrong });
    const one = walk(system, { walks: 100, depth: 30, seed: "a" });
    expect(one.wrong).not.toBeNull();
    expect(walk(system, { walks: 100, depth: 30, seed: "a" })).toEqual(one);
    expect(walk(system, { walks: 100, depth: 30, seed: "b" }).wrong?.actions).not.toEqual(one.wrong?.actions);
  });

  test("end at their depth, or where nothing is left to do", () => {
    const found = walk(tokens({ tokens: 2, cells: 3 }), { walks: 10, depth: 30, seed: "a" });
    expect(found).toMatchObject({ walks: 10, steps: 40, longest: 4, wrong: null });
    expect(walk(tokens({ tokens: 2, cells: 90 }), { walks: 10, depth: 7, seed: "a" }).steps).toBe(70);
  });

  test("what they find is shortened to what it takes", () => {
    const system = tokens({ tokens: 3, cells: 8, wrong });
    const found = walk(system, { walks: 100, depth: 30, seed: "a" });
    const short = shorten(system, found.wrong!.actions, found.wrong!.judgement);
    expect(short).toHaveLength(6);
    expect(wrong([...short.at(-1)!.state])).toBe(true);
  });
});
