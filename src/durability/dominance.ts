/**
 * Which settings are never the better choice: another loses in no profile more and is in no profile longer without service, as far as
 * these runs show, costs no more copies, and is shown to be better in at least one of the two.
 */
import { bootstrap95, resamplesOf } from "../campaign/bootstrap.ts";
import { holm, mcnemar } from "../campaign/exact-tests.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import { amountsIn, type Cell } from "./cells.ts";
import type { ProfileResult } from "./exploration.ts";
import type { MetricName } from "./metric.ts";

export interface Dominance {
  readonly dominated: number;
  readonly by: number;
  /** In what it is shown to be better, and by how much. */
  readonly metric: MetricName;
  readonly profile: ProfileName;
  readonly worse: number;
  readonly better: number;
  /** A run in which they differ. */
  readonly witness: number;
}

const objectives = ["lostAcked", "unavailableWriteSeconds"] as const;
const significance = 0.05;

interface Candidate extends Dominance {
  readonly pValue: number;
}

export function dominancesOf(
  profiles: readonly ProfileResult[],
  cells: readonly Cell[],
  copies: readonly number[],
): readonly Dominance[] {
  const estimates = new Map(cells.map((cell) => [keyOf(cell.variant, cell.profile, cell.metric), cell.estimate]));
  const at = (variant: number, profile: ProfileName, name: MetricName): number =>
    estimates.get(keyOf(variant, profile, name))!;
  const isNoWorse = (by: number, than: number): boolean =>
    copies[by]! <= copies[than]! &&
    profiles.every(({ profile }) => objectives.every((name) => at(by, profile, name) <= at(than, profile, name)));
  const candidates: Candidate[] = [];
  for (const dominated of copies.keys())
    for (const by of copies.keys())
      if (by !== dominated && isNoWorse(by, dominated)) candidates.push(...advantages(profiles, dominated, by));
  const adjusted = holm(candidates.map(({ pValue }) => pValue));
  const shown = candidates.filter((_, i) => adjusted[i]! < significance);
  return shown
    .filter((one, i) => shown.findIndex((other) => other.dominated === one.dominated && other.by === one.by) === i)
    .map(({ pValue: _pValue, ...dominance }) => dominance);
}

const keyOf = (variant: number, profile: string, name: string): string => `${variant}/${profile}/${name}`;

/** Where one is better than the other, with the probability that this is chance; the same runs under both are compared. */
function advantages(profiles: readonly ProfileResult[], dominated: number, by: number): readonly Candidate[] {
  return profiles.flatMap((result) =>
    objectives.flatMap((name) => {
      const [worse, better] = [amountsIn(result, dominated, name), amountsIn(result, by, name)];
      const differing = worse.findIndex((amount, i) => amount > better[i]!);
      if (differing < 0) return [];
      const pValue = name === "lostAcked" ? lossChance(worse, better) : timeChance(worse, better);
      const means = { worse: share(worse, name), better: share(better, name) };
      const witness = result.runs[differing]!.index;
      return [{ dominated, by, metric: name, profile: result.profile, ...means, witness, pValue }];
    }),
  );
}

const share = (amounts: Float64Array, name: MetricName): number =>
  amounts.reduce((sum, amount) => sum + (name === "lostAcked" ? Number(amount > 0) : amount), 0) / amounts.length;

/** McNemar's exact test of who lost anything. */
const lossChance = (worse: Float64Array, better: Float64Array): number =>
  mcnemar(
    countOf(worse, better, (a, b) => a > 0 && b === 0),
    countOf(worse, better, (a, b) => a === 0 && b > 0),
  );

/** The sign test, where the mean goes the same way: runs without service are few and long, so that either alone may mislead. */
function timeChance(worse: Float64Array, better: Float64Array): number {
  const differences = worse.map((amount, i) => amount - better[i]!);
  const [low] = bootstrap95(differences, resamplesOf(differences.length));
  if (low <= 0) return 1;
  return mcnemar(
    countOf(worse, better, (a, b) => a > b),
    countOf(worse, better, (a, b) => a < b),
  );
}

function countOf(one: Float64Array, other: Float64Array, holds: (a: number, b: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < one.length; i++) if (holds(one[i]!, other[i]!)) count++;
  return count;
}
