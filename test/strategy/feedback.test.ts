import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { generationOf, generationStart, Learner } from "../../src/strategy/feedback.ts";

/** A stand-in that only has a seed to be known by. */
const scenario = (seed: string): Scenario => ({ seed }) as Scenario;
const learnerOfSeeds = (): Learner => new Learner((index) => scenario(`run ${index}`));

describe("generations", () => {
  test("each index lies in the generation that starts last before it", () => {
    const wrong = Array.from({ length: 6000 }, (_, index) => index).filter((index) => {
      const generation = generationOf(index);
      return generationStart(generation) > index || generationStart(generation + 1) <= index;
    });
    expect(wrong).toEqual([]);
  });

  test("whole chunks of twenty fit into each", () => {
    for (let generation = 0; generation < 20; generation++) expect(generationStart(generation) % 20).toBe(0);
  });
});

describe("the learner", () => {
  test("the first two generations know nothing; each later one waits for the last but one", () => {
    const learner = learnerOfSeeds();
    expect(learner.feedbackOf(1)?.parents).toEqual([]);
    expect(learner.feedbackOf(2)).toBeNull();
    learner.tell([{ index: 0, marks: ["a"] }]);
    expect(learner.feedbackOf(2)?.parents.map((parent) => parent.scenario.seed)).toEqual(["run 0"]);
    expect(learner.feedbackOf(3)).toBeNull();
  });

  test("keeps who met something new, alone or together, and weighs it by how rare it stayed", () => {
    const learner = learnerOfSeeds();
    learner.tell([
      { index: 0, marks: ["common"] },
      { index: 1, marks: ["common"] },
      { index: 2, marks: ["common", "rare"] },
      { index: 3, marks: ["common", "other"] },
      { index: 4, marks: ["common", "other"] },
    ]);
    const parents = learner.feedbackOf(2)!.parents;
    expect(parents.map((parent) => parent.scenario.seed)).toEqual(["run 2", "run 3", "run 0"]);
    // `rare` and `common rare` once each; `other` twice each; `common` five times.
    expect(parents.map((parent) => parent.weight)).toEqual([2, 1, 0.2]);
  });
});
