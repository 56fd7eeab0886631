/** From pairs of runs to a contrast per profile and guarantee: who broke it, and whether that can be chance. */

import { holm, mcnemar } from "../../campaign/exact-tests.ts";
import { isTested, judgedGuarantees, judgedIn } from "../../campaign/judgement.ts";
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName, Violation } from "../../check/check.ts";
import type { ComparisonResult, ComparisonRow, Pair } from "./compare.ts";

export interface Contrast {
  readonly profile: ProfileName;
  readonly guarantee: GuaranteeName;
  /** Pairs in which both were put to the test and held. */
  readonly neither: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly both: number;
  /** Pairs in which a side neither broke it nor put it to the test: they say nothing. */
  readonly untested: number;
  /** McNemar's exact test, two-sided. */
  readonly pValue: number;
  /** The same, held to all contrasts of the comparison that differ at all, together (Holm). */
  readonly pHolm: number;
}

export function contrastsOf({ rows }: ComparisonResult): readonly Contrast[] {
  const plain = rows.flatMap(({ row, pairs }) =>
    judgedIn(pairs.flat()).map((guarantee) => {
      const telling = pairs.filter((pair) => pair.every((side) => isTested(side, guarantee)));
      const count = (a: boolean, b: boolean): number =>
        telling.filter((pair) => isBroken(pair, 0, guarantee) === a && isBroken(pair, 1, guarantee) === b).length;
      const onlyA = count(true, false);
      const onlyB = count(false, true);
      const place = { profile: row.profile, guarantee };
      return {
        ...place,
        neither: count(false, false),
        onlyA,
        onlyB,
        both: count(true, true),
        untested: pairs.length - telling.length,
        pValue: mcnemar(onlyA, onlyB),
      };
    }),
  );
  // Without a pair that differs there is nothing to test: such contrasts cost the others nothing (Tarone 1990).
  const tested = plain.filter((contrast) => contrast.onlyA + contrast.onlyB > 0);
  const adjusted = holm(tested.map((contrast) => contrast.pValue));
  return plain.map((contrast) => ({ ...contrast, pHolm: adjusted[tested.indexOf(contrast)] ?? 1 }));
}

const isBroken = (pair: Pair, side: 0 | 1, guarantee: GuaranteeName): boolean =>
  pair[side].violations.some((violation) => violation.guarantee === guarantee);

/** A pair in which one side holds a guarantee that the other breaks. */
export interface Separation {
  readonly row: ComparisonRow;
  readonly guarantee: GuaranteeName;
  readonly index: number;
  /** Which side breaks it. */
  readonly breaks: 0 | 1;
  readonly violation: Violation;
}

/** The first pair for each guarantee and direction, in the order of profiles and indexes. */
export function separationsOf({ rows }: ComparisonResult): readonly Separation[] {
  return judgedGuarantees.flatMap((guarantee) =>
    ([1, 0] as const).flatMap((breaks) => {
      for (const { row, pairs } of rows) {
        const holds = breaks === 0 ? 1 : 0;
        const pair = pairs.find(
          (one) =>
            isBroken(one, breaks, guarantee) && !isBroken(one, holds, guarantee) && isTested(one[holds], guarantee),
        );
        const violation = pair?.[breaks].violations.find((one) => one.guarantee === guarantee);
        if (pair !== undefined && violation !== undefined)
          return [{ row, guarantee, index: pair[breaks].index, breaks, violation }];
      }
      return [];
    }),
  );
}

/** A promise that one side broke: a bug, whatever the other does. */
export interface BrokenPromise {
  readonly row: ComparisonRow;
  readonly side: 0 | 1;
  readonly index: number;
  readonly violation: Violation;
}

/** The first of each side and fingerprint. */
export function brokenPromises({ rows }: ComparisonResult): readonly BrokenPromise[] {
  const first = new Map<string, BrokenPromise>();
  for (const { row, pairs } of rows)
    for (const pair of pairs)
      for (const side of [0, 1] as const)
        for (const violation of pair[side].violations) {
          const key = `${side}/${violation.fingerprint}`;
          if (!violation.promised || first.has(key)) continue;
          first.set(key, { row, side, index: pair[side].index, violation });
        }
  return [...first.values()];
}
