/** The figures of the kill matrix, of cells made by hand. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../../src/check/catalogue.ts";
import { medianHunt } from "../../../src/study/hunt/hunt.ts";
import { checkFigures, strategyFigures } from "../../../src/study/hunt/kill-figures.ts";
import { cellOf, huntOf } from "./matrix-cells.ts";

const nothing = huntOf(1000);

describe("the median campaign", () => {
  test("is the middle one by runs", () => {
    const hunts = [huntOf(300, "weak-isr"), huntOf(5, "log-matching"), huntOf(40, "strong-isr")];
    expect(medianHunt(hunts)).toBe(hunts[2]);
  });

  test("counts what found nothing as longest, however few its runs", () => {
    const late = huntOf(4000, "weak-isr");
    expect(medianHunt([nothing, huntOf(5, "strong-isr"), late])).toBe(late);
    expect(medianHunt([nothing, nothing, late]).found).toBeNull();
  });
});

describe("checks", () => {
  const figures = checkFigures([
    cellOf("R-01", "swarm", huntOf(5, "strong-isr", "acked-not-lost"), huntOf(9, "strong-isr"), nothing),
    cellOf(
      "P-01",
      "swarm",
      huntOf(5, "no-duplicate"),
      huntOf(7, "no-duplicate"),
      huntOf(8, "acked-not-lost", "no-duplicate"),
    ),
  ]);
  const of = (name: string) => figures.find(({ check }) => check === name);

  test("kill what their failing runs break; first and alone are told apart", () => {
    expect(of("strong-isr")).toMatchObject({ kills: ["R-01"], first: ["R-01"], alone: ["R-01"] });
    expect(of("acked-not-lost")).toMatchObject({ kills: ["R-01", "P-01"], first: ["P-01"], alone: [] });
    expect(of("no-duplicate")).toMatchObject({ kills: ["P-01"], first: ["P-01"], alone: ["P-01"] });
  });

  test("that never fire are listed, each check once", () => {
    expect(figures.map(({ check }) => check)).toEqual(catalogue.map(({ name }) => name));
    expect(of("weak-isr")).toMatchObject({ kills: [], first: [], alone: [] });
  });
});

describe("strategies", () => {
  const found = (runs: number) => [huntOf(runs, "strong-isr"), huntOf(runs, "strong-isr"), huntOf(runs, "strong-isr")];
  const lost = [nothing, nothing, nothing];

  test("are compared with uniform where it needs 50 runs or more and one of the two finds it", () => {
    const [portfolio, uniform] = strategyFigures([
      cellOf("R-01", "portfolio", ...found(200)),
      cellOf("R-01", "uniform", ...found(49)),
      cellOf("R-02", "portfolio", ...found(25)),
      cellOf("R-02", "uniform", ...found(50)),
      cellOf("R-03", "portfolio", ...found(125)),
      cellOf("R-03", "uniform", ...lost),
      cellOf("R-15", "portfolio", ...lost),
      cellOf("R-15", "uniform", ...lost),
    ]);
    // 50 / 25 and 1000 / 125: the square root of 2 times 8.
    expect(portfolio?.fewerThanUniform).toBeCloseTo(4);
    expect(portfolio).toMatchObject({ strategy: "portfolio", found: 3, medianRuns: 200 });
    expect(uniform?.fewerThanUniform).toBeCloseTo(1);
    expect(uniform?.found).toBe(2);
  });

  test("leave out what not all of them hunted", () => {
    const [portfolio] = strategyFigures([
      cellOf("R-01", "portfolio", ...found(25)),
      cellOf("R-01", "uniform", ...found(50)),
      cellOf("R-20", "portfolio", ...lost),
    ]);
    expect([portfolio?.found, [...(portfolio?.medians.keys() ?? [])]]).toEqual([1, ["R-01"]]);
  });

  test("without uniform there is nothing to compare with", () => {
    expect(strategyFigures([cellOf("R-01", "pct", ...found(60))])[0]?.fewerThanUniform).toBeNull();
  });
});
