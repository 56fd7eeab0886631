/** How often a property met what it is about. */
import { expect } from "vitest";
import type { ErrorCode } from "../src/kafka/errors.ts";
import { tooSeldom } from "./vacuity.ts";

export function newTally(): { meet(what: string): void; often(wanted: readonly string[]): void } {
  const met = new Map<string, number>();
  return {
    meet: (what) => void met.set(what, (met.get(what) ?? 0) + 1),
    often: (wanted) => {
      for (const what of wanted) expect(met.get(what) ?? 0, `${tooSeldom}: ${what}`).toBeGreaterThan(10);
    },
  };
}

export const errors = (api: string, codes: readonly ErrorCode[]): string[] => codes.map((code) => `${api} ${code}`);

export const numbers = (min: number, max: number): number[] => Array.from({ length: max - min + 1 }, (_, i) => min + i);
