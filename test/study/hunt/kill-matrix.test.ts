/** The kill matrix: what is asked of the workers, and what becomes of answers in any order. */
import { describe, expect, test } from "vitest";
import { shrinkScenario } from "../../../src/shrink/shrink.ts";
import type { HuntTask } from "../../../src/study/hunt/hunt.ts";
import { type Cell, killMatrix, type MatrixPlan } from "../../../src/study/hunt/kill-matrix.ts";
import { huntOf } from "./matrix-cells.ts";

const plan: MatrixPlan = {
  defects: ["R-01", "R-20"],
  strategies: ["swarm", "uniform"],
  seeds: ["a", "b", "c"],
  cap: 40,
  unseen: [],
  shrinkRuns: 10,
};

const names = (cells: readonly Cell[]) => cells.map(({ defect, strategy }) => `${defect} ${strategy}`);

describe("the kill matrix", () => {
  test("asks the same of every defect but for its rules; answers may come in any order", async () => {
    const asked: HuntTask[] = [];
    const told: Cell[] = [];
    const cells = await killMatrix(
      plan,
      {
        hunt: async (task) => {
          asked.push(task);
          for (let later = 12 - asked.length; later > 0; later--) await Promise.resolve();
          return task.space.rules === "R-20" ? huntOf(40) : huntOf(task.seed.charCodeAt(0), "strong-isr");
        },
        shrink: async (task) => shrinkScenario(task),
      },
      (cell) => told.push(cell),
      2,
    );
    expect(names(cells)).toEqual(["R-01 swarm", "R-01 uniform", "R-20 swarm", "R-20 uniform"]);
    expect(new Set(told)).toEqual(new Set(cells));
    expect(new Set(asked.map(({ space }) => JSON.stringify({ ...space, rules: "" }))).size).toBe(1);
    expect(asked.map(({ space, strategy, seed, cap }) => `${space.rules} ${strategy} ${seed} ${cap}`).sort()).toEqual(
      ["R-01", "R-20"].flatMap((rules) =>
        ["swarm", "uniform"].flatMap((strategy) => ["a", "b", "c"].map((seed) => `${rules} ${strategy} ${seed} 40`)),
      ),
    );
    expect(cells[0]?.hunts.map(({ executions }) => executions)).toEqual([97, 98, 99]);
  });

  test("only the first strategy hunts what no run shows", async () => {
    const work = { hunt: async () => huntOf(40), shrink: async () => null };
    const cells = await killMatrix({ ...plan, unseen: ["R-20"] }, work, () => {});
    expect(names(cells)).toEqual(["R-01 swarm", "R-01 uniform", "R-20 swarm"]);
  });

  test("shrinks what the median campaign of the first strategy found, and nothing else", async () => {
    const shrunk: string[] = [];
    await killMatrix(
      plan,
      {
        hunt: async ({ seed, strategy }) =>
          huntOf(
            seed.charCodeAt(0),
            seed === "b" ? "strong-isr" : "weak-isr",
            strategy === "swarm" ? "no-phantom" : "no-duplicate",
          ),
        shrink: async (task) => {
          shrunk.push(task.fingerprint);
          return shrinkScenario(task);
        },
      },
      () => {},
    );
    expect(shrunk).toEqual(["strong-isr/x/chaos", "strong-isr/x/chaos"]);
  });

  test("leaves out what was stopped before it was complete", async () => {
    let asked = 0;
    const cells = await killMatrix(
      plan,
      { hunt: async () => (++asked > 4 ? null : { found: null, executions: 40 }), shrink: async () => null },
      () => {},
    );
    expect(names(cells)).toEqual(["R-01 swarm"]);
  });
});
