/** Which combinations of the axes are tried: all of them, or one axis at a time. */
import type { Axis } from "./axis.ts";

type DesignName = "grid" | "tornado";

export const designNames: readonly DesignName[] = ["grid", "tornado"];

/** Settings of one combination, in the order of the axes; empty: the configuration as it is. */
export type Combination = readonly (readonly [key: string, value: string])[];

const designs: Readonly<Record<DesignName, (axes: readonly Axis[]) => readonly Combination[]>> = {
  grid: (axes) =>
    axes.reduce<readonly Combination[]>(
      (before, { key, values }) => before.flatMap((one) => values.map((value) => [...one, [key, value] as const])),
      [[]],
    ),
  tornado: (axes) => [[], ...axes.flatMap(({ key, values }) => values.map((value) => [[key, value] as const]))],
};

export const combinations = (design: DesignName, axes: readonly Axis[]): readonly Combination[] =>
  axes.length === 0 ? [[]] : designs[design](axes);

/** How many there will be, without making them. */
export const combinationCount = (design: DesignName, axes: readonly Axis[]): number =>
  design === "grid" || axes.length === 0
    ? axes.reduce((product, { values }) => product * values.length, 1)
    : 1 + axes.reduce((sum, { values }) => sum + values.length, 0);

export const combinationText = (combination: Combination): string =>
  combination.map(([key, value]) => `${key}=${value}`).join(" ");
